"""Sources in the frontier: listings, feeds and sitemaps, each walked at its own pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from boredcrawl import revisit
from boredcrawl.db.among import among
from boredcrawl.db.frontier import ARTICLE, BACKFILL, COUNTS, Due
from boredcrawl.db.models import Frontier, table
from boredcrawl.db.transaction import write
from boredcrawl.db.upsert import add_missing
from boredcrawl.source_pace import next_look

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from boredcrawl.db.rows import Row

FRONTIER = table(Frontier)


def enter(engine: Engine, site_id: int, sources: Mapping[str, str], now: datetime) -> None:
    """Enter a site's sources, their kind by URL; known ones stay as they are."""
    rows = [source_row(site_id, url, kind, now) for url, kind in sorted(sources.items())]
    write(engine, lambda connection: add_missing(connection, FRONTIER, rows, key=("url",)))


def source_row(site_id: int, url: str, kind: str, now: datetime) -> Row:
    """Give the row of a source never walked before; it is due at once."""
    return {
        "url": url,
        "site_id": site_id,
        "kind": kind,
        "discovered_at": now,
        "next_visit_at": now,
        "worth": revisit.worth_of_new(now),
        **dict.fromkeys(COUNTS, 0),
        "is_hinted": False,
        "walk_is_open": True,
    }


def start_walks(engine: Engine, site_id: int, now: datetime) -> list[Due]:
    """Give the sources to walk now, their walks noted as begun.

    `walk_is_open` tells whether the walk before did not end: then what lies behind known
    pages may be unknown. It stays so until `end_walk`, however this process ends.
    """

    def work(connection: Connection) -> list[Due]:
        query = (
            select(*(FRONTIER.c[name] for name in Due._fields))
            .where(
                FRONTIER.c.site_id == site_id,
                FRONTIER.c.kind.not_in((ARTICLE, BACKFILL)),
                FRONTIER.c.next_visit_at <= now,
            )
            .order_by(FRONTIER.c.id)
        )
        rows = [Due(*row) for row in connection.execute(query)]
        connection.execute(
            update(FRONTIER)
            .where(among(connection, FRONTIER.c.id, [row.id for row in rows]))
            .values(walk_is_open=True)
        )
        return rows

    return write(engine, work)


def end_walk(engine: Engine, url: str, *, found: int, failed: bool, now: datetime) -> None:
    """Note how a walk ended and choose the next: `found` is how many links were new."""

    def work(connection: Connection) -> None:
        query = select(FRONTIER).where(FRONTIER.c.url == url)
        before = connection.execute(query).mappings().one()
        if failed:
            failures = before["failures"] + 1
            after: Row = {
                "failures": failures,
                "next_visit_at": revisit.after_failure(now, failures),
            }
        else:
            is_news = found > 0 and before["visits"] > 0
            after = {
                "failures": 0,
                "visits": before["visits"] + 1,
                "changes": before["changes"] + is_news,
                "last_changed_at": now if found else before["last_changed_at"],
                "next_visit_at": next_look(now, before["last_visit_at"], found_new=found > 0),
                "walk_is_open": False,
            }
        connection.execute(
            update(FRONTIER).where(FRONTIER.c.url == url).values(last_visit_at=now, **after)
        )

    write(engine, work)
