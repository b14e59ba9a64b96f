"""A consistent copy of a SQLite database, made while it is written to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from boredcrawl.db.connection import BUSY_SECONDS, database_url
from boredcrawl.exceptions import DatabaseTrouble, WrongOption

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import URL

PAGES = 4096
"""Pages copied between two reports: 16 MB."""


def back_up(url: str, file: Path, tell: Callable[[float], None] | None = None) -> int:
    """Copy the database into a new file, as it is at one moment; give the copy's size in bytes.

    The copy is made beside the file's place and moved there when it is whole. `tell` hears
    how far it is, from 0 to 1. Raises `WrongOption` where there is something already, or
    where the database is PostgreSQL's, which has a command of its own.
    """
    parsed = database_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise WrongOption(f"PostgreSQL copies itself: {pg_dump(parsed, file)}")
    original = Path(parsed.database or "")
    if not original.exists():
        raise DatabaseTrouble(f"there is no database {original} yet: run a crawl first")
    if file.exists():
        raise WrongOption(f"{file} is there already: name another file")
    half = file.with_name(f"{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half.unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseTrouble(f"{original} could not be copied to {file}: {error}") from error
    try:
        damage = copy_pages(original, half, tell)
        if damage:
            raise DatabaseTrouble(f"the copy is damaged, as the database may be: {damage}")
        # Fails where something came there meanwhile, instead of writing over it.
        file.open("x").close()
        half.replace(file)
    except FileExistsError as error:
        raise WrongOption(f"{file} is there already: name another file") from error
    except (sqlite3.Error, OSError) as error:
        raise DatabaseTrouble(f"{original} could not be copied to {file}: {error}") from error
    finally:
        half.unlink(missing_ok=True)
    return file.stat().st_size


def copy_pages(original: Path, half: Path, tell: Callable[[float], None] | None) -> str | None:
    """Copy a database file as it is at one moment; say what is damaged, if anything is."""
    source = f"{original.absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True, timeout=BUSY_SECONDS)) as database,
        closing(sqlite3.connect(half)) as copy,
    ):
        # Held open, so that a crawl that writes meanwhile does not make the copy begin anew.
        database.execute("BEGIN")
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
        database.backup(copy, pages=PAGES, progress=progress(tell))
        # The copy is one file, whatever the original has beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
        found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    return None if found == "ok" else str(found)


def progress(tell: Callable[[float], None] | None) -> Callable[[int, int, int], object] | None:
    """Turn what SQLite reports into a share."""
    if tell is None:
        return None
    return lambda status, remaining, total: tell(1 - remaining / total if total else 1.0)  # noqa: ARG005


def pg_dump(url: URL, file: Path) -> str:
    """Write the command that copies a PostgreSQL database; it asks for the password itself.

    >>> pg_dump(database_url("postgresql://me:secret@db:5433/crawl"), Path("copy.dump"))
    'pg_dump --format=custom --file=copy.dump --dbname=postgresql://me@db:5433/crawl'
    """
    shown = url._replace(drivername="postgresql", password=None).render_as_string()
    return f"pg_dump --format=custom --file={file} --dbname={shown}"
