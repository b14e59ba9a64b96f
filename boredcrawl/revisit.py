"""When to look again: pure arithmetic, no clock and no chance in it.

A new article is looked at soon and often while its discussion lives, then ever more
rarely. The gap until the next look is a share of the time it has been quiet: what was
quiet for a day may be left for some hours, what was quiet for a year for months. What
earlier visits found stretches or shrinks that share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SOONEST = timedelta(hours=1)
"""A living article is not looked at more often than this."""

LATEST = timedelta(days=90)
"""Nothing is left alone for longer, the gone included."""

SHARE = 0.25
"""The gap until the next look, as a share of the quiet time, before anything is learned."""

PRIOR = 4
"""How many visits' worth of trust that share has against what the visits found."""

WIDEST, NARROWEST = 4.0, 0.5
"""How far what was learned may stretch and shrink the share."""

SOURCE_SOONEST, SOURCE_LATEST = timedelta(minutes=10), timedelta(days=1)
"""The same for listings, feeds and sitemaps."""

NEW_WORTH = 1_000_000.0
"""Above the worth of anything visited before: what was never seen goes first."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """What is known of an article when its next visit is chosen."""

    born_at: datetime
    """Its publication, or the first sighting where that is not known."""
    last_changed_at: datetime | None = None
    visits: int = 0
    """Visits so far that could read it."""
    changes: int = 0
    """How many of them, after the first, found anything new."""


def next_visit(at: datetime, past: Past) -> datetime:
    """Choose when to look again at an article visited at `at`.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> def hours(**past):
    ...     past["born_at"] = noon - timedelta(days=past.pop("age"))
    ...     return (next_visit(noon, Past(**past)) - noon) / timedelta(hours=1)

    Fresh articles every hour, older ones ever more rarely, and none is forgotten:

    >>> [round(hours(age=age, visits=1), 1) for age in (0, 1, 10, 100, 1000)]
    [1.0, 7.5, 75.0, 750.0, 2160.0]

    An old article whose discussion wakes up is young again:

    >>> hours(age=400, visits=9, changes=4, last_changed_at=noon)
    1.0

    The one that never has anything new is left alone sooner than the one that always has:

    >>> round(hours(age=8, visits=12), 1), round(hours(age=8, visits=12, changes=11), 1)
    (192.0, 29.5)
    """
    quiet = at - max(past.born_at, past.last_changed_at or past.born_at)
    return at + clamped(quiet * SHARE * learned(past), SOONEST, LATEST)


def learned(past: Past) -> float:
    """Say how much longer than usual an article may wait, by what its visits found.

    The usual is that every other visit finds something.
    """
    return max(NARROWEST, min(WIDEST, (PRIOR + past.visits) / (PRIOR + 2 * past.changes)))


def worth(at: datetime, past: Past) -> float:
    """Estimate what a visit is worth, to order what is due: changes expected in a day.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> young, old = Past(born_at=noon - A_DAY), Past(born_at=noon - 50 * A_DAY)
    >>> worth(noon, young) > worth(noon, old) > 0
    True
    """
    # Visits are spaced so that each finds something about every other time.
    return 0.5 * (A_DAY / (next_visit(at, past) - at))


def worth_of_new(known_since: datetime) -> float:
    """Give the worth of what was never visited: before all else, the newest first.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> worth_of_new(noon) > worth_of_new(noon - A_DAY) > worth(noon, Past(born_at=noon))
    True
    """
    return NEW_WORTH + (known_since - datetime(1970, 1, 1, tzinfo=UTC)) / A_DAY


def after_failure(at: datetime, failures: int) -> datetime:
    """Choose when to try again after `failures` visits in a row that could read nothing.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [(after_failure(noon, times) - noon) // SOONEST for times in (1, 2, 5, 40)]
    [1, 2, 16, 720]
    """
    return at + min(SOONEST * (1 << min(failures - 1, 20)), 30 * A_DAY)


def after_missing(at: datetime, missing: int) -> datetime:
    """Choose when to look again at what answered, `missing` times in a row, that it is gone.

    Once may be a mistake; the second time it is believed, and looked at rarely.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [(after_missing(noon, times) - noon).days for times in (1, 2, 3)]
    [1, 30, 90]
    """
    return at + {1: A_DAY, 2: 30 * A_DAY}.get(missing, LATEST)


def next_look(at: datetime, last_at: datetime | None, *, found_new: bool) -> datetime:
    """Choose when to look again at a source: sooner while it gives anything new.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> def minutes(gap, found_new):
    ...     last = gap and noon - timedelta(minutes=gap)
    ...     return (next_look(noon, last, found_new=found_new) - noon) // timedelta(minutes=1)
    >>> minutes(None, True), minutes(60, True), minutes(60, False), minutes(5000, False)
    (10, 30, 90, 1440)
    """
    gap = SOURCE_SOONEST if last_at is None else (at - last_at) * (0.5 if found_new else 1.5)
    return at + clamped(gap, SOURCE_SOONEST, SOURCE_LATEST)


def clamped(gap: timedelta, soonest: timedelta, latest: timedelta) -> timedelta:
    """Keep a gap between two bounds."""
    return max(soonest, min(latest, gap))
