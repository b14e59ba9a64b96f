"""A whole article page in the classic WordPress theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.replica.classic_body import (
    advertisements,
    author_boxes,
    block_html,
    poll_box,
    story_body,
)
from boredcrawl.replica.classic_comments import ClassicComments
from boredcrawl.replica.classic_frame import LIKE_BOX, footer, header, sidebar, tail
from boredcrawl.replica.classic_items import open_list
from boredcrawl.replica.metadata import metadata
from boredcrawl.replica.moments import day_words, ordinal_words
from boredcrawl.replica.naming import dressed
from boredcrawl.replica.scene import attr, esc, spaced_title, writer_path

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene


BADGES = (
    "",
    '<span class="~badge">Interview</span>',
    "",
    '<span class="~badge">Interview With Expert</span>',
    '<div class="~badge">Interview With Artist</div>',
)
"""Stand before the first paragraph of some lists."""


def render(scene: Scene) -> str:
    """Write the page."""
    head = scene.article.head
    listed = " single-open-list-post" if head.kind == "list" else ""
    comments = ClassicComments(scene)
    html = "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en-US">\n<head>\n<meta charset="utf-8">',
            metadata(scene),
            f'<link rel="alternate" type="application/rss+xml" href="{scene.origin}/feed/">',
            '<link rel="stylesheet" href="/assets/classic.css">',
            f'</head>\n<body class="single single-post postid-{head.post_id}{listed}">',
            header(scene.origin, is_consent_due=head.number % 2 == 0),
            LIKE_BOX if scene.variant.era == "y2014" else _doubled_title(scene),
            '<main class="main"><div class="left-content-column" data-role="swipe">',
            f'<article class="single-post-article" data-post-id="{head.post_id}">',
            _post_head(scene),
            _content(scene, comments),
            _post_foot(scene),
            author_boxes(scene),
            "</article>",
            comments.block(),
            _second_copy(scene),
            tail(scene),
            "</div>",
            sidebar(scene),
            "</main>",
            footer(scene.origin),
            f'<script src="/assets/comments.{scene.variant.endpoint}.js"></script>',
            "</body>\n</html>\n",
        )
    )
    return dressed(html, scene.variant.names)


def _doubled_title(scene: Scene) -> str:
    """Write the title's first copy: sticky bar or breadcrumb, with the counter after it."""
    title = esc(scene.article.head.title)
    if scene.variant.first_title == "sticky":
        return (
            f'<div class="~sticky-title"><span>{title}</span></div><span class="~counter">8K</span>'
        )
    label = esc(scene.article.head.categories[0][1])
    return f'<div class="~breadcrumbs"><span>{title}</span>\n<a href="#">{label}</a></div>'


def _post_head(scene: Scene) -> str:
    head, origin = scene.article.head, scene.origin
    cover = (
        f'<img class="image-size-full" src="{origin}{head.cover.path}" alt="{attr(head.title)}">'
    )
    title = esc(spaced_title(scene))
    if scene.variant.era != "now":
        names = " ".join(
            f'<a href="{origin}{writer_path(one)}">{esc(one.name)}</a>' for one in head.authors
        )
        when = ordinal_words(head.published_at)
        if scene.variant.era == "y2017":
            when = scene.ago(head.published_at)
        return (
            f'<div class="post-cover-container">{cover}</div>'
            f'<h1 class="post-title"><a class="title" href="{scene.url}">{title}</a></h1>'
            f'<div class="post-info-block"><p class="author-time">{names} <span>{when}</span></p>'
            '<p class="views-count">12Kviews</p></div>'
            '<div class="post-stats"><p class="post-views"><span>12K</span></p>'
            f'<p class="post-shares"><span>3</span></p></div>{_vote_panel(scene)}'
        )
    labels = ", ".join(
        f'<a href="{origin}/category/{slug}/">{esc(label)}</a>' for slug, label in head.categories
    )
    glue = "" if scene.variant.post_date == "glued" else "\n"
    when = scene.ago(head.published_at)
    if scene.variant.post_date == "absolute":
        when = day_words(head.published_at).title()
    return (
        f'<div class="post-cover-container">{cover}</div>'
        f'<div class="categories-list"><div class="categories">{labels}</div>{glue}'
        f'<div class="post-dates">{when}</div></div>\n'
        f'<h1 class="post-title">{title}</h1>\n{_byline(scene)}\n{_vote_panel(scene)}'
    )


def _byline(scene: Scene) -> str:
    head = scene.article.head
    names = [
        f'<a class="author" href="{scene.origin}{writer_path(one)}">{esc(one.name)}</a>'
        for one in head.authors
    ]
    roles = "".join(f'<p class="author-role">{one.role}</p>' for one in head.authors)
    if scene.variant.byline == "commas":
        last = f" and {names[-1]}" if len(names) > 1 else ""
        line = "By " + ", ".join(names[:-1] if last else names) + last
    else:
        line = " and\n".join(names)
    if len(names) > 1:
        roles += '<div class="show-all-contributors"><a href="#">Show all</a></div>'
    return f'<div class="~post-author"><div class="~author-names">{line}</div>{roles}</div>'


def _vote_panel(scene: Scene) -> str:
    score = scene.article.head.score
    return (
        '<div class="socialbar"><a href="#comments"><span>Open list comments</span> '
        f'<span class="~comments-count">{scene.declared}</span></a>'
        '<div class="vote-panel"><a>Vote arrow up</a><a>Vote arrow down</a>'
        f'<span class="points" data-points="{score}">{score}points</span></div>'
        '<a class="~share">Share on Facebook</a></div>'
    )


def _content(scene: Scene, comments: ClassicComments) -> str:
    article = scene.article
    if article.head.kind != "list":
        return f'<div class="post-content">{story_body(scene, article.blocks)}</div>'
    intro = [block_html(scene, block) for block in article.blocks if block.after_item is None]
    badge = BADGES[article.head.number % len(BADGES)]
    return (
        f'<div class="post-content"><div class="open-list-post-description">'
        f"{advertisements(scene, 0.9)}{badge}{chr(10).join(intro)}</div>"
        '<p class="~affiliate-note">This post may include affiliate links.</p>'
        f"{open_list(scene, comments)}</div>"
    )


def _post_foot(scene: Scene) -> str:
    head = scene.article.head
    tags = "".join(
        f'<li><a href="{scene.origin}/tag/{slug}/">{esc(label)}</a></li>'
        for slug, label in head.tags
    )
    return (
        f"{poll_box(scene)}"
        '<div class="post-footer"><p>Anyone can write on Bored Panda. <a href="/add-new-post/">'
        "Start writing!</a></p><p>Follow Bored Panda on Google News!</p>"
        "<p>Follow us on Flipboard.com/@boredpanda!</p></div>"
        f'<div class="post-tags"><ul>{tags}</ul></div>'
        '<footer class="footer post-shares-footer clearfix">'
        f'<div class="points" data-points="{head.score}">{head.score}points</div>'
        "<a>Share on Facebook</a></footer>"
    )


def _second_copy(scene: Scene) -> str:
    """Write the comment block again, as news pages do."""
    copy = ClassicComments(scene).block()
    if scene.variant.copy == "hidden":
        return copy.replace('class="post-comments"', 'class="post-comments visible-downto-xs"', 1)
    return copy
