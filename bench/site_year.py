"""A made-up year of a site: what is published, said and edited.

Nothing of it comes from `revisit.py`: delays are lognormal with a Pareto tail there, while the
policy believes in another law, and some discussions begin anew long after.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

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
