"""`column IN (many values)` as one parameter, whatever their number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import any_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection


def among(
    connection: Connection, column: ColumnElement[Any], values: Iterable[int] | Iterable[str]
) -> ColumnElement[bool]:
    """Say that a column of numbers or text has one of the values.

    A list of parameters would have a limit (32,766 on SQLite, 65,535 on PostgreSQL) and a
    new statement for every length of it; an array, or a JSON list on SQLite, has neither.
    """
    wanted = list(values)
    if connection.dialect.name == "postgresql":
        array = ARRAY(column.type)
        return column == any_(bindparam(None, wanted, type_=array))
    listed = func.json_each(bindparam(None, json.dumps(wanted))).table_valued("value")
    return column.in_(select(listed.c.value))
