"""`boredcrawl status`: what is kept, what is due, and how the last crawls went."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db.engine import open_database
from boredcrawl.db.looking_back import sites


def status(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, a site.")
    ] = False,
    database: Database = DEFAULT,
) -> None:
    """Show of every site what is kept, what is due, who crawls it, how the last crawl went.

    Example: boredcrawl status --json
    """
    now = datetime.now(UTC)
    engine = open_database(database, migrate=False)
    try:
        told = sites(engine, now)
    finally:
        engine.dispose()
    if as_json:
        for site in told:
            sys.stdout.write(json.dumps(as_data(site), ensure_ascii=False, default=str) + "\n")
        return
    if not told:
        sys.stdout.write("no site was crawled yet\n")
    for site in told:
        sys.stdout.write("\n".join(lines(site, now)) + "\n")


def lines(site: dict[str, Any], now: datetime) -> list[str]:
    """Say of a site what is kept and due, and how its last crawl went."""
    gone = f" ({site['gone']:,} gone)" if site["gone"] else ""
    kept = f"{site['articles']:,} articles{gone}, {site['comments']:,} comments"
    return [site["site"], f"  kept: {kept}", f"  due: {due(site)}", f"  {last_crawl(site, now)}"]


def as_data(site: dict[str, Any]) -> dict[str, Any]:
    """Give a site as JSON has it: of its last crawl how it ended, not all it counted."""
    crawl = site["last_crawl"]
    names = ("id", "started_at", "finished_at", "exit_code", "reason")
    return site | {"last_crawl": crawl and {name: crawl[name] for name in names}}


def due(site: dict[str, Any]) -> str:
    """Say what is due of a site."""
    new = f" ({site['never_visited']:,} never visited)" if site["never_visited"] else ""
    told = f"{site['due_now']:,} now{new}, {site['due_within_a_day']:,} within a day"
    if site["next_due_at"]:
        told += f", the next at {day_time(site['next_due_at'])} UTC"
    if site["backfill_left"]:
        told += f"; {site['backfill_left']:,} documents of a backfill"
    return told


def last_crawl(site: dict[str, Any], now: datetime) -> str:
    """Say when the last crawl of a site was, and what came of it."""
    crawl = site["last_crawl"]
    if crawl is None:
        return "never crawled"
    began = f"crawl {crawl['id']}, {ago(now, crawl['started_at'])} ago"
    if site["held_by"]:
        return f"{began}, runs: {site['held_by']}"
    if crawl["finished_at"] is None:
        return f"{began}, was killed: what it had in hand is still due"
    sentence = (crawl["stats"] or {}).get("boredcrawl/sentence") or crawl["reason"]
    return f"{began}, exit code {crawl['exit_code']}: {sentence}"


def ago(now: datetime, at: datetime) -> str:
    """Say how long ago a moment was.

    >>> from datetime import timedelta
    >>> noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> [ago(noon, noon - timedelta(minutes=past)) for past in (0, 59, 150, 9000)]
    ['0 min', '59 min', '2 h', '6 d']
    """
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 60 * 48 else f"{minutes // 1440} d"


def day_time(at: datetime | None) -> str:
    """Write a moment in a table."""
    return "" if at is None else f"{at:%Y-%m-%d %H:%M}"
