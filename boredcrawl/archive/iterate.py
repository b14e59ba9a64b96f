"""Every record of one WARC file as it stands, past whatever is broken in it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from boredcrawl.archive.members import MAGIC, next_record, whole_end
from boredcrawl.archive.unpacked import unpacked
from boredcrawl.archive.volume import GZIP
from boredcrawl.exceptions import ArchiveTrouble

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

ANSWERS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit

MAX_RECORD = 256 << 20
"""A larger record (a film, a disk image) is no page, and is passed over unread."""


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record: its own headers, its place, its block."""

    warc: WarcRecord
    offset: int
    block: bytes

    @property
    def fetched_at(self) -> datetime | None:
        """The record's WARC-Date; None where it has none that can be read."""
        moment: datetime | None = self.warc.record_date
        return moment

    @property
    def url(self) -> str:
        """The record's target, out of the angle brackets some writers put it in (wget)."""
        return (self.header("WARC-Target-URI") or "").strip("<> ")

    def header(self, name: str) -> str | None:
        """Give one of the record's own headers."""
        value: str | None = self.warc.headers.get(name)
        return value


def require_warc(path: Path) -> None:
    """Refuse a file that is no WARC, with one sentence that says what it is."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise ArchiveTrouble(f"cannot read {path}: {error.strerror or error}") from error
    if head.startswith(MAGIC):
        try:
            head = zlib.decompressobj(GZIP).decompress(head, 64)
        except zlib.error as error:
            raise ArchiveTrouble(f"{path} is damaged from its first byte on: {error}") from error
    if head.startswith(b"PK\x03\x04"):
        raise ArchiveTrouble(
            f"{path} is a zip file, and no WARC file; if it is a WACZ, its WARC files come out "
            f"with `unzip -j {path} 'archive/*' -d FOLDER`"
        )
    if head.startswith(b"filedesc://"):
        raise ArchiveTrouble(
            f"{path} is an ARC file, which is not read: "
            "make a WARC of it with `warcio recompress OLD.arc.gz NEW.warc.gz`"
        )
    if head and not head.startswith(b"WARC/"):
        raise ArchiveTrouble(f"{path} is not a WARC file")


def iterate(
    path: Path,
    counts: Counter[str],
    *,
    kinds: int = ANSWERS | WarcRecordType.warcinfo,
    with_blocks: bool = True,
    start: int = 0,
) -> Iterator[RawRecord]:
    """Give the records of one file from an offset on; count what is damaged or torn.

    Each is held back until the next one begins, because only the last one can be torn. Of a
    file compressed in one piece offsets are those in what it unpacks to.
    """
    held: RawRecord | None = None
    copy = unpacked(path)
    with (path if copy is None else copy.path).open("rb") as file:
        while True:
            last = start
            file.seek(start)
            try:
                for warc in ArchiveIterator(file, parse_http=False):
                    last = warc.stream_pos
                    if held:
                        yield held
                        held = None
                    if not int(warc.record_type) & int(kinds):
                        continue
                    if warc.content_length > MAX_RECORD:
                        counts["oversized"] += 1
                        continue
                    held = RawRecord(warc, last, warc.reader.read() if with_blocks else b"")
            except OSError:
                # FastWARC's one error, for damage of every kind.
                again = next_record(file, last)
                if again is not None:
                    counts["damaged"] += 1
                    start = again
                    if held:
                        yield held
                        held = None
                    continue
            break
        end = _whole_end(file, last)
    if held and (end is None or end > held.offset):
        yield held
    if end is not None or (copy is not None and not copy.is_whole):
        counts["torn"] += 1


def _whole_end(file: BinaryIO, last: int) -> int | None:
    """Say where the last whole record of a torn file ends; None where nothing is torn."""
    end = whole_end(file, last)
    file.seek(end)
    # Padding behind the last record is not a record.
    return end if file.read(4096).strip(b"\0\r\n") else None
