"""What was deleted, out of the file too: the words in the indexes, the pages that are free."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from boredcrawl.db.search.forgetting import forget
from boredcrawl.db.transaction import write
from boredcrawl.db.trouble import trouble
from boredcrawl.exceptions import DatabaseTrouble

if TYPE_CHECKING:
    from sqlalchemy import Engine

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"


def shrink(engine: Engine) -> None:
    """Rewrite the database without what was deleted from it; nobody else may be at work on it.

    On SQLite the whole file and its log, on PostgreSQL all tables (its own log, and backups,
    hold what they hold). Raises `DatabaseTrouble` where others keep the database busy.
    """
    write(engine, forget)
    if engine.dialect.name == "sqlite":
        shrink_sqlite(engine)
        return
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for name in connection.execute(text(TABLES)).scalars().all():
                connection.execute(text(f'VACUUM (FULL, ANALYZE) "{name}"'))
    except DBAPIError as error:
        raise trouble(engine.url, error.orig or error) from error


def shrink_sqlite(engine: Engine) -> None:
    """Rewrite a SQLite file, and empty its log."""
    held = engine.raw_connection()
    try:
        # Past SQLAlchemy, which would begin a transaction: VACUUM works in none.
        driver: Any = held.driver_connection
        driver.execute("VACUUM")
        is_busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except engine.dialect.loaded_dbapi.Error as error:
        raise trouble(engine.url, error) from error
    finally:
        held.close()
    if is_busy:
        raise DatabaseTrouble(
            f"{engine.url} is read by another program, so that its log still holds what was "
            "deleted: close that and run again"
        )
