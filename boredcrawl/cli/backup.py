"""`boredcrawl backup`: a copy of the database, made while a crawl runs."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  # typer reads the annotations at run time
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db.backup import back_up


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; nothing is written over.")],
    database: Database = DEFAULT,
) -> None:
    """Copy a SQLite database as it is at one moment, though a crawl may be writing to it.

    For PostgreSQL it says which command to use, and ends with 1.

    Example: boredcrawl backup backups/2026-11-22.db
    """
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("copying", total=1.0)
        size = back_up(database, file, lambda share: bar.update(task, completed=share))
    typer.echo(f"{file}: {size / 1e6:.1f} MB")
