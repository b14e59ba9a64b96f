"""WARC files compressed in one piece: read from an unpacked copy, as nothing in them has a place.

Somebody ran `gzip` over a plain file, or something that compresses by blocks of its own. A file
whose records are gzip members, as the standard wants it, is read where it stands.
"""

from __future__ import annotations

import os
import tempfile
import weakref
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from boredcrawl.archive.members import BLANK_LINE, CHUNK, HEAD, LENGTH, MAGIC, VERSION
from boredcrawl.archive.volume import GZIP
from boredcrawl.exceptions import ArchiveTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator

COPIES = 2
"""Unpacked at once: a revisit may refer to the file before."""


@dataclass(eq=False)
class Unpacked:
    """A copy that goes with whoever holds it."""

    path: Path
    is_whole: bool
    """Whether all could be unpacked."""

    def __post_init__(self) -> None:
        """Remove the file when nobody needs it any more."""
        weakref.finalize(self, self.path.unlink, missing_ok=True)


def unpacked(path: Path) -> Unpacked | None:
    """Give a copy of a file without records of its own; None for one to be read as it stands.

    Raises `ArchiveTrouble` where there is no room for it.
    """
    state = path.stat()
    return _unpacked(path, state.st_size, state.st_mtime_ns)


def require_by_record(path: Path) -> None:
    """Refuse a file in which no record has a place that others could find."""
    if unpacked(path) is not None:
        raise ArchiveTrouble(
            f"{path} is compressed in one piece: make records of it first, with "
            "`warcio recompress OLD.warc.gz NEW.warc.gz`"
        )


@lru_cache(maxsize=COPIES)
def _unpacked(path: Path, _size: int, _changed_ns: int) -> Unpacked | None:
    with path.open("rb") as file:
        if is_by_record(file):
            return None
        try:
            number, name = tempfile.mkstemp(prefix="boredcrawl-", suffix=".warc")
            copy = Unpacked(Path(name), is_whole=True)
            with os.fdopen(number, "wb") as target:
                for piece in _pieces(file, copy):
                    target.write(piece)
        except OSError as error:
            raise ArchiveTrouble(
                f"cannot unpack {path}, which is compressed in one piece, in "
                f"{tempfile.gettempdir()}: {error.strerror or error}: TMPDIR says where instead"
            ) from error
        return copy


def is_by_record(file: BinaryIO) -> bool:
    """Whether a file's records can be read from where they begin, told by the first of them.

    What is plain, damaged or no WARC at all is not for this to judge, and passes.
    """
    file.seek(0)
    unpack = zlib.decompressobj(GZIP)
    chunk = file.read(CHUNK)
    if not chunk.startswith(MAGIC):
        return True
    try:
        said = unpack.decompress(chunk, HEAD)
        blank, length = BLANK_LINE.search(said), LENGTH.search(said)
        if not (VERSION.match(said) and blank and length):
            return True
        left = blank.end() + int(length[1]) - len(said)
        while left > 0 and not unpack.eof:
            chunk = unpack.unconsumed_tail or file.read(CHUNK)
            if not chunk:
                return True  # torn
            left -= len(unpack.decompress(chunk, min(left, CHUNK)))
        if left > 0:
            return False  # the member ends before the record does
        behind = said[left:] if left < 0 else b""
        behind += unpack.decompress(unpack.unconsumed_tail or file.read(CHUNK), HEAD)
    except zlib.error:
        return True
    return not behind.strip(b"\r\n")


def _pieces(file: BinaryIO, copy: Unpacked) -> Iterator[bytes]:
    """Unpack member after member, as far as it goes."""
    file.seek(0)
    unpack = zlib.decompressobj(GZIP)
    is_begun = False
    rest = b""
    while chunk := rest or file.read(CHUNK):
        rest = b""
        try:
            yield unpack.decompress(chunk)
        except zlib.error:
            # Nothing behind damage can be unpacked in a stream that has no members; padding
            # behind the last one is no damage.
            copy.is_whole = not (is_begun or chunk.strip(b"\0"))
            return
        is_begun = not unpack.eof
        if unpack.eof:
            rest, unpack = unpack.unused_data, zlib.decompressobj(GZIP)
    copy.is_whole = not is_begun
