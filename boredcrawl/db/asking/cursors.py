"""Where a page begins: the place of the last row of the page before. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from boredcrawl.exceptions import WrongQuery

LARGEST = 2**63 - 1
"""The largest id a database keeps."""


class Place(NamedTuple):
    """The place of a row in an order by time and id; rows without a time come last."""

    at: datetime | None
    id: int

    def written(self) -> str:
        """Write it as it stands in addresses.

        >>> Place(datetime(2026, 11, 22, tzinfo=UTC), 7).written(), Place(None, 7).written()
        ('1795305600000000.7', '.7')
        """
        if self.at is None:
            return f".{self.id}"
        since = self.at - datetime(1970, 1, 1, tzinfo=UTC)
        return f"{(since.days * 86400 + since.seconds) * 10**6 + since.microseconds}.{self.id}"


def read_place(cursor: str) -> Place:
    """Read a place; raises `WrongQuery` for what is none.

    >>> read_place("1795305600000000.7")
    Place(at=datetime.datetime(2026, 11, 22, 0, 0, tzinfo=datetime.timezone.utc), id=7)
    >>> read_place("next")
    Traceback (most recent call last):
    ...
    boredcrawl.exceptions.WrongQuery: 'next' is no cursor: give the one that came with a page
    """
    at, point, number = cursor.partition(".")
    try:
        if not point:
            raise ValueError(cursor)
        microseconds = int(at) if at else None
        moment = (
            None
            if microseconds is None
            else datetime.fromtimestamp(microseconds // 10**6, UTC).replace(
                microsecond=microseconds % 10**6
            )
        )
        return Place(moment, read_id(number))
    except (ValueError, OverflowError, OSError) as error:
        raise WrongQuery(f"{cursor!r} is no cursor: give the one that came with a page") from error


def read_id(text: str) -> int:
    """Read an id; raises `ValueError` for what no database keeps.

    >>> read_id("12")
    12
    """
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1  # noqa: PLR2004
    if not 0 <= number <= LARGEST:
        raise ValueError(text)
    return number
