"""One answer looked up in an archive: by URL and time, or by its place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from boredcrawl.archive.cdxj import REVISIT
from boredcrawl.archive.index import entries
from boredcrawl.archive.reader import read_at
from boredcrawl.archive.surt import surt
from boredcrawl.exceptions import ArchiveTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from boredcrawl.archive.cdxj import Entry
    from boredcrawl.archive.reader import Record

NOT_MODIFIED = 304


def look_up(paths: Iterable[Path], url: str, at: datetime | None = None) -> Record:
    """Find the answer for a URL that was fetched nearest to a moment, else the newest.

    A payload that was written once for several answers is found where it is written.
    """
    key = surt(url)
    found: list[tuple[Path, Entry]] = []
    payloads: dict[str, tuple[Path, Entry]] = {}
    for path in paths:
        for entry in entries(path):
            if entry.digest and entry.mime != REVISIT:
                payloads.setdefault(entry.digest, (path, entry))
            # 304 says of an answer only that there is no newer one.
            if entry.key == key and entry.status != NOT_MODIFIED:
                found.append((path, entry))
    if not found:
        raise ArchiveTrouble(f"{url} is not in the archive")
    # Of two in one second the later: a page with its thread in place comes behind the page as sent.
    path, entry = min(reversed(found), key=lambda one: _distance(one[1], at))
    record = read_at(path, entry.offset)
    if record.kind == "revisit":
        original = payloads.get(entry.digest or "")
        if original is None:
            raise ArchiveTrouble(f"what {url} answered is in a file that is not here")
        record.raw = read_at(original[0], original[1].offset).raw
    return record


def _distance(entry: Entry, at: datetime | None) -> timedelta:
    if at is None:
        return timedelta(0) - timedelta(seconds=entry.fetched_at.timestamp())
    return abs(entry.fetched_at - at)
