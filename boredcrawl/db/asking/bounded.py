"""An engine that cannot change anything, and whose questions end in time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from boredcrawl.db.engine import open_database

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.exc import DBAPIError

STEPS = 20_000
"""SQLite looks at the clock after so many of its steps: under a millisecond."""

OUT_OF_TIME = ("interrupted", "canceling statement due to statement timeout")
"""What the databases say of a statement that took too long."""


def open_bounded(url: str, *, seconds: float) -> Engine:
    """Open a database for reading; a transaction that takes longer than this is ended.

    Raises what `open_database` raises.
    """
    engine = open_database(url, migrate=False)
    is_sqlite = engine.dialect.name == "sqlite"

    def confine(connection: Any, entry: object) -> None:
        del entry
        if is_sqlite:
            connection.execute("PRAGMA query_only = ON")
            return
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
            cursor.execute(f"SET statement_timeout = {int(seconds * 1000)}")
        connection.commit()

    def begin(connection: Connection) -> None:
        if is_sqlite:
            driver: Any = connection.connection.driver_connection
            until = time.monotonic() + seconds
            driver.set_progress_handler(lambda: time.monotonic() > until, STEPS)

    event.listen(engine, "connect", confine)
    event.listen(engine, "begin", begin)
    engine.dispose()  # the connection that looked at the schema may still write
    return engine


def is_out_of_time(error: DBAPIError) -> bool:
    """Tell whether a statement was ended because it took too long."""
    return any(words in str(error.orig) for words in OUT_OF_TIME)
