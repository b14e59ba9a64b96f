"""Files a dead process left behind: cut at the last whole record, and indexed."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.index import build_index
from boredcrawl.archive.members import whole_end
from boredcrawl.archive.writer import FOLDER
from boredcrawl.exceptions import ArchiveTrouble

if TYPE_CHECKING:
    from pathlib import Path


OURS = "boredcrawl-*.warc.gz"


@dataclass(frozen=True, slots=True)
class Repaired:
    """A file that was finished for a process that could not; `cut` bytes were torn."""

    path: Path
    cut: int


def repair(directory: Path) -> list[Repaired]:
    """Finish the files of dead processes under `directory`/warc/.

    A file without an index was not closed. One that is locked belongs to a process that
    still writes it, and is left alone; so are files of other programs.
    """
    done = []
    for path in sorted((directory / FOLDER).glob(OURS)):
        if not is_unfinished(path):
            continue
        try:
            repaired = _repair(path)
        except OSError as error:
            raise ArchiveTrouble(f"cannot repair {path}: {error.strerror or error}") from error
        if repaired:
            done.append(repaired)
    return done


def is_unfinished(path: Path) -> bool:
    """Tell whether a file is of ours, in an archive, and was not closed: it has no index."""
    return path.resolve().match(f"{FOLDER}/{OURS}") and not index_path(path).exists()


def _repair(path: Path) -> Repaired | None:
    with path.open("r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        size = os.fstat(file.fileno()).st_size
        if not size:
            # Made a moment ago and not locked yet, or never written: nothing to finish.
            return None
        end = whole_end(file)
        if not end:
            path.unlink()
            return Repaired(path, size)
        file.truncate(end)
        file.flush()
        os.fsync(file.fileno())
        build_index(path)
    return Repaired(path, size - end)
