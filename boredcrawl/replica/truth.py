"""The replica's own word on an article: what a perfect reading of its page would find.

Facts that the page's markup does not tell (a comment's id, a role in the new layout, the
question of a bare poll) are None or empty here; what the world knows besides stands under
`world`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from boredcrawl.replica.bodies import paragraphs_of
from boredcrawl.replica.classic_media import watermarked
from boredcrawl.replica.moments import day_words, ordinal_words
from boredcrawl.replica.scene import commenter_path, proxied, writer_path
from boredcrawl.replica.things import plain

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene
    from boredcrawl.replica.things import Block, Comment, Head, Item, Picture, Poll, Writer


def truth(scene: Scene) -> dict[str, Any]:
    """Write down an article as plain JSON values."""
    article, variant = scene.article, scene.variant
    head = article.head
    polls = [] if article.poll is None else [_poll(scene, article.poll)]
    pictures = [block.picture for block in article.blocks if block.picture]
    index = {comment.id: k for k, comment in enumerate(article.comments)}
    return {
        "number": head.number,
        "post_id": head.post_id,
        "url": scene.url,
        "path": head.path,
        "kind": head.kind,
        "layout": head.layout,
        "variant": asdict(variant),
        "title": head.title,
        "listing_title": head.listing_title,
        "description": head.description,
        "section": _section(scene),
        "published_at": head.published_at.isoformat(),
        "modified_at": head.modified_at.isoformat(),
        "published_words": _published_words(scene),
        "published_is_exact": "yes" in {variant.jsonld, variant.article_meta},
        "authors": [_writer(scene, one) for one in head.authors],
        "categories": _categories(scene),
        "tags": _tags(scene),
        "score": head.score,
        "lead_image": _picture(scene, head.cover, is_body=False),
        "images": [_picture(scene, one) for one in pictures],
        "embeds": [asdict(block.embed) for block in article.blocks if block.embed],
        "highlights": list(article.highlights),
        "polls": polls,
        "related": _related(scene),
        "blocks": [_block(scene, block) for block in article.blocks],
        "paragraphs": paragraphs_of(article),
        "list_items": [_item(scene, item) for item in article.items],
        "comments": [_comment(scene, one, k, index) for k, one in enumerate(article.comments)],
        "comments_declared": scene.declared,
        "comments_printed": sum(one.is_printed for one in article.comments),
        "is_partial": scene.is_partial,
        "world": {
            "authors": [asdict(one) for one in head.authors],
            "poll": asdict(article.poll) if article.poll else None,
            "categories": [label for _, label in head.categories],
            "tags": [label for _, label in head.tags],
        },
    }


def _is_now(scene: Scene) -> bool:
    return scene.article.head.layout == "classic" and scene.variant.era == "now"


def _published_words(scene: Scene) -> str:
    head, variant = scene.article.head, scene.variant
    if head.layout == "modern":
        return day_words(head.published_at)
    if variant.era == "y2014":
        return ordinal_words(head.published_at)
    if variant.era == "now" and variant.post_date == "absolute":
        return day_words(head.published_at).title()
    return scene.ago(head.published_at)


def _writer(scene: Scene, writer: Writer) -> dict[str, Any]:
    shown = _is_now(scene)
    return {
        "name": writer.name,
        "url": scene.origin + writer_path(writer),
        "role": writer.role if shown else None,
        "bio": writer.bio if shown else None,
    }


def _is_old(scene: Scene) -> bool:
    return scene.article.head.layout == "classic" and scene.variant.era != "now"


def _categories(scene: Scene) -> list[str]:
    """Give the categories a page tells; old forms print none, their metadata may."""
    labels = [label for _, label in scene.article.head.categories]
    if not _is_old(scene) or scene.variant.jsonld == "yes":
        return labels
    return labels[:1] if scene.variant.article_meta == "yes" else []


def _section(scene: Scene) -> str | None:
    """Give the section a page tells; old forms print none, their metadata may."""
    if _is_old(scene) and "yes" not in {scene.variant.jsonld, scene.variant.article_meta}:
        return None
    return scene.article.head.categories[0][1]


def _tags(scene: Scene) -> list[str]:
    if scene.article.head.layout == "modern" and scene.variant.jsonld == "no":
        return []
    return [label for _, label in scene.article.head.tags]


def _picture(scene: Scene, picture: Picture, *, is_body: bool = True) -> dict[str, Any]:
    original = scene.origin + picture.path
    url = original
    if scene.article.head.layout == "modern":
        url = scene.origin + proxied(original)
    elif is_body and scene.variant.era == "y2014":
        url = watermarked(scene, picture)
    return {
        "url": url,
        "original_url": original,
        "alt": picture.alt,
        "caption": picture.caption,
        "credit": picture.credit,
        "credit_url": picture.credit_url,
        "width": picture.width,
        "height": picture.height,
    }


def _poll(scene: Scene, poll: Poll) -> dict[str, Any]:
    """Tell what a page tells of a poll; the votes on it come by script in both layouts."""
    if scene.article.head.layout == "classic" and scene.variant.poll == "bare":
        return {"question": None, "options": []}
    options = [{"text": text, "votes": None} for text, _ in poll.options]
    return {"question": poll.question, "options": options}


def _related(scene: Scene) -> list[dict[str, Any]]:
    article = scene.article
    inline: tuple[Head, ...] = ()
    if article.head.layout == "classic" and scene.variant.related == "links":
        inline = article.inline_related if article.head.kind != "community" else ()
    return [
        {"url": scene.origin + head.path, "title": head.title, "place": place}
        for place, heads in (("body", inline), ("footer", article.footer_related))
        for head in heads
    ]


def _block(scene: Scene, block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "text": plain(block.text) or None,
        "links": [
            {"text": run.text, "url": scene.origin + run.href if run.href[0] == "/" else run.href}
            for run in block.text
            if run.href
        ],
        "lines": list(block.lines),
        "image": _picture(scene, block.picture) if block.picture else None,
        "embed": asdict(block.embed) if block.embed else None,
        "after_item": block.after_item,
    }


def _item(scene: Scene, item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "position": item.position,
        "rank": item.rank,
        "title": item.title,
        "text": "\n\n".join(item.paragraphs) or None,
        "paragraphs": list(item.paragraphs),
        "credit": item.credit,
        "credit_url": item.credit_url,
        "score": item.score,
        "image": _picture(scene, item.picture) if item.picture else None,
        "is_hidden": item.is_hidden,
    }


def _comment(
    scene: Scene, comment: Comment, position: int, index: dict[int, int]
) -> dict[str, Any]:
    variant, who = scene.variant, comment.commenter
    classic = scene.article.head.layout == "classic"
    path = commenter_path(who)
    shows_id = classic and variant.comment_id != "none"
    shows_score = not classic or variant.points != "none"
    edited = " (edited)" if comment.edited else ""
    return {
        "id": comment.id,
        "site_comment_id": str(comment.id) if shows_id else None,
        "name": who.name,
        "url": scene.origin + path if path else None,
        "slug": who.slug,
        "role": who.role if classic else None,
        "text": "\n\n".join(plain(paragraph) for paragraph in comment.paragraphs),
        "paragraphs": [plain(paragraph) for paragraph in comment.paragraphs],
        "links": [run.href for text in comment.paragraphs for run in text if run.href],
        "image": scene.origin + comment.picture.path if comment.picture else None,
        "posted_at": comment.posted_at.isoformat(),
        "posted_words": scene.ago(comment.posted_at) + edited,
        "posted_is_exact": classic and variant.date == "datetime",
        "is_edited": comment.edited,
        "score": comment.score if shows_score else None,
        "votes": comment.score,
        "parent": index[comment.parent] if comment.parent is not None else None,
        "parent_id": comment.parent,
        "list_item": comment.item,
        "depth": comment.depth,
        "position": position,
        "is_printed": comment.is_printed,
    }
