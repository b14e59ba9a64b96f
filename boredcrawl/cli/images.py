"""`boredcrawl images`: the picture files a crawl has kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from boredcrawl.archive.image_check import check
from boredcrawl.archive.image_store import open_store
from boredcrawl.cli.database import DEFAULT, Archive, Database
from boredcrawl.db.engine import open_database
from boredcrawl.db.pictures import forget_files, kept_files
from boredcrawl.exceptions import ExitCode

images = typer.Typer(no_args_is_help=True, help="The picture files a crawl has kept.")


@images.callback()
def group() -> None:
    """Look after the picture files a crawl has kept."""


@images.command()
def verify(
    *,
    forget: Annotated[
        bool, typer.Option("--forget", help="Have lost files fetched again by the next visits.")
    ] = False,
    database: Database = DEFAULT,
    archive: Archive = Path("archive"),
    store_url: Annotated[
        str,
        typer.Option("--store", envvar="BOREDCRAWL_IMAGES_STORE", help="Or where images/ stands."),
    ] = "",
) -> None:
    """Read every picture file and compare it with the digest of what was sent.

    Ends with 5 if a file is missing or damaged; files that no row names are listed only.

    Example: boredcrawl images verify --archive archive
    """
    store = open_store(str(archive), store_url)
    engine = open_database(database, migrate=False)
    try:
        found = check(store, kept_files(engine))
        for word, paths in (
            ("missing", found.missing),
            ("damaged", found.damaged),
            ("strange", found.strange),
        ):
            for path in paths:
                sys.stdout.write(f"{word}  {path}\n")
        sys.stdout.write(
            f"{found.whole:,} files as they were sent, {len(found.missing):,} missing, "
            f"{len(found.damaged):,} damaged, {len(found.strange):,} strange\n"
        )
        if forget and found.lost:
            pictures = forget_files(engine, found.lost)
            sys.stdout.write(f"{pictures:,} pictures will be fetched again\n")
    finally:
        engine.dispose()
    if found.lost:
        raise typer.Exit(int(ExitCode.STORAGE))
