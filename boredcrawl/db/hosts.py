"""Hosts left alone for a while: remembered from one crawl to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from boredcrawl.db.models import Host, table
from boredcrawl.db.transaction import reading, write
from boredcrawl.db.upsert import upsert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Engine

HOSTS = table(Host)


@dataclass(frozen=True, slots=True)
class Stop:
    """Why and until when a host is left alone."""

    host: str
    stops: int
    until: datetime
    is_blocking: bool
    reason: str

    @property
    def sentence(self) -> str:
        """What is told of it."""
        return (
            f"{self.host} is left alone until {self.until:%Y-%m-%d %H:%M:%S} UTC: {self.reason} "
            f"(boredcrawl sites resume {self.host} to try again now)"
        )


def stops_of(engine: Engine) -> dict[str, Stop]:
    """Give the hosts that were stopped and have not answered well since."""
    query = select(HOSTS).where(HOSTS.c.stops > 0)
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    return {
        row.host: Stop(row.host, row.stops, row.stopped_until, row.is_blocking, row.reason)
        for row in rows
    }


def stop(engine: Engine, stopped: Stop, now: datetime) -> None:
    """Remember that a host is left alone."""
    row = {
        "host": stopped.host,
        "stops": stopped.stops,
        "stopped_at": now,
        "stopped_until": stopped.until,
        "is_blocking": stopped.is_blocking,
        "reason": stopped.reason,
    }

    def work(connection: Connection) -> None:
        upsert(connection, HOSTS, [row], key=("host",))

    write(engine, work)


def recovered(engine: Engine, host: str) -> None:
    """Note that a stopped host answers well again: its next stop is a first one."""
    statement = update(HOSTS).where(HOSTS.c.host == host).values(stops=0)
    write(engine, lambda connection: connection.execute(statement))


def forget(engine: Engine, host: str) -> bool:
    """Forget that a host was stopped; False where it was not."""
    statement = delete(HOSTS).where(HOSTS.c.host == host, HOSTS.c.stops > 0)
    return write(engine, lambda connection: connection.execute(statement).rowcount > 0)
