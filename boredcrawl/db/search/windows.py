"""How a search is cut into windows.

Fitting is judged within windows: the 300 rows met last, then the 300 before them.
A word that stands in half of a million comments would otherwise take a second to rank, on
either database, for a page of ten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

WINDOW = 300
"""Rows of one kind that are ranked against each other."""


class Found(NamedTuple):
    """A row found. The least is the best, and of equals the newest."""

    score: float
    document: int
    """Its place in `DOCUMENTS`."""
    age: int
    """Its id, negated."""

    @property
    def key(self) -> int:
        """Its id."""
        return -self.age


def cut(statement: Select[Any], key: ColumnElement[int], window: int) -> Select[Any]:
    """Take one window, the newest rows first."""
    return statement.order_by(key.desc()).limit(WINDOW).offset(window * WINDOW)
