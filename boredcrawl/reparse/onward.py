"""Where the rest of a page may be whose file ended: at the beginning of its writer's next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.archive.surt import surt
from boredcrawl.reparse.excerpts import Excerpt, excerpt, read_index
from boredcrawl.reparse.places import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEAD = 8 << 20
"""Bytes of the beginning of a file without an index in which its first answers are."""


class Onward:
    """A WARC file that goes on where another ended."""

    def __init__(self, place: str, folder: Path) -> None:
        self.place = place
        self.folder = folder
        self.passed = 0
        """Answers looked through in its index; none where it has no index."""

    def bring(self, most: int, awaited: Callable[[], set[str]]) -> Iterator[Excerpt]:
        """Give, of the first `most` answers, those that may be of awaited URLs, each as a file.

        Where no index tells them, the beginning of the file comes as it stands. What is awaited
        is asked for again after each, because a redirect leads to the next.
        """
        lines = read_index(self.place)
        if lines is None:
            yield self._head()
            return
        lines.sort(key=lambda line: line.offset)
        keys = set(map(surt, awaited()))
        for line in lines[:most]:
            self.passed += 1
            if line.key in keys:
                found = excerpt(self.place, lines, [line], self.folder)
                if found is None:
                    yield self._head()
                    return
                yield found
                keys = set(map(surt, awaited()))

    def _head(self) -> Excerpt:
        """Give the beginning of the file, its last record perhaps torn."""
        target = self.folder / f"head-of-{self.place.rpartition('/')[2]}"
        target.write_bytes(read_bytes(self.place, 0, HEAD))
        return Excerpt(target, None)
