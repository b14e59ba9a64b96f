"""`boredcrawl doctor`: whether all that a crawl needs is there, and what to do where it is not."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from boredcrawl.cli.checks import Check, here
from boredcrawl.cli.checks_online import online
from boredcrawl.cli.database import DEFAULT, Archive, Database
from boredcrawl.sites import all_cards, card_named

MARKS = {"ok": ("ok  ", "green"), "warn": ("look", "yellow"), "bad": ("BAD ", "bold red")}


def doctor(
    site: Annotated[str | None, typer.Option(help="Only this card; all of them otherwise.")] = None,
    origin: Annotated[str | None, typer.Option(help="The card's pages at another origin.")] = None,
    archive: Archive = Path("archive"),
    contact: Annotated[
        str, typer.Option(envvar="BOREDCRAWL_CONTACT", help="Who crawls: a mail address or page.")
    ] = "",
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no site anything.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    database: Database = DEFAULT,
) -> None:
    """Check the database, archive, disk, contact, clock and leases, and a page of each card.

    Ends with 0 where nothing is bad, else with the exit code a crawl would end with.

    Example: boredcrawl doctor --site boredpanda --offline
    """
    cards = (
        [card_named(site)] if site is not None else [card_named(one) for one in sorted(all_cards())]
    )
    checks = here(database, archive, contact)
    if not offline:
        for card in cards:
            checks += online(card(origin=origin) if origin else card(), contact)
    if as_json:
        for check in checks:
            sys.stdout.write(json.dumps(asdict(check)) + "\n")
    else:
        show(checks)
    code = next((check.exit_code for check in checks if check.state == "bad"), 0)
    if code:
        raise typer.Exit(code)


def show(checks: list[Check]) -> None:
    """Write a line a check, and what to do."""
    # A line is a line, however narrow a cron job believes its terminal to be.
    console = Console(highlight=False, soft_wrap=True, width=None if os.isatty(1) else 200)
    for check in checks:
        mark, style = MARKS[check.state]
        console.print(Text.assemble((mark, style), f"  {check.name}: {check.found}"))
        if check.advice:
            console.print(f"      {check.advice}", markup=False)
