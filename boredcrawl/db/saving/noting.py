"""The log of changes: written last in a transaction, in an order followers can rely on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import select, text

from boredcrawl.db.models import Change, table
from boredcrawl.db.upsert import add

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

CHANGES = table(Change)

Kind = Literal["new", "edited", "gone", "restored", "erased"]

WRITERS = 0x6368616E676573
"""The number under which writers of the log take turns on PostgreSQL: "changes" in ASCII."""


class Noted(NamedTuple):
    """Something that changed."""

    site_id: int
    article_id: int
    comment_id: int | None
    change: Kind
    seen_at: datetime


def save(connection: Connection, noted: Iterable[Noted]) -> None:
    """Write what changed. Nothing else may be written in this transaction afterwards.

    On PostgreSQL a row with a lower id could become visible after one with a higher id, and
    whoever follows by id would never see it. So ids are drawn under a lock that is held to
    the end of the transaction, which therefore should be near. SQLite has one writer anyway.
    """
    rows = [entry._asdict() for entry in noted]
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITERS})
    last = connection.execute(
        select(CHANGES.c.noted_at).order_by(CHANGES.c.id.desc()).limit(1)
    ).scalar()
    now = datetime.now(UTC)
    # A clock set back must not put a change before those that were noted already.
    noted_at = now if last is None else max(now, last)
    add(connection, CHANGES, [{"noted_at": noted_at, **row} for row in rows])


def save_erased(
    connection: Connection,
    site_id: int,
    places: Iterable[tuple[int, int | None]],
    now: datetime,
) -> None:
    """Write that something of articles and comments was erased, and has to be forgotten.

    `places` are ids of articles and of their comments; None for the article itself.
    """
    several = sorted(places, key=lambda place: (place[0], place[1] or 0))
    save(connection, (Noted(site_id, *place, "erased", now) for place in several))
