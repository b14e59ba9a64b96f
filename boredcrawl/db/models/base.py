"""What all tables share: naming, types, and how a table is reached for bulk work."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, Boolean, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.orm import DeclarativeBase, mapped_column

from boredcrawl.db.types import BigId, Json, UtcDateTime

NAMING = {
    "pk": "pk_%(table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""Every constraint has a name a later migration can drop it by, the same on both databases."""

Key = Annotated[int, mapped_column(BigId, primary_key=True)]
"""Our own id of a row."""

Big = Annotated[int, mapped_column(BigInteger)]
"""A number a page states; nothing bounds what a page may state."""


class Base(DeclarativeBase):
    """The root of all models."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  # read by SQLAlchemy, as it is
        str: Text(),
        int: Integer(),
        bool: Boolean(),
        datetime: UtcDateTime(),
        list[str]: Json,
        list[dict[str, Any]]: Json,
        dict[str, Any]: Json,
    }


def table(model: type[Base]) -> Table:
    """Give the table behind a model, for statements over many rows."""
    found = model.__table__
    assert isinstance(found, Table)
    return found


def partial_index(*columns: str, where: str) -> Index:
    """Make an index that holds only the rows of a condition, on both databases."""
    return Index(None, *columns, sqlite_where=text(where), postgresql_where=text(where))
