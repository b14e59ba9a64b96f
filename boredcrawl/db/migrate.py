"""The schema brought to the version this code knows, by one process at a time."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

import boredcrawl
from boredcrawl.db.connection import make_engine
from boredcrawl.db.models import Base
from boredcrawl.db.transaction import WRITING
from boredcrawl.exceptions import DatabaseTrouble, NewerSchema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config
    from sqlalchemy import Connection, Engine

logger = logging.getLogger(__name__)

HEAD = "0014"
"""The newest migration. Written here so that a current database is known without alembic,
which takes a fifth of a second to import."""

LOCK = 0x626F726564
"""The number under which processes exclude each other on PostgreSQL: "bored" in ASCII."""


def migrations() -> Path:
    """Give the directory of the migrations: a checkout's, or the one inside the wheel."""
    package = Path(boredcrawl.__file__).parent
    inside = package / "_migrations"
    return inside if inside.is_dir() else package.parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Make or migrate the schema; of several processes starting at once one does it."""
    with engine.connect() as connection:
        if version(connection) == HEAD:
            return
    from alembic import command  # noqa: PLC0415  # slow to import, and seldom needed

    with locked(engine) as connection:
        found = version(connection)
        if found == HEAD:
            return
        refuse_foreign(connection, found, engine)
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        logger.info("the schema is now at %s (was %s)", HEAD, found or "not there")


def require(engine: Engine) -> None:
    """Refuse a database whose schema is not the one this code reads."""
    with engine.connect() as connection:
        found = version(connection)
        if found == HEAD:
            return
        shown = engine.url.render_as_string(hide_password=True)
        refuse_foreign(connection, found, engine)
        if found is None:
            raise DatabaseTrouble(f"{shown} holds nothing of boredcrawl yet: run a crawl first")
        raise DatabaseTrouble(
            f"{shown} is of an older version: the next crawl brings it up to date"
        )


def version(connection: Connection) -> str | None:
    """Read which migration the database is at; None where none was ever applied."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def refuse_foreign(connection: Connection, found: str | None, engine: Engine) -> None:
    """Refuse a schema this code does not know: a newer one, or somebody else's."""
    from alembic.script import ScriptDirectory  # noqa: PLC0415  # as above

    shown = engine.url.render_as_string(hide_password=True)
    known = {script.revision for script in ScriptDirectory(str(migrations())).walk_revisions()}
    if found is not None and found not in known:
        raise NewerSchema(
            f"{shown} is at schema {found}, newer than {HEAD}, the newest known here: "
            "upgrade boredcrawl, or name another database"
        )
    if found is None and _is_taken(connection):
        raise DatabaseTrouble(f"{shown} holds another program's tables: name another database")


def _is_taken(connection: Connection) -> bool:
    """Tell whether a database that none of our migrations was applied to is somebody else's.

    A SQLite file is one program's. On PostgreSQL several may share a database, and extensions
    keep tables there, so that only our own names must be free.
    """
    there = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return bool(there if connection.dialect.name == "sqlite" else there & set(Base.metadata.tables))


def alembic_config() -> Config:
    """Make alembic's configuration; the command line reads the same from pyproject."""
    from alembic.config import Config  # noqa: PLC0415  # as above

    config = Config()
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    return config


@contextmanager
def locked(engine: Engine) -> Iterator[Connection]:
    """Open the transaction in which the schema may be changed; others wait for its end."""
    # Changing a SQLite table means making it anew, which foreign keys would answer by
    # deleting what refers to it. The switch works only outside of a transaction.
    migrating = make_engine(engine.url, foreign_keys=False)
    try:
        with migrating.execution_options(**{WRITING: True}).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection
            if connection.dialect.name == "sqlite":
                broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
                assert not broken, f"the migration would break references: {broken[:5]}"
    finally:
        migrating.dispose()
