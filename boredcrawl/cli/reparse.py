"""`boredcrawl reparse`: the archive read again with the page classes of today."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from boredcrawl.cleaning.differences import by_words
from boredcrawl.cli.database import DEFAULT, Archive, Database, moment
from boredcrawl.cli.diff import marked
from boredcrawl.collecting import collect_seldom
from boredcrawl.db.connection import database_url
from boredcrawl.db.engine import open_database
from boredcrawl.db.keys import require_key
from boredcrawl.db.privacy import Privacy
from boredcrawl.exceptions import WrongOption
from boredcrawl.reparse.naming import naming_of
from boredcrawl.reparse.places import expand_places, filesystem, is_url, plain
from boredcrawl.reparse.run import plan
from boredcrawl.reparse.sinks import Preview, Storing
from boredcrawl.reparse.tasks import Wanted
from boredcrawl.sites import card_named

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from boredcrawl.reparse.run import Run, Sink
    from boredcrawl.reparse.tasks import Done


def reparse(
    *,
    warc: Annotated[
        str | None,
        typer.Option(help="WARC files, folders or URLs (s3://…), comma between; else the archive."),
    ] = None,
    site: Annotated[str | None, typer.Option(help="Only this site's pages.")] = None,
    since: Annotated[str | None, typer.Option(help="Only what was fetched since then.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many processes read.")] = 1,
    scheduler: Annotated[
        str | None, typer.Option(help="Read through Dask: local, or tcp://HOST:PORT.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change; write nothing.")
    ] = False,
    parquet: Annotated[
        str | None, typer.Option(help="Into Parquet files in this folder or URL, not the database.")
    ] = None,
    spool: Annotated[
        str | None, typer.Option(help="Where what was read waits; all workers must reach it.")
    ] = None,
    database: Database = DEFAULT,
    archive: Archive = Path("archive"),
    commenter_names: Annotated[
        str, typer.Option(envvar="BOREDCRAWL_COMMENTER_NAMES", help="keep, pseudonym or drop.")
    ] = "keep",
    key_file: Annotated[
        str, typer.Option(envvar="BOREDCRAWL_PRIVACY_KEY_FILE", help="The key, if elsewhere.")
    ] = "",
) -> None:
    """Read the archive again, correct what is stored, store what is not. See docs/reparse.md.

    Example: boredcrawl reparse --site boredpanda --workers 4 --dry-run
    """
    if dry_run and parquet:
        raise WrongOption("--dry-run shows what would change in the database: leave out --parquet")
    privacy = Privacy.of(
        {
            "COMMENTER_NAMES": commenter_names,
            "PRIVACY_KEY_FILE": key_file,
            "ARCHIVE_DIR": archive,
        }
    )
    places = expand_places(warc or str(archive / "warc"))
    wanted = Wanted(
        site=site,
        since=moment(since) if since else None,
        hosts=_hosts(site) if site else frozenset(),
    )
    _require(parquet, spool)
    collect_seldom()
    engine = _open(database, is_read_only=dry_run or parquet is not None)
    try:
        if engine is not None and not (dry_run or parquet):
            require_key(engine, privacy)
        run = plan(
            places,
            root=archive.resolve(),
            wanted=wanted,
            naming=naming_of(privacy, engine, with_erased=parquet is not None),
            spools=spool or str(archive / "reparse"),
            target=f"{parquet or database_url(database)} {dry_run}",
            parquet=parquet,
        )
        done = _files(run, workers, scheduler)
        if parquet is not None:
            for _ in done:
                pass
        elif dry_run:
            preview = Preview(engine)
            _store(run, done, preview)
            _show(preview)
        else:
            assert engine is not None
            storing = Storing(engine, privacy)
            _store(run, done, storing)
            run.counts.update(storing.counts)
        run.clear()
        _sum_up(run, is_dry=dry_run)
    finally:
        if engine is not None:
            engine.dispose()


def _require(parquet: str | None, spool: str | None) -> None:
    """Refuse places that could not be written, before anything is read."""
    if parquet is not None and find_spec("pyarrow") is None:
        raise WrongOption("--parquet needs: pip install 'boredcrawl[parquet]'")
    for place in (parquet, spool):
        if place is not None and is_url(plain(place)):
            filesystem(place)


def _hosts(site: str) -> frozenset[str]:
    """Give the hosts of a site: a card's, a mirror's, or the one a site without a card is.

    >>> sorted(_hosts("cats.test")), sorted(_hosts("boredpanda@127.0.0.1:80"))
    (['cats.test', 'www.cats.test'], ['127.0.0.1:80'])
    """
    slug, _, mirror = site.partition("@")
    if not mirror and "." in slug:
        return frozenset((slug, f"www.{slug}"))
    hosts = card_named(slug).hosts
    return frozenset((mirror,)) if mirror else frozenset(hosts)


def _open(database: str, *, is_read_only: bool) -> Engine | None:
    if not is_read_only:
        return open_database(database)
    url = database_url(database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None
    return open_database(database, migrate=False)


def _files(run: Run, workers: int, scheduler: str | None) -> Iterator[Done]:
    """Have the files read, with a bar on a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[visits]:,} visits"),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("WARC files", total=len(run.tasks), visits=0)
        for done in run.files(workers=workers, scheduler=scheduler):
            yield done
            progress.update(bar, advance=1, visits=run.counts["visits/read"])


def _store(run: Run, done: Iterator[Done], sink: Sink) -> None:
    for _ in run.store(done, sink):
        pass


def _show(preview: Preview) -> None:
    console = Console(highlight=False, soft_wrap=True)
    counts = preview.counts
    console.print(
        f"{counts['articles/differ']:,} of {counts['articles/compared']:,} articles would change, "
        f"{counts['visits/new']:,} visits would be new"
    )
    for name, sentence in (
        ("visits/readable_now", "visits can be read now that could not before"),
        ("visits/no_longer_readable", "visits could be read before and cannot now; they stay"),
    ):
        if counts[name]:
            console.print(f"{counts[name]:,} {sentence}")
    for name, count in preview.fields.most_common():
        console.print(f"\n[bold cyan]{name}[/bold cyan]: {count:,} articles")
        for sample in preview.samples[name]:
            console.print(f"  [dim]{escape(sample.url)}[/dim]")
            console.print("   ", marked(console, by_words(sample.before, sample.after)))


def _sum_up(run: Run, *, is_dry: bool) -> None:
    counts: Counter[str] = run.counts
    told = {
        "visits read": counts["visits/read"],
        "without an article": counts["visits/without_article"],
        "stored before the last stop": counts["visits/stored_before"],
        "articles new": counts["visits/new"],
        "articles changed": counts["visits/changed"],
        "revisions corrected": counts["revisions/corrected"],
        "comment texts corrected": counts["comments/corrected"],
        "defects of ours": counts["boredcrawl/pages/defects"] + counts["pages/defects"],
    }
    troubles = ("damaged", "torn", "oversized", "unresolved", "undated", "not_an_answer")
    told |= {f"records {name}": counts[f"records/{name}"] for name in troubles}
    listed = ", ".join(f"{count:,} {name}" for name, count in told.items() if count)
    read = counts["visits/read"]
    files = f"{len(run.tasks):,} WARC file{'' if len(run.tasks) == 1 else 's'}"
    parts = (
        f"{files}: {listed or 'nothing to read'}",
        f"{read / run.seconds:.1f} pages/s and process" if read and run.seconds else "",
        "nothing was written" if is_dry else "",
    )
    sys.stdout.write("; ".join(filter(None, parts)) + "\n")
