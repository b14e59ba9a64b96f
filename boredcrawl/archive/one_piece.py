"""WARC files compressed in one piece: unpacked once, because no record can be gone to in them."""

from __future__ import annotations

import weakref
import zlib
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile, gettempdir
from typing import TYPE_CHECKING, BinaryIO

from boredcrawl.archive.members import BLANK_LINE, CHUNK, HEAD, LENGTH, VERSION, is_gzip
from boredcrawl.archive.volume import GZIP
from boredcrawl.exceptions import ArchiveTrouble

if TYPE_CHECKING:
    from collections.abc import Iterator

BEHIND = 64
"""Bytes behind a record in which the next one begins, if they are of one piece."""


def open_warc(path: Path) -> BinaryIO:
    """Open a WARC file so that its records are found by offset.

    Of one that is compressed in one piece this is what was in it, and offsets are in that.
    """
    status = path.stat()
    known = path, status.st_size, status.st_mtime_ns
    return (Path(_unpacked(*known).name) if _is_one_piece(*known) else path).open("rb")


def is_one_piece(path: Path) -> bool:
    """Tell whether several records were compressed together."""
    status = path.stat()
    return _is_one_piece(path, status.st_size, status.st_mtime_ns)


def require_pieces(path: Path) -> None:
    """Refuse a file in which others would not find a record, nor we replace one."""
    if is_one_piece(path):
        raise ArchiveTrouble(
            f"{path} is compressed in one piece: make records of it first, with "
            "`warcio recompress OLD.warc.gz NEW.warc.gz`"
        )


@lru_cache(maxsize=4096)
def _is_one_piece(path: Path, size: int, modified: int) -> bool:
    del size, modified  # They are only asked for so that another file of this name is looked at.
    with path.open("rb") as file:
        if not is_gzip(file):
            return False
        file.seek(0)
        unpack = zlib.decompressobj(GZIP)
        seen, passed, end = b"", 0, HEAD
        while not unpack.eof and passed < end:
            chunk = unpack.unconsumed_tail or file.read(CHUNK)
            try:
                piece = unpack.decompress(chunk, min(end - passed, CHUNK)) if chunk else b""
            except zlib.error:
                return False
            if not chunk:
                return False
            passed += len(piece)
            seen = (seen + piece)[-HEAD:]
            if end == HEAD and (blank := BLANK_LINE.search(seen)):
                length = LENGTH.search(seen[: blank.end()])
                if length is None:
                    return False
                end = blank.end() + int(length[1]) + BEHIND
        return VERSION.search(seen[max(0, len(seen) - passed + end - BEHIND) :]) is not None


class _Unpacked:
    """A file without a folder for long: it goes when nobody asks for it any more."""

    def __init__(self, path: Path) -> None:
        try:
            file = NamedTemporaryFile(prefix="boredcrawl-", suffix=".warc")  # noqa: SIM115
            self.name = file.name
            weakref.finalize(self, file.close)
            with path.open("rb") as packed:
                file.writelines(_pieces(packed))
            file.flush()
        except OSError as error:
            raise ArchiveTrouble(
                f"cannot unpack {path}, which is compressed in one piece, in {gettempdir()}: "
                f"{error.strerror or error}: TMPDIR says where instead"
            ) from error


@lru_cache(maxsize=2)
def _unpacked(path: Path, size: int, modified: int) -> _Unpacked:
    del size, modified
    return _Unpacked(path)


def _pieces(packed: BinaryIO) -> Iterator[bytes]:
    """Unpack as far as it can be, which for a torn or damaged file is not to its end."""
    unpack, chunk = zlib.decompressobj(GZIP), b""
    while chunk := chunk or packed.read(CHUNK):
        try:
            yield unpack.decompress(chunk, CHUNK)
        except zlib.error:
            return
        chunk = unpack.unconsumed_tail
        if unpack.eof:
            chunk, unpack = unpack.unused_data, zlib.decompressobj(GZIP)
