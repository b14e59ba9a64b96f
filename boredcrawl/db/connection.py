"""Connections as everything here expects them: which URLs mean what, SQLite set up for work."""

from __future__ import annotations

import json
import time
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from boredcrawl.db.transaction import BATCH, WRITING
from boredcrawl.db.trouble import BUSY
from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

BUSY_SECONDS = 30
"""How long SQLite waits for another writer; a batch holds the lock for well under a second."""

CHECKPOINT = 32_000
"""Pages the log grows by before they go into the file: 128 MB, fifteen batches or so. A page that
several of them changed goes there once. With half of it storing into a million comments cost 1.17
times as much as into an empty database, so 1.11 (by the clock, pairs of 80 batches, twice, 23
November 2026)."""

EXAMPLES = "sqlite:///archive/boredcrawl.db or postgresql+psycopg://user@host/name"


def database_url(url: str) -> URL:
    """Parse a database URL; `postgresql://` and `postgres://` mean psycopg 3.

    >>> database_url("postgres://me@db/crawl").drivername
    'postgresql+psycopg'
    >>> database_url("mysql://me@db/crawl")
    Traceback (most recent call last):
    ...
    boredcrawl.exceptions.WrongOption: DATABASE_URL: mysql is not supported; use \
sqlite:///archive/boredcrawl.db or postgresql+psycopg://user@host/name
    """
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError) as error:
        raise WrongOption(f"DATABASE_URL {url!r} is not a database URL; use {EXAMPLES}") from error
    if parsed.drivername in {"postgres", "postgresql"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise WrongOption(f"DATABASE_URL: {parsed.drivername} is not supported; use {EXAMPLES}")
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise WrongOption(f"DATABASE_URL {url!r} names no file to keep things in; use {EXAMPLES}")
    if parsed.get_backend_name() == "postgresql" and find_spec("psycopg") is None:
        raise WrongOption("PostgreSQL needs its driver: pip install 'boredcrawl[postgres]'")
    return parsed


def make_engine(url: URL, *, foreign_keys: bool = True) -> Engine:
    """Make an engine as everything here expects it; connects to nothing yet."""
    options: dict[str, Any] = {
        # People read the JSON columns: é, not \u00e9.
        "json_serializer": partial(json.dumps, ensure_ascii=False),
    }
    try:
        if url.get_backend_name() == "postgresql":
            arguments = {"connect_timeout": 10, "application_name": "boredcrawl"}
            given = {name: value for name, value in arguments.items() if name not in url.query}
            # A pooled connection that died while the crawler waited is noticed and replaced.
            return create_engine(url, pool_pre_ping=True, connect_args=given, **options)
        waits = {} if "timeout" in url.query else {"timeout": BUSY_SECONDS}
        engine = create_engine(url, connect_args=waits, **options)
    except (ArgumentError, NoSuchModuleError, TypeError) as error:
        raise WrongOption(f"DATABASE_URL: {error}; use {EXAMPLES}") from error
    event.listen(engine, "connect", partial(prepare_sqlite, foreign_keys=foreign_keys))
    event.listen(engine, "begin", begin_sqlite)
    return engine


def prepare_sqlite(
    connection: DBAPIConnection, entry: ConnectionPoolEntry, *, foreign_keys: bool
) -> None:
    """Set a new SQLite connection up: readers beside one writer, keys that hold."""
    del entry
    # sqlite3 would begin transactions by itself, and not before the first write.
    connection.isolation_level = None
    cursor = connection.cursor()
    use_wal(cursor)
    cursor.execute("PRAGMA synchronous = NORMAL")  # WAL stays whole; see sqlite.org/wal.html
    cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
    cursor.execute("PRAGMA cache_size = -65536")  # KiB, negated: 64 MiB
    cursor.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
    cursor.close()


def use_wal(cursor: Any) -> None:
    """Turn the write-ahead log on, once for the file; SQLite does not wait for locks here."""
    for attempt in range(50):
        try:
            if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode = WAL")
        except Exception as error:
            if attempt == 49 or str(error) not in BUSY:  # noqa: PLR2004
                raise
            time.sleep(0.1)
        else:
            return


def begin_sqlite(connection: Connection) -> None:
    """Begin a transaction as announced: for writing with the write lock at once."""
    options = connection.get_execution_options()
    # The journal each statement keeps for itself was a third of a batch's 9,000 writes. A large
    # erasure's would not fit in memory.
    journal = "MEMORY" if options.get(BATCH, False) else "DEFAULT"
    connection.exec_driver_sql(f"PRAGMA temp_store = {journal}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITING, False) else "BEGIN")
