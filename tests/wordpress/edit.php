<?php
// What an editor does: `edit.php ROOT text POST WORDS`, `… trash COMMENT`, `… option NAME VALUE`,
// `… permalinks STRUCTURE`.
require $argv[1] . '/wp-load.php';
if ($argv[2] === 'text') {
    wp_update_post(['ID' => (int) $argv[3], 'post_content' => "<p>$argv[4]</p>" . get_post((int) $argv[3])->post_content]);
} elseif ($argv[2] === 'trash') {
    wp_trash_comment((int) $argv[3]);
} elseif ($argv[2] === 'option') {
    update_option($argv[3], $argv[4]);
} elseif ($argv[2] === 'permalinks') {
    global $wp_rewrite;
    $wp_rewrite->set_permalink_structure($argv[3]);
    flush_rewrite_rules();
}
