"""Dates and instants in the forms sites write them: ISO 8601, RFC 822, English, numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache

Dated = tuple[datetime, datetime, datetime]
"""The instant to show, the earliest and the latest that the words allow, all in UTC."""

_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)
"""The first and the last zone in which a day, or a clock without a zone, may be meant."""

_SPELLINGS = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_MONTHS = {name: number for number, names in enumerate(_SPELLINGS, start=1) for name in names}
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_CLOCK = (
    r"(?:,?\s*(?:at|@|-|\u2013|•|\||T)?\s*(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::(?P<second>\d\d))?"
    r"(?:\s*(?P<half>[ap])\.?m\b\.?)?(?:\s*(?P<zone>(?:UTC|GMT)?[+-]\d\d:?\d\d|[A-Z]{1,4}\b))?)?"
)
_FORMS = tuple(
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        # as in "SEP 7, 2026", "Jan 14th, 2014", "Home & DesignSept. 7 2026 at 3:05 PM EST"
        _MONTH + r"\.?\s*(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)"
        r"(?P<year>\d{4}\b|['\u2019]\d\d\b)",
        # as in "7 September 2026", "7th Sep, 2026 14:30"
        r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+"
        + _MONTH
        + r"\.?,?[\s-]+(?P<year>\d{4}\b|['\u2019]\d\d\b)",
        # as in "2026/09/07", "2026.9.7 14:30"
        r"(?<!\d)(?P<year>(?:19|20)\d\d)[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?!\d)",
    )
)
_YEARLESS = re.compile(
    rf"\W*(?:(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\s+)?{_MONTH}\.?"
    rf"(?:(?<=[a-z.])\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?)?{_CLOCK}\W*",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(rf"\W*{_MONTH}\.?,?\s+(?P<year>(?:19|20)\d\d)\W*", re.IGNORECASE)
# "7/9/2026", "26.05.20", "12/4 at 11:31 am": day and month in either order
_EITHER = re.compile(
    r"(?:.*[^\d:./-])?(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?:(?P=sep)(?P<year>(?:19|20)?\d\d))?"
    rf"(?!\d){_CLOCK}\D*",
    re.IGNORECASE,
)
_ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "BST": 1,
    "CET": 1,
    "CEST": 2,
    "EET": 2,
    "EEST": 3,
} | {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_UNIX = re.compile(r"\d{10}(?:\d{3})?")
_RFC_822 = re.compile(r"[A-Z][a-z]{2}, \d")


def date_of(words: str, now: datetime, languages: tuple[str, ...]) -> Dated | None:
    """Read an absolute time; a day or a clock without a zone is bounded by all zones.

    >>> print(*date_of("2026-09-07T08:00:00", datetime(2026, 9, 30, tzinfo=UTC), ("en",)))
    2026-09-07 08:00:00+00:00 2026-09-06 18:00:00+00:00 2026-09-07 20:00:00+00:00
    """
    is_day_first = bool(languages) and languages[0] != "en"
    dated = _read(words) or _this_year(words, now)
    dated = dated or _either_order(words, now, is_day_first=is_day_first)
    if dated is None:
        return None
    at, earliest, latest = dated
    if earliest < now < latest:
        latest = now  # what is on the page was not posted after it was seen
        at = min(at, latest)
    return at, earliest, latest


@lru_cache(maxsize=4096)
def _read(words: str) -> Dated | None:
    """Read the forms that need neither language nor the present."""
    if _UNIX.fullmatch(words):
        at = datetime.fromtimestamp(int(words[:10]), UTC)
        return at, at, at
    for read in (_iso, _rfc_822, _english, _month_only):
        dated = read(words)
        if dated is not None:
            return dated
    return None


def _iso(words: str) -> Dated | None:
    if not words[:4].isdigit():
        return None
    try:
        moment = datetime.fromisoformat(words.replace(" UTC", "Z").replace(" GMT", "Z"))
    except ValueError:
        return None
    has_clock = ":" in words or "T" in words
    return bounded_instant(moment) if has_clock else bounded_day(moment)


def _rfc_822(words: str) -> Dated | None:
    if not _RFC_822.match(words):
        return None
    try:
        return bounded_instant(parsedate_to_datetime(words))
    except ValueError:
        return None


def _english(words: str) -> Dated | None:
    """Find a date written with an English month or the year first, a clock after it or not."""
    for form in _FORMS:
        match = form.search(words)
        if match is None:
            continue
        month = _MONTHS.get(match["month"].lower()) or int(match["month"])
        try:
            day = datetime(_year(match["year"]), month, int(match["day"]))  # noqa: DTZ001 - the zone is what is unknown
            if match["hour"] is None:
                return bounded_day(day)
            return _clock(day, match)
        except ValueError:
            continue
    return None


def _clock(day: datetime, match: re.Match[str]) -> Dated:
    """Add the clock of a match to its day; the zone counts if it is one we know."""
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    moment = day.replace(hour=hour, minute=int(match["minute"]), second=int(match["second"] or 0))
    zone = (match["zone"] or "").upper()
    if zone in _ZONES:
        moment = moment.replace(tzinfo=timezone(timedelta(hours=_ZONES[zone])))
    elif zone[-5:-4] in {"+", "-"} or zone[-6:-5] in {"+", "-"}:
        sign = zone.removeprefix("UTC").removeprefix("GMT").replace(":", "")
        offset = timedelta(hours=int(sign[1:3]), minutes=int(sign[3:5]))
        moment = moment.replace(tzinfo=timezone(-offset if sign[0] == "-" else offset))
    return bounded_instant(moment)


def _month_only(words: str) -> Dated | None:
    match = _MONTH_ONLY.fullmatch(words)
    if match is None:
        return None
    first = datetime(int(match["year"]), _MONTHS[match["month"].lower()], 1, tzinfo=UTC)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, first - _EAST, following + _WEST


def _year(words: str) -> int:
    """Read a year of four digits or of two.

    >>> _year("2026"), _year("'24"), _year("99")
    (2026, 2024, 1999)
    """
    year = int(words.lstrip("'\u2019"))
    return year if year > 99 else year + (2000 if year < 70 else 1900)  # noqa: PLR2004 - as POSIX has it


def _either_order(words: str, now: datetime, *, is_day_first: bool) -> Dated | None:
    """Read "7/9/2026" as the language has it, with bounds that hold for the other order too."""
    match = _EITHER.fullmatch(words)
    if match is None or (match["year"] is None and match["hour"] is None):
        return None  # "9/10" is more often a mark than a day
    a, b = int(match["a"]), int(match["b"])
    found = [
        _last(now, month, day, match)
        for month, day in (((b, a), (a, b)) if is_day_first else ((a, b), (b, a)))
    ]
    days = [dated for dated in found if dated is not None]
    if not days:
        return None
    return days[0][0], min(dated[1] for dated in days), max(dated[2] for dated in days)


def _this_year(words: str, now: datetime) -> Dated | None:
    """Read a date without a year, which is the last one of that name."""
    match = _YEARLESS.fullmatch(words)
    number = match and (match["day"] or match["day_before"])
    if match is None or not number:
        return None
    return _last(now, _MONTHS[match["month"].lower()], int(number), match)


def _last(now: datetime, month: int, day: int, match: re.Match[str]) -> Dated | None:
    """Give the day of a match; where it names no year, the last one that was; None if none."""
    named = match.groupdict().get("year")
    # Far enough back for a 29 February.
    years = (_year(named),) if named else range(now.year + 1, now.year - 5, -1)
    for year in years:
        try:
            moment = datetime(year, month, day)  # noqa: DTZ001 - the zone is what is unknown
            dated = bounded_day(moment) if match["hour"] is None else _clock(moment, match)
        except ValueError:
            continue
        if dated[1] <= now:
            return dated
    return None


def bounded_instant(moment: datetime) -> Dated:
    """Bound an instant: by itself if it has a zone, else by the first and the last zone."""
    if moment.tzinfo is not None:
        at = moment.astimezone(UTC)
        return at, at, at
    at = moment.replace(tzinfo=UTC)
    return at, at - _EAST, at + _WEST


def bounded_day(day: datetime) -> Dated:
    """Bound a day wherever it was."""
    at = day.replace(tzinfo=UTC)
    return at, at - _EAST, at + timedelta(days=1) + _WEST
