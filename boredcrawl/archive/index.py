"""Indexing a WARC file that has no index: one pass over its answers."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from fastwarc import WarcRecordType

from boredcrawl.archive import cdxj
from boredcrawl.archive.http_block import header, split_block
from boredcrawl.archive.iterate import ANSWERS, RawRecord, iterate
from boredcrawl.exceptions import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def build_index(path: Path) -> None:
    """Write the CDXJ file beside a WARC file."""
    cdxj.save_index(path, _lines(path))


def _lines(path: Path) -> Iterator[str]:
    offsets = [
        raw.offset
        for raw in iterate(path, Counter(), kinds=WarcRecordType.any_type, with_blocks=False)
    ]
    ends = dict(pairwise((*offsets, path.stat().st_size)))
    for raw in iterate(path, Counter(), kinds=ANSWERS):
        fetched_at = raw.fetched_at
        if fetched_at is None or not raw.url:
            continue
        status, mime = _answer(raw)
        yield cdxj.line(
            url=raw.url,
            fetched_at=fetched_at,
            mime=mime,
            status=status,
            payload=raw.header("WARC-Payload-Digest"),
            offset=raw.offset,
            length=ends[raw.offset] - raw.offset,
            filename=path.name,
        )


def _answer(raw: RawRecord) -> tuple[int | None, str]:
    if raw.warc.record_type == WarcRecordType.resource:
        return None, raw.header("Content-Type") or "unk"
    try:
        status, headers, _ = split_block(raw.block)
    except Unreadable:
        # Answers in other protocols (dns:) are indexed without a status.
        return None, raw.header("Content-Type") or "unk"
    if raw.warc.record_type == WarcRecordType.revisit:
        return status, "warc/revisit"
    mime = (header(headers, b"content-type") or b"").partition(b";")[0].strip().decode("latin-1")
    return status, mime or "unk"
