"""Statements over many rows, at the speed of the drivers.

SQLAlchemy writes them, once for each table and set of columns, and they are run through the
driver's own `executemany`. Run by SQLAlchemy each row would pass through its parameter
handling, which takes as long as SQLite takes to store it (measured, 2.1).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from sqlalchemy import JSON, bindparam, delete, func, insert, or_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from boredcrawl.db.types import UtcDateTime

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Dialect, Table
    from sqlalchemy.sql.dml import ValuesBase
    from sqlalchemy.types import TypeEngine

    from boredcrawl.db.rows import Row

Names = tuple[str, ...]
Conversion = tuple[int, "Callable[[Any], Any]"]

WIDEST = 1024
"""Rows one statement inserts into SQLite at most: a batch of a crawl, nearly always."""

PARAMETERS = 32_766
"""Values one statement of SQLite takes, as it is built nearly everywhere."""


class Prepared(NamedTuple):
    """A statement as the driver takes it."""

    sql: str
    names: Names
    """The parameters, in the order in which the statement has them."""
    conversions: tuple[Conversion, ...]
    by_name: bool
    """Whether the driver wants a mapping."""


def run(
    connection: Connection, make: Callable[..., Any], rows: Sequence[Row], *arguments: Any
) -> None:
    """Run the statement `make` makes of the arguments for each of the rows."""
    if not rows:
        return
    statement = prepared(connection.dialect, make, *arguments)
    values: list[Any] = values_of(rows, statement.names, statement.conversions)
    if statement.by_name:
        values = [dict(zip(statement.names, row, strict=True)) for row in values]
    connection.exec_driver_sql(statement.sql, values)


def values_of(
    rows: Sequence[Row], names: Names, conversions: Sequence[Conversion]
) -> list[tuple[Any, ...]]:
    """Give the values of rows in the order of names, converted where that is wanted.

    Column by column, so that the loops over rows run in C.

    >>> values_of([{"a": 1, "b": 2}, {"a": 3, "b": 4}], ("b", "a"), [(0, str)])
    [('2', 1), ('4', 3)]
    """
    columns: list[Iterable[Any]] = [map(itemgetter(name), rows) for name in names]
    for place, convert in conversions:
        columns[place] = map(convert, columns[place])
    return list(zip(*columns, strict=True))


def insert_wide(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows into SQLite, many with each statement.

    FTS5 ends a piece of its index at every statement whose triggers write into it: a row a
    statement made each comment a piece of its own, and merging them, and the journal each
    statement keeps for itself, were a third of all storing (measured, 23 November 2026).
    """
    if not rows:
        return
    statement = prepared(connection.dialect, insert_new, table, tuple(rows[0]))
    values = values_of(rows, statement.names, statement.conversions)
    columns = len(statement.names)
    head, _, one = statement.sql.partition(" VALUES ")
    widest = min(WIDEST, 1 << ((PARAMETERS - 1) // columns).bit_length() - 1)
    for start in range(0, len(values), widest):
        several = values[start : start + widest]
        # As wide as the next power of two: few statements, which the driver keeps ready.
        width = 1 << (len(several) - 1).bit_length()
        sql = f"{head} SELECT * FROM (VALUES {', '.join([one] * width)}) LIMIT ?"  # noqa: S608 - ours
        unused = repeat(None, columns * (width - len(several)))
        parameters = (*chain.from_iterable(several), *unused, len(several))
        connection.exec_driver_sql(sql, parameters)


def copy_in(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows through PostgreSQL's COPY, seven times as fast as its INSERT (measured)."""
    names = tuple(rows[0])
    conversions = conversions_of(connection.dialect, [table.c[name].type for name in names])
    quote = connection.dialect.identifier_preparer.quote
    sql = f"COPY {quote(table.name)} ({', '.join(map(quote, names))}) FROM STDIN"
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            for row in values_of(rows, names, conversions):
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        # As SQLAlchemy would raise it, so that all trouble looks the same.
        raise DBAPIError.instance(
            sql, None, error, connection.dialect.loaded_dbapi.Error, dialect=connection.dialect
        ) from error


def conversions_of(dialect: Dialect, types: Sequence[TypeEngine[Any]]) -> tuple[Conversion, ...]:
    """Say which places hold what the driver does not take as it is, and what to make of it."""
    kinds = [kind.dialect_impl(dialect) for kind in types]
    return tuple(
        (place, kind.bind_processor(dialect))
        for place, kind in enumerate(kinds)
        if isinstance(kind, (UtcDateTime, JSON))
    )


@lru_cache(maxsize=512)
def prepared(dialect: Dialect, make: Callable[..., Any], *arguments: Any) -> Prepared:
    """Compile the statement that `make` makes, for one dialect."""
    compiled = make(dialect.name, *arguments).compile(dialect=dialect)
    names = tuple(compiled.positiontup or compiled.params)
    conversions = conversions_of(dialect, [compiled.binds[name].type for name in names])
    return Prepared(compiled.string, names, conversions, compiled.positiontup is None)


def insert_of(dialect: str, table: Table, columns: Names) -> postgresql.Insert:
    """Begin an insert that knows `ON CONFLICT`; the dialects' are alike in all used here."""
    made = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return cast("postgresql.Insert", made).values({name: bindparam(name) for name in columns})


def insert_new(dialect: str, table: Table, columns: Names) -> ValuesBase:
    """Insert."""
    del dialect
    return insert(table).values({name: bindparam(name) for name in columns})


def insert_missing(dialect: str, table: Table, columns: Names, key: Names) -> ValuesBase:
    """Insert, unless the key is there already."""
    return insert_of(dialect, table, columns).on_conflict_do_nothing(index_elements=key)


def insert_or_update(
    dialect: str, table: Table, columns: Names, key: Names, keep: Names
) -> ValuesBase:
    """Insert, or on conflict update what is distinct; null leaves the columns in `keep`."""
    statement = insert_of(dialect, table, columns)
    new = {
        name: func.coalesce(statement.excluded[name], table.c[name])
        if name in keep
        else statement.excluded[name]
        for name in columns
        if name not in key
    }
    distinct = or_(*(table.c[name].is_distinct_from(value) for name, value in new.items()))
    return statement.on_conflict_do_update(index_elements=key, set_=new, where=distinct)


def update_by_key(dialect: str, table: Table, columns: Names, key: Names) -> Any:
    """Update the row of a key."""
    del dialect
    statement = by_key(update(table), table, key)
    return statement.values(
        {name: bindparam(name, type_=table.c[name].type) for name in columns if name not in key}
    )


def delete_by_key(dialect: str, table: Table, key: Names) -> Any:
    """Delete the row of a key."""
    del dialect
    return by_key(delete(table), table, key)


def by_key(statement: Any, table: Table, key: Names) -> Any:
    """Confine a statement to the row of a key."""
    return statement.where(*(table.c[name] == bindparam(name) for name in key))
