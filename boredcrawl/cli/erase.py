"""`boredcrawl erase`: a person out of the database and the archive, or names that grew old."""

from __future__ import annotations

import re
import secrets
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from boredcrawl.archive import erase as archive
from boredcrawl.archive.person import Person
from boredcrawl.cleaning.pseudonyms import Seal
from boredcrawl.cli.database import DEFAULT, Archive, Database
from boredcrawl.db import erase as rows
from boredcrawl.db import lease, people, retention
from boredcrawl.db.engine import open_database
from boredcrawl.db.heartbeat import Heartbeat
from boredcrawl.db.privacy import Privacy
from boredcrawl.db.shrink import shrink
from boredcrawl.db.transaction import reading
from boredcrawl.exceptions import ExitCode, WrongOption

if TYPE_CHECKING:
    from collections import Counter

    from sqlalchemy import Engine

    from boredcrawl.db.people import Target

# 30d, 8w, 5y
AGE = re.compile(r"(\d{1,5})\s*([dwy])")
DAYS = {"d": 1, "w": 7, "y": 365.25}


def erase(
    *,
    commenter: Annotated[
        str | None, typer.Option(help="Whom: the profile's address, or the name as shown.")
    ] = None,
    also: Annotated[
        list[str] | None, typer.Option(help="Another name the person had; may be repeated.")
    ] = None,
    older_than: Annotated[
        str | None, typer.Option(help="Instead of one person: all comments older than 5y, 8w, 30d.")
    ] = None,
    whole: Annotated[
        bool, typer.Option(help="With --older-than: what was said too, not the names alone.")
    ] = False,
    site: Annotated[str | None, typer.Option(help="Only on this site.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    database: Database = DEFAULT,
    archive: Archive = Path("archive"),
    key_file: Annotated[
        str, typer.Option(envvar="BOREDCRAWL_PRIVACY_KEY_FILE", help="The key, if elsewhere.")
    ] = "",
) -> None:
    """Erase a commenter, so that no later crawl or replay brings them back. See docs/privacy.md.

    Example: boredcrawl erase --commenter https://www.example.com/user/ann/ --dry-run
    """
    if (commenter is None) == (older_than is None):
        raise WrongOption("write --commenter and an address or name, or --older-than and an age")
    before = datetime.now(UTC) - age(older_than) if older_than is not None else None
    privacy = Privacy.of({"PRIVACY_KEY_FILE": key_file, "ARCHIVE_DIR": archive})
    engine = open_database(database, migrate=False)
    try:
        if before is not None:
            _retire(engine, privacy, site, before, whole=whole, asks=None if dry_run else not yes)
            return
        assert commenter is not None
        with reading(engine) as connection:
            found = people.candidates(connection, commenter, site, tuple(also or ()), privacy)
        target = people.the_one(commenter, found)
        if dry_run:
            _rehearse(engine, target, archive)
        else:
            _erase(engine, target, privacy, archive, asks=not yes)
    finally:
        engine.dispose()


def age(typed: str) -> timedelta:
    """Read an age.

    >>> age("5y").days, age("0d").days
    (1826, 0)
    >>> age("old")
    Traceback (most recent call last):
    ...
    boredcrawl.exceptions.WrongOption: --older-than 'old' is no age: write 5y, 8w or 30d
    """
    match = AGE.fullmatch(typed.strip())
    if match is None:
        raise WrongOption(f"--older-than {typed!r} is no age: write 5y, 8w or 30d")
    return timedelta(days=int(match[1]) * DAYS[match[2]])


def _person(engine: Engine, target: Target, token: str) -> Person:
    with reading(engine) as connection:
        said = rows.said(connection, target)
    return Person(
        mark=f"erased-{token}",
        names=target.names,
        urls=target.urls,
        texts=tuple(text for text, _ in said),
        htmls=tuple(html for _, html in said),
        is_unique=not target.namesakes,
        is_writer=target.is_writer,
    )


def _rehearse(engine: Engine, target: Target, folder: Path) -> None:
    # The key is not needed to count, and a rehearsal makes none.
    seal = Seal(secrets.token_bytes(32), target.site)
    person = _person(engine, target, target.token(seal))
    found = archive.find(folder, person, target.site)
    done = rows.rehearse(engine, target, seal, datetime.now(UTC))
    _tell(target, done, found, "would be erased")


def _erase(engine: Engine, target: Target, privacy: Privacy, folder: Path, *, asks: bool) -> None:
    if asks:
        _rehearse(engine, target, folder)
        _confirm("Erase? It cannot be undone")
    # While the site is held no crawl of it begins, and none that runs is overtaken.
    held = lease.acquire(engine, target.site, datetime.now(UTC))
    heartbeat = Heartbeat(engine, held)
    try:
        files = archive.warc_files(folder)
        token = rows.remember(engine, target, privacy)
        # The archive first: what was said, by which it is found there, is in the tables.
        person = _person(engine, target, token)
        found = archive.find(folder, person, target.site)
        archive.erase(folder, person, found, lambda file, at: rows.settle(engine, file, at))
        done = rows.erase(engine, target, privacy, datetime.now(UTC))
    finally:
        heartbeat.stop()
        lease.release(engine, held)
    shrink(engine)
    _tell(target, done, found, f"erased ({len(files)} WARC files looked through)")


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise WrongOption("nobody is there to be asked: write --yes, or --dry-run")
    if not typer.confirm(question):
        raise typer.Exit(ExitCode.USAGE)


def _retire(
    engine: Engine,
    privacy: Privacy,
    site: str | None,
    before: datetime,
    *,
    whole: bool,
    asks: bool | None,
) -> None:
    count = retention.count_old(engine, site, before, whole=whole)
    what = "comments" if whole else "names of comments"
    if asks is None:
        typer.echo(f"{count} {what} posted before {before:%Y-%m-%d} would be erased")
        return
    if asks and count:
        _confirm(f"Erase {count} {what} posted before {before:%Y-%m-%d}?")
    count = retention.retire(engine, privacy, site, before, whole=whole)
    shrink(engine)
    typer.echo(f"{count} {what} posted before {before:%Y-%m-%d} erased")


def _tell(target: Target, done: rows.Erased, found: archive.Found, what: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    who = " or ".join((*target.names, *target.urls))
    console.print(f"{who} on {target.site}: {what}", markup=False)
    console.print(f"  {done.comments} comments, {done.revisions} earlier texts of them")
    console.print(f"  mentions: {_listed(done.mentions) or 'none'}", markup=False)
    console.print(f"  WARC: {found.records} records in {len(found.files)} files")
    if target.is_writer:
        console.print("  they write articles here: name and profile stay at their bylines")
    elif target.namesakes:
        console.print(
            f"  {target.namesakes} others are called so: the name stays where it may mean them"
        )
    if done.left:
        console.print(f"  still named in: {_listed(done.left)}", markup=False)
    if troubles := {name: count for name, count in found.counts.items() if count}:
        console.print(f"  parts of the archive that cannot be read: {_listed(troubles)}")


def _listed(counts: Counter[str] | dict[str, int]) -> str:
    return ", ".join(f"{count} in {name}" for name, count in sorted(counts.items()))
