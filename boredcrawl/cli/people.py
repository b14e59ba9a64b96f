"""`boredcrawl author` and `boredcrawl commenter`: what one person wrote."""

from __future__ import annotations

import sys
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db.activity import AUTHORS, COMMENTERS, articles_by, comments_by, people
from boredcrawl.db.asking.cursors import LARGEST
from boredcrawl.db.engine import open_database
from boredcrawl.exceptions import WrongOption
from boredcrawl.exports.plain import as_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Table

Who = Annotated[str, typer.Argument(help="A name as it is written, a profile's URL, or an id.")]
Limit = Annotated[int, typer.Option(min=1, max=LARGEST, help="At most so many, the newest.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]

WIDTH = 300
"""Characters shown of a comment."""


def author(
    who: Who, limit: Limit = 50, *, json: Json = False, database: Database = DEFAULT
) -> None:
    """Show who somebody is and what articles they wrote.

    Example: boredcrawl author "Ann Lee" --limit 10
    """
    write(AUTHORS, who, articles_by, limit, database, is_json=json)


def commenter(
    who: Who, limit: Limit = 50, *, json: Json = False, database: Database = DEFAULT
) -> None:
    """Show what somebody said, and under which articles.

    Example: boredcrawl commenter "Foggy Goose" --json
    """
    write(COMMENTERS, who, comments_by, limit, database, is_json=json)


def write(
    owners: Table,
    who: str,
    works_of: Callable[[Connection, int, int], list[dict[str, Any]]],
    limit: int,
    database: str,
    *,
    is_json: bool,
) -> None:
    """Write everybody who is meant, with what they wrote."""
    engine = open_database(database, migrate=False)
    try:
        with engine.connect() as connection:
            found = people(connection, owners, who)
            works = [works_of(connection, person["id"], limit) for person in found]
    finally:
        engine.dispose()
    if not found:
        kind = "author" if owners is AUTHORS else "commenter"
        raise WrongOption(f"the database has no {kind} {who!r}: names count as they are written")
    console = Console(highlight=False)
    for person, wrote in zip(found, works, strict=True):
        if is_json:
            sys.stdout.writelines(as_json({"by": person["name"], **work}) + "\n" for work in wrote)
            continue
        facts = filter(None, (person["site"], person["role"], person["url"]))
        console.print(Text(person["name"] or "(no name)", style="bold"))
        console.print(Text(" · ".join(facts), style="dim"), soft_wrap=True)
        if person.get("bio"):
            console.print(Text(person["bio"], style="italic"))
        for work in wrote:
            console.print(Text.assemble("\n", *line(work)))
            console.print(Text(f"            {work['url']}", style="dim"), soft_wrap=True)
        more = " (there may be more: --limit)" if len(wrote) == limit else ""
        console.print(Text(f"\n{len(wrote)} shown{more}\n", style="dim"))


def line(work: dict[str, Any]) -> list[Text | tuple[str, str]]:
    """Write an article or a comment."""
    at = work.get("published_at") or work.get("posted_at")
    parts: list[Text | tuple[str, str]] = [(f"{at:%Y-%m-%d}  " if at else "no date     ", "dim")]
    parts.append(Text(work["title"] or "(no title)"))
    if work["gone_at"]:
        parts.append((f"  gone since {work['gone_at']:%Y-%m-%d}", "red"))
    if "text" in work:
        parts.append(Text(f"\n            {shorten(work['text'], WIDTH, placeholder=' …')}"))
    else:
        told = f"{work['word_count']:,} words, {work['comments_captured']:,} comments"
        parts.append((f"\n            {told}", "dim"))
    return parts
