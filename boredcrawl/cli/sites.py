"""`boredcrawl sites`: which sites are crawled, what is due there, which are left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.table import Table

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db import hosts, sources
from boredcrawl.db.engine import open_database
from boredcrawl.db.sites import site_id
from boredcrawl.db.work import all_work
from boredcrawl.exceptions import WrongOption
from boredcrawl.spiders.options import read_options

sites = typer.Typer(
    no_args_is_help=True, help="The sites that `scrapy crawl articles -a site=all` crawls."
)


@sites.command()
def add(
    name: Annotated[str, typer.Argument(help="The card's name, such as boredpanda.")],
    origin: Annotated[str, typer.Option(help="A mirror of it: http://127.0.0.1:8000.")] = "",
    database: Database = DEFAULT,
) -> None:
    """Have a site crawled by the next worker; nothing is asked of it now.

    Example: boredcrawl sites add boredpanda
    """
    site = read_options({"site": name, **({"origin": origin} if origin else {})}).site
    engine = open_database(database)
    kinds = {site.canonical(site.origin + source.path): source.kind for source in site.sources}
    sources.enter(engine, site_id(engine, site.name), kinds, datetime.now(UTC))
    engine.dispose()
    typer.echo(f"{site.name}: {len(kinds)} sources are due")


@sites.command(name="list")
def show(database: Database = DEFAULT) -> None:
    """Show each site: what is known and due, who crawls it, until when its host is left alone.

    Example: boredcrawl sites list
    """
    now = datetime.now(UTC)
    engine = open_database(database, migrate=False)
    stops = hosts.stops_of(engine)
    table = Table()
    for name in ("site", "known", "due", "held by", "last crawl", "left alone"):
        table.add_column(name, overflow="fold")
    for work in all_work(engine, now):
        stopped = stops.get(urlsplit(work.url).netloc)
        is_stopped = stopped is not None and stopped.until > now
        table.add_row(
            work.site,
            f"{work.known:,}",
            f"{work.due:,}",
            work.holder or "",
            f"{work.last_started_at:%Y-%m-%d %H:%M}" if work.last_started_at else "never",
            f"until {stopped.until:%Y-%m-%d %H:%M}: {stopped.reason}"
            if stopped is not None and is_stopped
            else "",
        )
    engine.dispose()
    Console().print(table)


@sites.command()
def resume(
    host: Annotated[str, typer.Argument(help="The host, such as www.boredpanda.com.")],
    database: Database = DEFAULT,
) -> None:
    """Forget that a host was to be left alone: the next crawl asks it again.

    Example: boredcrawl sites resume www.boredpanda.com
    """
    engine = open_database(database, migrate=False)
    known = hosts.forget(engine, host)
    engine.dispose()
    if not known:
        raise WrongOption(f"{host} is not left alone: boredcrawl sites list shows which are")
    typer.echo(f"{host} is asked again by the next crawl")
