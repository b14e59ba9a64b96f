"""The body of an article in the new layout: paragraphs are `div`s, classes are Tailwind's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.replica.classic_media import credit_words, embed_html
from boredcrawl.replica.scene import attr, esc, proxied, srcset

if TYPE_CHECKING:
    from boredcrawl.replica.modern_comments import ModernComments
    from boredcrawl.replica.scene import Scene
    from boredcrawl.replica.things import Block, Item, Picture

WIDTHS = (640, 1080, 3840)
TEXT = "text-[18px] leading-[28px] text-[var(--post-content)]"
SHARE = (
    '<button type="button" class="absolute top-2 right-2 z-20" aria-label="Share article">'
    '<img alt="" loading="eager" width="40" height="40" src="/assets/Icons/button-share.svg">'
    "</button>"
)
LABEL = '<span class="text-[12px] tracking-widest uppercase">Advertisement</span>'
INLINE_AD = (
    '<div class="inline-ad float-left max-[768px]:hidden" style="min-width: 442px;">'
    f'<div class="flex items-center gap-1.5 opacity-40">{LABEL}</div>'
    '<div id="boredpandacom_desktop_post_1_336x280_pw" data-sizes="__336x280" '
    'class="post-ads mx-auto flex w-full"></div></div>'
)
AD = (
    f'<div class="my-8 flex justify-center border-b pb-8">{LABEL}'
    '<div id="boredpandacom_desktop_post_infinite__r_{k}__pw" data-sizes="__728x90" '
    'class="post-ads mx-auto flex w-full"></div></div>'
)


def image(scene: Scene, picture: Picture, name: str = "block h-auto w-full") -> str:
    """Write an image through the image proxy."""
    origin = scene.origin
    return (
        f'<img alt="{attr(picture.alt)}" loading="eager" width="{picture.width}" '
        f'height="{picture.height}" decoding="async" data-nimg="1" class="{name}" '
        f'sizes="(max-width: 768px) calc(100vw - 32px), 700px" '
        f'srcset="{srcset(origin, picture, WIDTHS)}" '
        f'src="{origin}{proxied(origin + picture.path)}" style="color: transparent;">'
    )


def advertisement(scene: Scene, share: float = 0.35) -> str:
    """Write an advertisement, if the turn of the ads has one here."""
    if not scene.is_ad_due(share):
        return ""
    return AD.format(k=scene.ads.pick(("r", "u", "v", "1d")))


def block_html(scene: Scene, block: Block) -> str:
    """Write one block."""
    if block.kind == "paragraph":
        return f'<div class="{TEXT}">{scene.inline(block.text)}</div>'
    if block.kind == "heading":
        return f'<h2 class="mt-8 mb-4 text-2xl font-bold">{scene.inline(block.text)}</h2>'
    if block.kind == "quote":
        return f'<blockquote class="border-l-4 pl-4">{scene.inline(block.text)}</blockquote>'
    if block.kind == "list":
        lines = "".join(f"<li>{esc(line)}</li>" for line in block.lines)
        return f'<ul class="list-disc pl-6">{lines}</ul>'
    if block.embed is not None:
        return f'<div class="my-6 flex justify-center">{embed_html(block.embed)}</div>'
    return _body_image(scene, block.picture) if block.picture is not None else ""


def _body_image(scene: Scene, picture: Picture) -> str:
    caption, credit = "", ""
    if picture.caption:
        caption = f'<figcaption class="text-sm">{esc(picture.caption)}</figcaption>'
    if picture.credit:
        credit = f'<div class="px-1 pt-2 text-xs">{credit_words(picture)}</div>'
    return (
        f'<figure class="my-6"><div class="relative mb-0">{SHARE}{image(scene, picture)}</div>'
        f"{caption}{credit}</figure>"
    )


def intro(scene: Scene) -> str:
    """Write the first paragraphs, beside their floating advertisement."""
    blocks = [b for b in scene.article.blocks if b.after_item is None]
    count = len(blocks)
    if scene.article.head.kind != "list":
        count = next((k for k, b in enumerate(blocks) if b.kind != "paragraph"), count)
    inside = "".join(f"<div>{scene.inline(b.text)}</div>" for b in blocks[:count])
    ad = INLINE_AD if scene.is_ad_due(0.8) else ""
    return f'{ad}<div class="mb-6 space-y-3 {TEXT}">{inside}</div>'


def rest(scene: Scene) -> str:
    """Write the blocks of a story after its first paragraphs."""
    blocks = scene.article.blocks
    start = next((k for k, b in enumerate(blocks) if b.kind != "paragraph"), len(blocks))
    parts = [highlights_box(scene)]
    for block in blocks[start:]:
        parts += [block_html(scene, block), advertisement(scene)]
    return f'<div class="clear-left space-y-7">{"".join(parts)}</div>'


def highlights_box(scene: Scene) -> str:
    """Write the Highlights box, if the article has one."""
    lines = "".join(f"<li>{esc(line)}</li>" for line in scene.article.highlights)
    if not lines:
        return ""
    return (
        '<div class="rounded-[3px] border p-5"><h3 class="text-lg font-bold">Highlights</h3>'
        f'<ul class="list-disc">{lines}</ul></div>'
    )


def items(scene: Scene, comments: ModernComments) -> str:
    """Write a list's items with the editorial paragraphs between them."""
    between: dict[int, list[str]] = {}
    for block in scene.article.blocks:
        if block.after_item is not None:
            between.setdefault(block.after_item, []).append(block_html(scene, block))
    parts = []
    for item in scene.article.items:
        parts.append(_item(scene, item, comments))
        if item.position in between:
            inside = "".join(between[item.position])
            parts.append(f'<div class="space-y-4 border-b py-6 pb-7">{inside}</div>')
        parts.append(advertisement(scene, 0.15))
    return f'<div class="clear-left space-y-7">{"".join(parts)}</div>'


