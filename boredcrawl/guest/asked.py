"""What a host asks of its visitors: Retry-After, Crawl-delay, Request-rate."""

from __future__ import annotations

from datetime import UTC, datetime, time
from email.utils import parsedate_to_datetime
from typing import NamedTuple


class Rate(NamedTuple):
    """So many requests in so many seconds, where a time of day is given only then (UTC)."""

    requests: int
    seconds: int
    start_time: time | None
    end_time: time | None


def retry_after(value: str, told_at: datetime) -> float | None:
    """Read a Retry-After as seconds from now; None where it says nothing that can be obeyed.

    `told_at` is the time by the server's clock (its Date header), or by ours.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> retry_after("120", noon), retry_after("Sun, 22 Nov 2026 12:00:30 GMT", noon)
    (120.0, 30.0)
    >>> retry_after("Sun, 22 Nov 2026 11:00:00 GMT", noon), retry_after("soon", noon)
    (0.0, None)
    """
    told = value.strip()
    if told.isascii() and told.isdigit():
        return float(told)
    moment = http_date(told)
    return None if moment is None else max(0.0, (moment - told_at).total_seconds())


def http_date(value: str) -> datetime | None:
    """Read a date as HTTP writes it, UTC where it says nothing else."""
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def gap(crawl_delay: float | None, rate: Rate | None, now: datetime) -> float:
    """Give the seconds that robots.txt wants between two requests; 0 where it says nothing.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> gap(2, None, noon), gap(None, Rate(1, 5, None, None), noon), gap(None, None, noon)
    (2.0, 5.0, 0.0)
    >>> night = Rate(1, 60, time(22), time(6))
    >>> gap(2, night, noon), gap(2, night, noon.replace(hour=23))
    (2.0, 60.0)
    """
    wanted = max(float(crawl_delay or 0), 0.0)
    if rate is not None and rate.requests > 0 and is_within(rate.start_time, rate.end_time, now):
        wanted = max(wanted, rate.seconds / rate.requests)
    return wanted


def is_within(start: time | None, end: time | None, now: datetime) -> bool:
    """Tell whether a moment lies between two times of day, which may span midnight."""
    if start is None or end is None:
        return True
    of_day = now.time().replace(second=0, microsecond=0)
    if start <= end:
        return start <= of_day <= end
    return of_day >= start or of_day <= end
