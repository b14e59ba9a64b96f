"""A whole article page in the new layout: Next.js, its metadata streamed at the end of the body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from boredcrawl.replica import modern_body
from boredcrawl.replica.metadata import metadata
from boredcrawl.replica.modern_comments import ModernComments
from boredcrawl.replica.modern_frame import FOOTER, GOOGLE_NEWS, HEADER, sidebar
from boredcrawl.replica.moments import day_words
from boredcrawl.replica.scene import attr, esc, proxied, spaced_title, writer_path

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene


def render(scene: Scene) -> str:
    """Write the page."""
    head = scene.article.head
    comments = ModernComments(scene)
    if head.kind == "list":
        middle = modern_body.intro(scene) + modern_body.items(scene, comments)
    else:
        middle = modern_body.intro(scene) + modern_body.rest(scene)
    thread = comments.block()
    return "\n".join(
        (
            '<!DOCTYPE html><html lang="en" data-site="com" class=""><head><meta charset="utf-8">',
            '<link rel="preload" as="image" href="/assets/Logos/COM/boredpanda-logo.svg">',
            f'</head><body class="roboto_c51c2f39-module__fQcj1q__variable">{HEADER}',
            '<main><div class="min-h-screen"><main class="mx-auto">',
            '<div class="grid grid-cols-1 gap-6"><div class="min-w-0">',
            f'<article data-slug="{head.slug}" class="rounded-[3px] bg-[var(--surface)]">',
            _post_head(scene),
            '<div class="text-[18px] leading-[28px] font-normal text-[var(--post-content)]">',
            middle,
            '<div class="mt-8 flex justify-center" role="status" aria-live="polite"></div></div>',
            modern_body.poll(scene),
            GOOGLE_NEWS,
            f'<div class="space-y-6" id="post-comments">{_bar(scene)}{thread}</div></article>',
            '<div class="h-px" aria-hidden="true"></div>',
            _related(scene),
            f"</div>{sidebar()}</div></main></div></main>",
            FOOTER,
            _state(scene, comments.tokens),
            metadata(scene),
            '<meta name="apple-mobile-web-app-title" content="Bored Panda">',
            '<next-route-announcer style="position: absolute;"></next-route-announcer>',
            '<div id="adBanner" class="adLeaderboard adBanner leaderboard_ad">&nbsp;</div>',
            "</body></html>\n",
        )
    )


def _post_head(scene: Scene) -> str:
    head, origin = scene.article.head, scene.origin
    labels = "<span>,</span></span><span>".join(
        f'<a href="/{slug}/">{esc(label)}</a>' for slug, label in head.categories
    )
    avatars = "".join(
        '<span class="avatar-effect size-8 rounded-full border-2 border-white">'
        f'<img alt="{attr(one.name)}" data-nimg="fill" src="{origin}'
        f"{proxied(f'{origin}/blog/wp-content/uploads/2023/05/{one.slug}-{k:013x}__300__300.jpg')}"
        '"></span>'
        for k, one in enumerate(head.authors)
    )
    names = "<span> and </span>".join(
        f'<a class="font-medium" href="{writer_path(one)}">{esc(one.name)}</a>'
        for one in head.authors
    )
    cover = modern_body.image(scene, head.cover, "mb-4 w-full")
    return (
        f'<header class="mb-6">{cover}'
        '<div class="mb-4 flex flex-wrap items-center gap-2 text-[13px] font-medium uppercase">'
        f'<span>{labels}</span><span class="ml-2 text-[var(--gray-500)]">'
        f"{day_words(head.published_at)}</span></div>"
        f'<h1 class="mb-4 text-3xl">{esc(spaced_title(scene))}</h1>'
        f'<div class="mb-4 flex items-center gap-3"><div class="flex -space-x-2">{avatars}</div>'
        f'<div class="flex flex-wrap items-center gap-1 text-sm">{names}</div></div>'
        f"{_bar(scene)}</header>"
    )


def _bar(scene: Scene) -> str:
    """Write the vote and share bar, which stands in the header and above the comments."""
    number = '<span class="text-sm font-bold text-[var(--gray-700)]">'
    return (
        '<div class="flex flex-wrap items-center justify-between border">'
        '<button aria-label="Upvote"></button><button aria-label="Downvote"></button>'
        f"{number}{scene.article.head.score}</span>"
        f'<a aria-label="Comments" href="#post-comments"></a>{number}{scene.declared}</span>'
        '<button title="Share on Facebook"></button><button title="Share on Pinterest"></button>'
        '<button title="Share on X"></button>'
        f'<a href="mailto:?body={attr(scene.article.head.path)}" title="Share via email"></a>'
        '<button title="Copy link"></button><button aria-label="Share">'
        '<span class="max-[639px]:hidden">Share</span></button></div>'
    )


def _related(scene: Scene) -> str:
    origin = scene.origin
    cards = "".join(
        '<article class="flex h-full flex-col overflow-hidden rounded-[3px]">'
        f'<a class="relative block aspect-video" href="{head.path}">'
        f'<img alt="{attr(head.title)}" src="{origin}{proxied(origin + head.cover.path)}"></a>'
        f'<div class="flex flex-1 flex-col"><a class="block" href="{head.path}">'
        f'<h2 class="text-[15px]">{esc(head.title)} '
        '<span class="inline font-bold text-[var(--color-accent)]">'
        f"({head.thread_size})</span></h2></a></div></article>"
        for head in scene.article.footer_related
    )
    return (
        '<div class="mt-8"><div class="space-y-8 "><div class="space-y-5"><div class="border-b">'
        '<h3 class="text-lg">Related on Bored Panda</h3></div>'
        f'<div class="grid grid-cols-2 gap-3">{cards}</div></div></div></div>'
    )


def _state(scene: Scene, tokens: list[str]) -> str:
    """Write what the page's script needs: tokens of its buttons, in document order."""
    if not tokens:
        return ""
    state: dict[str, object] = {"more": tokens}
    if scene.variant.wiring == "data":
        state["endpoint"] = "/api/comments/more"
    data = json.dumps({"props": {"post": scene.article.head.post_id, "comments": state}})
    return (
        f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
        '<script src="/_next/static/chunks/comments.js" defer></script>'
    )
