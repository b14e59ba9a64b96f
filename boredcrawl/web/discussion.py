"""A thread as HTML: written by hand, because templates take ten times as long. Pure."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup

from boredcrawl.web.bodies import comment_html

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from boredcrawl.db.asking.thread import Said

PIECE = 300
"""Comments, or ends of some, written at a time."""

DEEPEST = 6
"""Answers deeper than this are not indented further."""


def day(at: datetime) -> str:
    """Write a day as people do.

    >>> from datetime import datetime
    >>> day(datetime(2026, 11, 2))
    '2 Nov 2026'
    """
    return day_of(at.date())


@lru_cache(1000)
def day_of(at: date) -> str:
    """Write a day; a thread has few of them."""
    return f"{at.day} {at:%b %Y}"


@lru_cache(10_000)
def shown_name(name: str | None) -> str:
    """Write who said it; pseudonyms are long and tell nobody anything after a few letters."""
    name = name or "somebody"
    return escape(f"{name[:11]}…" if name.startswith("anon-") else name)


def heading(said: Said, authors: frozenset[str]) -> str:
    """Write the line above a comment; it folds the comment, so there are no links in it."""
    at = said.posted_at or said.first_seen_at
    raw = f' title="{escape(said.posted_raw)}"' if said.posted_raw else ""
    parts = f'<span class="who">{shown_name(said.name)}</span>'
    if said.name in authors:
        parts += '<span class="mark writer">author</span>'
    parts += f'<time class="at" datetime="{at.isoformat()}"{raw}>{day(at)}</time>'
    if said.score is not None:
        parts += f'<span class="votes">{said.score:,}&nbsp;▲</span>'
    if said.is_edited or said.texts:
        parts += '<span class="mark">edited</span>'
    if said.gone_at:
        parts += f'<span class="mark gone">vanished {day(said.gone_at)}</span>'
    return parts


def ways(said: Said) -> str:
    """Write where to go from a comment: to itself, its past, and who said it."""
    link = f'<a href="/comments/{said.id}">Link</a>'
    if said.texts:
        link += f'<a href="/comments/{said.id}#past">{said.texts} texts kept</a>'
    if said.commenter_id is not None:
        link += f'<a href="/commenters/{said.commenter_id}">All by {shown_name(said.name)}</a>'
    return f'<p class="ways">{link}</p>'


def body(said: Said) -> str:
    """Write what it says."""
    return comment_html(said.html) or (
        f"<p>{escape(said.text)}</p>"
        if said.text
        else '<p class="quiet">Nothing of it is kept.</p>'
    )


def discussion(
    comments: Iterable[Said], *, authors: frozenset[str], entries: Mapping[int, str]
) -> Iterator[Markup]:
    """Write comments that stand in the order of the thread, replies inside what they answer.

    They come piece by piece, so that the first of thousands are sent while others are written.
    """
    written: list[str] = []
    open_ids: list[int] = []
    under: int | None = None
    for said in comments:
        while open_ids and open_ids[-1] != said.parent_id:
            open_ids.pop()
            written.append("</details>")
        if not open_ids and said.list_item_id != under and said.list_item_id is not None:
            under = said.list_item_id
            written.append(f"<h3>Under {escape(entries.get(under, 'a list entry'))}</h3>")
        flat = " flat" if len(open_ids) > DEEPEST else ""
        gone = " was" if said.gone_at else ""
        writer = " by" if said.name in authors else ""
        written.append(
            f'<details open class="c{flat}{gone}{writer}" id="c{said.id}">'
            f"<summary>{heading(said, authors)}</summary>"
            f'<div class="said">{body(said)}</div>{ways(said)}'
        )
        open_ids.append(said.id)
        if len(written) > PIECE:
            yield Markup("".join(written))  # noqa: S704 - every part escaped or cleaned above
            written.clear()
    written.append("</details>" * len(open_ids))
    yield Markup("".join(written))  # noqa: S704 - likewise
