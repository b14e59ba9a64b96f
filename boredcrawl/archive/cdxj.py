"""The CDXJ index beside a WARC file: which URL, when, at which offset."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from boredcrawl.archive.surt import surt

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path


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
    mime: str,
    status: int | None,
    payload: str | None,
    offset: int,
    length: int,
    filename: str,
) -> str:
    """Write one entry, its fields in the order of the field's own indexer.

    >>> from datetime import UTC, datetime
    >>> line(url="http://a.com/", fetched_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    ...      mime="text/html", status=200, payload="sha1:AB", offset=7, length=9,
    ...      filename="a.warc.gz")  # doctest: +ELLIPSIS
    'com,a)/ 20260102030405 {"url": "http://a.com/", "mime": "text/html", "status": "200", ...
    """
    facts = {
        "url": url,
        "mime": mime,
        "status": None if status is None else str(status),
        "digest": payload,
        "length": str(length),
        "offset": str(offset),
        "filename": filename,
    }
    told = json.dumps({name: value for name, value in facts.items() if value is not None})
    return f"{surt(url)} {fetched_at:%Y%m%d%H%M%S} {told}"


def save_index(warc: Path, lines: Iterable[str]) -> None:
    """Write the index of a finished file: sorted by bytes, in place only when whole."""
    target = index_path(warc)
    draft = target.with_suffix(".cdxj.draft")
    draft.write_bytes("".join(f"{entry}\n" for entry in sorted(lines)).encode())
    draft.replace(target)
