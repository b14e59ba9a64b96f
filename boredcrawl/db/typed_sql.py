"""SQL a person typed, answered without a chance to change anything."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

BATCH = 1000
"""Rows taken at a time."""

STEPS = 10_000
"""Steps of SQLite's machine between looks at the clock; a few milliseconds."""


DESCRIBING = frozenset(
    {"table_info", "table_xinfo", "index_list", "index_info", "index_xinfo", "foreign_key_list"}
)
"""What `PRAGMA name(value)` asks about a table or an index; with others a value is a setting."""

STOPPED = ("interrupted", "statement timeout")
"""Words of SQLite and of PostgreSQL where the time was up."""


class Answer(NamedTuple):
    """The columns of an answer, and its rows as they come."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]


@contextmanager
def asking(engine: Engine, statement: str, seconds: float) -> Iterator[Answer]:
    """Give the answer to one statement, to be read before this ends.

    Raises `WrongOption` with the database's words where it cannot be answered, or not in so
    many seconds. SQLite and PostgreSQL are told that this connection only reads, and neither
    takes a second statement, which could tell it otherwise.
    """
    began = time.monotonic()
    pooled = engine.raw_connection()
    try:
        driver: Any = pooled.driver_connection
        begin = _begin_postgresql if engine.dialect.name == "postgresql" else _begin_sqlite
        cursor = begin(driver, statement, seconds)
        if cursor.description is None:
            raise WrongOption("that gives no rows: ask with SELECT")
        yield Answer(tuple(column[0] for column in cursor.description), _rows(cursor))
    except engine.dialect.loaded_dbapi.Error as error:
        said = " ".join(str(error).split())
        if any(words in said for words in STOPPED):
            if time.monotonic() - began < seconds:
                # SQLite has swallowed the Ctrl-C that its look at the clock was hit by.
                raise KeyboardInterrupt from error
            said = f"stopped after {seconds:g} seconds: ask for less, or write --seconds"
        raise WrongOption(f"the database says: {said}") from error
    finally:
        # Not back to the pool: what it was told would stay with it.
        pooled.invalidate()
        pooled.close()


def _begin_postgresql(driver: Any, statement: str, seconds: float) -> Any:
    driver.read_only = True
    cursor = driver.cursor()
    cursor.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
    # Prepared, a text of several statements is refused.
    cursor.execute(statement, prepare=True)
    return cursor


def _begin_sqlite(driver: Any, statement: str, seconds: float) -> Any:
    cursor = driver.cursor()
    cursor.execute("PRAGMA query_only = ON")
    driver.set_authorizer(_only_reading)
    driver.set_progress_handler(_deadline(seconds), STEPS)
    cursor.execute(statement)
    return cursor


def _only_reading(action: int, name: str | None, value: str | None, *_where: str | None) -> int:
    """Refuse to attach files, which SQLite would make, and to change settings of the file."""
    is_set = action == sqlite3.SQLITE_PRAGMA and value is not None and name not in DESCRIBING
    is_refused = is_set or action == sqlite3.SQLITE_ATTACH
    return sqlite3.SQLITE_DENY if is_refused else sqlite3.SQLITE_OK


def _deadline(seconds: float) -> Callable[[], bool]:
    ends = time.monotonic() + seconds
    return lambda: time.monotonic() > ends


def _rows(cursor: Any) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(BATCH):
        yield from rows
