"""What the feeds carry."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from boredcrawl.db.asking.listing import newest, titles
from boredcrawl.db.asking.thread import latest
from boredcrawl.web.feeds import Entry, feed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

LENGTH = 50
"""Entries of a feed."""


def articles_feed(connection: Connection, base: str, _number: int, now: datetime) -> bytes:
    """Write a feed of the newest articles."""
    entries = [
        Entry(
            f"/articles/{card.id}",
            card.title or card.url,
            card.published_at or card.first_seen_at,
            (author.name for author in card.authors),
            card.description or "",
        )
        for card in newest(connection, limit=LENGTH).articles
    ]
    return feed(base, "/feed.atom", "/", title="New in the archive", entries=entries, now=now)


def thread_feed(connection: Connection, base: str, number: int, now: datetime) -> bytes | None:
    """Write a feed of the last comments under an article; None where there is none."""
    found = titles(connection, [number])
    if not found:
        return None
    entries = [
        Entry(
            f"/comments/{said.id}",
            shorten(f"{said.name or 'somebody'}: {said.text}", 80, placeholder=" …"),
            said.posted_at or said.first_seen_at,
            (said.name or "somebody",),
            said.text,
        )
        for said in latest(connection, number, LENGTH)
    ]
    title = f"Comments on: {found[number] or 'an article'}"
    page = f"/articles/{number}"
    return feed(base, f"{page}/feed.atom", page, title=title, entries=entries, now=now)
