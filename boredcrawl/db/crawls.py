"""Crawls: a row when one begins, completed when it ends."""

from __future__ import annotations

import os
import socket
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from boredcrawl.db.models import Crawl, table
from boredcrawl.db.transaction import write

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Engine

CRAWLS = table(Crawl)


def start(
    engine: Engine, site_id: int, now: datetime, options: Mapping[str, Any] | None = None
) -> int:
    """Note that a crawl of a site begins here and now; give its id."""
    row = {
        "site_id": site_id,
        "started_at": now,
        "host": socket.gethostname(),
        "pid": os.getpid(),
        "version": version("boredcrawl"),
        "options": dict(options or {}),
    }
    statement = insert(CRAWLS).values(row).returning(CRAWLS.c.id)
    crawl_id: int = write(engine, lambda connection: connection.execute(statement).scalar_one())
    return crawl_id


def finish(
    engine: Engine,
    crawl_id: int,
    now: datetime,
    *,
    reason: str,
    exit_code: int,
    stats: Mapping[str, Any],
) -> None:
    """Note how a crawl ended; `stats` must be what JSON can hold."""
    statement = (
        update(CRAWLS)
        .where(CRAWLS.c.id == crawl_id)
        .values(finished_at=now, reason=reason, exit_code=exit_code, stats=dict(stats))
    )
    write(engine, lambda connection: connection.execute(statement))
