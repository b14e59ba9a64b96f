"""`boredcrawl search`: find articles, list items and comments by their words."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db.engine import open_database
from boredcrawl.db.search.finding import search as find

if TYPE_CHECKING:
    from boredcrawl.db.search.finding import Hit, Page
    from boredcrawl.db.search.snippets import Snippet


def search(
    query: Annotated[str, typer.Argument(help="Words and filters, in one pair of quotes.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most so many hits.")] = 10,
    cursor: Annotated[str | None, typer.Option(help="Go on where a page ended.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    database: Database = DEFAULT,
) -> None:
    """Find articles, list items and comments by their words.

    Words must all be there; "some words" as they stand; cat* begins a word; -dogs leaves out;
    cats OR dogs. Filters: site: author: commenter: kind: tag: after: before: in:

    Example: boredcrawl search 'landlord "love letter" -wedding in:title after:2026-01-01'
    """
    engine = open_database(database, migrate=False)
    try:
        page = find(engine, query, limit=limit, cursor=cursor)
    finally:
        engine.dispose()
    if as_json:
        for hit in page.hits:
            sys.stdout.write(json.dumps(as_data(hit), ensure_ascii=False) + "\n")
    else:
        show(page)
    if page.cursor is not None:
        sys.stderr.write(f"more: the same with --cursor {page.cursor}\n")


def as_data(hit: Hit) -> dict[str, object]:
    """Give a hit as JSON has it."""
    return asdict(hit) | {
        "title": hit.title._asdict(),
        "heading": hit.heading and hit.heading._asdict(),
        "text": hit.text._asdict(),
        "at": hit.at.isoformat(),
        "gone_at": hit.gone_at and hit.gone_at.isoformat(),
    }


def show(page: Page) -> None:
    """Write hits for people; where a program listens, what is one line stays one."""
    console = Console(highlight=False)
    whole = not console.is_terminal
    if not page.hits:
        console.print("nothing found")
    for hit in page.hits:
        console.print(
            Text.assemble(f"{hit.kind:7}  {hit.at:%Y-%m-%d}  ", *headline(hit)), soft_wrap=whole
        )
        console.print(f"         {hit.url}", style="dim", markup=False, soft_wrap=True)
        if hit.text.text:
            console.print(Text.assemble("         ", marked(hit.text)), soft_wrap=whole)
        console.print()


def headline(hit: Hit) -> list[Text]:
    """Say what a hit is: who commented, or which entry of the list, and under which title."""
    parts = []
    if hit.kind == "comment":
        parts.append(Text(f"{hit.name or 'somebody'}, under: ", style="cyan"))
    elif hit.heading is not None:
        parts += [marked(hit.heading), Text(", in: ")]
    title = marked(hit.title) if hit.title.text else Text("(no title)")
    title.stylize("bold" if hit.kind == "article" else "")
    gone = [Text(f"  gone since {hit.gone_at:%Y-%m-%d}", style="red")] if hit.gone_at else []
    return [*parts, title, *gone]


def marked(snippet: Snippet) -> Text:
    """Colour what was found in a text, and put it on one line."""
    # One character for another, so that the ranges still fit.
    text = Text("".join(" " if character.isspace() else character for character in snippet.text))
    for start, end in snippet.ranges:
        text.stylize("bold yellow", start, end)
    before, after = "… " * snippet.is_cut_before, " …" * snippet.is_cut_after
    return Text.assemble(before, text, after)
