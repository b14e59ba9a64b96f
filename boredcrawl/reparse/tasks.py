"""The work divided: one WARC file a task, with what it must know of its neighbours. Pure data."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from boredcrawl.cleaning.pseudonyms import Seal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from boredcrawl.db.privacy import Names
    from boredcrawl.db.saving.erased import Erased

# boredcrawl-20261122T120000123456-4711-00002.warc.gz: the process, and its files counted
OURS = re.compile(r"^(.*/)?boredcrawl-\w+-(\d+)-(\d{5})\.warc\.gz$")

NEAR = 64
"""Files of one writer before and behind a file, in which what belongs to its pages is looked for;
one or two hold it, unless they are very small."""


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What becomes of people's names, wherever the reading is done."""

    names: Names = "keep"
    key: bytes | None = None
    erased: Mapping[str, Erased] = field(default_factory=dict)
    """Who was erased, by site; only where no database is there to say it when storing."""

    def seal(self, site: str) -> Seal:
        """Give a site's digests."""
        assert self.key is not None
        return Seal(self.key, site)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which records are to be read."""

    site: str | None = None
    """A site's name, or a card's slug: then its mirrors too."""
    since: datetime | None = None
    hosts: frozenset[str] = frozenset()
    """Where the site's pages are; empty for everywhere."""

    def takes(self, site: str, fetched_at: datetime) -> bool:
        """Tell whether a visit is wanted.

        >>> from datetime import UTC, datetime
        >>> now = datetime.now(UTC)
        >>> Wanted(site="cats").takes("cats@127.0.0.1:80", now), Wanted(site="cats").takes("d", now)
        (True, False)
        """
        if self.since is not None and fetched_at < self.since:
            return False
        return self.site is None or self.site in (site, site.partition("@")[0])


@dataclass(frozen=True, kw_only=True)
class Task:
    """One WARC file to read."""

    number: int
    place: str
    name: str
    """What `visits.warc_file` says of it."""
    first_date: str
    following: tuple[str, ...]
    """The files its writer went on in, where a page begun here may be completed."""
    earlier: tuple[str, ...]
    """Files in which payloads may stand that this one only refers to."""
    wanted: Wanted
    naming: Naming
    spool: str
    """The folder for what was read."""
    parquet: str | None = None
    """Instead of a database: the folder of a partitioned data set."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a visit that was read lies in the spool."""

    fetched_at: datetime
    offset: int
    length: int
    place: tuple[str, int]
    """Its record: file and offset."""


@dataclass(kw_only=True)
class Done:
    """What came of a task."""

    number: int
    entries: list[Entry]
    claimed: frozenset[tuple[str, int]]
    """Records of the following files that were read here."""
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def neighbours(places: Sequence[str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give, for each file, those that continue it and those before it.

    `places` are in order of date. Of other people's files the next one may continue any.

    >>> a, b, c = (f"w/boredcrawl-2026T{n}-{pid}-0000{n}.warc.gz" for n, pid in
    ...            ((1, 7), (1, 8), (2, 7)))
    >>> found = neighbours([a, b, c])
    >>> found[a] == ((c,), ()), found[b] == ((), ()), found[c] == ((), (a,))
    (True, True, True)
    >>> neighbours(["x.warc", "y.warc", "z.warc"])["y.warc"]
    (('z.warc',), ('x.warc',))
    """
    writers: dict[tuple[str | None, ...], list[str]] = {}
    for place in places:
        ours = OURS.match(place)
        writers.setdefault(ours.group(1, 2) if ours else (), []).append(place)
    found = {}
    for writer, written in writers.items():
        files = sorted(written, key=_serial) if writer else written
        reach = NEAR if writer else 1
        for at, place in enumerate(files):
            later = tuple(files[at + 1 : at + 1 + reach])
            found[place] = later, tuple(files[max(at - NEAR, 0) : at])
    return found


def _serial(place: str) -> str:
    match = OURS.match(place)
    return match[3] if match else ""
