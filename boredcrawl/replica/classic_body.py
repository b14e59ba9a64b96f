"""The body of an article in the classic theme: blocks, boxes and what stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.replica.classic_media import body_image, embed_html
from boredcrawl.replica.people import LAZY
from boredcrawl.replica.scene import esc, writer_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boredcrawl.replica.scene import Scene
    from boredcrawl.replica.things import Block

AD_FORMS = (
    '<div class="post-ads">ADVERTISEMENT</div>',
    '<p class="~ad-label">ADVERTISEMENT</p>',
    '<div id="in_content_{k}"><div><iframe title="ad"></iframe></div>ADVERTISEMENT</div>',
    '<div class="~x{k}q"><span>Advertisement</span></div>',
)


def advertisements(scene: Scene, share: float = 0.4) -> str:
    """Write no, one or several advertisements, as the turn of the ads has it."""
    if not scene.is_ad_due(share):
        return ""
    count = scene.ads.pick((1, 1, 1, 2, 3))
    return "".join(scene.ads.pick(AD_FORMS).format(k=scene.ads.upto(1, 99)) for _ in range(count))


def block_html(scene: Scene, block: Block) -> str:
    """Write one block."""
    if block.kind == "paragraph":
        style = ' style="text-align: justify;"' if scene.variant.era == "y2014" else ""
        return f"<p{style}>{scene.inline(block.text)}</p>"
    if block.kind == "heading":
        return f"<h3>{scene.inline(block.text)}</h3>"
    if block.kind == "quote":
        return f"<blockquote><p>{scene.inline(block.text)}</p></blockquote>"
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{esc(line)}</li>" for line in block.lines) + "</ul>"
    if block.picture is not None:
        return body_image(scene, block.picture)
    return embed_html(block.embed) if block.embed is not None else ""


def highlights_box(scene: Scene) -> str:
    """Write the Highlights box, if the article has one."""
    lines = "".join(f"<li>{esc(line)}</li>" for line in scene.article.highlights)
    if not lines:
        return ""
    if scene.variant.highlights == "section":
        label = "<p><strong>Highlights</strong></p>"
        return f'<section class="~post-summary">{label}<ul>{lines}</ul></section>'
    if scene.variant.highlights == "details":
        return (
            f'<details class="~tldr" open><summary>Highlights</summary><ul>{lines}</ul></details>'
        )
    return f'<div class="~highlights"><h4>Highlights</h4><ul>{lines}</ul></div>'


def related_block(scene: Scene) -> tuple[str, str]:
    """Write the opening of the "RELATED:" block and what closes it at the body's end."""
    label = "You May Also Like:" if scene.variant.related_label == "like" else "RELATED:"
    links = "".join(
        f'<li><a href="{scene.origin}{head.path}">{esc(head.title)}</a></li>'
        for head in scene.article.inline_related
    )
    if not links:
        return "", ""
    opening = f'<div class="~in-post-related"><span>{label}</span></div>'
    if scene.variant.related == "links":
        return f"{opening}<ul>{links}</ul>", ""
    if scene.variant.related == "swallow":
        return f'{opening}<ul class="~related-list">', "</ul>"
    return f'{opening}<ul class="~related-list"></ul>', ""


def story_body(scene: Scene, blocks: Sequence[Block]) -> str:
    """Write the body of a story."""
    opening, closing = "", ""
    if scene.article.head.kind == "story":
        opening, closing = related_block(scene)
    parts = [advertisements(scene, 0.8)]
    for k, block in enumerate(blocks):
        parts.append(block_html(scene, block))
        if k == 1:
            parts += [highlights_box(scene), opening]
        if k > 0:
            parts.append(advertisements(scene))
    return "\n".join(filter(None, [*parts, closing]))


def poll_box(scene: Scene) -> str:
    """Write the poll, of which the page may tell no more than its frame; votes come by script."""
    poll = scene.article.poll
    if poll is None:
        return ""
    question, options = "", ""
    if scene.variant.poll == "full":
        question = f'<p class="~poll-question">{esc(poll.question)}</p>'
        options = "<ul>{}</ul>".format(
            "".join(
                f'<li class="~poll-option"><span class="~poll-text">{esc(text)}</span></li>'
                for text, _ in poll.options
            )
        )
    return (
        f'<div class="~poll-widget"><h4>Poll Question</h4>{question}{options}'
        "<p>Total votes ·</p><p>Thanks! Check out the results:</p><p>Total votes ·</p></div>"
    )


def author_boxes(scene: Scene) -> str:
    """Write the author box twice, the second time without its links."""
    if scene.variant.era != "now":
        return ""
    return _author_box(scene, links=True) + _author_box(scene, links=False)


def _author_box(scene: Scene, *, links: bool) -> str:
    people = []
    for one in scene.article.head.authors:
        url = scene.origin + writer_path(one)
        more, less = "", ""
        if links:
            more = '<a class="~read-more" href="#">Read more »</a>'
            less = '<a class="~read-less" href="#">Read less »</a>'
        people.append(
            f'<img class="~author-avatar" alt="{esc(one.name)}" src="{scene.origin}'
            '/blog/wp-content/themes/boredpanda/images/default-user-profile-image.png">'
            f'<a class="~author-name" href="{url}">{esc(one.name)}</a>'
            f'<p class="author-role">{one.role}</p>{more}'
            f'<p class="~author-bio">{esc(one.bio or LAZY)}</p>{less}'
        )
    kind = scene.variant.author_box
    if kind == "list":
        inside = "".join(f"<li>{one}</li>" for one in people)
        return f'<ul class="~post-authors">{inside}</ul>'
    inside = "".join(f'<div class="~author-info">{one}</div>' for one in people)
    return f'<{kind} class="~author-box">{inside}</{kind}>'
