<div id="comments" class="comments-area">
<?php if (have_comments()) : ?>
<h2 class="comments-title"><?php echo esc_html(sprintf(_n('%s thought', '%s thoughts', get_comments_number()), get_comments_number())); ?></h2>
<ol class="comment-list">
<?php wp_list_comments(['style' => 'ol', 'short_ping' => true, 'avatar_size' => 42]); ?>
</ol>
<?php the_comments_navigation(); ?>
<?php endif; ?>
<?php comment_form(); ?>
</div>
