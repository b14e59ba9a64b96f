"""Indexing a WARC file that has no index: one pass over its answers."""

from __future__ import annotations

import os
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from fastwarc import WarcRecordType

from boredcrawl.archive import cdxj
from boredcrawl.archive.http_block import split_block
from boredcrawl.archive.iterate import ANSWERS, RawRecord, iterate
from boredcrawl.archive.one_piece import open_warc, require_pieces
from boredcrawl.archive.records import digest
from boredcrawl.archive.sorted_lines import SortedLines
from boredcrawl.exceptions import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def build_index(path: Path) -> None:
    """Write the CDXJ file beside a WARC file; raises `ArchiveTrouble` if none can be of use."""
    require_pieces(path)
    cdxj.save_index(path, SortedLines(index_lines(path)))


def entries(path: Path) -> list[cdxj.Entry]:
    """Give what stands in a WARC file, in its order; out of its index, if it has its own."""
    return sorted(map(cdxj.parse, sorted_lines(path)), key=lambda entry: entry.offset)


def sorted_lines(path: Path) -> list[str]:
    """Give the lines of a file's index, as it stands beside it if it has its own."""
    return cdxj.read_index(path) or sorted(index_lines(path))


def index_lines(path: Path) -> Iterator[str]:
    """Make the entries of a WARC file, in its order."""
    offsets = [
        raw.offset
        for raw in iterate(path, Counter(), kinds=WarcRecordType.any_type, with_blocks=False)
    ]
    with open_warc(path) as file:
        size = file.seek(0, os.SEEK_END)
    ends = dict(pairwise((*offsets, size)))
    for raw in iterate(path, Counter(), kinds=ANSWERS | WarcRecordType.metadata):
        fetched_at = raw.fetched_at
        if fetched_at is None or not raw.url or _is_a_note(raw):
            continue
        status, mime, payload = _answer(raw)
        yield cdxj.line(
            url=raw.url,
            fetched_at=fetched_at,
            mime=mime,
            status=status,
            payload=raw.header("WARC-Payload-Digest") or payload,
            offset=raw.offset,
            length=ends[raw.offset] - raw.offset,
            filename=path.name,
        )


def _is_a_note(raw: RawRecord) -> bool:
    """Whether a record only speaks of others, as ours do of each exchange."""
    kinds = WarcRecordType.resource | WarcRecordType.metadata
    is_one = int(raw.warc.record_type) & int(kinds)
    return bool(is_one) and raw.header("Content-Type") == "application/warc-fields"


def _answer(raw: RawRecord) -> tuple[int | None, str | None, str | None]:
    """Give the status, the media type and the payload's digest, so far as there are any."""
    kind = raw.warc.record_type
    is_revisit = kind == WarcRecordType.revisit
    if not int(kind) & int(WarcRecordType.response | WarcRecordType.revisit):
        return None, raw.header("Content-Type"), digest(raw.block)
    try:
        status, headers, body = split_block(raw.block)
    except Unreadable:
        # An answer in another protocol (dns:), or a revisit without the answer's head.
        return (None, cdxj.REVISIT, None) if is_revisit else (None, None, digest(raw.block))
    if is_revisit:
        return status, cdxj.REVISIT, None
    stated = (value for name, value in headers if name.lower() == b"content-type")
    return status, next((value.decode("latin-1") for value in stated), None), digest(body)
