"""WARC files brought to where they can be read: whole, or only the records that are wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.cdxj import is_of as is_index_of
from boredcrawl.archive.members import target_at
from boredcrawl.archive.reader import IS_PART_OF
from boredcrawl.archive.surt import surt
from boredcrawl.reparse.places import beginning, exists, fetch, is_url, read_bytes, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORTH = 0.5
"""Above this share of a file, picking records out of it costs more than reading it whole."""


class Line(NamedTuple):
    """What an index says of one record."""

    key: str
    mime: str
    digest: str | None
    offset: int
    length: int


class Excerpt(NamedTuple):
    """A file on this machine with records of a WARC file, and where they stood in it."""

    path: Path
    offsets: dict[int, int] | None
    """None for the file itself, whole."""

    def offset(self, here: int) -> int:
        """Say where a record stood."""
        return here if self.offsets is None else self.offsets[here]


def index_of(place: str) -> str:
    """Say where the index of a WARC file would be.

    >>> index_of("s3://cats/a.warc.gz")
    's3://cats/a.cdxj'
    """
    folder, slash, name = place.rpartition("/")
    return folder + slash + index_path(Path(name)).name


def read_index(place: str) -> list[Line] | None:
    """Read the index beside a WARC file; None where there is none that says where records are.

    An empty one says nothing either: it may have been cut short, and a file without answers is
    soon read.
    """
    index = index_of(place)
    if not exists(index):
        return None
    lines = []
    for line in read_bytes(index).splitlines():
        key, _, rest = line.decode("utf-8", "replace").partition(" ")
        try:
            facts = json.loads(rest.partition(" ")[2])
            if not is_index_of(place.rpartition("/")[2], facts.get("filename", "")):
                return None
            lines.append(
                Line(
                    key,
                    facts.get("mime", ""),
                    facts.get("digest"),
                    int(facts["offset"]),
                    int(facts["length"]),
                )
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            # Some other kind of index, or a line cut short: the file itself knows better.
            return None
    return lines or None


def is_of(key: str, hosts: frozenset[str]) -> bool:
    """Tell whether a record's key is of one of these hosts.

    >>> is_of("com,a)/x", frozenset(["www.a.com"])), is_of("com,ab)/x", frozenset(["a.com"]))
    (True, False)
    """
    return any(key.startswith(surt(f"http://{host}/").rpartition(")")[0] + ")") for host in hosts)


def bring(place: str, hosts: frozenset[str], folder: Path) -> Excerpt | None:
    """Give a file with all that is wanted of a WARC file; None where its index says nothing is."""
    lines = read_index(place) if hosts else None
    if lines is not None:
        hosts |= _mirror(place)
        wanted = sorted((line for line in lines if is_of(line.key, hosts)), key=_offset)
        if not wanted:
            return None
        if sum(line.length for line in wanted) < WORTH * size_of(place):
            found = excerpt(place, lines, wanted, folder)
            if found is not None:
                return found
    if not is_url(place):
        return Excerpt(Path(place), None)
    target = folder / place.rpartition("/")[2]
    fetch(place, target)
    return Excerpt(target, None)


def _mirror(place: str) -> set[str]:
    """Give the host of a mirror whose crawl wrote a file: no card knows it."""
    found = IS_PART_OF.search(beginning(place))
    netloc = found[1].partition(b"@")[2] if found else b""
    return {netloc.decode("latin-1")} if netloc else set()


def excerpt(
    place: str, lines: Sequence[Line], wanted: Sequence[Line], folder: Path
) -> Excerpt | None:
    """Put the wanted records into a file: each is a gzip member, or plain, by itself.

    `wanted` are in the order of their offsets. None where another host's record, or none, is at
    one of them: the index is of the file that stood here before.
    """
    target = folder / place.rpartition("/")[2]
    offsets: dict[int, int] = {}
    keys = {line.offset: line.key for line in wanted}
    with target.open("w+b") as file:
        # What is before the first answer tells what all are part of.
        file.write(read_bytes(place, 0, min(lines, key=_offset).offset))
        for start, end, inside in _stretches(wanted):
            for offset in inside:
                offsets[file.tell() + offset - start] = offset
            file.write(read_bytes(place, start, end))
        is_right = all(
            _host(surt(target_at(file, here))) == _host(keys[there])
            for here, there in offsets.items()
        )
    return Excerpt(target, offsets) if is_right else None


def _host(key: str) -> str:
    return key.partition(")")[0]


def _stretches(lines: Sequence[Line]) -> Iterator[tuple[int, int, list[int]]]:
    """Join records that touch, so that each stretch is asked for once."""
    start = end = -1
    inside: list[int] = []
    for line in lines:
        if line.offset != end and inside:
            yield start, end, inside
            inside = []
        if not inside:
            start = line.offset
        inside.append(line.offset)
        end = line.offset + line.length
    if inside:
        yield start, end, inside


def find_payload(digest: str, places: Sequence[str], folder: Path) -> tuple[Path, int] | None:
    """Find a payload that a record only refers to, in other files by their indexes."""
    for place in reversed(places):
        for line in read_index(place) or ():
            if line.digest == digest and line.mime != "warc/revisit":
                target = folder / f"payload-{len(list(folder.iterdir()))}"
                target.write_bytes(read_bytes(place, line.offset, line.offset + line.length))
                return target, 0
    return None


def _offset(line: Line) -> int:
    return line.offset
