"""What is other than in the runs before: a template that changed shows itself like this."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Stats = Mapping[str, Any]

RUNS = 10
"""So many earlier runs are compared with."""

FEWEST_RUNS, FEWEST_READ = 3, 5
"""Below this many runs, or articles in a run, a comparison says nothing."""

FALL = 0.2
"""How far a share may fall, and that of the unknown layout rise, before it is worth a word."""

FIELDS = ("title", "body", "authors", "published_at", "images")

READ = "boredcrawl/articles/read"


def noticed(now: Stats, before: Sequence[Stats]) -> list[str]:
    """Say what a run found that runs before it did not; `before` has their stats.

    >>> usual = {READ: 10, "boredcrawl/fields/body": 10, "boredcrawl/fields/authors": 9}
    >>> noticed(usual | {"boredcrawl/fields/body": 4}, [usual] * 3)
    ['body: 40% of articles have one, 100% before']
    >>> noticed(usual | {"boredcrawl/layouts/generic": 9}, [usual] * 3)
    ['layout: 90% of articles are read by the generic page, 0% before']
    >>> noticed(usual | {"boredcrawl/dropped/advertisement": 80}, [usual] * 3)
    ['boilerplate: 8.0 pieces an article fall to advertisement, 0.0 before']
    >>> noticed(usual, [usual] * 2), noticed({READ: 1}, [usual] * 9)
    ([], [])
    """
    earlier = [stats for stats in before if stats.get(READ, 0) >= FEWEST_READ][:RUNS]
    if len(earlier) < FEWEST_RUNS or now.get(READ, 0) < FEWEST_READ:
        return []
    told = []
    generic = "boredcrawl/layouts/generic"
    was, is_now = _usual(earlier, generic), _share(now, generic)
    if is_now > was + FALL:
        told.append(
            f"layout: {is_now:.0%} of articles are read by the generic page, {was:.0%} before"
        )
    for field in FIELDS:
        name = f"boredcrawl/fields/{field}"
        was, is_now = _usual(earlier, name), _share(now, name)
        if is_now < was - FALL:
            told.append(f"{field}: {is_now:.0%} of articles have one, {was:.0%} before")
    incomplete = "boredcrawl/comments/incomplete"
    was, is_now = _usual(earlier, incomplete), _share(now, incomplete)
    if is_now > was + FALL:
        told.append(f"comments: {is_now:.0%} of threads are incomplete, {was:.0%} before")
    for name in sorted(now):
        if name.startswith("boredcrawl/dropped/"):
            was, is_now = _usual(earlier, name), _share(now, name)
            # Twice as many, and one more in each article: a rule that takes what it should not.
            if is_now > max(2 * was, was + 1):
                rule = name.rpartition("/")[2]
                told.append(
                    f"boilerplate: {is_now:.1f} pieces an article fall to {rule}, {was:.1f} before"
                )
    return told


def usual_share(before: Sequence[Stats], name: str) -> float | None:
    """Give the median share of articles with something in earlier runs; None for too few runs."""
    earlier = [stats for stats in before if stats.get(READ, 0) >= FEWEST_READ][:RUNS]
    return _usual(earlier, name) if len(earlier) >= FEWEST_RUNS else None


def _usual(earlier: Sequence[Stats], name: str) -> float:
    return median(_share(stats, name) for stats in earlier)


def _share(stats: Stats, name: str) -> float:
    return float(stats.get(name, 0) / stats[READ])
