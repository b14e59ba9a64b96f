"""Between which ids the rows of a time stand: they were mostly met in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from boredcrawl.db.search.documents import Passing

FEW = 20_000
"""Rows of a time among whose ids the first and the last are looked for."""


def span(connection: Connection, passing: Passing) -> tuple[int, int] | None:
    """Give the first and the last id of the rows of a time, if they are few."""
    if not passing.is_period:
        return None
    few = passing.ids.limit(FEW + 1).subquery()
    counted = select(func.count(), func.min(few.c.id), func.max(few.c.id))
    count, first, last = connection.execute(counted).one()
    if count > FEW:
        return None
    return (first, last) if count else (0, -1)
