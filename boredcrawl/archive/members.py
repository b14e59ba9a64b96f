"""Where the whole records of a WARC file end: what a torn tail is cut off at."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, BinaryIO

from boredcrawl.archive.volume import GZIP

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK = 1 << 18
MAGIC = b"\x1f\x8b\x08"
VERSION = re.compile(rb"WARC/1\.[01]\r?\n")
LENGTH = re.compile(rb"\ncontent-length:\s*(\d+)", re.IGNORECASE)
TARGET = re.compile(rb"\nwarc-target-uri:\s*<?([^\r\n>]*)", re.IGNORECASE)
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
HEAD = 1 << 16
"""No header of a record is longer than this."""


def is_gzip(file: BinaryIO) -> bool:
    """Whether a file is compressed, by its first bytes."""
    file.seek(0)
    return file.read(3) == MAGIC


def whole_end(file: BinaryIO, start: int = 0) -> int:
    """Say where the last whole record ends, reading on from a record's offset.

    Damage with whole records behind it is not an end. (A file compressed as one stream has
    no offsets inside it, and is read from its beginning.)
    """
    start = start if _begins(file, start) else 0
    walk = _members if is_gzip(file) else _plain
    end = max(walk(file, start), default=start)
    broken = end
    while (again := next_record(file, broken)) is not None:
        end = max(walk(file, again), default=end)
        broken = max(end, again)
    return end


def next_record(file: BinaryIO, after: int) -> int | None:
    """Find the next place behind `after` at which a record begins, past whatever is broken."""
    pattern = re.compile(re.escape(MAGIC)) if is_gzip(file) else VERSION
    at = after + 1
    overlap = 16
    file.seek(at)
    window = file.read(CHUNK)
    while window:
        for match in pattern.finditer(window):
            if _begins(file, at + match.start()):
                return at + match.start()
        if len(window) <= overlap:
            return None
        at += len(window) - overlap
        file.seek(at)
        window = file.read(CHUNK)
        if len(window) <= overlap:
            return None
    return None


def _begins(file: BinaryIO, offset: int) -> bool:
    return VERSION.match(_head_at(file, offset, 64)) is not None


def target_at(file: BinaryIO, offset: int) -> str:
    """Give the URL of the record that begins at an offset; nothing where none does."""
    head = _head_at(file, offset, HEAD)
    found = TARGET.search(BLANK_LINE.split(head, maxsplit=1)[0]) if VERSION.match(head) else None
    return found[1].decode("utf-8", "replace") if found else ""


def _head_at(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    head = file.read(max(size, 1024))
    if head.startswith(MAGIC):
        try:
            return zlib.decompressobj(GZIP).decompress(head, size)
        except zlib.error:
            return b""
    return head


def _members(file: BinaryIO, start: int) -> Iterator[int]:
    file.seek(start)
    at = start
    rest = b""
    while True:
        unpack = zlib.decompressobj(GZIP)
        while not unpack.eof:
            chunk = rest or file.read(CHUNK)
            rest = b""
            if not chunk:
                return
            at += len(chunk)
            try:
                # What comes out is thrown away at once: a member may hold a whole film.
                unpack.decompress(chunk)
            except zlib.error:
                return
        rest = unpack.unused_data
        at -= len(rest)
        yield at


def _plain(file: BinaryIO, start: int) -> Iterator[int]:
    size = file.seek(0, 2)
    at = start
    while at < size:
        file.seek(at)
        head = file.read(HEAD)
        body = BLANK_LINE.search(head)
        length = LENGTH.search(head, 0, body.start()) if body else None
        if not (VERSION.match(head) and body and length):
            return
        at += body.end() + int(length[1])
        if at > size:
            return
        file.seek(at)
        # Some writers leave out the newlines behind the last record, or write bare ones.
        between = file.read(4)
        at += len(between) - len(between.lstrip(b"\r\n"))
        yield at
