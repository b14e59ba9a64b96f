"""The archive's own health: crawls, coverage, errors, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from boredcrawl.db.models import Article, Crawl, Frontier, Site, Visit, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

ARTICLES, SITES, CRAWLS = table(Article), table(Site), table(Crawl)
VISITS, FRONTIER = table(Visit), table(Frontier)

LAST_CRAWLS, LAST_VISITS, ERRORS = 25, 2000, 25


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One run of a crawl."""

    id: int
    site: str
    started_at: datetime
    finished_at: datetime | None
    host: str
    reason: str | None
    exit_code: int | None
    version: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How many of the last visits ended in what."""

    outcome: str
    visits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A visit that could not be read."""

    url: str
    fetched_at: datetime
    status: int | None
    outcome: str
    error: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """Of the articles published last, how many have what."""

    articles: int
    title: int
    date: int
    description: int
    body: int
    comments: int
    complete: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """What a site has to be visited; `due` counts up to 10,000."""

    site: str
    due: int
    next_visit_at: datetime | None
    lease_expires_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the archive does."""

    crawls: tuple[Run, ...]
    outcomes: tuple[Outcome, ...]
    failures: tuple[Failure, ...]
    coverage: Coverage
    sites: tuple[Waiting, ...]


def health(connection: Connection, now: datetime) -> Health:
    """Look at the last crawls and visits, and at what is due at this moment."""
    runs = (
        select(
            *(CRAWLS.c[name] for name in Run.__dataclass_fields__ if name != "site"),
            SITES.c.name.label("site"),
        )
        .join(SITES, SITES.c.id == CRAWLS.c.site_id)
        .order_by(CRAWLS.c.id.desc())
        .limit(LAST_CRAWLS)
    )
    names = tuple(Failure.__dataclass_fields__)
    last = (
        select(*(VISITS.c[name] for name in names), VISITS.c.id)
        .order_by(VISITS.c.id.desc())
        .limit(LAST_VISITS)
        .subquery()
    )
    outcomes = (
        select(last.c.outcome, func.count().label("visits"))
        .group_by(last.c.outcome)
        .order_by(func.count().desc(), last.c.outcome)
    )
    failures = (
        select(*(last.c[name] for name in names))
        .where(last.c.outcome.in_(("failed", "unreadable", "gone")))
        .order_by(last.c.id.desc())
        .limit(ERRORS)
    )
    return Health(
        crawls=tuple(Run(**row._asdict()) for row in connection.execute(runs)),
        outcomes=tuple(Outcome(**row._asdict()) for row in connection.execute(outcomes)),
        failures=tuple(Failure(**row._asdict()) for row in connection.execute(failures)),
        coverage=coverage(connection),
        sites=tuple(waiting(connection, site, now) for site in connection.execute(select(SITES))),
    )


def coverage(connection: Connection) -> Coverage:
    """Count over the articles published last what they have."""
    names = ("title", "published_at", "description", "word_count", "comments_captured")
    lately = (
        select(*(ARTICLES.c[name] for name in (*names, "comments_complete")))
        .order_by(ARTICLES.c.published_at.desc(), ARTICLES.c.id.desc())
        .limit(500)
        .subquery()
    )

    def counted(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    query = select(
        func.count().label("articles"),
        counted(lately.c.title.is_not(None)).label("title"),
        counted(lately.c.published_at.is_not(None)).label("date"),
        counted(lately.c.description.is_not(None)).label("description"),
        counted(lately.c.word_count > 0).label("body"),
        counted(lately.c.comments_captured > 0).label("comments"),
        counted(lately.c.comments_complete).label("complete"),
    ).select_from(lately)
    return Coverage(**connection.execute(query).one()._asdict())


def waiting(connection: Connection, site: Any, now: datetime) -> Waiting:
    """Count what is due, as far as it is worth counting."""
    mine = FRONTIER.c.site_id == site.id
    due = select(FRONTIER.c.id).where(mine, FRONTIER.c.next_visit_at <= now).limit(10_000)
    first = (
        select(FRONTIER.c.next_visit_at)
        .where(mine, FRONTIER.c.next_visit_at > now)
        .order_by(FRONTIER.c.next_visit_at)
        .limit(1)
    )
    return Waiting(
        site=site.name,
        due=connection.execute(select(func.count()).select_from(due.subquery())).scalar_one(),
        next_visit_at=connection.execute(first).scalar_one_or_none(),
        lease_expires_at=site.lease_expires_at,
    )
