"""The clairvoyant optimum: the fewest visits by which who knows the year does the same job.

The job is what a crawl gives its user, and the same is asked of the clairvoyant as of us:

1. every article is looked at when it appears;
2. the same share of comments is seen within a day of being posted;
3. at least the same share of edits is seen within a day (an edit weighs two comments here, by
   which the clairvoyant sees more of them in time than we do, for half a percent more visits);
4. with `Bounds`, no article is left alone for longer than they allow: what nobody announces,
   a deletion for one, is noticed by then.

Without bounds (4 left out) it comes only for what it knows to be there. Compare like with like: a
policy with bounds to the optimum with bounds, one without to the one without.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from bench.site_year import HOURS, Told

if TYPE_CHECKING:
    from collections.abc import Sequence

EDIT = 2
"""What an edit seen within a day is worth beside a comment."""

PRICES = (0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 7.5, 9.5, 12.5, 16.5, 20.5, 30.5, 50.5, 100.5)
"""What a visit costs, in comments: at each the best is exact, between them it is interpolated,
which nobody can beat."""

STEP, STEPPED, GROWING = 2.0, 5 * HOURS, 1.04
"""With bounds, visits may also be needed where nothing happens: every two hours for five days, then
at ages four percent apart. With twice as many such moments it was better by 0.2 %."""


class Bounds(NamedTuple):
    """How long an article may be left alone, in hours.

    At most its age times `growth`, but at least `soonest` and at most `latest`.
    """

    soonest: float
    growth: float
    latest: float

    def until(self, age: float) -> float:
        """Give the age by which the next visit must come after one at this age."""
        return age + max(self.soonest, min(self.latest, age * self.growth))


@dataclass(frozen=True, slots=True)
class Done:
    """What visits have brought."""

    visits: float = 0
    comments: float = 0
    edits: float = 0

    def __add__(self, other: Done) -> Done:
        """Give both together."""
        return Done(
            self.visits + other.visits,
            self.comments + other.comments,
            self.edits + other.edits,
        )

    def towards(self, other: Done, part: float) -> Done:
        """Give what lies between two."""
        pairs = (
            (self.visits, other.visits),
            (self.comments, other.comments),
            (self.edits, other.edits),
        )
        return Done(*(one + part * (two - one) for one, two in pairs))


def clairvoyant(
    year: Sequence[Told], *, share: float, days: int, bounds: Bounds | None = None
) -> Done:
    """Give the fewest visits by which a share of the comments is seen within a day."""
    wanted = share * sum(len(told.comments) for told in year)
    known: dict[int, Done] = {}

    def at(place: int) -> Done:
        if place not in known:
            known[place] = Done()
            for told in year:
                known[place] += best_visits(told, PRICES[place], days * HOURS, bounds)
        return known[place]

    cheap, dear = 0, len(PRICES) - 1
    if not at(dear).comments <= wanted <= at(cheap).comments:
        raise SystemExit(f"no price leads to a share of {share:.3f}")
    while dear - cheap > 1:
        middle = (cheap + dear) // 2
        cheap, dear = (middle, dear) if at(middle).comments >= wanted else (cheap, middle)
    more, fewer = at(cheap), at(dear)
    return more.towards(fewer, (more.comments - wanted) / (more.comments - fewer.comments or 1))


def best_visits(told: Told, price: float, end: float, bounds: Bounds | None) -> Done:
    """Choose the visits of one article that bring most in time, each at a price.

    By dynamic programming over the ages at which a visit may be best. None comes within a day of
    another but the first: moved apart they see no less.
    """
    life = end - told.born
    found = sorted(
        [(at - told.born, 1) for at in told.comments]
        + [(at - told.born, EDIT) for at in told.edits]
    )
    times = [at for at, _ in found]
    worth = [0, *accumulate(weight for _, weight in found)]
    ages = [0.0, *sorted({*(at for at in times if at > 0), *_ages(life, bounds)})]
    until = [math.inf if bounds is None else bounds.until(age) for age in ages]
    upto = [bisect_right(times, age) for age in ages]
    value, before = [worth[upto[0]] - price], [-1]
    window: deque[int] = deque()
    """Visits a day ago or longer that may be the one before, the best first."""
    passed = 0
    for place, age in enumerate(ages[1:], 1):
        while ages[passed] <= age - HOURS:
            while window and value[window[-1]] <= value[passed]:
                window.pop()
            window.append(passed)
            passed += 1
        while window and until[window[0]] < age:
            window.popleft()
        last, since = (window[0], bisect_right(times, age - HOURS)) if window else (0, upto[0])
        is_late = not window and until[0] < age
        gain = -math.inf if is_late else worth[upto[place]] - worth[since] - price
        value.append(value[last] + gain)
        before.append(last)
    place = max((n for n in range(len(ages)) if until[n] >= life), key=value.__getitem__)
    done = Done(visits=1, comments=sum(weight == 1 for _, weight in found[: upto[0]]))
    while place:
        since = max(bisect_right(times, ages[place] - HOURS), upto[before[place]])
        seen = found[since : upto[place]]
        edits = sum(weight == EDIT for _, weight in seen)
        done += Done(1, len(seen) - edits, edits)
        place = before[place]
    return done


def _ages(life: float, bounds: Bounds | None) -> list[float]:
    if bounds is None:
        return []
    ages = [STEP * number for number in range(1, int(min(life, STEPPED) / STEP) + 1)]
    while ages and (age := ages[-1] * GROWING) < life:
        ages.append(age)
    return ages
