"""A made-up database stored: through the tables, all triggers on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from boredcrawl.db.models import Base
from boredcrawl.db.transaction import write
from boredcrawl.db.upsert import add

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from bench.large_data import Rows, World

PIECES = 8
"""Of like size, that FTS5 merges into one (migration 0014)."""


def fill(engine: Engine, world: World) -> None:
    """Store a world through the tables, all triggers on, and let the database look at it."""
    write(engine, lambda connection: _add(connection, world.people()))
    for rows in world.batches():
        write(engine, lambda connection, rows=rows: _add(connection, rows))
    write(engine, _settle)
    if engine.dialect.name == "postgresql":
        # As autovacuum leaves a database in which not everything was stored this minute.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    else:
        # As FTS5 keeps up where articles come by fifties: after batches as large as these it
        # has merges left to do, which the first to store afterwards would pay for.
        write(engine, _merge)


def _merge(connection: Connection) -> None:
    for name in ("article_search", "list_item_search", "comment_search"):
        # Down to as many pieces of a size as storing leaves, and no further.
        settle = text(f"INSERT INTO {name} ({name}, rank) VALUES ('usermerge', {PIECES})")  # noqa: S608 - our own names
        connection.execute(settle)
        merge = text(f"INSERT INTO {name} ({name}, rank) VALUES ('merge', 500)")  # noqa: S608 - our own names
        before = -2
        while (changes := _changes(connection)) - before >= 2:
            before = changes
            connection.execute(merge)


def _changes(connection: Connection) -> int:
    return int(connection.execute(text("SELECT total_changes()")).scalar_one())


def _add(connection: Connection, rows: Rows) -> None:
    for table in Base.metadata.sorted_tables:
        if table.name in rows:
            add(connection, table, rows[table.name])


def _settle(connection: Connection) -> None:
    """Set the sequences that rows with ids of their own passed by; gather statistics."""
    if connection.dialect.name == "postgresql":
        for name in (
            "sites",
            "authors",
            "tags",
            "commenters",
            "articles",
            "list_items",
            "comments",
        ):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608 - our own names
                )
            )
