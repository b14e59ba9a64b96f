"""The lease of a site: one crawl at a time, and none waits for a dead one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from boredcrawl.db.models import Site, table
from boredcrawl.db.processes import Process, is_alive, is_dead, this_process
from boredcrawl.db.sites import site_ids
from boredcrawl.db.transaction import write
from boredcrawl.exceptions import SiteHeld

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, RowMapping

SITES = table(Site)

LASTS = timedelta(minutes=5)
"""How long a site stays held after the last sign of life. A heartbeat every third of it
survives one that is lost; a worker that dies elsewhere keeps its site no longer than this."""

FREE = {
    "lease_token": None,
    "lease_host": None,
    "lease_pid": None,
    "lease_birth": None,
    "lease_acquired_at": None,
    "lease_expires_at": None,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Lease:
    """The right to crawl a site, until it is given back or expires."""

    site_id: int
    site: str
    token: str


def acquire(engine: Engine, site: str, now: datetime, lasts: timedelta = LASTS) -> Lease:
    """Take a site; raises `SiteHeld`, naming the holder, while another crawl has it.

    A lease whose process is dead, on this machine, is taken over at once, and not before:
    a clock that jumps takes no site from a crawl that runs. One of another machine is taken
    when it expires.
    """

    def work(connection: Connection) -> Lease:
        number = site_ids(connection, {site})[site]
        query = select(SITES).where(SITES.c.id == number).with_for_update()
        row = connection.execute(query).mappings().one()
        if is_held(row, now):
            raise SiteHeld(
                f"{site} is being crawled by process {row['lease_pid']} on {row['lease_host']} "
                f"since {row['lease_acquired_at']:%Y-%m-%d %H:%M:%S} UTC: "
                "wait for it to end, or stop it"
            )
        token = uuid.uuid4().hex
        process = this_process()
        values: dict[str, Any] = {
            "lease_token": token,
            "lease_host": process.host,
            "lease_pid": process.pid,
            "lease_birth": process.birth,
            "lease_acquired_at": now,
            "lease_expires_at": now + lasts,
        }
        connection.execute(update(SITES).where(SITES.c.id == number).values(values))
        return Lease(site_id=number, site=site, token=token)

    return write(engine, work)


def is_held(row: RowMapping, now: datetime) -> bool:
    """Tell whether the lease in a site's row still keeps others out."""
    if row["lease_token"] is None:
        return False
    holder = Process(row["lease_host"], row["lease_pid"], row["lease_birth"])
    return is_alive(holder) or (row["lease_expires_at"] > now and not is_dead(holder))


def heartbeat(engine: Engine, lease: Lease, now: datetime, lasts: timedelta = LASTS) -> bool:
    """Say that the crawl lives; False if the lease was lost to another in the meantime."""
    statement = (
        update(SITES)
        .where(SITES.c.id == lease.site_id, SITES.c.lease_token == lease.token)
        .values(lease_expires_at=now + lasts)
    )
    return write(engine, lambda connection: connection.execute(statement).rowcount == 1)


def release(engine: Engine, lease: Lease) -> None:
    """Give the site back, unless it is another's by now."""
    statement = (
        update(SITES)
        .where(SITES.c.id == lease.site_id, SITES.c.lease_token == lease.token)
        .values(FREE)
    )
    write(engine, lambda connection: connection.execute(statement))