def _item(scene: Scene, item: Item, comments: ModernComments) -> str:
    title = f"#{item.rank}" + (f" {esc(item.title)}" if item.title else "")
    picture = ""
    if item.picture:
        picture = f'<div class="relative mb-0">{SHARE}{image(scene, item.picture)}</div>'
    text = "".join(f"<div>{esc(line)}</div>" for line in item.paragraphs)
    if text:
        text = f'<div class="mt-3 space-y-3 {TEXT}">{text}</div>'
    who = esc(item.credit)
    if item.credit_url:
        who = (
            f'<a href="{attr(item.credit_url)}" target="_blank" rel="noopener noreferrer" '
            f'class="text-[var(--gray-500)]!">{who}</a>'
        )
    return (
        '<div class="border-b border-[var(--gray-300)] pb-7 last:border-0">'
        f'<h2 class="mb-4 [font-family:var(--font-serif)] text-2xl font-bold">{title}</h2>{picture}'
        '<div class="flex items-center justify-between px-1 pt-2 text-xs">'
        f'<div class="flex flex-wrap gap-1">{who}</div>'
        f'<span class="cursor-pointer hover:text-[var(--gray-700)]">Report</span></div>{text}'
        '<div class="flex items-center gap-1 py-2"><button aria-label="Votar a favor"></button>'
        '<button aria-label="Votar en contra"></button>'
        f'<span class="ml-2 text-sm font-medium">{item.score}</span>'
        f'<span class="text-sm text-[var(--gray-500)]">points</span></div>'
        f"{comments.item_block(item.position)}</div>"
    )


def poll(scene: Scene) -> str:
    """Write the poll, in full."""
    asked = scene.article.poll
    if asked is None:
        return ""
    answers = "".join(f'<button type="button">{esc(text)}</button>' for text, _ in asked.options)
    return (
        '<section class="mb-7 overflow-hidden rounded-[3px] border bg-[var(--bg-poll)]">'
        '<h3 class="text-[18px] leading-none font-bold">Poll Question</h3>'
        f'<div class="px-6 py-8"><h4 class="text-lg">{esc(asked.question)}</h4>'
        f'<div class="mt-8 space-y-4">{answers}</div></div></section>'
    )
