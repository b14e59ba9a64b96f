"""How long ago, in words: the oldest and the youngest age that "4 months ago" allows."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

_SECOND, _MINUTE, _HOUR, _DAY = 1.0, 60.0, 3600.0, 86400.0
_WEEK = 7 * _DAY
_MONTH, _YEAR = 30 * _DAY, 365 * _DAY
"""A rounding site's month and year at their shortest; floors use the calendar (`_before`)."""

_LONG_MONTH = 365.25 / 12 * _DAY

_RENDERED_BEFORE = 60.0
"""A page may have been rendered up to this long before it was noted as fetched."""

_NOTED_EARLY = 1.0
"""A WARC-Date has whole seconds: what was fetched at 12:00:00.9 is noted as 12:00:00."""

_ROUNDED_TWICE = 30.0
"""date-fns rounds to minutes, then those to hours: 89 min 30 s is "about 2 hours"."""

_SUMMER_TIME = 3600.0
"""Ages in days and more are taken by the wall clock, which moves by an hour twice a year."""

_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), _SECOND),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), _HOUR),
    **dict.fromkeys(("d", "day", "days"), _DAY),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), _WEEK),
    **dict.fromkeys(("mo", "mos", "mon", "month", "months"), _MONTH),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), _YEAR),
}
_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
_COUNTS = {word: n for n, word in enumerate(_WORDS)} | {"a": 1, "an": 1}
_MOST = {_SECOND: 90, _MINUTE: 120, _HOUR: 47, _DAY: 365, _WEEK: 60, _MONTH: 24, _YEAR: 40}
"""Counts above these are a number glued to the text before it ("Top 10" + "5 hours ago")."""

_LARGEST = 10_000
"""No page says "20,000 minutes ago"; a number like that is not a count."""

_LONG_UNIT = r"(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|wk|month|mo|year|yr)s?\b\.?"
_COUNT = rf"(?:\d+|an?|{'|'.join(_WORDS)})"
_AMOUNT = rf"{_COUNT}\s*{_LONG_UNIT}"
_HEDGE = r"less than|about|around|over|more than|almost|nearly|~"

# "• an hour ago", "about 2 hours ago", "1 year, 2 months ago", "Occasions5 hours ago"
_AGO = re.compile(
    rf"(?:(?P<hedge>{_HEDGE})\s*)?(?:(?P<some>a few|few|a couple(?: of)?)\s+(?P<of>{_LONG_UNIT})"
    rf"|(?P<half>half an? {_LONG_UNIT})"
    rf"|(?P<amounts>{_AMOUNT}(?:(?:\s*,\s*|\s+and\s+|\s+){_AMOUNT})*))\s+ago\b",
    re.IGNORECASE,
)
# "2 yrs", "3d", "2w", "5h ago", "1y 2mo": nothing else stands beside these
_SHORT = re.compile(
    r"[•·\s]*(?P<amounts>\d+\s*(?:[smhdwy]|mo|sec|min|hr|wk|yr|[a-z]{3,6})s?\b\.?"
    r"(?:\s*\d+\s*(?:[smhdwy]|mo|min|hr|wk|yr)s?\b\.?)*)(?:\s+ago)?[•·\s]*",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\bago\b|now\b|today|yesterday|last|minute|moment|^\W*\d+\s*[a-z]{1,7}\b", re.IGNORECASE
)
"""Without one of these words are no age: it saves the reading of most absolute times."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-][\d:]+)?")
"""What programs are told has no such word, and looking for all of them takes ten times as long."""

_AMOUNT_PARTS = re.compile(rf"(\d+|(?:an?|{'|'.join(_WORDS)})(?=\s))\s*([a-z]+)", re.IGNORECASE)

_NAMED = (
    # words; the youngest and the oldest age they allow
    (r"just now|(?:right )?now|(?:a )?moments? ago|seconds ago", 0.0, 2 * _MINUTE),
    (r"(?:less than )?(?:a |1 )minute", 0.0, _MINUTE),
    (r"today(?: at .+)?", 0.0, _DAY + _SUMMER_TIME),
    (r"yesterday(?: at .+)?", 0.0, 2 * _DAY + _SUMMER_TIME),
    (r"last week", 0.0, 2 * _WEEK + _SUMMER_TIME),
    (r"last month", 0.0, 62 * _DAY + _SUMMER_TIME),
    (r"last year", 0.0, 731 * _DAY + _SUMMER_TIME),
)
_NAMED_PATTERNS = tuple(
    (re.compile(rf"(?:.*[^a-z\s]\s*)?(?:{words})\W*", re.IGNORECASE), young, old)
    for words, young, old in _NAMED
)


class _Amount(NamedTuple):
    """A count of a unit: 4 months."""

    number: float
    unit: float


def age_of(words: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Give the earliest and latest instant that relative words allow; None if they are not.

    >>> from datetime import UTC
    >>> earliest, latest = age_of("about 2 hours ago", datetime(2026, 9, 30, 12, tzinfo=UTC))
    >>> print(earliest.time(), latest.time())
    08:59:00 10:30:31
    """
    if not _may_be_age(words):
        return None
    match = _ago(words)
    if match is None:
        return _short(words, now) or _named(words, now)
    hedge = (match["hedge"] or "").lower()
    if match["some"]:
        unit = _UNITS[match["of"].lower().rstrip(".")]
        # Nobody agrees what "a few" is; moment's "a few seconds" is anything below 45 s.
        young, old = (1.0, 4.0) if "couple" in match["some"].lower() else (0.0, 10.0)
        old = 60.0 if unit == _SECOND else old
        return _before(now, [_Amount(old, unit)]), _after(now, young * unit)
    if match["half"]:
        unit = _UNITS[match["half"].lower().split()[-1].rstrip(".")]
        return _before(now, [_Amount(1, unit)]), _after(now, unit / 4)
    glued = match.start("amounts") == match.start() and match.start() > 0
    return _bounds(_amounts(match["amounts"], glued=glued), hedge, now)


