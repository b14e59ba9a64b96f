<?php
// Fills a fresh WordPress and prints, as JSON, what its pages must be read as.
require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/taxonomy.php';

function picture(int $number): int
{
    $image = imagecreatetruecolor(800, 500);
    imagefill($image, 0, 0, imagecolorallocate($image, $number % 256, 90, 160));
    ob_start();
    imagejpeg($image);
    $file = wp_upload_bits("goat-$number.jpg", null, ob_get_clean());
    $id = wp_insert_attachment(
        ['post_mime_type' => 'image/jpeg', 'post_title' => "Goat $number", 'post_status' => 'inherit'],
        $file['file']
    );
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $file['file']));
    update_post_meta($id, '_wp_attachment_image_alt', "A goat, the number $number");
    return $id;
}

function comment(int $post, int $parent, string $name, string $text, int $at, bool $approved = true): int
{
    return wp_insert_comment([
        'comment_post_ID' => $post,
        'comment_parent' => $parent,
        'comment_author' => $name,
        'comment_author_email' => sanitize_title($name) . '@example.org',
        'comment_author_url' => strlen($name) % 2 ? 'http://' . sanitize_title($name) . '.example/' : '',
        'comment_content' => $text,
        'comment_date' => gmdate('Y-m-d H:i:s', $at),
        'comment_date_gmt' => gmdate('Y-m-d H:i:s', $at),
        'comment_approved' => $approved ? 1 : 0,
    ]);
}

global $wp_rewrite;
$wp_rewrite->set_permalink_structure('/%year%/%monthnum%/%postname%/');
update_option('page_comments', 1);
update_option('comments_per_page', 2);  // counted in threads
update_option('default_comments_page', 'oldest');
update_option('comment_order', 'asc');
update_option('thread_comments', 1);
update_option('thread_comments_depth', 4);
update_option('comment_moderation', 0);
update_option('comment_previously_approved', 0);
update_option('posts_per_page', 5);
flush_rewrite_rules();
wp_delete_post(1, true);  // "Hello world!"

$names = ['Ann Ferry', 'Bo', 'Celia Marsh', 'Dr. Dole', "Eve O'Hara", 'Finn & Sons', 'Gro Ødegård', 'Hal 9'];
$authors = [];
foreach (['Ann Ferry', 'Celia Marsh', 'Gro Ødegård'] as $number => $name) {
    $authors[] = wp_insert_user([
        'user_login' => "writer$number", 'user_pass' => wp_generate_password(), 'display_name' => $name,
        'user_email' => "writer$number@example.org", 'role' => 'author',
    ]);
}
$categories = [wp_create_category('Goats'), wp_create_category('Harbours & Fences')];
$start = strtotime('-100 days');
$start -= $start % 86400;
$posts = [];
for ($number = 1; $number <= (int) $argv[2]; $number++) {
    $at = $start + $number * 86400 + 3600;
    $lead = picture($number);
    $inside = picture($number + 100);
    $body = '';
    foreach (range(1, 6) as $part) {
        $body .= "<!-- wp:paragraph --><p>Part $part of story $number: the goat looked over the fence, the harbour "
            . "was quiet, and nobody in the village of number $number had expected either of these things to last "
            . "until the evening ferry came in.</p><!-- /wp:paragraph -->\n";
    }
    $url = wp_get_attachment_url($inside);
    $body .= "<!-- wp:image --><figure class=\"wp-block-image\"><img src=\"$url\" alt=\"Inside $number\"/>"
        . "<figcaption>The fence of story $number</figcaption></figure><!-- /wp:image -->";
    $post = wp_insert_post([
        'post_title' => "The goat & the fence, part $number",
        'post_name' => "goat-and-fence-$number",
        'post_content' => $body,
        'post_status' => 'publish',
        'post_author' => $authors[$number % 3],
        'post_date' => gmdate('Y-m-d H:i:s', $at),
        'post_date_gmt' => gmdate('Y-m-d H:i:s', $at),
        'post_category' => [$categories[$number % 2]],
        'tags_input' => ['fences', "part $number"],
        'comment_status' => 'open',
    ], true);
    set_post_thumbnail($post, $lead);
    // Every third story has so many that they stand on several pages; one in three has none.
    $told = [];
    $count = [0, 3, 16][$number % 3];
    for ($nth = 0; $nth < $count; $nth++) {
        // 0, 4, 8 … begin a thread; the others answer the one before them, or its parent.
        $parent = $nth % 4 === 0 ? 0 : ($nth % 4 === 3 ? $told[$nth - 2]['id'] : $told[$nth - 1]['id']);
        $name = $names[($number + $nth) % count($names)];
        $text = "Comment $nth on story $number: I would have asked the goat first, and the fence second.";
        $when = $at + 7200 + $nth * 660;
        $id = comment($post, $parent, $name, $text, $when);
        $told[] = ['id' => $id, 'parent' => $parent, 'author' => $name, 'text' => $text, 'at' => gmdate('c', $when)];
    }
    if ($count) {
        comment($post, 0, 'A Spammer', 'Nobody approved this one.', $at + 90000, false);
    }
    $posts[] = [
        'id' => $post,
        'url' => get_permalink($post),
        'title' => "The goat & the fence, part $number",
        'author' => get_the_author_meta('display_name', $authors[$number % 3]),
        'at' => gmdate('c', $at),
        'images' => [wp_get_attachment_url($lead), $url],
        'comments' => $told,
    ];
}
echo json_encode(['posts' => $posts], JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
