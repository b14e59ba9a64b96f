"""How sites say how long ago it was: the arithmetic of the libraries they use, written anew.

Each takes the instant and the present and gives the words. They stand here as the other
side of `parse_time`: whatever they print, the instant must lie in the bounds read back.
"""

from __future__ import annotations

import math
from calendar import monthrange
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

MINUTE, HOUR, DAY = 60, 3600, 86400


def half_up(value: float) -> int:
    """Round as JavaScript and PHP do."""
    return math.floor(value + 0.5)


def counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def whole_months(then: datetime, now: datetime) -> int:
    """Count the months that have wholly gone by, as the calendar has them."""
    months = (now.year - then.year) * 12 + now.month - then.month
    last_day = monthrange(now.year, now.month)[1]
    anniversary = now.replace(
        day=min(then.day, last_day),
        hour=then.hour,
        minute=then.minute,
        second=then.second,
        microsecond=then.microsecond,
    )
    return months - (now < anniversary)


def date_fns(then: datetime, now: datetime) -> str:
    """Say it as date-fns `formatDistance` with `addSuffix` does."""
    minutes = half_up(int((now - then).total_seconds()) / 60)
    months = whole_months(then, now)
    if minutes < 1:
        words = "less than a minute"
    elif minutes < 45:
        words = counted(minutes, "minute")
    elif minutes < 90:
        words = "about 1 hour"
    elif minutes < 1440:
        words = f"about {counted(half_up(minutes / 60), 'hour')}"
    elif minutes < 2520:
        words = "1 day"
    elif minutes < 43200:
        words = counted(half_up(minutes / 1440), "day")
    elif minutes < 86400:
        words = f"about {counted(half_up(minutes / 43200), 'month')}"
    elif months < 12:
        words = counted(half_up(minutes / 43200), "month")
    else:
        years, rest = divmod(months, 12)
        if rest < 3:
            words = f"about {counted(years, 'year')}"
        elif rest < 9:
            words = f"over {counted(years, 'year')}"
        else:
            words = f"almost {counted(years + 1, 'year')}"
    return f"{words} ago"


def moment(then: datetime, now: datetime) -> str:
    """Say it as moment's `fromNow` does, by its thresholds."""
    seconds = (now - then).total_seconds()
    days = seconds / DAY
    months = days * 4800 / 146097
    if half_up(seconds) < 45:
        return "a few seconds ago"
    for limit, size, one, many in (
        (45, MINUTE, "a minute", "minutes"),
        (22, HOUR, "an hour", "hours"),
        (26, DAY, "a day", "days"),
    ):
        number = half_up(seconds / size)
        if number <= 1:
            return f"{one} ago"
        if number < limit:
            return f"{number} {many} ago"
    if half_up(months) <= 1:
        return "a month ago"
    if half_up(months) < 11:
        return f"{half_up(months)} months ago"
    years = half_up(months / 12)
    return "a year ago" if years <= 1 else f"{years} years ago"


def wordpress(then: datetime, now: datetime) -> str:
    """Say it as WordPress's `human_time_diff` does since 5.3."""
    seconds = int((now - then).total_seconds())
    steps = (
        (MINUTE, 1, "second"),
        (HOUR, MINUTE, "min"),
        (DAY, HOUR, "hour"),
        (7 * DAY, DAY, "day"),
        (30 * DAY, 7 * DAY, "week"),
        (365 * DAY, 30 * DAY, "month"),
        (math.inf, 365 * DAY, "year"),
    )
    size, unit = next((size, unit) for limit, size, unit in steps if seconds < limit)
    return f"{counted(max(half_up(seconds / size), 1), unit)} ago"


def old_wordpress(then: datetime, now: datetime) -> str:
    """Say it as WordPress did before it knew seconds: half a minute was "1 min"."""
    if (now - then).total_seconds() < MINUTE:
        return "1 min ago"
    return wordpress(then, now)


def timeago(then: datetime, now: datetime) -> str:
    """Say it as timeago.js does: always rounded down, a month is a twelfth of 365 days."""
    left = (now - then).total_seconds()
    if left < 10:
        return "just now"
    names = ("second", "minute", "hour", "day", "week", "month", "year")
    sizes = (60, 60, 24, 7, 365 / 7 / 12, 12)
    for name, size in zip(names, sizes, strict=False):
        if left < size:
            return f"{counted(int(left), name)} ago"
        left /= size
    return f"{counted(int(left), 'year')} ago"


def calendar(then: datetime, now: datetime) -> str:
    """Say it as Carbon's `diffForHumans` does: the largest unit that has wholly gone by."""
    months = whole_months(then, now)
    if months >= 12:
        return f"{counted(months // 12, 'year')} ago"
    if months:
        return f"{counted(months, 'month')} ago"
    seconds = int((now - then).total_seconds())
    for size, name in ((7 * DAY, "week"), (DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= size:
            return f"{counted(seconds // size, name)} ago"
    return f"{counted(seconds, 'second')} ago"


def rails(then: datetime, now: datetime) -> str:
    """Say it as `distance_of_time_in_words` and jquery.timeago do for the shorter ages."""
    minutes = half_up((now - then).total_seconds() / MINUTE)
    if minutes < 1:
        return "less than a minute ago"
    if minutes < 45:
        return f"{counted(minutes, 'minute')} ago"
    if minutes < 90:
        return "about an hour ago"
    if minutes < 1440:
        return f"about {half_up(minutes / 60)} hours ago"
    if minutes < 2520:
        return "a day ago"
    if minutes < 43200:
        return f"{half_up(minutes / 1440)} days ago"
    return date_fns(then, now)


def compact(then: datetime, now: datetime) -> str:
    """Say it as apps do: "3d", "2w"."""
    seconds = int((now - then).total_seconds())
    for size, letter in ((365 * DAY, "y"), (7 * DAY, "w"), (DAY, "d"), (HOUR, "h"), (MINUTE, "m")):
        if seconds >= size:
            return f"{seconds // size}{letter}"
    return f"{seconds}s"


RENDERINGS: tuple[Callable[[datetime, datetime], str], ...] = (
    *(date_fns, moment, wordpress, old_wordpress, timeago, calendar, rails, compact),
)
