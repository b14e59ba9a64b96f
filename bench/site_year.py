"""A made-up year of a site: what is published, said and edited, and what the best could do.

Nothing of it comes from `revisit.py`: delays are lognormal with a Pareto tail there, while the
policy believes in another law, and some discussions begin anew long after.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

HOURS = 24.0
"""Times are hours since the year began."""

COMMENTS, SPREAD = 12, 1.5
"""Comments of an article: the median and the sigma of a lognormal; the mean is three times as
high, and one article in a hundred has more than 400."""

DELAY, DELAY_SPREAD = 7, 1.3
"""Hours from article to comment, likewise: four of five come within a day."""

STRAGGLERS, TAIL = 0.07, 0.9
"""The share of comments that come late instead, by a Pareto law so flat that it has no mean."""

REVIVED = 0.02
"""The share of articles that are shared again and get another discussion."""

EDITED = 0.15
"""The share of articles whose text is changed once."""


@dataclass(frozen=True, slots=True)
class Told:
    """One article's year."""

    born: float
    comments: tuple[float, ...]
    edits: tuple[float, ...]


def make_year(*, days: int, a_day: int, seed: int) -> list[Told]:
    """Publish so many articles a day, between 6 and 22 o'clock; the oldest first."""
    dice = random.Random(seed)  # noqa: S311 - the same year every time is meant
    end = days * HOURS
    told = []
    for day in range(days):
        for born in sorted(day * HOURS + dice.uniform(6, 22) for _ in range(a_day)):
            many = int(dice.lognormvariate(math.log(COMMENTS), SPREAD))
            said = [born + _delay(dice) for _ in range(many)]
            if dice.random() < REVIVED:
                again = born + HOURS * dice.lognormvariate(math.log(40), 1)
                many = int(dice.lognormvariate(math.log(10), 1.2))
                said += [again + _delay(dice) for _ in range(many)]
            edits = [born + _delay(dice)] if dice.random() < EDITED else []
            told.append(
                Told(
                    born,
                    tuple(sorted(at for at in said if at < end)),
                    tuple(at for at in edits if at < end),
                )
            )
    return told


def _delay(dice: random.Random) -> float:
    if dice.random() < STRAGGLERS:
        return 12 * dice.paretovariate(TAIL)
    return dice.lognormvariate(math.log(DELAY), DELAY_SPREAD)


@dataclass(frozen=True, slots=True)
class Best:
    """What who knows the year in advance would do at a price of a visit, in comments."""

    for_comments: int
    with_duties: int
    share: float


def clairvoyant(
    year: Sequence[Told], *, share: float, days: int, duty: tuple[float, float, float]
) -> Best:
    """Give the fewest visits by which a share of the comments is seen within a day.

    Exact for the comments: intervals of a day are placed by dynamic programming at a price per
    visit, and between the two prices whose shares lie around the one asked for the visits
    are interpolated, which nobody can beat. `with_duties` adds what the job demands of everybody:
    a visit when an article appears, and none looked at later than (the soonest, times its
    age, the latest) allows, in hours.
    """
    total = sum(len(told.comments) for told in year)
    before = None
    for price in (0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 7.5, 9.5, 12.5, 16.5, 20.5, 30.5, 50.5, 100.5):
        chosen = [_best_visits(told.comments, price) for told in year]
        visits = sum(len(places) for places, _ in chosen)
        seen = sum(count for _, count in chosen) / total
        duties = sum(
            _duties(told, places, days * HOURS, duty)
            for told, (places, _) in zip(year, chosen, strict=True)
        )
        now = (visits, visits + duties, seen)
        if seen <= share:
            if before is None:
                break
            part = (share - seen) / (before[2] - seen)
            fewer, fewer_all = (round(now[i] + part * (before[i] - now[i])) for i in (0, 1))
            return Best(fewer, fewer_all, share)
        before = now
    raise SystemExit(f"no price leads to a share of {share:.3f}")


def _best_visits(comments: Sequence[float], price: float) -> tuple[list[float], int]:
    best: list[float] = [0.0]
    chosen: list[int | None] = [None]
    for place, at in enumerate(comments):
        first = bisect_right(comments, at - HOURS)
        gain = best[first] + place - first + 1 - price
        is_better = gain > best[-1]
        best.append(gain if is_better else best[-1])
        chosen.append(first if is_better else None)
    visits, seen, place = [], 0, len(comments)
    while place:
        first_of = chosen[place]
        if first_of is None:
            place -= 1
        else:
            visits.append(comments[place - 1])
            seen += place - first_of
            place = first_of
    return visits[::-1], seen


def _duties(
    told: Told, visits: Sequence[float], end: float, duty: tuple[float, float, float]
) -> int:
    soonest, growth, latest = duty
    count, last = 1, told.born
    for at in (*visits, end):
        while True:
            due = last + max(soonest, min(latest, (last - told.born) * growth))
            if due >= at:
                break
            count, last = count + 1, due
        last = at
    return count
