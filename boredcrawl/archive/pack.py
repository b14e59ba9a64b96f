"""WACZ: WARC files, one index and a list of pages in one file, to be opened and passed on.

The shape is that of the WACZ specification 1.1.1, as py-wacz writes it and checks it.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
import uuid
import zipfile
import zlib
from contextlib import suppress
from heapq import merge
from typing import TYPE_CHECKING

from boredcrawl import __version__
from boredcrawl.archive.index import sorted_lines
from boredcrawl.archive.reader import read_records
from boredcrawl.archive.records import warc_date
from boredcrawl.archive.unpacked import require_by_record
from boredcrawl.archive.volume import GZIP, is_locked
from boredcrawl.exceptions import ArchiveTrouble, Unreadable

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from boredcrawl.archive.reader import Record

VERSION = "1.1.1"

BLOCK = 300
"""Lines of the index packed together, as cdxj-indexer does: what a reader fetches at once."""

PIECE = 1 << 20
TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)
OK = 200


class _Parcel:
    """The zip file, and the list of what is in it."""

    def __init__(self, file: zipfile.ZipFile, made_at: datetime) -> None:
        self._file = file
        self._time = made_at.timetuple()[:6]
        self.contents: list[dict[str, str | int]] = []

    def add(
        self, path: str, pieces: Iterable[bytes], *, about: int = 0, is_listed: bool = True
    ) -> str:
        """Add a file as it comes, unpacked: a reader must find places in it. Give its hash.

        `about` is its size. Only a large one gets zip64's longer header: ReplayWeb.page 2.4.6
        takes every header to be a short one, and begins to read inside the longer.
        """
        info = zipfile.ZipInfo(path, self._time)
        info.file_size = about
        sha256, size = hashlib.sha256(), 0
        with self._file.open(info, "w") as target:
            for piece in pieces:
                target.write(piece)
                sha256.update(piece)
                size += len(piece)
        told = f"sha256:{sha256.hexdigest()}"
        if is_listed:
            name = path.rpartition("/")[2].lower()
            self.contents.append({"name": name, "path": path, "hash": told, "bytes": size})
        return told


def pack(
    paths: Sequence[Path], target: Path, *, title: str, made_at: datetime, counts: Counter[str]
) -> int:
    """Write a WACZ file, in place only when whole; give how many pages it lists.

    What cannot be read is counted in `counts`; the records go along as they are.
    """
    names = [path.name for path in paths]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ArchiveTrouble(f"several files are called {', '.join(sorted(twice))}")
    if open_ones := [path.name for path in paths if is_locked(path)]:
        raise ArchiveTrouble(f"a crawl is still writing {', '.join(open_ones)}")
    for path in paths:
        require_by_record(path)
    draft = target.with_name(f"{target.name}.draft")
    try:
        with zipfile.ZipFile(draft, "w") as file:
            parcel = _Parcel(file, made_at)
            for path in paths:
                parcel.add(f"archive/{path.name}", _pieces(path), about=path.stat().st_size)
            blocks: list[str] = []
            parcel.add("indexes/index.cdx.gz", _index(paths, blocks))
            parcel.add("indexes/index.idx", (line.encode() for line in blocks))
            pages = list(_pages(paths, counts))
            parcel.add("pages/pages.jsonl", _lines(pages))
            package = {
                "profile": "data-package",
                "wacz_version": VERSION,
                "title": title,
                "created": warc_date(made_at),
                "software": f"boredcrawl/{__version__}",
                "resources": parcel.contents,
            }
            told = parcel.add("datapackage.json", [_json(package)], is_listed=False)
            digest = {"path": "datapackage.json", "hash": told}
            parcel.add("datapackage-digest.json", [_json(digest)], is_listed=False)
        draft.replace(target)
    except OSError as error:
        raise ArchiveTrouble(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        # A folder nothing can be written to refuses this as well.
        with suppress(OSError):
            draft.unlink()
    return len(pages)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _index(paths: Sequence[Path], blocks: list[str]) -> Iterator[bytes]:
    """Give the index of all files in packed blocks; note in `blocks` where each begins."""
    blocks.append(_idx_line("!meta 0", {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}))
    at = 0
    lines = list(merge(*map(sorted_lines, paths)))
    for first in range(0, len(lines), BLOCK):
        block = "".join(f"{line}\n" for line in lines[first : first + BLOCK])
        packed = zlib.compress(block.encode(), wbits=GZIP)
        digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
        place = {"offset": at, "length": len(packed), "digest": digest}
        blocks.append(_idx_line(lines[first].partition(" {")[0], place))
        at += len(packed)
        yield packed


def _idx_line(key: str, facts: Mapping[str, object]) -> str:
    return f"{key} {json.dumps(facts)}\n"


def _pages(paths: Sequence[Path], counts: Counter[str]) -> Iterator[dict[str, str]]:
    """List the pages that were fetched: each HTML answer that has a title."""
    for record in read_records(paths, counts):
        if record.kind != "resource" and record.status == OK and record.mime == "text/html":
            title = _title(record)
            if title:
                yield {
                    "id": uuid.uuid5(uuid.NAMESPACE_URL, f"{record.fetched_at} {record.url}").hex,
                    "url": record.url,
                    "ts": warc_date(record.fetched_at),
                    "title": title,
                }


def _title(record: Record) -> str:
    try:
        found = TITLE.search(record.body)
    except Unreadable:
        return ""
    return " ".join(html.unescape(found[1].decode("utf-8", "replace")).split()) if found else ""


def _lines(pages: list[dict[str, str]]) -> Iterator[bytes]:
    head = {"format": "json-pages-1.0", "id": "pages", "title": "All pages"}
    for line in (head, *pages):
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _json(facts: object) -> bytes:
    return json.dumps(facts, indent=2).encode()
