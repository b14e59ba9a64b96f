"""The order in which visits are stored: by date, however the files they lie in are finished."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from boredcrawl.reparse.tasks import Done, Entry, Task

Key = tuple[datetime, int, int]
"""When a visit was made, the number of its file's task, its place among that task's visits."""


@dataclass(order=True, frozen=True)
class Item:
    """A visit in the spool, on its way to the store."""

    key: Key
    entry: Entry = field(compare=False)


class Order:
    """Takes what tasks have read, in any order; gives it by date as soon as that can be.

    A visit can go when every file that may hold an older one has been read. The newest visit
    of an article therefore comes last, from whichever process.
    """

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._left = {task.number: _date(task.first_date) for task in tasks}
        self._claimed: dict[tuple[str, int], int] = {}
        """Records read by the task of a file before theirs, and by the first of which."""
        self._waiting: list[Item] = []

    def take(self, done: Done) -> Iterator[Item]:
        """Take in what a task has read; give all that can be stored now, oldest first."""
        self._left.pop(done.number, None)
        for place in done.claimed:
            self._claimed[place] = min(done.number, self._claimed.get(place, done.number))
        for number, entry in enumerate(done.entries):
            key = (entry.fetched_at, done.number, number)
            heapq.heappush(self._waiting, Item(key, entry))
        horizon = min(self._left.values(), default=None)
        while self._waiting and (horizon is None or self._waiting[0].key[0] < horizon):
            yield heapq.heappop(self._waiting)

    def is_claimed(self, item: Item, task: Task) -> bool:
        """Tell whether a record was read by the task of a file before, which needed it."""
        return self._claimed.get(item.entry.place, task.number) != task.number


def _date(written: str) -> datetime:
    """Read a WARC date; a file that has none may hold anything, so nothing may overtake it.

    >>> _date("2026-11-22T12:00:00.5Z").isoformat(), _date("").year
    ('2026-11-22T12:00:00.500000+00:00', 1)
    """
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
