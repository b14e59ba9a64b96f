"""What `boredcrawl doctor` looks at on this machine."""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, select

from boredcrawl.db.clock import count_ahead
from boredcrawl.db.connection import database_url
from boredcrawl.db.engine import open_database
from boredcrawl.db.looking_back import sites
from boredcrawl.db.migrate import HEAD
from boredcrawl.db.transaction import reading
from boredcrawl.exceptions import BoredcrawlError, ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

GIGABYTE = 1_000_000_000
LITTLE, LOW = 1 * GIGABYTE, 10 * GIGABYTE
"""Free space that is too little for a day of crawling, and that is worth a look."""

CLOCK_SECONDS = 120
"""How far clocks may differ: relative times on pages are read to the minute at best."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing looked at: what was found, and what to do where it is not well."""

    name: str
    state: Literal["ok", "warn", "bad"]
    found: str
    advice: str = ""
    exit_code: int = 0


def here(database: str, archive: Path, contact: str) -> list[Check]:
    """Look at everything that needs no network."""
    return [*_database(database), *_archive(archive), _contact(contact)]


def _database(url: str) -> Iterator[Check]:
    try:
        shown = database_url(url).render_as_string(hide_password=True)
        engine = open_database(url, migrate=False)
    except BoredcrawlError as error:
        is_missing = "yet: run a crawl" in str(error)
        yield Check(
            name="database",
            state="warn" if is_missing else "bad",
            found=str(error),
            advice="" if is_missing else "no crawl can run before this is mended",
            exit_code=int(error.exit_code),
        )
        return
    try:
        yield Check(name="database", state="ok", found=shown)
        yield Check(name="schema", state="ok", found=f"at {HEAD}, as this version needs it")
        yield from _leases(engine)
        yield _clock(engine)
        yield from _dates(engine)
    finally:
        engine.dispose()


def _leases(engine: Engine) -> Iterator[Check]:
    now = datetime.now(UTC)
    for site in sites(engine, now):
        crawl, name = site["last_crawl"], f"lease of {site['site']}"
        if site["held_by"]:
            yield Check(name=name, state="ok", found=f"a crawl runs: {site['held_by']}")
        elif crawl is not None and crawl["finished_at"] is None:
            yield Check(
                name=name,
                state="warn",
                found=f"free; crawl {crawl['id']} was killed",
                advice="nothing to do: what it had in hand is due, the next crawl takes it up",
            )
        else:
            yield Check(name=name, state="ok", found="free")


def _clock(engine: Engine) -> Check:
    if engine.dialect.name != "postgresql":
        newest = "no other clock to compare with"
        return Check(name="clock", state="ok", found=f"{datetime.now(UTC):%H:%M:%S} UTC, {newest}")
    with reading(engine) as connection:
        theirs = connection.execute(select(func.now())).scalar_one()
    return clock_check("clock", "the database", theirs)


def _dates(engine: Engine) -> Iterator[Check]:
    if count := count_ahead(engine, datetime.now(UTC)):
        yield Check(
            name="dates",
            state="warn",
            found=f"{count:,} pages were visited, it says, in times to come",
            advice="is this clock right? then another was ahead, and the next crawl visits them "
            "again; if it is behind, set it before one does",
        )


def clock_check(name: str, whose: str, theirs: datetime) -> Check:
    """Compare another clock with ours."""
    off = abs((datetime.now(UTC) - theirs).total_seconds())
    is_off = off > CLOCK_SECONDS
    return Check(
        name=name,
        state="bad" if is_off else "ok",
        found=f"{off:.0f} s from that of {whose}",
        advice="set this machine's clock: times like '5 minutes ago' are read by it"
        if is_off
        else "",
        exit_code=int(ExitCode.USAGE) if is_off else 0,
    )


def _archive(folder: Path) -> Iterator[Check]:
    there = folder
    while not there.exists():
        there = there.parent
    probe = there / f".boredcrawl-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"may we write here?")
        probe.unlink()
    except OSError as error:
        yield Check(
            name="archive",
            state="bad",
            found=f"{folder} cannot be written: {error.strerror}",
            advice=f"give this user the right to write to {there}, or set BOREDCRAWL_ARCHIVE_DIR",
            exit_code=int(ExitCode.STORAGE),
        )
    else:
        found = str(folder) if there == folder else f"{folder}, made by the first crawl"
        yield Check(name="archive", state="ok", found=found)
    free = shutil.disk_usage(there).free
    yield Check(
        name="disk",
        state="bad" if free < LITTLE else "warn" if free < LOW else "ok",
        found=f"{free / GIGABYTE:.1f} GB free",
        advice="" if free >= LOW else "make room: an article costs some 30 KB of WARC",
        exit_code=int(ExitCode.STORAGE) if free < LITTLE else 0,
    )


def _contact(contact: str) -> Check:
    if contact:
        return Check(name="contact", state="ok", found=contact)
    return Check(
        name="contact",
        state="warn",
        found="nobody is named",
        advice="export BOREDCRAWL_CONTACT=you@example.org: no real site is crawled without it",
    )
