<?php get_header(); ?>
<?php while (have_posts()) : the_post(); ?>
<article id="post-<?php the_ID(); ?>" <?php post_class(); ?>>
<header class="entry-header">
<h1 class="entry-title"><?php the_title(); ?></h1>
<p class="entry-meta">
<time class="entry-date published" datetime="<?php echo esc_attr(get_the_date('c')); ?>"><?php echo esc_html(get_the_date()); ?></time>
<span class="byline">by <span class="author vcard"><a class="url fn n" rel="author" href="<?php echo esc_url(get_author_posts_url(get_the_author_meta('ID'))); ?>"><?php echo esc_html(get_the_author()); ?></a></span></span>
<span class="cat-links"><?php the_category(', '); ?></span>
</p>
</header>
<?php the_post_thumbnail('large'); ?>
<div class="entry-content"><?php the_content(); ?></div>
<footer class="entry-footer"><?php the_tags('', ', '); ?></footer>
</article>
<?php if (comments_open() || get_comments_number()) { comments_template(); } ?>
<?php endwhile; ?>
<?php get_footer(); ?>
