"""Pages that lead to articles: front page, categories, tags, authors; in either layout."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from boredcrawl.replica.classic_frame import external_cards, footer, header
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.modern_frame import FOOTER, HEADER, sidebar
from boredcrawl.replica.naming import dressed
from boredcrawl.replica.scene import attr, esc, proxied

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from boredcrawl.replica.things import Head
    from boredcrawl.replica.world import World

PAGE = 20
"""Cards on one page."""

BARE = 2
"""The slashes of a bare category address, `/funny/`, which only the new layout has."""

CUT = 60
"""Letters of the description's second, phone-size copy."""


def listing(
    world: World, numbers: Iterable[int], page: int, *, base: str, label: str, origin: str
) -> str | None:
    """Write a page of a listing; None where it is empty, as past its end.

    `base` is the listing's first page. Every page repeats the last card of the one before,
    as the real ones do when articles appear meanwhile.
    """
    start = (page - 1) * PAGE
    found = list(islice(numbers, max(0, start - 1), start + PAGE + 1))
    shown = found[: PAGE + (page > 1)]
    if len(shown) <= (page > 1):
        return None
    heads = [world.head(number) for number in shown]
    following = f"{base}page/{page + 1}/" if len(found) > len(shown) else None
    is_bare = base.count("/") == BARE and base not in {"/latest/", "/trending/"}
    write = _modern if is_bare or world.options.layout == "modern" else _classic
    has_pager = Dice.thrown(world.options.seed, "pager", base).chance(0.5)
    return write(world, heads, label, origin, following if has_pager else None)


def _classic(
    world: World, heads: Sequence[Head], label: str, origin: str, following: str | None
) -> str:
    cards = "\n".join(_classic_card(world, head, origin) for head in heads)
    pager = ""
    if following:
        pager = f'<div class="pagination"><a class="next" href="{origin}{following}">Next</a></div>'
    carousel = "".join(
        f'<article class="post swiper-slide" data-post-id="{head.post_id}"><h2>'
        f'<a class="title" href="{origin}{head.path}">{esc(head.title)}</a></h2></article>'
        for head in heads[:3]
    )
    return dressed(
        '<!DOCTYPE html>\n<html lang="en-US"><head><meta charset="utf-8">'
        f"<title>{esc(label)} | Bored Panda</title>"
        '<link rel="stylesheet" href="/assets/classic.css"></head><body class="archive">'
        f"{header(origin, is_consent_due=False)}"
        f'<div class="swiper-wrapper">{carousel}</div>'
        f'<section class="posts">\n{cards}\n</section>{pager}'
        f'<aside class="sidebar">{external_cards()}</aside>{footer(origin)}</body></html>\n',
        "plain",
    )


def _classic_card(world: World, head: Head, origin: str) -> str:
    title, experiment = head.title, ""
    if head.listing_title:
        title, experiment = head.listing_title, ' data-content-experiment-enabled="true"'
    url = origin + head.path
    count = world.comment_count(head.number)
    comments = f'<p class="comment-text">{count}</p>' if count else ""
    short = head.description
    if len(short) > CUT:
        short = short[:CUT].rpartition(" ")[0] + "..."
    return (
        f'<article class="post" data-post-id="{head.post_id}"{experiment}>'
        f'<div class="post-cover-container"><a href="{url}">'
        f'<img class="image-size-full" src="{origin}{head.cover.path}" alt="{attr(title)}"></a>'
        f'</div><h2><a class="title" href="{url}">{esc(title)}</a></h2>'
        f'<p class="description">{esc(head.description)}</p>'
        f'<p class="description visible-downto-xs">{esc(short)}</p>'
        f'<p class="votes-text">{head.score}</p>{comments}</article>'
    )


def _modern(
    world: World, heads: Sequence[Head], label: str, origin: str, following: str | None
) -> str:
    cards = "".join(
        '<article class="flex h-full flex-col overflow-hidden rounded-[3px]">'
        f'<a class="relative block aspect-video" href="{head.path}"><img '
        f'alt="{attr(head.listing_title or head.title)}" '
        f'src="{origin}{proxied(origin + head.cover.path)}"></a>'
        f'<div class="flex flex-1 flex-col"><a class="block" href="{head.path}">'
        f'<h2 class="text-[15px]">{esc(head.listing_title or head.title)} '
        '<span class="inline font-bold text-[var(--color-accent)]">'
        f"({world.comment_count(head.number)})</span></h2></a></div></article>"
        for head in heads
    )
    pager = f'<a class="w-full rounded-[3px]" href="{following}">Next page</a>' if following else ""
    return (
        '<!DOCTYPE html><html lang="en" data-site="com"><head><meta charset="utf-8"></head>'
        f"<body>{HEADER}<main><h1>{esc(label)}</h1>"
        f'<div class="grid grid-cols-2 gap-3">{cards}</div>{pager}{sidebar()}</main>{FOOTER}'
        f"<title>{esc(label)} | Bored Panda</title></body></html>\n"
    )
