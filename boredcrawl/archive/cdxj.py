"""The CDXJ index beside a WARC file: which URL, when, at which offset."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from boredcrawl.archive.surt import surt

if TYPE_CHECKING:
    from pathlib import Path

    from boredcrawl.archive.sorted_lines import SortedLines


PARAMETERS = re.compile(r"[;\s]")
"""What ends a media type: `text/html; charset=utf-8`."""

REVISIT = "warc/revisit"
"""What stands for the media type of a record without a payload of its own."""


def index_path(warc: Path) -> Path:
    """Say where the index of a WARC file stands.

    >>> from pathlib import Path
    >>> index_path(Path("a.warc.gz")).name
    'a.cdxj'
    """
    return warc.with_name(warc.name.removesuffix(".gz").removesuffix(".warc") + ".cdxj")


def line(
    *,
    url: str,
    fetched_at: datetime,
    mime: str | None,
    status: int | None,
    payload: str | None,
    offset: int,
    length: int,
    filename: str,
) -> str:
    """Write one entry as cdxj-indexer does, to the byte; what is not known is left out.

    `mime` is a whole Content-Type; `length` is that of the packed record.

    >>> from datetime import UTC, datetime
    >>> line(url="http://a.com/", fetched_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    ...      mime="text/html", status=200, payload="sha1:AB", offset=7, length=9,
    ...      filename="a.warc.gz")  # doctest: +ELLIPSIS
    'com,a)/ 20260102030405 {"url": "http://a.com/", "mime": "text/html", "status": "200", ...
    """
    url = url.replace(" ", "%20")
    facts = {
        "url": url,
        "mime": None if mime is None else PARAMETERS.split(mime.strip(), maxsplit=1)[0],
        "status": None if status is None else str(status),
        "digest": payload,
        "length": str(length),
        "offset": str(offset),
        "filename": filename,
    }
    told = json.dumps({name: value for name, value in facts.items() if value is not None})
    return f"{surt(url)} {fetched_at:%Y%m%d%H%M%S} {told}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, read."""

    key: str
    fetched_at: datetime
    url: str
    mime: str | None
    status: int | None
    digest: str | None
    offset: int
    length: int
    filename: str


def parse(entry: str) -> Entry:
    """Read one entry.

    >>> parse('com,a)/ 20260102030405 {"url": "http://a.com/", "length": "9", "offset": "7"}').url
    'http://a.com/'
    """
    key, moment, facts = entry.split(" ", 2)
    told = json.loads(facts)
    return Entry(
        key=key,
        fetched_at=datetime.strptime(moment + "Z", "%Y%m%d%H%M%S%z"),
        url=told["url"],
        mime=told.get("mime"),
        status=int(told["status"]) if told.get("status") else None,
        digest=told.get("digest"),
        offset=int(told["offset"]),
        length=int(told["length"]),
        filename=told.get("filename", ""),
    )


def is_of(name: str, filename: str) -> bool:
    """Tell whether an entry that names a file, or none, may be of the one called `name`.

    >>> is_of("a.warc.gz", "crawl-data/a.warc.gz"), is_of("a.warc.gz", "b.warc.gz")
    (True, False)
    """
    return filename.rpartition("/")[2] in {"", name}


def read_index(warc: Path) -> list[str] | None:
    """Give the lines beside a WARC file; None where there are none, or they are another file's."""
    try:
        lines = index_path(warc).read_text("utf-8").splitlines()
        size = warc.stat().st_size
        entries = [parse(line) for line in lines]
    except (FileNotFoundError, ValueError, KeyError):
        return None
    if any(
        not is_of(warc.name, entry.filename)
        or entry.length <= 0
        or entry.offset + entry.length > size
        for entry in entries
    ):
        return None
    return lines


def save_index(warc: Path, lines: SortedLines) -> None:
    """Write the index of a finished file: sorted by bytes, in place only when whole."""
    target = index_path(warc)
    draft = target.with_suffix(".cdxj.draft")
    with draft.open("wb") as file:
        file.writelines(lines)
    draft.replace(target)
