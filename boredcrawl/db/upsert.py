"""Many rows in, with few statements, the same way on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, text

from boredcrawl.db.among import among
from boredcrawl.db.statements import (
    copy_in,
    delete_by_key,
    insert_missing,
    insert_new,
    insert_or_update,
    insert_wide,
    run,
    update_by_key,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Select, Table

    from boredcrawl.db.rows import Row

Key = tuple[Any, ...]

MANY = 20
"""From this number of rows on it pays to change PostgreSQL over to COPY and back."""


def upsert(
    connection: Connection,
    table: Table,
    rows: Iterable[Row],
    *,
    key: tuple[str, ...],
    keep: Collection[str] = (),
    overtaken: Callable[[Mapping[Key, int]], Iterable[Key]] | None = None,
) -> dict[Key, int]:
    """Insert rows, or update those whose key is there already; give the id of each key.

    What is stored already as given is not written again, which is nearly everything at a
    second visit. Columns in `keep` are not overwritten by null. `overtaken` says, of the ids
    of rows that would change, which are known from later on: of those only what was null is
    filled. All rows must have the same columns. Sorted by key, so that two processes lock in
    the same order.
    """
    wanted = unique(rows, key, keep)
    if not wanted:
        return {}
    columns = [name for name in next(iter(wanted.values())) if name not in key]
    stored = fetch(connection, table, key, wanted, columns)
    if overtaken is not None:
        changed = {
            found: stored[found]["id"]
            for found, row in wanted.items()
            if found in stored and differs(stored[found], row, columns, keep)
        }
        for found in overtaken(changed) if changed else ():
            told = {name: value for name in columns if (value := stored[found][name]) is not None}
            wanted[found] = wanted[found] | told
    written = [
        row
        for found, row in sorted(wanted.items())
        if found not in stored or differs(stored[found], row, columns, keep)
    ]
    if written and columns:
        columns_and_key = tuple(written[0])
        run(connection, insert_or_update, written, table, columns_and_key, key, tuple(keep))
    else:
        add_missing(connection, table, written, key=key)
    missing = [found for found in wanted if found not in stored]
    stored |= fetch(connection, table, key, missing, [])
    return {found: stored[found]["id"] for found in wanted}


def unique(rows: Iterable[Row], key: tuple[str, ...], keep: Collection[str]) -> dict[Key, Row]:
    """Leave one row for each key, the last; PostgreSQL refuses to upsert one twice.

    >>> rows = [{"url": "a", "width": 9}, {"url": "b", "width": 1}, {"url": "a", "width": None}]
    >>> unique(rows, ("url",), {"width"})
    {('a',): {'url': 'a', 'width': 9}, ('b',): {'url': 'b', 'width': 1}}
    """
    wanted: dict[Key, Row] = {}
    for row in rows:
        found = tuple(row[name] for name in key)
        earlier = wanted.get(found)
        if earlier is not None:
            kept = {name: earlier[name] for name in keep if row[name] is None}
            wanted[found] = row | kept
        else:
            wanted[found] = row
    return wanted


def differs(stored: Row, row: Row, columns: Sequence[str], keep: Collection[str]) -> bool:
    """Tell whether writing the row would change what is stored."""
    return any(
        stored[name] != row[name] and not (name in keep and row[name] is None) for name in columns
    )


def fetch(
    connection: Connection,
    table: Table,
    key: tuple[str, ...],
    keys: Collection[Key],
    columns: Sequence[str],
) -> dict[Key, Row]:
    """Read the stored rows of these keys: their id, key and the columns asked for."""
    if not keys:
        return {}
    query = select(table.c.id, *(table.c[name] for name in (*key, *columns)))
    for place, name in enumerate(key):
        # Each column for itself: for (site, name) that is exact but for crossed pairs.
        query = query.where(among(connection, table.c[name], {found[place] for found in keys}))
    found = rows_of(connection, query)
    return {present: row for row in found if (present := tuple(row[name] for name in key)) in keys}


def rows_of(connection: Connection, query: Select[Any]) -> list[Row]:
    """Read rows as plain mappings (SQLAlchemy's own cost three times as much to copy)."""
    result = connection.execute(query)
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result.all()]


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that are known to be new; all must have the same columns."""
    if connection.dialect.name == "sqlite":
        insert_wide(connection, table, rows)
    elif len(rows) >= MANY:
        copy_in(connection, table, rows)
    elif rows:
        run(connection, insert_new, rows, table, tuple(rows[0]))


def add_missing(
    connection: Connection, table: Table, rows: Sequence[Row], *, key: tuple[str, ...]
) -> None:
    """Insert the rows whose key nobody else has inserted in the meantime."""
    if rows:
        run(connection, insert_missing, rows, table, tuple(rows[0]), key)


def change(
    connection: Connection, table: Table, rows: Sequence[Row], *, key: tuple[str, ...] = ("id",)
) -> None:
    """Update rows by key; all must have the same columns."""
    if rows:
        run(connection, update_by_key, rows, table, tuple(rows[0]), key)


def replace(
    connection: Connection,
    table: Table,
    rows: Iterable[Row],
    *,
    owner: str,
    owners: Collection[int],
) -> None:
    """Make the rows of these owners exactly the given ones, touching only what differs.

    `owner` is the column that says whose a row is, part of the table's primary key.
    """
    if not owners:
        return
    key = tuple(column.name for column in table.primary_key.columns)
    wanted = unique(rows, key, ())
    query = select(table).where(among(connection, table.c[owner], owners))
    stored = {
        tuple(row[name] for name in key): dict(row) for row in connection.execute(query).mappings()
    }
    stale = [row for found, row in stored.items() if wanted.get(found) != row]
    run(connection, delete_by_key, stale, table, key)
    add(connection, table, [row for found, row in wanted.items() if stored.get(found) != row])


def reserve(connection: Connection, table: Table, count: int) -> list[int]:
    """Take ids for rows about to be inserted, so that they can refer to each other.

    On PostgreSQL from the sequence; on SQLite the next free ones, which nobody else can
    take while this transaction holds the write lock.
    """
    if count == 0:
        return []
    if connection.dialect.name == "postgresql":
        drawn = text(
            "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)"
        )
        return list(connection.execute(drawn, {"name": table.name, "count": count}).scalars())
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    return list(range(last + 1, last + count + 1))
