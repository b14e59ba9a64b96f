"""The way to a database: a URL in, an engine with a migrated schema out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from boredcrawl.db import migrate as migration
from boredcrawl.db.connection import database_url, make_engine
from boredcrawl.db.trouble import trouble
from boredcrawl.exceptions import DatabaseTrouble

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine


def open_database(url: str, *, migrate: bool = True) -> Engine:
    """Open the database at `url`, its schema made or migrated unless only reading is meant.

    Raises `WrongOption` for a URL that can be no database, `DatabaseTrouble` for one
    that cannot be reached, opened or written, `NewerSchema` for one a newer boredcrawl
    made; each says in one line what to do.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = Path(parsed.database or "")
        if migrate:
            make_directory(parsed, file.parent)
        elif not file.exists():
            raise DatabaseTrouble(f"there is no database {file} yet: run a crawl first")
    engine = make_engine(parsed)
    try:
        if migrate:
            migration.upgrade(engine)
        else:
            migration.require(engine)
    except DBAPIError as error:
        engine.dispose()
        raise trouble(parsed, error.orig or error) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def make_directory(url: URL, directory: Path) -> None:
    """Make the directory a SQLite file is to lie in."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise trouble(url, error) from error
