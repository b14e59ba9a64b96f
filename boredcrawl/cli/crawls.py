"""`boredcrawl crawls`: how the crawls went, and the report of any one of them."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.cli.status import day_time
from boredcrawl.db import looking_back
from boredcrawl.db.asking.cursors import LARGEST
from boredcrawl.db.engine import open_database
from boredcrawl.exceptions import WrongOption
from boredcrawl.extensions.summary import report_lines


def crawls(
    crawl_id: Annotated[
        int | None, typer.Argument(metavar="[ID]", max=LARGEST, help="One of them.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    database: Database = DEFAULT,
) -> None:
    """List the last crawls, or show the report of one.

    Example: boredcrawl crawls 1
    """
    engine = open_database(database, migrate=False)
    try:
        found = looking_back.crawls(engine, limit=limit, crawl_id=crawl_id)
        before = (
            looking_back.earlier_stats(engine, found[0]["site_id"], before=crawl_id)
            if crawl_id is not None and found
            else []
        )
    finally:
        engine.dispose()
    if crawl_id is not None and not found:
        raise WrongOption(f"there is no crawl {crawl_id}: `boredcrawl crawls` lists them")
    if as_json:
        for crawl in found:
            sys.stdout.write(json.dumps(crawl, ensure_ascii=False, default=str) + "\n")
    elif crawl_id is None:
        listing(found)
    else:
        one(found[0], before)


def listing(found: list[dict[str, Any]]) -> None:
    """Write a line a crawl."""
    names = ("new", "changed", "unchanged", "gone", "unreadable", "failed")
    if not found:
        sys.stdout.write("there was no crawl yet\n")
    for crawl in found:
        stats = crawl["stats"] or {}
        counts = ((name, stats.get(f"boredcrawl/visits/{name}", 0)) for name in names)
        did = ", ".join(f"{count:,} {name}" for name, count in counts if count) or "nothing due"
        sentence = stats.get("boredcrawl/sentence") or crawl["reason"]
        ended = (
            f"{seconds_of(crawl):.0f} s: {did}; exit code {crawl['exit_code']}: {sentence}"
            if crawl["finished_at"]
            else "has not ended"
        )
        began = day_time(crawl["started_at"])
        sys.stdout.write(f"{crawl['id']:>6}  {began}  {crawl['site']}  {ended}\n")


def one(crawl: dict[str, Any], before: list[dict[str, Any]]) -> None:
    """Write the report of a crawl."""
    sys.stdout.write(
        f"crawl {crawl['id']} of {crawl['site']}, {day_time(crawl['started_at'])} UTC, process "
        f"{crawl['pid']} on {crawl['host']}, boredcrawl {crawl['version']}\n"
    )
    if crawl["finished_at"] is None:
        sys.stdout.write("it has not ended: it still runs, or it was killed\n")
        return
    stats = crawl["stats"] or {}
    lines = report_lines(stats, seconds_of(crawl), None, before)
    sentence = stats.get("boredcrawl/sentence") or crawl["reason"]
    sys.stdout.write("\n".join([*lines, f"exit code {crawl['exit_code']}: {sentence}", ""]))


def seconds_of(crawl: dict[str, Any]) -> float:
    """Give how long a crawl took, or has taken so far."""
    ended = crawl["finished_at"] or datetime.now(UTC)
    return float((ended - crawl["started_at"]).total_seconds())
