"""When to look again: pure arithmetic, no clock and no chance in it.

The aim: whatever is said under an article is seen within a day, with as few visits as that
takes (`python -m bench revisits`; docs/revisits.md). From what the visits so far found, and
from how discussions fade in general, it is estimated how much a day will bring. While that
is worth a visit, there is one every day; afterwards ever more rarely. What a listing says of
new comments brings a visit forward.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)

WITHIN = timedelta(hours=23.5)
"""The gap between two visits of a living discussion: a day, less half an hour in which a crawl
that cron starts every quarter comes by."""

LATEST = timedelta(days=180)
"""Nothing is left alone for longer, the gone included."""

GROWTH = 12.0
"""An article is looked at again before it is so many times as old, however quiet it is."""

WORTHWHILE = 0.8
"""How much a day must bring to be worth a visit: new comments, and changes of the text. Measured
with the simulator, November 2026, at 15 articles a day: beside 1, 0.5 costs 15 % more visits for
half a percent more comments within a day, and 2 saves 9 % of them for 0.6 percent less."""

MANY = 3.0
"""Where a day brings less, how much must have come before it is worth a visit, which then sees most
of it late. Measured likewise: 0.8 costs 10 to 16 % more visits for 0.2 to 0.7 percent more comments
within a day, and 1.5 costs 3 to 5 % more for 0.1."""

TELLING = 1.5
"""Below so many expected in a day, a listing that shows an article's comments is relied on: a visit
waits for what it tells. Above, something will come, and the article may leave the listing before;
relying on it all the same lost another percent of comments, at 30 articles a day."""

FADES, FADING = timedelta(hours=10), 1.4
"""How a discussion fades: the share that comes after an age is (1 + age / FADES) ** -FADING,
a fifth after a day, one in sixty after a week. An assumption, with a heavier tail than most: the
truth of each article is learned from its visits."""

USUAL, DOUBT = 0.5, 0.05
"""Before anything is known: half a find in a twentieth of a discussion, ten in a whole one."""

FORGETS = 0.5
"""How old finds lose weight: by this power of the age they were made at over the age now."""

STIRRED, STIRRED_TIMES = 3, 4.0
"""A quiet discussion begins anew where a visit finds so many, and so many times as expected."""

WATCHED_FOR = timedelta(hours=6)
"""A listing that gave an article's comment count so lately will tell of the next one too."""

FULL_EVERY = 5
"""Every so many visits the page is asked for whole, whatever its validators say."""

DISTRUST = timedelta(days=30)
"""A site whose validators lied is asked for whole pages for so long."""

