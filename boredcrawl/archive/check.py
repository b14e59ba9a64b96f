"""Whether a WARC file says what it said when it was written: digests, its end, its index."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastwarc import WarcRecordType

from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.http_block import entity, split_block
from boredcrawl.archive.index import index_lines
from boredcrawl.archive.iterate import RawRecord, iterate, require_warc
from boredcrawl.archive.repair import is_unfinished
from boredcrawl.archive.volume import is_locked
from boredcrawl.exceptions import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TROUBLES = {
    "damaged": "stretches cannot be read",
    "oversized": "records are too large to be looked into",
    "torn": "torn end",
}
CUT_OFF = ": the writer died; the next crawl cuts it off"


@dataclass(slots=True)
class Checked:
    """What was found in one file."""

    path: Path
    records: Counter[str] = field(default_factory=Counter)
    """How many records there are of each kind."""
    unsigned: int = 0
    """Records that say no digest, so that nothing can be said of them."""
    is_open: bool = False
    """Whether a crawl is writing it."""
    troubles: list[str] = field(default_factory=list)


def check(path: Path) -> Checked:
    """Read a file to its end; raises `ArchiveTrouble` where it is no WARC."""
    require_warc(path)
    checked = Checked(path, is_open=is_locked(path))
    counts: Counter[str] = Counter()
    for raw in iterate(path, counts, kinds=WarcRecordType.any_type):
        checked.records[raw.header("WARC-Type") or "nameless"] += 1
        checked.troubles += _wrong(raw)
        checked.unsigned += raw.header("WARC-Block-Digest") is None
    if checked.is_open:
        # The last record is on its way.
        counts.pop("torn", None)
    for name, count in counts.items():
        cure = CUT_OFF if name == "torn" and is_unfinished(path) else ""
        checked.troubles.append(f"{count} {TROUBLES[name]}{cure}")
    index = index_path(path)
    if index.exists() and index.read_bytes() != b"".join(
        f"{line}\n".encode() for line in sorted(index_lines(path))
    ):
        checked.troubles.append(
            f"its index {index.name} is another file's: boredcrawl warc index --all {path}"
        )
    return checked


def _wrong(raw: RawRecord) -> Iterator[str]:
    told = raw.header("WARC-Block-Digest")
    if told and not matches(told, raw.block):
        yield f"the record at {raw.offset} is not what was written ({raw.url or 'no URL'})"
        return
    told = raw.header("WARC-Payload-Digest")
    # A revisit's is of the payload it refers to; of other records it is that of the block.
    if told and raw.warc.record_type == WarcRecordType.response:
        try:
            _, headers, body = split_block(raw.block)
        except Unreadable:
            return
        # Some writers count the chunks in, others do not.
        if not matches(told, body) and not matches(told, entity(headers, body)):
            yield f"the payload at {raw.offset} is not what was written ({raw.url})"


def matches(told: str, data: bytes) -> bool:
    """Whether data has a digest, in any of the ways in which they are written.

    >>> matches("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"")
    True
    >>> matches("md5:d41d8cd98f00b204e9800998ecf8427e", b"?")
    False
    >>> matches("crc9:77", b"a digest nobody knows contradicts nothing")
    True
    """
    name, _, value = told.partition(":")
    name = name.lower().replace("-", "")
    if name not in hashlib.algorithms_available or name.startswith("shake"):
        return True
    made = hashlib.new(name, data, usedforsecurity=False).digest()
    written = {base64.b32encode(made).decode().rstrip("="), made.hex().upper()}
    return value.upper().rstrip("=") in written
