"""What charts are drawn of: how much happened when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Date,
    Integer,
    String,
    cast,
    extract,
    func,
    literal_column,
    select,
    type_coerce,
)

from boredcrawl.db.models import Article, Comment, table

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table

ARTICLES, COMMENTS = table(Article), table(Comment)


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day (UTC): how many articles were published on it, how many comments posted."""

    day: date
    articles: int
    comments: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Hour:
    """An hour of the day (UTC), 0 to 23."""

    hour: int
    articles: int
    comments: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """A span of days."""

    first: date
    last: date
    days: tuple[Day, ...]
    hours: tuple[Hour, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Growth:
    """How many comments a thread had on a day."""

    day: date
    comments: int


def activity(connection: Connection, now: datetime, days: int) -> Activity:
    """Count by day and by hour over the last days, today included.

    Comments count by the middle of the bounds of their time.
    """
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    began = midnight - timedelta(days=days - 1)
    articles = by_hour(connection, ARTICLES, ARTICLES.c.published_at, began, now)
    comments = by_hour(connection, COMMENTS, COMMENTS.c.posted_at, began, now)
    span = [began.date() + timedelta(days=n) for n in range(days)]
    return Activity(
        first=span[0],
        last=span[-1],
        days=tuple(Day(day=day, articles=articles[day], comments=comments[day]) for day in span),
        hours=tuple(
            Hour(hour=hour, articles=articles[hour], comments=comments[hour]) for hour in range(24)
        ),
    )


def by_hour(
    connection: Connection, kept: Table, at: ColumnElement[Any], began: datetime, now: datetime
) -> Counter[date | int]:
    """Count rows, by day and by hour of the day."""
    day: Any
    hour: Any
    if connection.dialect.name == "sqlite":
        # Kept as 2026-11-22 12:44:00.000000+00:00; cutting is faster than its date functions.
        text = type_coerce(at, String)
        day, hour = func.substr(text, 1, 10), func.substr(text, 12, 2)
    else:
        utc = func.timezone("UTC", at)
        day, hour = cast(utc, Date), cast(extract("hour", utc), Integer)
    query = (
        select(day.label("day"), hour.label("hour"), func.count().label("counted"))
        .select_from(kept)
        .where(at >= began, at <= now)
        .group_by(literal_column("1"), literal_column("2"))
    )
    found: Counter[date | int] = Counter()
    for on, at_hour, counted in connection.execute(query):
        found[date.fromisoformat(str(on))] += counted
        found[int(at_hour)] += counted
    return found


def growth(connection: Connection, article_id: int) -> tuple[Growth, ...]:
    """Say how a thread grew, day by day, by when its comments were posted or else first seen."""
    query = select(COMMENTS.c.posted_at, COMMENTS.c.first_seen_at).where(
        COMMENTS.c.article_id == article_id
    )
    counted: dict[date, int] = {}
    for posted, seen in connection.execute(query):
        day = (posted or seen).date()
        counted[day] = counted.get(day, 0) + 1
    total = 0
    found = []
    for day in sorted(counted):
        total += counted[day]
        found.append(Growth(day=day, comments=total))
    return tuple(found)
