"""How the site says when: relative words as three libraries make them, and plain dates."""
# ruff: noqa: PLR2004 - the thresholds are those of the libraries named

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MINUTE, HOUR, DAY = 60, 3600, 86_400
MONTH_MINUTES = 43_200

UNITS = (
    ("year", 365 * DAY, 99),
    ("month", 30 * DAY, 11),
    ("week", 7 * DAY, 4),
    ("day", DAY, 6),
    ("hour", HOUR, 23),
    ("minute", MINUTE, 59),
)
"""The units of the classic theme: name, seconds, and the most it says of one."""


def floored(then: datetime, now: datetime) -> str:
    """Say how long ago, rounding down, as the classic theme seems to.

    >>> from datetime import UTC, datetime
    >>> day = datetime(2026, 9, 7, tzinfo=UTC)
    >>> floored(day.replace(month=4, day=20), day)
    '4 months ago'
    """
    seconds = max(0, int((now - then).total_seconds()))
    for unit, length, most in UNITS:
        count = min(seconds // length, most)
        if count:
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def moment_words(then: datetime, now: datetime) -> str:
    """Say how long ago with the words and thresholds of moment.js.

    >>> from datetime import UTC, datetime
    >>> day = datetime(2026, 9, 7, tzinfo=UTC)
    >>> moment_words(day.replace(day=6), day)
    'a day ago'
    """
    seconds = max(0.0, (now - then).total_seconds())
    minutes, hours, days = seconds / MINUTE, seconds / HOUR, seconds / DAY
    ladder = (
        (seconds < 45, "a few seconds", 0.0),
        (round(minutes) <= 1, "a minute", 0),
        (round(minutes) < 45, "{} minutes", minutes),
        (round(hours) <= 1, "an hour", 0),
        (round(hours) < 22, "{} hours", hours),
        (round(days) <= 1, "a day", 0),
        (round(days) < 26, "{} days", days),
        (round(days / 30.437) <= 1, "a month", 0),
        (round(days / 30.437) < 11, "{} months", days / 30.437),
        (round(days / 365.25) <= 1, "a year", 0),
        (True, "{} years", days / 365.25),
    )
    words, count = next((words, count) for fits, words, count in ladder if fits)
    return f"{words.format(round(count))} ago"


def distance_words(then: datetime, now: datetime) -> str:
    """Say how long ago as date-fns `formatDistanceToNow` does (the new layout's words).

    >>> from datetime import UTC, datetime
    >>> day = datetime(2026, 9, 7, 12, tzinfo=UTC)
    >>> distance_words(day.replace(hour=10), day)
    'about 2 hours ago'
    """
    minutes = round(max(0.0, (now - then).total_seconds()) / MINUTE)
    months = _whole_months(then, now)
    years, rest = divmod(months, 12)
    ladder = (
        (minutes == 0, "less than a minute"),
        (minutes < 45, _some("", minutes, "minute")),
        (minutes < 90, "about 1 hour"),
        (minutes < 1440, _some("about ", round(minutes / 60), "hour")),
        (minutes < 2520, "1 day"),
        (minutes < MONTH_MINUTES, _some("", round(minutes / 1440), "day")),
        (minutes < 2 * MONTH_MINUTES, _some("about ", round(minutes / MONTH_MINUTES), "month")),
        (months < 12, _some("", round(minutes / MONTH_MINUTES), "month")),
        (rest < 3, _some("about ", years, "year")),
        (rest < 9, _some("over ", years, "year")),
        (True, _some("almost ", years + 1, "year")),
    )
    return f"{next(words for fits, words in ladder if fits)} ago"


def _some(prefix: str, count: int, unit: str) -> str:
    return f"{prefix}{count} {unit}{'' if count == 1 else 's'}"


def _whole_months(then: datetime, now: datetime) -> int:
    months = (now.year - then.year) * 12 + now.month - then.month
    return months - ((now.day, now.time()) < (then.day, then.time()))


def day_words(then: datetime) -> str:
    """Write a date as the new layout prints it.

    >>> from datetime import UTC, datetime
    >>> day_words(datetime(2026, 9, 7, tzinfo=UTC))
    'SEP 7, 2026'
    """
    return f"{then:%b} {then.day}, {then.year}".upper()


def ordinal_words(then: datetime) -> str:
    """Write a date as the listings of 2014 did.

    >>> from datetime import UTC, datetime
    >>> ordinal_words(datetime(2014, 1, 14, tzinfo=UTC))
    'Jan 14th, 2014'
    """
    teen = then.day // 10 == 1
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(then.day % 10, "th")
    return f"{then:%b} {then.day}{ending}, {then.year}"
