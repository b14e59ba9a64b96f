"""One reparse: what it is asked to do, divided into tasks; what was read, stored in its order."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import boredcrawl
from boredcrawl.exceptions import ArchiveTrouble
from boredcrawl.reparse.order import Item, Key, Order
from boredcrawl.reparse.places import first_date, is_url, plain, put, remove, size_of
from boredcrawl.reparse.spool import load
from boredcrawl.reparse.tasks import Naming, Task, Wanted, neighbours
from boredcrawl.reparse.workers import work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from boredcrawl.items import Visit
    from boredcrawl.reparse.tasks import Done

BATCH = 50
"""Visits stored in one transaction."""


class Sink(Protocol):
    """Where visits go, oldest first."""

    def take(self, visits: Sequence[Visit]) -> None:
        """Take a batch."""

    def has(self, url: str, fetched_at: datetime) -> bool:
        """Tell whether a visit is there already."""


@dataclass(kw_only=True)
class Run:
    """The tasks of one reparse, and the folder in which what they read waits."""

    tasks: list[Task]
    spool: str
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    """What reading took, all workers together."""

    def files(self, *, workers: int, scheduler: str | None) -> Iterator[Done]:
        """Have the files read; give what came of each."""
        for done in work(self.tasks, workers=workers, scheduler=scheduler):
            self.counts += done.counts
            self.seconds += done.seconds
            yield done

    def store(self, done: Iterable[Done], sink: Sink) -> Iterator[int]:
        """Hand what was read to the sink, by date; tell after each file and batch how many."""
        order, resumed = Order(self.tasks), self._stored(sink)
        batch: list[Item] = []
        for one in done:
            yield 0
            for item in order.take(one):
                if resumed is not None and item.key <= resumed:
                    self.counts["visits/stored_before"] += 1
                elif order.is_claimed(item, self.tasks[item.key[1]]):
                    self.counts["visits/part_of_another"] += 1
                else:
                    batch.append(item)
                if len(batch) >= BATCH:
                    yield self._hand_over(batch, sink)
                    batch = []
        if batch:
            yield self._hand_over(batch, sink)

    def clear(self) -> None:
        """Remove what waited."""
        remove(self.spool)

    def _hand_over(self, batch: Sequence[Item], sink: Sink) -> int:
        numbers: dict[int, list[Item]] = {}
        for item in batch:
            numbers.setdefault(item.key[1], []).append(item)
        visits: list[tuple[Key, Visit]] = []
        for number, items in numbers.items():
            read = load(self.tasks[number], [item.entry for item in items])
            visits += zip((item.key for item in items), read, strict=True)
        visits.sort(key=_key)
        sink.take([visit for _, visit in visits])
        self._note_stored(*visits[-1])
        return len(visits)

    def _note_stored(self, key: Key, visit: Visit) -> None:
        if is_url(self.spool):
            # A small object for every batch is not worth its while: what is stored twice stays.
            return
        draft = Path(self.spool) / "stored.draft"
        draft.write_text(json.dumps([key[0].isoformat(), key[1], key[2], visit.url]))
        put(draft, f"{self.spool}/stored")

    def _stored(self, sink: Sink) -> Key | None:
        """Say how far an earlier, killed run came, where the database knows of it too."""
        note = Path(self.spool) / "stored"
        if is_url(self.spool) or not note.is_file():
            return None
        at, number, place, url = json.loads(note.read_text())
        fetched_at = datetime.fromisoformat(at)
        return (fetched_at, number, place) if sink.has(url, fetched_at) else None


def _key(pair: tuple[Key, Visit]) -> Key:
    return pair[0]


def plan(
    places: Sequence[str],
    *,
    root: Path,
    wanted: Wanted,
    naming: Naming,
    spools: str,
    target: str,
    parquet: str | None = None,
) -> Run:
    """Divide WARC files into tasks, the oldest first.

    What is asked, of which files, by which code, into which target is digested into the name of
    the spool's folder: the same question after a kill goes on where it was, and any other does
    not find what this one left.
    """
    spools, parquet = plain(spools), plain(parquet) if parquet else None
    dated = sorted((first_date(place), place) for place in places)
    ordered = [place for _, place in dated]
    asked = [(place, size_of(place)) for place in ordered]
    told = repr((asked, wanted.site, wanted.since, naming.names, target, fingerprint()))
    spool = f"{spools.rstrip('/')}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"
    if not is_url(spool):
        try:
            Path(spool).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            told = f"cannot write {spool}: {error.strerror or error}: --spool says where instead"
            raise ArchiveTrouble(told) from error
    tasks, near = [], neighbours(ordered)
    for number, (date, place) in enumerate(dated):
        following, earlier = near[place]
        tasks.append(
            Task(
                number=number,
                place=place,
                name=name_of(place, root),
                first_date=date,
                following=following,
                earlier=earlier,
                wanted=wanted,
                naming=naming,
                spool=spool,
                parquet=parquet,
            )
        )
    return Run(tasks=tasks, spool=spool)


def name_of(place: str, root: Path) -> str:
    """Name a file as the crawl that wrote it did, where it stands in our archive."""
    if is_url(place):
        return place
    full = Path(place).resolve()
    return str(full.relative_to(root) if full.is_relative_to(root) else place)


def fingerprint() -> str:
    """Digest the code that reads pages: what other code has read is not taken up again."""
    digest = hashlib.sha256()
    root = Path(boredcrawl.__file__).parent
    for file in sorted(root.rglob("*.py")):
        status = file.stat()
        digest.update(f"{file}:{status.st_size}:{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
