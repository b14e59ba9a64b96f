</main>
<aside class="widget-area">
<section class="widget"><h2>Recent posts</h2><ul>
<?php foreach (wp_get_recent_posts(['numberposts' => 3, 'post_status' => 'publish'], OBJECT) as $recent) : ?>
<li><a href="<?php echo esc_url(get_permalink($recent)); ?>"><?php echo esc_html(get_the_title($recent)); ?></a></li>
<?php endforeach; ?>
</ul></section>
</aside>
<footer class="site-footer"><p>Proudly powered by WordPress</p></footer>
<?php wp_footer(); ?>
</body>
</html>
