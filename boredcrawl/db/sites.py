"""The rows of sites: ids by name, and the order in which their writers take turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, text

from boredcrawl.db.among import among
from boredcrawl.db.models import Site, table
from boredcrawl.db.transaction import reading, write
from boredcrawl.db.upsert import add_missing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Engine

SITES = table(Site)

WRITERS = 0x626F7265
"""The first half of the number under which writers of one site exclude each other."""


def site_id(engine: Engine, name: str) -> int:
    """Give a site's id, its row made if it is not there."""
    return write(engine, lambda connection: site_ids(connection, {name})[name])


def lied_at(engine: Engine, site_id: int) -> datetime | None:
    """Give when last a page of a site had changed behind unchanged validators."""
    with reading(engine) as connection:
        return connection.execute(select(SITES.c.lied_at).where(SITES.c.id == site_id)).scalar()


def site_ids(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Give the ids of sites by name, rows made for those that are not there."""
    ids = read_ids(connection, names)
    missing = sorted(set(names) - ids.keys())
    if missing:
        add_missing(connection, SITES, [{"name": name} for name in missing], key=("name",))
        ids = read_ids(connection, names)
    return ids


def read_ids(connection: Connection, names: Collection[str]) -> dict[str, int]:
    """Give the ids of the sites that have a row."""
    query = select(SITES.c.name, SITES.c.id).where(among(connection, SITES.c.name, names))
    return {row.name: row.id for row in connection.execute(query)}


def take_turns(connection: Connection, ids: Iterable[int]) -> None:
    """Wait until no other transaction writes these sites, and keep others waiting until the end.

    A lease already keeps two crawls off one site, but a replay holds none. SQLite has
    one writer anyway. Taken in the order of ids, so that nobody waits in a circle.
    """
    if connection.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(:writers, :site)")
        for number in sorted(set(ids)):
            connection.execute(lock, {"writers": WRITERS, "site": number})
