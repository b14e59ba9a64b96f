"""What a database's complaint means to the person at the keyboard: one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from boredcrawl.exceptions import DatabaseTrouble

if TYPE_CHECKING:
    from sqlalchemy import URL

ADVICE = (
    ("unable to open database file", "is the directory there, and writable?"),
    ("readonly", "it may not be written: check the permissions of the file and its directory"),
    ("disk is full", "make room and run again; what was not stored is still due"),
    ("no space left", "make room and run again; what was not stored is still due"),
    ("not a database", "that file is something else: name another one"),
    ("malformed", "it is damaged: restore a backup, or replay the archive into a new one"),
    ("locked", "another program keeps it locked: close that and run again"),
    ("password", "check the user and password in DATABASE_URL"),
    ("does not exist", "make it first, or check its name in DATABASE_URL"),
    ("permission denied", "the user in DATABASE_URL lacks the rights"),
    ("connection", "is PostgreSQL running there, and is DATABASE_URL right?"),
    ("could not", "is PostgreSQL running there, and is DATABASE_URL right?"),
    ("failed to resolve", "is the host in DATABASE_URL right?"),
)
"""Words of SQLite 3.40 and psycopg 3.3, and what to do about them; the first match counts."""

BUSY = ("database is locked", "database table is locked", "database is busy")
RETRIED_STATES = frozenset({"40001", "40P01", "55P03"})
"""PostgreSQL's serialization failure, deadlock and lock timeout: another try succeeds."""


def is_passing(error: DBAPIError) -> bool:
    """Tell whether the same transaction may succeed if it is simply tried again."""
    if error.connection_invalidated:
        return True
    if getattr(error.orig, "sqlstate", None) in RETRIED_STATES:
        return True
    return any(words in str(error.orig) for words in BUSY)


def is_trouble(error: DBAPIError) -> bool:
    """Tell trouble with the database from a statement or value it rightly refuses."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    # sqlite3 raises the bare class for a file that is damaged or no database at all.
    return type(error.orig).__name__ == "DatabaseError"


def trouble(url: URL, error: BaseException) -> DatabaseTrouble:
    """Say in one line what is wrong with the database at `url`, and what to do.

    >>> from sqlalchemy import make_url
    >>> str(trouble(make_url("sqlite:////full/b.db"), OSError("database or disk is full")))
    'the database sqlite:////full/b.db: database or disk is full — make room and run again; \
what was not stored is still due'
    """
    words = " ".join(str(error).split())
    shown = url.render_as_string(hide_password=True)
    lowered = words.lower()
    advice = next((advice for sign, advice in ADVICE if sign in lowered), "")
    return DatabaseTrouble(f"the database {shown}: {words}" + (f" — {advice}" if advice else ""))
