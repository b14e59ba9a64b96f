"""`boredcrawl stats`: how much there is, of which site."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from boredcrawl.cli.database import DEFAULT, Archive, Database
from boredcrawl.cli.sql import table
from boredcrawl.db.activity import by_site
from boredcrawl.db.engine import open_database
from boredcrawl.db.queries import totals
from boredcrawl.exports.plain import as_json


def stats(
    *,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    database: Database = DEFAULT,
    archive: Archive = Path("archive"),
) -> None:
    """Count what is kept: of each site, in each table, and in files.

    Example: boredcrawl stats --json
    """
    engine = open_database(database, migrate=False)
    try:
        with engine.connect() as connection:
            sites, tables = by_site(connection), totals(connection)
    finally:
        engine.dispose()
    files = {name: size(archive / name) for name in ("warc", "images")}
    if json:
        sys.stdout.write(as_json({"sites": sites, "tables": tables, "bytes": files}) + "\n")
        return
    console = Console(highlight=False)
    for site in sites:
        facts = ((name.replace("_", " "), told(value)) for name, value in site.items())
        console.print(table((), facts))
    console.print(table(("table", "rows"), ((name, f"{rows:,}") for name, rows in tables.items())))
    for name, count in files.items():
        console.print(f"{name}: {count / 1e6:,.1f} MB")


def size(folder: Path) -> int:
    """Add up the bytes of the files in a folder; one that is not there has none."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def told(value: object) -> str:
    """Write a number with its thousands apart, a moment as its day."""
    match value:
        case int():
            return f"{value:,}"
        case datetime():
            return f"{value:%Y-%m-%d}"
        case _:
            return str(value or "")
