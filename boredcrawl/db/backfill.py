"""The documents of a backfill in the frontier: each walked once, and then done for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, select, update

from boredcrawl import revisit
from boredcrawl.db.frontier import BACKFILL, COUNTS, FRONTIER
from boredcrawl.db.transaction import reading, write
from boredcrawl.db.upsert import add_missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Select

    from boredcrawl.db.rows import Row

AT_ONCE = 4
"""Documents given out at once; the articles they lead to are visited beside them."""


class Document(NamedTuple):
    """A document to walk now, and the source whose walk leads to it."""

    url: str
    source: str

    @property
    def kind(self) -> str:
        """What tells it from articles and sources."""
        return BACKFILL


def enter(
    engine: Engine,
    site_id: int,
    documents: Mapping[str, str],
    now: datetime,
    *,
    again: bool = False,
) -> int:
    """Enter where a backfill begins, unless it is there; give how many documents are left.

    With `again` one that is complete is forgotten before; one that is not goes on, so that what
    is killed and started again comes to its end.
    """
    rows = document_rows(site_id, documents, now)

    def work(connection: Connection) -> None:
        if again and not connection.execute(count_left(site_id)).scalar_one():
            of_site = (FRONTIER.c.site_id == site_id) & (FRONTIER.c.kind == BACKFILL)
            connection.execute(delete(FRONTIER).where(of_site))
        add_missing(connection, FRONTIER, rows, key=("url",))

    write(engine, work)
    return left(engine, site_id)


def document_rows(site_id: int, documents: Mapping[str, str], now: datetime) -> list[Row]:
    """Give the rows of documents, the source of each by its URL; due at once."""
    return [
        {
            "url": url,
            "site_id": site_id,
            "kind": BACKFILL,
            "discovered_at": now,
            "discovered_from": source,
            "next_visit_at": now,
            "worth": 0.0,
            **dict.fromkeys(COUNTS, 0),
            "is_hinted": False,
            "walk_is_open": True,
        }
        for url, source in sorted(documents.items())
    ]


def left(engine: Engine, site_id: int) -> int:
    """Count the documents that are not walked yet."""
    with reading(engine) as connection:
        return connection.execute(count_left(site_id)).scalar_one()


def count_left(site_id: int) -> Select[int]:
    """Ask for the number of documents that are not walked yet."""
    return (
        select(func.count())
        .select_from(FRONTIER)
        .where(FRONTIER.c.site_id == site_id, FRONTIER.c.kind == BACKFILL, FRONTIER.c.walk_is_open)
    )


def due(engine: Engine, site_id: int, now: datetime) -> list[Document]:
    """Give some documents to walk now, the oldest found first."""
    query = (
        select(FRONTIER.c.url, FRONTIER.c.discovered_from)
        .where(
            FRONTIER.c.site_id == site_id,
            FRONTIER.c.kind == BACKFILL,
            FRONTIER.c.next_visit_at <= now,
        )
        .order_by(FRONTIER.c.id)
        .limit(AT_ONCE)
    )
    with reading(engine) as connection:
        return [Document(*row) for row in connection.execute(query)]


def end(
    engine: Engine,
    site_id: int,
    url: str,
    onward: Mapping[str, str],
    *,
    failed: bool,
    now: datetime,
) -> None:
    """Note in one transaction that a document is done, and which documents it leads to."""

    def work(connection: Connection) -> None:
        row = FRONTIER.c.url == url
        if failed:
            query = select(FRONTIER.c.failures).where(row)
            failures = connection.execute(query).scalar_one() + 1
            after: Row = {
                "failures": failures,
                "next_visit_at": revisit.after_failure(now, failures),
            }
        else:
            after = {"next_visit_at": None, "walk_is_open": False, "visits": 1, "failures": 0}
            rows = document_rows(site_id, onward, now)
            add_missing(connection, FRONTIER, rows, key=("url",))
        connection.execute(update(FRONTIER).where(row).values(last_visit_at=now, **after))

    write(engine, work)
