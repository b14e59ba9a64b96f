"""Which sites have something due, and which of them a worker may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from boredcrawl.db.clock import is_ahead
from boredcrawl.db.lease import is_held
from boredcrawl.db.models import Crawl, Frontier, Site, table
from boredcrawl.db.transaction import reading

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine, RowMapping

SITES, FRONTIER, CRAWLS = table(Site), table(Frontier), table(Crawl)


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """A site, and how it stands."""

    site: str
    url: str
    """One of its URLs: it tells the origin."""
    due: int
    """Articles and sources due now."""
    known: int
    """Articles and sources known."""
    holder: str | None
    """Who crawls it now, as `process on host`; None where nobody does."""
    is_abandoned: bool
    """Whether its last crawl died: it never gave the site back."""
    last_started_at: datetime | None
    """When its last crawl began."""


def all_work(engine: Engine, now: datetime) -> list[Work]:
    """List the sites that have a frontier, whose last crawl is longest ago first."""
    is_due = or_(FRONTIER.c.next_visit_at <= now, is_ahead(now))
    counted = (
        select(
            FRONTIER.c.site_id,
            func.min(FRONTIER.c.url).label("url"),
            func.count().label("known"),
            func.count().filter(is_due).label("due"),
        )
        .group_by(FRONTIER.c.site_id)
        .subquery()
    )
    last = (
        select(CRAWLS.c.site_id, func.max(CRAWLS.c.started_at).label("started_at"))
        .group_by(CRAWLS.c.site_id)
        .subquery()
    )
    query = (
        select(SITES, counted.c.url, counted.c.known, counted.c.due, last.c.started_at)
        .join(counted, counted.c.site_id == SITES.c.id)
        .outerjoin(last, last.c.site_id == SITES.c.id)
        .order_by(last.c.started_at.is_not(None), last.c.started_at, SITES.c.id)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return [_work(row, now) for row in rows]


def _work(row: RowMapping, now: datetime) -> Work:
    held = is_held(row, now)
    return Work(
        site=row["name"],
        url=row["url"],
        due=row["due"],
        known=row["known"],
        holder=f"process {row['lease_pid']} on {row['lease_host']}" if held else None,
        is_abandoned=row["lease_token"] is not None and not held,
        last_started_at=row["started_at"],
    )
