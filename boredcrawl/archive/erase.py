"""People taken out of an archive: records rewritten, with their digests, places and index."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import zlib
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from fastwarc import WarcRecordType

from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.index import build_index
from boredcrawl.archive.iterate import ANSWERS, RawRecord, iterate, require_warc
from boredcrawl.archive.members import MAGIC
from boredcrawl.archive.one_piece import require_pieces
from boredcrawl.archive.repair import repair
from boredcrawl.archive.rewrite import Rewritten, rewrite
from boredcrawl.archive.volume import GZIP
from boredcrawl.archive.writer import FOLDER
from boredcrawl.exceptions import ArchiveTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

    from boredcrawl.archive.person import Person

    Places = dict[datetime, list[int]]
    Settle = Callable[[str, Places], object]

IS_PART_OF = re.compile(rb"^isPartOf:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
LEVEL = 6


@dataclass(slots=True)
class Found:
    """What an archive has of a person."""

    files: dict[Path, set[int]] = field(default_factory=dict)
    """The files to be rewritten, and the offsets of the records in them that change."""
    digests: dict[str, str] = field(default_factory=dict)
    """The payload digests that change: other records may refer to them."""
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def records(self) -> int:
        """How many records change."""
        return sum(map(len, self.files.values()))


def warc_files(directory: Path) -> list[Path]:
    """Give the files of an archive, closed ones; refuse while a crawl is writing one."""
    repair(directory)
    folder = directory / FOLDER
    files = sorted((*folder.rglob("*.warc"), *folder.rglob("*.warc.gz")))
    for path in files:
        require_warc(path)
        with path.open("rb") as file:
            _lock(file, path)
    return files


def find(directory: Path, person: Person, site: str) -> Found:
    """Look through an archive for a person of a site; change nothing."""
    found = Found()
    files = warc_files(directory)
    for path in files:
        for raw in _records(path, site, found.counts):
            rewritten = rewrite(raw, person, {})
            if rewritten is not None:
                found.files.setdefault(path, set()).add(raw.offset)
                found.digests |= rewritten.digests
    if found.digests:
        for path in files:
            for raw in iterate(path, Counter(), kinds=WarcRecordType.revisit):
                if raw.header("WARC-Payload-Digest") in found.digests:
                    found.files.setdefault(path, set()).add(raw.offset)
    for path in found.files:
        require_pieces(path)
    return found


def erase(directory: Path, person: Person, found: Found, settle: Settle) -> None:
    """Rewrite the records that were found, each file at once.

    `settle` is told of every file where its answers stand now, by the time they were fetched:
    also of one in which nothing was found, because an erasure that was interrupted may have
    rewritten it, and nobody was told.
    """
    with ExitStack() as locks:
        files = warc_files(directory)
        for path in found.files:
            _lock(locks.enter_context(path.open("rb")), path)
        for path in files:
            try:
                if path in found.files:
                    _rewrite_file(path, person, found.files[path], found.digests)
            except OSError as error:
                raise ArchiveTrouble(f"cannot rewrite {path}: {error.strerror or error}") from error
            settle(str(path.relative_to(directory)), places(path))


def places(path: Path) -> Places:
    """Say where a file's answers stand, by the time they were fetched."""
    found: Places = {}
    for raw in iterate(path, Counter(), kinds=ANSWERS, with_blocks=False):
        if raw.fetched_at is not None:
            found.setdefault(raw.fetched_at, []).append(raw.offset)
    return found


def _records(path: Path, site: str, counts: Counter[str]) -> Iterator[RawRecord]:
    """Give the records of a file, unless the file says that it is another site's."""
    for raw in iterate(path, counts, kinds=WarcRecordType.any_type):
        if raw.warc.record_type == WarcRecordType.warcinfo:
            told = IS_PART_OF.search(raw.block)
            if told and told[1].decode("utf-8", "replace") != site:
                return
        yield raw


def _lock(file: BinaryIO, path: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ArchiveTrouble(
            f"{path} is being written by a crawl: wait for it to end, or stop it, and run again"
        ) from None


def _rewrite_file(path: Path, person: Person, offsets: set[int], digests: dict[str, str]) -> None:
    draft = path.with_name(f"{path.name}.erasing")
    try:
        with path.open("rb") as old, draft.open("wb") as new:
            _write_draft(path, old, new, lambda raw: rewrite(raw, person, digests), offsets)
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(path, draft)
        # Without an index a file counts as unfinished, and the next crawl would index it.
        index_path(path).unlink(missing_ok=True)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    build_index(path)


def _write_draft(
    path: Path,
    old: BinaryIO,
    new: BinaryIO,
    rewritten: Callable[[RawRecord], Rewritten | None],
    offsets: set[int],
) -> None:
    kinds = WarcRecordType.any_type
    everything = [raw.offset for raw in iterate(path, Counter(), kinds=kinds, with_blocks=False)]
    is_packed = old.read(len(MAGIC)) == MAGIC
    for offset, end in pairwise((*everything, os.fstat(old.fileno()).st_size)):
        if offset in offsets:
            raw = next(iterate(path, Counter(), kinds=kinds, start=offset))
            found = rewritten(raw)
            assert found is not None, "what was found once is found again"
            if found.record:
                new.write(zlib.compress(found.record, LEVEL, GZIP) if is_packed else found.record)
        else:
            old.seek(offset)
            _copy(old, new, end - offset)


def _copy(old: BinaryIO, new: BinaryIO, size: int) -> None:
    while size:
        piece = old.read(min(size, 1 << 20))
        if not piece:
            return
        new.write(piece)
        size -= len(piece)
