"""What tasks have read, kept on disk until it is stored: visits, and where each of them lies.

A task writes its visits, then a note that it is done; both are there whole or not at all, so a
task done twice leaves the same, and one that was done before a kill is not done again. The files
are ours, written and read by the same version of the code on the way from process to process.
"""

from __future__ import annotations

import pickle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, cast

from boredcrawl.reparse.again import Again, Refining
from boredcrawl.reparse.places import exists, is_url, put, read_bytes
from boredcrawl.reparse.tasks import Done, Entry, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boredcrawl.items import Visit
    from boredcrawl.reparse.parquet import Part


def read_file(task: Task) -> Done:
    """Do one task; a second time it only says what came of it."""
    note = _place(task, "done")
    if exists(note):
        return cast("Done", pickle.loads(read_bytes(note)))  # noqa: S301 - our own file
    began = perf_counter()
    with TemporaryDirectory(prefix="reading-", dir=_workshop(task)) as name:
        done = _read(task, Path(name))
        done.seconds = perf_counter() - began
        draft = Path(name) / "done"
        draft.write_bytes(pickle.dumps(done))
        put(draft, note)
    return done


def _read(task: Task, folder: Path) -> Done:
    again, refining = Again(task, folder), Refining(task.naming)
    draft = folder / "visits.spool"
    entries: list[Entry] = []
    part = _begin_part(task, folder)
    with draft.open("wb") as file:
        for visit in again.visits():
            if not task.wanted.takes(visit.site, visit.fetched_at):
                again.counts["visits/not_wanted"] += 1
                continue
            refining.refine(visit)
            again.counts["visits/read" if visit.article else "visits/without_article"] += 1
            place = (visit.warc_file or "", visit.warc_offset or 0)
            if part is not None:
                part.add(visit)
                continue
            data = pickle.dumps(visit, pickle.HIGHEST_PROTOCOL)
            entries.append(Entry(visit.fetched_at, file.tell(), len(data), place))
            file.write(data)
    done = Done(
        number=task.number,
        entries=entries,
        claimed=frozenset(again.claimed),
        counts=again.counts,
    )
    if part is not None:
        assert task.parquet is not None
        part.finish(task.parquet)
    else:
        put(draft, _place(task, "visits"))
    return done


def load(task: Task, entries: Sequence[Entry]) -> list[Visit]:
    """Read visits back."""
    place = _place(task, "visits")
    if is_url(place):
        parts = [read_bytes(place, one.offset, one.offset + one.length) for one in entries]
    else:
        with Path(place).open("rb") as file:
            parts = []
            for one in entries:
                file.seek(one.offset)
                parts.append(file.read(one.length))
    return [cast("Visit", pickle.loads(part)) for part in parts]  # noqa: S301 - our own file


def _workshop(task: Task) -> Path | None:
    """Say where to write meanwhile: what a killed worker leaves there goes with the spool."""
    if is_url(task.spool):
        return None
    folder = Path(task.spool)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _place(task: Task, kind: str) -> str:
    return f"{task.spool.rstrip('/')}/{task.number:06d}.{kind}"


def _begin_part(task: Task, folder: Path) -> Part | None:
    if task.parquet is None:
        return None
    from boredcrawl.reparse.parquet import Part  # noqa: PLC0415  # an extra

    name = task.name.rpartition("/")[2].removesuffix(".gz").removesuffix(".warc")
    return Part(folder, name)
