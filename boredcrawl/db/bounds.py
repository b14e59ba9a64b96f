"""Interval times across sightings: what several readings of "4 months ago" say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """When something happened: not before `earliest`, not after `latest`, `at` between."""

    raw: str | None = None
    at: datetime | None = None
    earliest: datetime | None = None
    latest: datetime | None = None


def narrow(stored: Bounds, seen: Bounds) -> tuple[Bounds, bool]:
    """Join a new sighting to what is stored, and tell whether they contradict each other.

    The bounds intersect; the words kept are the first ones, which were the most exact,
    since relative times only become coarser.

    >>> from datetime import UTC, datetime
    >>> def between(raw, first, last):
    ...     first, last = datetime(2026, 1, first, tzinfo=UTC), datetime(2026, 1, last, tzinfo=UTC)
    ...     return Bounds(raw=raw, at=first + (last - first) / 2, earliest=first, latest=last)
    >>> both, contradiction = narrow(between("1 week ago", 1, 9), between("3 weeks ago", 5, 20))
    >>> both.raw, both.earliest.day, both.at.day, both.latest.day, contradiction
    ('1 week ago', 5, 7, 9, False)

    Where the sightings exclude each other the newest is kept, because a site that moves
    its dates means the new ones.

    >>> narrow(between("then", 1, 3), between("now", 20, 22))[0].raw
    'now'

    A sighting that says nothing changes nothing, and neither does one that says no more:

    >>> narrow(both, Bounds()) == narrow(both, between("1 month ago", 1, 31)) == (both, False)
    True
    """
    if seen.earliest is None or seen.latest is None:
        return stored, False
    if stored.earliest is None or stored.latest is None:
        return seen, False
    earliest = max(stored.earliest, seen.earliest)
    latest = min(stored.latest, seen.latest)
    if earliest > latest:
        return seen, True
    if (earliest, latest) == (stored.earliest, stored.latest):
        return stored, False
    if earliest == latest:
        # An exact time has arrived, and its words say more than "last week" did.
        return Bounds(raw=seen.raw, at=earliest, earliest=earliest, latest=latest), False
    middle = earliest + (latest - earliest) / 2
    return Bounds(raw=stored.raw, at=middle, earliest=earliest, latest=latest), False
