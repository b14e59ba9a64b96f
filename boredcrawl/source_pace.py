"""When to look again at what lists articles: listings, feeds, sitemaps. Pure, as `revisit`."""

from __future__ import annotations

from datetime import datetime, timedelta

from boredcrawl.revisit import A_DAY, FULL_EVERY, clamped

SOONEST, LATEST = timedelta(minutes=10), timedelta(days=1)
"""Bounds of the pace."""


def next_look(at: datetime, last_at: datetime | None, *, found_new: bool) -> datetime:
    """Choose when to look again at a source: sooner while it gives anything new.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> def minutes(gap, found_new):
    ...     last = gap and noon - timedelta(minutes=gap)
    ...     return (next_look(noon, last, found_new=found_new) - noon) // timedelta(minutes=1)
    >>> minutes(None, True), minutes(60, True), minutes(60, False), minutes(5000, False)
    (10, 30, 90, 1440)
    """
    gap = SOONEST if last_at is None else (at - last_at) * (0.5 if found_new else 1.5)
    return at + clamped(gap, SOONEST, LATEST)


def unchanged_since(last_at: datetime | None, visits: int) -> datetime | None:
    """Give before when a sitemap of an index must say it was changed to be left out of a walk.

    None leaves out nothing: so is every fifth walk, because an index may be wrong. A day is
    taken off, as some give a date without a time.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [str(unchanged_since(noon, walks))[:10] for walks in (1, 4, 5)]
    ['2026-11-21', '2026-11-21', 'None']
    """
    return None if last_at is None or visits % FULL_EVERY == 0 else last_at - A_DAY
