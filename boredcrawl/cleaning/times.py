"""When something was posted, from the site's own words, with honest bounds.

A page says "4 months ago"; when it was said is known, how the site rounds is not. So a
time is three instants: the earliest and the latest that the words allow, and a middle.
What the words allow was read off the code of the libraries that sites use: date-fns and
Rails round ("about 2 hours" begins at 1 h 29 min 30 s), moment rounds with thresholds of
its own, timeago.js and Carbon floor, WordPress rounds and calls half a minute "1 min".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from boredcrawl.cleaning.ages import age_of
from boredcrawl.cleaning.dates import date_of
from boredcrawl.cleaning.foreign import foreign_time
from boredcrawl.cleaning.text import squash

LONGEST = 160
"""Words longer than this are a paragraph, not a time; a date in one is somebody's story."""

_EDITED = re.compile(r"\(\s*edited\b[^)]*\)|\bedited\b\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as known: the site's words, the bounds they allow, and a middle, in UTC.

    An absolute time has three equal instants. `contradicts` marks a reading whose bounds
    could not be brought together with what else is known; it keeps its own words' bounds.
    """

    raw: str
    at: datetime
    earliest: datetime
    latest: datetime
    contradicts: bool = False


def parse_time(
    raw: str | None, fetched_at: datetime, languages: tuple[str, ...] = ("en",)
) -> Moment | None:
    r"""Read a time as the site wrote it, relative to the moment the page was fetched.

    >>> seen = datetime(2026, 9, 30, 12, tzinfo=UTC)
    >>> moment = parse_time("Christmas, Occasions5 hours ago", seen)
    >>> print(moment.earliest, moment.latest)
    2026-09-30 05:59:00+00:00 2026-09-30 07:30:31+00:00
    >>> print(parse_time("2026-09-30T08:00:00+02:00", seen).at)
    2026-09-30 06:00:00+00:00

    A date without a time of day is that day wherever it was: it begins in UTC+14 and ends
    in UTC-12, and its middle is midnight UTC, so that the date itself reads the same.

    >>> moment = parse_time("SEP 7, 2026", seen)
    >>> print(moment.at, moment.earliest, moment.latest, sep="\n")
    2026-09-07 00:00:00+00:00
    2026-09-06 10:00:00+00:00
    2026-09-08 12:00:00+00:00
    """
    words = squash(raw) if raw else ""
    if not words or len(words) > LONGEST:
        return None
    now = fetched_at.astimezone(UTC)
    bare = words
    if "dited" in words or "DITED" in words:
        bare = _EDITED.sub("", words).strip() or words
    bounds = age_of(bare, now)
    if bounds is not None:
        earliest, latest = bounds
        return Moment(words, earliest + (latest - earliest) / 2, earliest, latest)
    date = date_of(bare, now, languages) or foreign_time(bare, now, languages)
    if date is None:
        return None
    at, earliest, latest = date
    return Moment(words, at, earliest, latest)


def is_edited(raw: str | None) -> bool:
    """Tell whether a time says that its text was changed afterwards.

    >>> is_edited("4 months ago (edited)"), is_edited("4 months ago")
    (True, False)
    """
    return raw is not None and "dited" in raw.lower() and _EDITED.search(raw) is not None


def narrow(a: Moment, b: Moment) -> Moment:
    """Bring two sightings of one time together; `b` is the newer one.

    Where they cannot both be true the newer reading stands as it was said, flagged.

    >>> day = [datetime(2026, 9, n, tzinfo=UTC) for n in range(1, 10)]
    >>> both = narrow(Moment("a", day[3], day[1], day[5]), Moment("b", day[5], day[3], day[7]))
    >>> both.raw, both.earliest.day, both.latest.day, both.contradicts
    ('b', 4, 6, False)
    >>> narrow(Moment("a", day[1], day[0], day[2]), Moment("b", day[5], day[4], day[6])).contradicts
    True
    """
    earliest, latest = max(a.earliest, b.earliest), min(a.latest, b.latest)
    if earliest > latest:
        return replace(b, contradicts=True)
    return Moment(b.raw, _within(b, earliest, latest), earliest, latest, b.contradicts)


def bound(
    moment: Moment, *, not_before: datetime | None = None, not_after: datetime | None = None
) -> Moment:
    """Tighten a time by what it cannot be: a reply is not older than its parent.

    A limit that contradicts the words themselves is not applied, and flagged.

    >>> day = [datetime(2026, 9, n, tzinfo=UTC) for n in range(1, 10)]
    >>> reply = bound(Moment("a", day[3], day[1], day[5]), not_before=day[4])
    >>> reply.earliest.day, reply.latest.day
    (5, 6)
    """
    earliest = moment.earliest if not_before is None else max(moment.earliest, not_before)
    latest = moment.latest if not_after is None else min(moment.latest, not_after)
    if earliest > latest:
        return replace(moment, contradicts=True)
    if (earliest, latest) == (moment.earliest, moment.latest):
        return moment
    at = _within(moment, earliest, latest)
    return Moment(moment.raw, at, earliest, latest, moment.contradicts)


def _within(moment: Moment, earliest: datetime, latest: datetime) -> datetime:
    """Keep a stated instant where it is allowed, else take the middle of what is."""
    middle = moment.earliest + (moment.latest - moment.earliest) / 2
    if moment.at != middle and earliest <= moment.at <= latest:
        return moment.at
    return earliest + max(latest - earliest, timedelta()) / 2
