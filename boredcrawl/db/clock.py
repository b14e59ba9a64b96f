"""What a clock that was ahead has written: found by its dates, and due again."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, update

from boredcrawl import revisit
from boredcrawl.db.models import Article, Comment, Frontier, Host, Site, table
from boredcrawl.db.transaction import reading, write

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Engine

logger = logging.getLogger(__name__)

ARTICLES, COMMENTS, FRONTIER, HOSTS, SITES = (
    table(model) for model in (Article, Comment, Frontier, Host, Site)
)

PAST = ("discovered_at", "last_visit_at", "last_changed_at", "stirred_at", "counted_at")
"""Columns of the frontier that tell what was, and so cannot lie in the future."""


AHEAD = timedelta(hours=2)
"""How far the clocks of several machines may differ, and a clock be off that was set by hand to
another season. What is dated later than that was written by a clock that was ahead."""

RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
"""A clock that says less than when this was written is behind (many begin at 1970 when a machine
starts), and tells nothing of others."""


def believed_until(now: datetime) -> datetime:
    """Give the latest date of what has happened that is believed.

    >>> believed_until(datetime(2026, 11, 22, 12, tzinfo=UTC)).hour
    14
    >>> believed_until(datetime(1970, 1, 1, tzinfo=UTC)).year
    9998
    """
    return now + AHEAD if now >= RELEASED else datetime(9998, 1, 1, tzinfo=UTC)


def is_ahead(now: datetime) -> ColumnElement[bool]:
    """Tell of a row of the frontier that is due some time whether a clock ahead chose when."""
    until = believed_until(now)
    return FRONTIER.c.next_visit_at.is_not(None) & or_(
        FRONTIER.c.last_visit_at > until,
        FRONTIER.c.discovered_at > until,
        FRONTIER.c.next_visit_at > until + revisit.LATEST,
    )


def count_ahead(engine: Engine, now: datetime, site_id: int | None = None) -> int:
    """Count the rows of the frontier that a clock ahead has written, of one site or of all."""
    query = select(func.count()).where(is_ahead(now))
    if site_id is not None:
        query = query.where(FRONTIER.c.site_id == site_id)
    with reading(engine) as connection:
        return connection.execute(query).scalar_one()


def set_right(engine: Engine, site_id: int, now: datetime) -> int:
    """Make due now what a clock ahead has put off; give how many rows of the frontier.

    Otherwise nothing of it would be visited before the true clock comes by, and whatever a visit
    found until then would count as older than what is stored. The dates of visits, records and
    revisions stay as they were written.
    """
    count = count_ahead(engine, now, site_id)
    if count:
        write(engine, lambda connection: _set_right(connection, site_id, now))
        logger.warning("a clock was ahead: %d pages visited by it are due now", count)
    return count


def _set_right(connection: Connection, site_id: int, now: datetime) -> None:
    until = believed_until(now)
    of_site = FRONTIER.c.site_id == site_id
    articles = ARTICLES.c.site_id == site_id
    seen_ahead = articles & (ARTICLES.c.last_seen_at > until)
    connection.execute(
        update(COMMENTS)
        .where(
            COMMENTS.c.article_id.in_(select(ARTICLES.c.id).where(seen_ahead)),
            COMMENTS.c.last_seen_at > until,
        )
        .values(last_seen_at=now)
    )
    connection.execute(update(ARTICLES).where(seen_ahead).values(last_seen_at=now))
    put_off = select(FRONTIER.c.article_id).where(
        of_site, FRONTIER.c.article_id.is_not(None), is_ahead(now)
    )
    connection.execute(
        update(ARTICLES).where(articles, ARTICLES.c.id.in_(put_off)).values(next_visit_at=now)
    )
    connection.execute(update(FRONTIER).where(of_site, is_ahead(now)).values(next_visit_at=now))
    for name in PAST:
        column = FRONTIER.c[name]
        connection.execute(update(FRONTIER).where(of_site, column > until).values({name: now}))
    connection.execute(
        update(SITES).where(SITES.c.id == site_id, SITES.c.lied_at > until).values(lied_at=None)
    )


def doubt_stops(engine: Engine, now: datetime) -> None:
    """End the stops of hosts that a clock ahead began: they would last until it is right."""
    is_doubtful = (HOSTS.c.stops > 0) & (HOSTS.c.stopped_at > believed_until(now))
    with reading(engine) as connection:
        count = connection.execute(select(func.count()).where(is_doubtful)).scalar_one()
    if count:
        statement = update(HOSTS).where(is_doubtful).values(stopped_at=now, stopped_until=now)
        write(engine, lambda connection: connection.execute(statement))