# The pages of a site say the same few hundred things; only what they are counted from differs.
@lru_cache(maxsize=4096)
def _may_be_age(words: str) -> bool:
    return _INSTANT.fullmatch(words) is None and _HINT.search(words) is not None


@lru_cache(maxsize=4096)
def _ago(words: str) -> re.Match[str] | None:
    return _AGO.search(words)


def _short(words: str, now: datetime) -> tuple[datetime, datetime] | None:
    match = _SHORT.fullmatch(words)
    if match is None:
        return None
    amounts = _amounts(match["amounts"], glued=False)
    return _bounds(amounts, "", now) if amounts else None


def _named(words: str, now: datetime) -> tuple[datetime, datetime] | None:
    for pattern, young, old in _NAMED_PATTERNS:
        if pattern.fullmatch(words):
            return now - timedelta(seconds=old + _RENDERED_BEFORE), _after(now, young)
    return None


def _amounts(words: str, *, glued: bool) -> list[_Amount]:
    """Read "1 year, 2 months"; empty if a word is no unit."""
    amounts = []
    for count_words, unit_word in _AMOUNT_PARTS.findall(words):
        unit = _UNITS.get(unit_word.lower())
        if unit is None:
            return []
        count = _COUNTS.get(count_words.lower())
        if count is None:
            digits = count_words
            while glued and len(digits) > 1 and (int(digits) > _MOST[unit] or digits[0] == "0"):
                digits = digits[1:]
            count = int(digits)
        amounts.append(_Amount(count, unit))
    return amounts


def bounds_of(number: int, unit: float, now: datetime) -> tuple[datetime, datetime] | None:
    """Give the earliest and latest instant of a plain age: so many units of so many seconds.

    >>> from datetime import UTC
    >>> earliest, latest = bounds_of(2, 3600.0, datetime(2026, 9, 30, 12, tzinfo=UTC))
    >>> print(earliest.time(), latest.time())
    08:59:00 10:30:31
    """
    nearest = min(_MOST, key=lambda size: abs(size - unit) / size)
    return _bounds([_Amount(number, nearest)], "", now)


def _bounds(amounts: list[_Amount], hedge: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Turn amounts into the instants between which they may have begun."""
    if not amounts or any(number > _LARGEST for number, _ in amounts):
        return None
    whole, (last, unit) = amounts[:-1], amounts[-1]
    floor = sum(number * size for number, size in whole)
    upper, lower = last + 1, last - 0.5
    if hedge == "less than":
        upper, lower = last, 0.0
    elif hedge in {"over", "more than"}:
        lower = float(last)
    elif hedge in {"almost", "nearly"}:
        upper = last
    elif unit == _MINUTE and last == 1:
        lower = 0.0  # WordPress before 5.3 knows nothing shorter
    young = floor + max(lower, 0.0) * unit
    if unit >= _HOUR:
        young -= _ROUNDED_TWICE
    return _before(now, [*whole, _Amount(upper, unit)]), _after(now, young, unit)


def _after(now: datetime, age: float, unit: float = _SECOND) -> datetime:
    """Give the latest instant for the youngest age; nothing was posted after it was seen."""
    slack = _NOTED_EARLY + (_SUMMER_TIME if unit >= _DAY else 0.0)
    return now - timedelta(seconds=max(age - slack, 0.0))


def _before(now: datetime, amounts: list[_Amount]) -> datetime:
    """Give the earliest instant for the oldest age, by whichever calendar reaches further."""
    seconds = sum(number * unit for number, unit in amounts if unit < _MONTH)
    months = sum(
        number * (12 if unit == _YEAR else 1) for number, unit in amounts if unit >= _MONTH
    )
    slack = seconds + _RENDERED_BEFORE
    if any(unit >= _DAY for _, unit in amounts):
        slack += _SUMMER_TIME
    rest = timedelta(seconds=slack)
    if not months:
        return now - rest
    by_length = now - timedelta(seconds=months * _LONG_MONTH)
    # The site counts months where it stands, where it may be another day.
    by_calendar = (
        _months_before(now + offset, int(months)) - offset
        for offset in (timedelta(hours=-12), timedelta(), timedelta(hours=14))
    )
    return min(by_length, *by_calendar) - rest


def _months_before(moment: datetime, months: int) -> datetime:
    """Go back by calendar months, to the month's last day where the day is missing.

    >>> _months_before(datetime(2026, 3, 31), 1).isoformat()
    '2026-02-28T00:00:00'
    """
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    year = max(year, 1)
    day = min(moment.day, monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
