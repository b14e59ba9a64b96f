"""List items in the classic theme: header, image, text, credit, votes, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.replica.classic_body import advertisements, block_html, related_block
from boredcrawl.replica.classic_media import img
from boredcrawl.replica.scene import attr, esc

if TYPE_CHECKING:
    from boredcrawl.replica.classic_comments import ClassicComments
    from boredcrawl.replica.scene import Scene
    from boredcrawl.replica.things import Item


def open_list(scene: Scene, comments: ClassicComments) -> str:
    """Write the items with the editorial paragraphs between them."""
    article = scene.article
    between: dict[int, list[str]] = {}
    for block in article.blocks:
        if block.after_item is not None:
            between.setdefault(block.after_item, []).append(block_html(scene, block))
    opening, closing = related_block(scene)
    parts = []
    for item in article.items:
        parts.append(item_html(scene, item, comments))
        if item.position == 0:
            parts.append(opening)
        parts += between.get(item.position, ())
        parts.append(advertisements(scene, 0.15))
    shown = sum(not item.is_hidden for item in article.items)
    more = ""
    if shown < len(article.items):
        more = (
            '<div id="show-all-images-block-premium"><a class="open-list-full-list-link" '
            f'href="{scene.url}?all_submissions=true">{len(article.items)} images</a></div>'
        )
    inside = "\n".join(filter(None, parts))
    return f'<div class="open-list-items clearfix">{inside}{closing}</div>{more}'


def item_html(scene: Scene, item: Item, comments: ClassicComments) -> str:
    """Write one item; a hidden one differs by its classes only."""
    hidden = " open-list-item-hidden" if item.is_hidden else ""
    title = f" {esc(item.title)}" if item.title else ""
    picture = ""
    if item.picture:
        image = img(scene, item.picture)
        picture = (
            '<div class="shareable-post-image"><p class="open-list-media-container">'
            f'<span class="shareable-image-block">{image}</span></p></div>'
        )
    return (
        f'<div class="open-list-item open-list-block clearfix{hidden}" id="media-{item.id}">'
        f'<div class="open-list-header"><h2><span class="~rank">#{item.rank}</span>{title}</h2>'
        "</div>"
        f"{picture}{_text(scene, item)}{_credit(scene, item)}"
        '<div class="vote-panel left"><a title="Vote arrow up">Vote arrow up</a>'
        '<a title="Vote arrow down">Vote arrow down</a>'
        f'<div class="points" data-points="{item.score}">{item.score}points</div></div>'
        f"{comments.item_block(item.position)}</div>"
    )


def _text(scene: Scene, item: Item) -> str:
    if not item.paragraphs:
        return ""
    lines = [esc(line) for line in item.paragraphs]
    if scene.variant.item_text == "div" or (len(lines) > 1 and scene.variant.item_text == "p"):
        inside = "".join(f"<p>{line}</p>" for line in lines)
        return (
            '<div class="post-content-description submission-description">'
            f'<div class="bordered-description">{inside}</div></div>'
        )
    joined = "<br><br>".join(lines)
    if scene.variant.item_text == "p":
        span = f'<span class="bordered-description">{joined}</span>'
        return f'<p class="post-content-description">{span}</p>'
    return f'<p class="post-content-description text-open-list">{joined}</p>'


def _credit(scene: Scene, item: Item) -> str:
    who = esc(item.credit)
    if item.credit_url:
        host = urlsplit(item.credit_url).netloc.removeprefix("www.")
        link = f'<a href="{attr(item.credit_url)}" rel="nofollow" target="_blank">'
        # Both forms are seen in texts: "AUTHOR Report" and "AUTHOR , twitter.com Report".
        who = f"{link}{who}</a>" if item.id % 2 else f"{who} , {link}{host}</a>"
    element = scene.variant.item_credit
    report = '<a href="#" class="~report-link">Report</a>'
    return f'<{element} class="~item-source">{who} {report}</{element}>'
