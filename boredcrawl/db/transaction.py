"""Transactions: how everything here reads and writes."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import DBAPIError

from boredcrawl.db.trouble import is_passing, is_trouble, trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

WRITING = "boredcrawl_writing"
"""Execution option: on SQLite the transaction takes the write lock when it begins."""

BATCH = "boredcrawl_batch"
"""Execution option: on SQLite, what may have to be taken back of a statement is kept in memory."""

ATTEMPTS = 6
"""Tries of one transaction; with doubling pauses from 50 ms the last comes after 1.6 s,
each try having waited for locks as long as the database lets it."""


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one state of the database and changes nothing."""
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        if not is_trouble(error):
            raise
        raise trouble(engine.url, error.orig or error) from error


def write(
    engine: Engine, work: Callable[[Connection], Result], *, is_batch: bool = False
) -> Result:
    """Do `work` in one transaction, again from its start if another process was in the way.

    SQLite takes the write lock first (BEGIN IMMEDIATE): a transaction that reads and
    then wants to write would otherwise be refused without waiting, once another has
    written in between. `work` may run several times, so it must change nothing else.
    Of a batch no statement changes more than memory holds.
    """
    writer = engine.execution_options(**{WRITING: True, BATCH: is_batch})
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with writer.begin() as connection:
                return work(connection)
        except DBAPIError as error:
            if attempt < ATTEMPTS and is_passing(error):
                logger.info("the database was busy (%s); trying again", error.orig)
                time.sleep(0.05 * 2 ** (attempt - 1))
            elif is_trouble(error):
                raise trouble(engine.url, error.orig or error) from error
            else:
                raise
    raise AssertionError("the last attempt returns or raises")
