"""Times in other languages than English, as dateparser knows them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dateparser.data.languages_info import language_order
from dateparser.date import DateDataParser

from boredcrawl.cleaning.ages import bounds_of
from boredcrawl.cleaning.dates import Dated, bounded_day, bounded_instant

if TYPE_CHECKING:
    from collections.abc import Iterable

_KNOWN = frozenset(language_order)
_WORTH_ASKING = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
"""A digit and a letter: dateparser makes a day of this month of any bare number."""

_PRESENT = datetime(2020, 7, 15, 12)  # noqa: DTZ001 - dateparser reckons in naive times
_OTHER_PRESENT = _PRESENT - timedelta(days=400, hours=9)
"""Read against two presents, a date stays where it is and an age moves along."""

_TOLERANCE = timedelta(days=4)
"""Two months back from two presents differ by the lengths of the months between."""


class _Reading(NamedTuple):
    """What words say: a date, or so many units of so many seconds ago."""

    dated: Dated | None
    number: int
    unit: float


def foreign_time(words: str, now: datetime, languages: Iterable[str]) -> Dated | None:
    """Read a time in one of the languages; None if there is none, or only English ones.

    >>> from datetime import UTC
    >>> print(foreign_time("7 septembre 2026", datetime(2026, 9, 30, tzinfo=UTC), ("fr",))[0])
    2026-09-07 00:00:00+00:00
    """
    known = tuple(name for name in languages if name in _KNOWN and name != "en")
    if not known or not _WORTH_ASKING.search(words):
        return None
    reading = _read(words, known)
    if reading is None:
        return None
    if reading.dated is not None:
        return reading.dated if reading.dated[1] <= now else None
    bounds = bounds_of(reading.number, reading.unit, now)
    if bounds is None:
        return None
    earliest, latest = bounds
    return earliest + (latest - earliest) / 2, earliest, latest


@lru_cache(maxsize=4096)
def _read(words: str, languages: tuple[str, ...]) -> _Reading | None:
    """Ask dateparser, which takes its time, once for the same words."""
    found = _parser(languages, _PRESENT).get_date_data(words)
    again = _parser(languages, _OTHER_PRESENT).get_date_data(words).date_obj
    at = found.date_obj
    if at is None or again is None:
        return None
    if at.tzinfo is None and again.tzinfo is None:
        moved = at - again
        if abs(moved - (_PRESENT - _OTHER_PRESENT)) < _TOLERANCE:
            age = (_PRESENT - at).total_seconds()
            digits = re.search(r"\d+", words)
            number = int(digits[0]) if digits else 1
            return _Reading(None, number, age / number) if number and age > 0 else None
        if moved:
            return None  # no year is given, and which one is meant cannot be told
    if found.period == "time":
        return _Reading(bounded_instant(at), 0, 0)
    at_day, earliest, latest = bounded_day(at.replace(hour=0, minute=0, second=0, microsecond=0))
    span = timedelta(days={"week": 7, "month": 31, "year": 366}.get(found.period, 0))
    return _Reading((at_day, earliest - span, latest + span), 0, 0)


@lru_cache(maxsize=64)
def _parser(languages: tuple[str, ...], present: datetime) -> DateDataParser:
    settings = {
        "RELATIVE_BASE": present,
        "PREFER_DATES_FROM": "past",
        "RETURN_TIME_AS_PERIOD": True,
    }
    return DateDataParser(languages=list(languages), settings=settings)
