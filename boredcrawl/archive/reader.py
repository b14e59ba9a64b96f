"""The reader: WARC files in, ours and other people's, answers out."""

from __future__ import annotations

import re
from collections import Counter, OrderedDict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fastwarc import WarcRecordType

from boredcrawl.archive.http_block import decode, entity, header, split_block
from boredcrawl.archive.iterate import ANSWERS, RawRecord, iterate, require_warc
from boredcrawl.exceptions import ArchiveTrouble, Unreadable, WrongOption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from boredcrawl.archive.exchange import Headers

REMEMBERED = 200_000
"""Payloads a later revisit may refer to, by digest (about 40 MB); the oldest are forgotten."""

IS_PART_OF = re.compile(rb"^isPartOf:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)


@dataclass(kw_only=True)
class Record:
    """One archived answer, wherever it came from."""

    kind: Literal["response", "resource", "revisit"]
    url: str
    fetched_at: datetime
    status: int
    headers: Headers
    raw: bytes
    """The body without transfer encoding, but still compressed where it was sent so."""
    file: Path
    offset: int
    part_of: str | None = None
    """What the file's warcinfo says it is part of: the site's name in our own files."""

    @cached_property
    def body(self) -> bytes:
        """The body, unpacked; raises `Unreadable` where it cannot be."""
        return decode(self.headers, self.raw)

    @property
    def mime(self) -> str:
        """The media type the answer states, without its parameters."""
        stated = header(self.headers, b"content-type") or b""
        return stated.partition(b";")[0].strip().lower().decode("latin-1")


def expand(given: str) -> tuple[Path, ...]:
    """Make files of what a person typed: files or folders, comma between them."""
    paths: list[Path] = []
    for name in filter(None, (part.strip() for part in given.split(","))):
        path = Path(name).expanduser()
        if path.is_dir():
            inside = sorted((*path.rglob("*.warc"), *path.rglob("*.warc.gz")))
            if not inside:
                raise WrongOption(f"there is no WARC file in {path}")
            paths += inside
        elif path.is_file():
            paths.append(path)
        else:
            raise WrongOption(f"there is no file {path}")
    if not paths:
        raise WrongOption("name a WARC file, or a folder of them")
    return tuple(dict.fromkeys(paths))


def read_records(
    paths: Path | Iterable[Path],
    counts: Counter[str] | None = None,
    elsewhere: Callable[[str], tuple[Path, int] | None] = lambda _: None,
) -> Iterator[Record]:
    """Give every answer in the order it was fetched, revisits with the payload they mean.

    Files follow each other by their first record's date. What cannot be read is counted in
    `counts` under the reason, and the next record is read. `elsewhere` says where a payload
    stands that is in none of these files, by its digest.
    """
    counts = Counter() if counts is None else counts
    files = (paths,) if isinstance(paths, Path) else tuple(paths)
    for path in files:
        require_warc(path)
    known: OrderedDict[str, tuple[Path, int]] = OrderedDict()
    for path in sorted(files, key=_first_date):
        part_of = None
        for raw in _in_order(path, counts):
            if raw.warc.record_type == WarcRecordType.warcinfo:
                part_of = _part_of(raw.block)
                continue
            payload = raw.header("WARC-Payload-Digest")
            try:
                record = _record(raw, path)
                if record.kind == "revisit" and record.status != 304:  # noqa: PLR2004 - HTTP's
                    record = _resolved(record, known.get(payload or "") or elsewhere(payload or ""))
                elif payload:
                    _remember(known, payload, (path, raw.offset))
            except Unreadable as error:
                counts[error.args[0].partition(":")[0]] += 1
                continue
            record.part_of = part_of
            yield record


def read_at(path: Path, offset: int) -> Record:
    """Read the one answer that begins at an offset; a revisit comes without its payload."""
    try:
        for raw in iterate(path, Counter(), kinds=ANSWERS, start=offset):
            if raw.offset == offset:
                return _record(raw, path)
            break
    except (OSError, Unreadable) as error:
        raise ArchiveTrouble(f"cannot read {path} at {offset}: {error}") from error
    raise ArchiveTrouble(f"no answer begins at byte {offset} of {path}")


def _first_date(path: Path) -> tuple[str, str]:
    for raw in iterate(path, Counter(), with_blocks=False):
        return raw.header("WARC-Date") or "", path.name
    return "", path.name


def _in_order(path: Path, counts: Counter[str]) -> Iterator[RawRecord]:
    """Read a file by date: as it stands where it is in order, which it is but for a few."""
    passed: Counter[str] = Counter()
    dates = [
        (raw.header("WARC-Date") or "", raw.offset)
        for raw in iterate(path, passed, kinds=ANSWERS, with_blocks=False)
    ]
    if all(one[0] <= other[0] for one, other in pairwise(dates)):
        yield from iterate(path, counts)
        return
    # What is broken lies beside several records, and is counted once.
    counts.update(passed)
    yield from iterate(path, Counter(), kinds=WarcRecordType.warcinfo)
    for _, offset in sorted(dates):
        yield next(iterate(path, Counter(), kinds=ANSWERS, start=offset))


def _record(raw: RawRecord, path: Path) -> Record:
    url, fetched_at = raw.url, raw.fetched_at
    if not url.lower().startswith(("http://", "https://")):
        raise Unreadable("not_http: " + url)
    if fetched_at is None:
        raise Unreadable("undated: " + url)
    headers: Headers
    if raw.warc.record_type == WarcRecordType.resource:
        kind: Literal["response", "resource", "revisit"] = "resource"
        mime = raw.header("Content-Type") or "application/octet-stream"
        status, headers, body = 200, ((b"Content-Type", mime.encode()),), raw.block
    else:
        is_revisit = raw.warc.record_type == WarcRecordType.revisit
        kind = "revisit" if is_revisit else "response"
        if is_revisit and not raw.block:
            status, headers, body = 0, (), b""
        else:
            try:
                status, headers, body = split_block(raw.block)
            except Unreadable as error:
                raise Unreadable(f"not_an_answer: {url}: {error}") from error
    return Record(
        kind=kind,
        url=url,
        fetched_at=fetched_at,
        status=status,
        headers=headers,
        raw=entity(headers, body),
        file=path,
        offset=raw.offset,
    )


def _resolved(revisit: Record, place: tuple[Path, int] | None) -> Record:
    if place is None:
        raise Unreadable(f"unresolved: {revisit.url}")
    original = read_at(*place)
    revisit.raw = original.raw
    if not revisit.headers:
        # The revisit was written without the answer's headers (WARC 1.0 allows it).
        revisit.status, revisit.headers = original.status, original.headers
    return revisit


def _remember(
    known: OrderedDict[str, tuple[Path, int]], payload: str, place: tuple[Path, int]
) -> None:
    known.setdefault(payload, place)
    if len(known) > REMEMBERED:
        known.popitem(last=False)


def _part_of(block: bytes) -> str | None:
    found = IS_PART_OF.search(block)
    return found[1].decode("utf-8", "replace") if found else None
