"""Files by path or URL: on this machine, or wherever fsspec reaches (s3://, memory://, …)."""

from __future__ import annotations

import os
import re
import shutil
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boredcrawl.archive.members import MAGIC
from boredcrawl.archive.volume import GZIP
from boredcrawl.exceptions import ArchiveTrouble, WrongOption

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD = 65_536
"""A file's first answer begins well within this."""

# WARC-Date: 2026-11-22T12:00:00.123456Z
DATE = re.compile(rb"^WARC-Date:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
LOCAL = ("file", "local")
"""What fsspec calls the files of this machine."""

ENDINGS = (".warc", ".warc.gz")


def is_url(place: str) -> bool:
    """Tell whether fsspec is needed.

    >>> is_url("s3://bucket/warc"), is_url("archive/warc")
    (True, False)
    """
    return "://" in place


def plain(place: str) -> str:
    """Give the path that a URL of this machine means; other places as they are.

    As a path it has its folders made, and a file there is whole or not there.

    >>> plain("file:///data/warc"), plain("local://data"), plain("s3://bucket/warc")
    ('/data/warc', 'data', 's3://bucket/warc')
    """
    protocol, _, path = place.partition("://")
    return path if protocol in LOCAL else place


def filesystem(url: str) -> Any:
    """Give the filesystem behind a URL; raises `WrongOption` where its library is missing."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  # an extra, and only for URLs

        return url_to_fs(url)[0]
    except ImportError as error:
        extra = "s3" if url.startswith("s3://") else "fsspec"
        raise WrongOption(
            f"{url} needs a library: pip install 'boredcrawl[{extra}]' ({error})"
        ) from error
    except ValueError as error:
        raise WrongOption(f"{url}: {error}") from error


def expand_places(given: str) -> tuple[str, ...]:
    """Make WARC files of what a person typed: files, folders, URLs, comma between them."""
    found: list[str] = []
    for name in filter(None, (plain(part.strip()) for part in given.split(","))):
        inside = _remote(name) if is_url(name) else _local(name)
        if not inside:
            raise WrongOption(f"there is no WARC file in {name}")
        found += inside
    if not found:
        raise WrongOption("name a WARC file, or a folder of them")
    return tuple(dict.fromkeys(found))


def _local(name: str) -> list[str]:
    path = Path(name).expanduser()
    if path.is_file():
        return [str(path)]
    if not path.is_dir():
        raise WrongOption(f"there is no file {path}")
    return sorted(str(file) for file in path.rglob("*") if file.name.endswith(ENDINGS))


def _remote(url: str) -> list[str]:
    files = filesystem(url)
    try:
        if files.isfile(url):
            return [url]
        names: Iterable[str] = files.find(url)
    except OSError as error:
        raise ArchiveTrouble(f"cannot read {url}: {error}") from error
    return sorted(files.unstrip_protocol(name) for name in names if name.endswith(ENDINGS))


def size_of(place: str) -> int:
    """Give the bytes of a file."""
    return int(filesystem(place).size(place)) if is_url(place) else Path(place).stat().st_size


def exists(place: str) -> bool:
    """Tell whether there is a file."""
    return bool(filesystem(place).isfile(place)) if is_url(place) else Path(place).is_file()


def read_bytes(place: str, start: int = 0, end: int | None = None) -> bytes:
    """Read a file, or a part of it."""
    try:
        if is_url(place):
            files = filesystem(place)
            if start == 0 and end is not None:
                end = min(end, files.size(place))
            return bytes(files.cat_file(place, start=start, end=end))
        with Path(place).open("rb") as file:
            file.seek(start)
            return file.read(-1 if end is None else end - start)
    except OSError as error:
        raise ArchiveTrouble(f"cannot read {place}: {error}") from error


def fetch(place: str, to: Path) -> None:
    """Copy a file to this machine."""
    try:
        filesystem(place).get_file(place, str(to))
    except OSError as error:
        raise ArchiveTrouble(f"cannot read {place}: {error}") from error


def put(file: Path, place: str) -> None:
    """Move a finished file to its place: there at once or not at all, over one that is there."""
    try:
        if is_url(place):
            filesystem(place).put_file(str(file), place)
            file.unlink()
            return
        target = Path(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        # Readers of a Parquet data set pass over names that begin so.
        draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
        try:
            shutil.move(file, draft)
            draft.replace(target)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise ArchiveTrouble(f"cannot write {place}: {error}") from error


def remove(folder: str) -> None:
    """Remove a folder of ours and what is in it."""
    if is_url(folder):
        files = filesystem(folder)
        if files.exists(folder):
            files.rm(folder, recursive=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)


def beginning(place: str) -> bytes:
    """Give the first records of a WARC file, unpacked, the last of them perhaps torn."""
    head = read_bytes(place, 0, HEAD)
    if not head.startswith(MAGIC):
        return head
    found = b""
    while head:
        member = zlib.decompressobj(GZIP)
        try:
            found += member.decompress(head)
        except zlib.error as error:
            if not found:
                sentence = f"{place} is damaged from its first byte on: {error}"
                raise ArchiveTrouble(sentence) from error
            break
        head = member.unused_data
    return found


def first_date(place: str) -> str:
    """Give the oldest date among a WARC file's first records, as it is written there.

    An answer may be older than the file it is written to, whose own record comes first.
    """
    found = DATE.findall(beginning(place))
    return min(found).decode("latin-1") if found else ""
