"""Looking back and ahead: how the crawls of a site went, what it holds, what is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, func, select

from boredcrawl.db.frontier import ARTICLE, BACKFILL
from boredcrawl.db.lease import is_held
from boredcrawl.db.models import Article, Comment, Crawl, Frontier, Site, table
from boredcrawl.db.transaction import reading

if TYPE_CHECKING:
    from sqlalchemy import Engine

ARTICLES, COMMENTS, CRAWLS = table(Article), table(Comment), table(Crawl)
FRONTIER, SITES = table(Frontier), table(Site)

A_DAY = timedelta(days=1)


class Outlook(NamedTuple):
    """What is due of a site: articles and sources."""

    now: int
    within_a_day: int
    """Not counting those due now."""
    next: datetime | None
    """When the next one is due after now."""


def outlook(engine: Engine, site_id: int, now: datetime) -> Outlook:
    """Count what is due of a site."""
    at = FRONTIER.c.next_visit_at
    query = select(
        func.count(case((at <= now, 1))),
        func.count(case(((at > now) & (at <= now + A_DAY), 1))),
        func.min(case((at > now, at))),
    ).where(FRONTIER.c.site_id == site_id, FRONTIER.c.kind != BACKFILL)
    with reading(engine) as connection:
        due, soon, following = connection.execute(query).one()
    return Outlook(due, soon, following)


def earlier_stats(
    engine: Engine, site_id: int, *, before: int | None = None, limit: int = 30
) -> list[dict[str, Any]]:
    """Give the stats of a site's last finished crawls, before the one of an id, newest first."""
    query = (
        select(CRAWLS.c.stats)
        .where(CRAWLS.c.site_id == site_id, CRAWLS.c.finished_at.is_not(None))
        .order_by(CRAWLS.c.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(CRAWLS.c.id < before)
    with reading(engine) as connection:
        return [stats for stats in connection.execute(query).scalars() if stats]


def crawls(engine: Engine, *, limit: int = 20, crawl_id: int | None = None) -> list[dict[str, Any]]:
    """Give crawls with the names of their sites, newest first."""
    query = (
        select(CRAWLS, SITES.c.name.label("site"))
        .join(SITES, SITES.c.id == CRAWLS.c.site_id)
        .order_by(CRAWLS.c.id.desc())
        .limit(limit)
    )
    if crawl_id is not None:
        query = query.where(CRAWLS.c.id == crawl_id)
    with reading(engine) as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def sites(engine: Engine, now: datetime) -> list[dict[str, Any]]:
    """Give every site: what is kept of it, what is due, who holds it, how its last crawl went."""
    with reading(engine) as connection:
        rows = list(connection.execute(select(SITES).order_by(SITES.c.name)).mappings())
        kept = {
            row[0]: row[1:]
            for row in connection.execute(
                select(
                    ARTICLES.c.site_id,
                    func.count(),
                    func.count(ARTICLES.c.gone_at),
                    func.coalesce(func.sum(ARTICLES.c.comments_captured), 0),
                ).group_by(ARTICLES.c.site_id)
            )
        }
        never = (FRONTIER.c.kind == ARTICLE) & FRONTIER.c.last_visit_at.is_(None)
        waiting = {
            row[0]: row[1:]
            for row in connection.execute(
                select(
                    FRONTIER.c.site_id,
                    func.count(case((never, 1))),
                    func.count(case(((FRONTIER.c.kind == BACKFILL) & FRONTIER.c.walk_is_open, 1))),
                ).group_by(FRONTIER.c.site_id)
            )
        }
    last: dict[int, dict[str, Any]] = {}
    for crawl in crawls(engine, limit=1000):
        last.setdefault(crawl["site_id"], crawl)
    told = []
    for row in rows:
        articles, gone, comments = kept.get(row["id"], (0, 0, 0))
        unvisited, documents = waiting.get(row["id"], (0, 0))
        due = outlook(engine, row["id"], now)
        told.append(
            {
                "site": row["name"],
                "articles": articles,
                "gone": gone,
                "comments": int(comments),
                "never_visited": unvisited,
                "backfill_left": documents,
                "due_now": due.now,
                "due_within_a_day": due.within_a_day,
                "next_due_at": due.next,
                "held_by": f"{row['lease_host']}:{row['lease_pid']}" if is_held(row, now) else None,
                "last_crawl": last.get(row["id"]),
            }
        )
    return told