NEW_WORTH = 1_000_000.0
"""Above the worth of anything visited before: what was never seen goes first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """What is known of an article when its next visit is chosen.

    `finds` and `exposure` are what visits found and the share of a discussion they
    covered, both with less weight the longer ago; `learn` brings them up to date.
    """

    born_at: datetime
    """Its publication, or the first sighting where that is not known."""
    last_visit_at: datetime | None = None
    finds: float = 0.0
    exposure: float = 0.0
    stirred_at: datetime | None = None
    """When its discussion began anew, if it did."""
    is_watched: bool = False
    """Whether a listing shows how many comments it has."""

    @property
    def began_at(self) -> datetime:
        """When the discussion began that goes on now."""
        return max(self.born_at, self.stirred_at or self.born_at)


def come_by(age: timedelta) -> float:
    """Give the share of a discussion that has come by an age.

    >>> [round(come_by(age * AN_HOUR), 2) for age in (0, 1, 24, 24 * 7)]
    [0.0, 0.12, 0.82, 0.98]
    """
    return 1 - math.pow(1 + max(age, timedelta()) / FADES, -FADING)


def learn(past: Past, at: datetime, found: int) -> Past:
    """Bring what is known up to date with a visit at `at` that found so many new things.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> known = learn(Past(born_at=noon - A_DAY), noon, 40)
    >>> round(expected(known, noon, WITHIN))
    4

    An old article whose discussion wakes up is young again:

    >>> old = Past(born_at=noon - 400 * A_DAY, last_visit_at=noon - A_DAY, finds=9, exposure=1)
    >>> learn(old, noon, 30).stirred_at == noon - A_DAY / 2
    True
    """
    since = past.last_visit_at or past.began_at
    gap, age = max(at - since, timedelta()), max(at - past.began_at, timedelta())
    before = max(since - past.began_at, timedelta())
    is_stirred = (
        past.last_visit_at is not None
        and found >= STIRRED
        and age > 2 * A_DAY
        and found > STIRRED_TIMES * expected(past, since, gap)
    )
    if is_stirred:
        return replace(
            past,
            last_visit_at=at,
            stirred_at=at - gap / 2,
            finds=float(found),
            exposure=come_by(gap / 2),
        )
    weight = (max(before, AN_HOUR) / max(age, AN_HOUR)) ** FORGETS
    return replace(
        past,
        last_visit_at=at,
        finds=past.finds * weight + found,
        exposure=past.exposure * weight + come_by(age) - come_by(before),
    )


def expected(past: Past, at: datetime, gap: timedelta) -> float:
    """Estimate how many new things a visit will find that comes `gap` after one at `at`."""
    size = (USUAL + past.finds) / (DOUBT + past.exposure)
    age = at - past.began_at
    return size * (come_by(age + gap) - come_by(age))


def next_visit(at: datetime, past: Past) -> datetime:
    """Choose when to look again at an article visited at `at`, that visit learned already.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> def days(age, found, **past):
    ...     known = Past(born_at=noon - age * A_DAY, **past)
    ...     return round((next_visit(noon, learn(known, noon, found)) - noon) / A_DAY, 1)

    Every day while the discussion lives, then ever more rarely, and none is forgotten:

    >>> [days(age, 30) for age in (0, 1, 2, 7, 400)]
    [1.0, 1.0, 1.0, 77.0, 180.0]

    What has never had anything new is left alone sooner:

    >>> days(1, 0), days(1, 200)
    (11.0, 1.0)

    Where a listing shows the comments of a quiet discussion, a new one brings the visit forward;
    it need not come to look for it:

    >>> days(2, 30), days(2, 30, is_watched=True)
    (1.0, 2.0)
    """
    worth_it = worthwhile(at, past)
    return at_latest(at, past) if worth_it is None else min(worth_it, at_latest(at, past))


def worthwhile(at: datetime, past: Past) -> datetime | None:
    """Choose when enough will have come to be worth another visit; None where it never will.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> worthwhile(noon, learn(Past(born_at=noon - 9 * A_DAY), noon, 0)) is None
    True
    """
    today = expected(past, at, WITHIN)
    if today >= WORTHWHILE:
        return at + (2 * WITHIN if past.is_watched and today < TELLING else WITHIN)
    age = max(at - past.began_at, timedelta())
    size = (USUAL + past.finds) / (DOUBT + past.exposure)
    left = 1 - come_by(age) - MANY / size
    if left <= 0:
        return None
    # The age by which another visit's worth will have come.
    gap: timedelta = FADES * (math.pow(left, -1 / FADING) - 1) - age
    return at + max(gap, 2 * WITHIN if past.is_watched else WITHIN)


def at_latest(at: datetime, past: Past) -> datetime:
    """Give the latest moment of the next visit, whatever is expected.

    Nobody announces deletions, edits of old articles and comments out of season.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [(at_latest(noon, Past(born_at=noon - age * A_DAY)) - noon).days for age in (0, 3, 90)]
    [1, 33, 180]
    """
    age = max(at - past.began_at, timedelta())
    return at + clamped(age * (GROWTH - 1), 2 * WITHIN, LATEST)


def hastened(now: datetime, last_told_at: datetime | None) -> datetime:
    """Choose when to visit an article that a source tells news of.

    What is new came after the source was asked last, and waits until a day after that at most,
    so that whatever else comes meanwhile is seen by the same visit.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> hastened(noon, noon - AN_HOUR) == noon + WITHIN - AN_HOUR
    True
    >>> hastened(noon, noon - 9 * A_DAY) == hastened(noon, None) == noon
    True
    """
    return now if last_told_at is None else max(now, last_told_at + WITHIN)


def modified(now: datetime, told: int, true: int) -> datetime:
    """Choose when to visit an article that a source says was modified.

    `told` such visits were made to the site before, and `true` of them found anything: a source
    is trusted as far as it proved right.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [round((modified(noon, told, true) - noon) / A_DAY, 1)
    ...  for told, true in ((0, 0), (10, 10), (10, 4), (50, 0))]
    [0.0, 0.0, 2.0, 26.0]
    """
    trust = (true + 2) / (told + 2)
    return now if trust > 0.8 else now + min(A_DAY / trust, 60 * A_DAY)  # noqa: PLR2004


def may_ask_if_changed(now: datetime, visits: int, lied_at: datetime | None) -> bool:
    """Tell whether a page may be asked for only if it has changed.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [may_ask_if_changed(noon, visits, None) for visits in (0, 1, 4, 5, 6)]
    [False, True, True, False, True]
    >>> may_ask_if_changed(noon, 1, noon - A_DAY), may_ask_if_changed(noon, 1, noon - 31 * A_DAY)
    (False, True)
    """
    is_trusted = lied_at is None or now - lied_at > DISTRUST
    return is_trusted and visits % FULL_EVERY != 0


def worth(at: datetime, past: Past) -> float:
    """Estimate what a visit is worth, to order what is due: finds expected in a day.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> young, old = Past(born_at=noon - A_DAY), Past(born_at=noon - 50 * A_DAY)
    >>> worth(noon, young) > worth(noon, old) > 0
    True
    """
    return expected(past, at, A_DAY)


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
    >>> [(after_failure(noon, times) - noon) // AN_HOUR for times in (1, 2, 5, 40)]
    [1, 2, 16, 720]
    """
    return at + min(AN_HOUR * (1 << min(failures - 1, 20)), 30 * A_DAY)


def after_missing(at: datetime, missing: int) -> datetime:
    """Choose when to look again at what answered, `missing` times in a row, that it is gone.

    Once may be a mistake; the second time it is believed, and looked at rarely.

    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [(after_missing(noon, times) - noon).days for times in (1, 2, 3)]
    [1, 30, 180]
    """
    return at + {1: A_DAY, 2: 30 * A_DAY}.get(missing, LATEST)


def clamped(gap: timedelta, soonest: timedelta, latest: timedelta) -> timedelta:
    """Keep a gap between two bounds."""
    return max(soonest, min(latest, gap))
