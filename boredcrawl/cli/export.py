"""`boredcrawl export`: articles handed on in the forms other tools read."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from boredcrawl.cli.database import DEFAULT, Archive, Database
from boredcrawl.db.engine import open_database
from boredcrawl.db.selecting import read_whole, select_articles
from boredcrawl.exceptions import WrongOption
from boredcrawl.exports.comma import write_csv
from boredcrawl.exports.datasette import write_datasette
from boredcrawl.exports.epub import write_epub
from boredcrawl.exports.linked import json_ld
from boredcrawl.exports.plain import json_lines
from boredcrawl.exports.rss import of_articles, rss
from boredcrawl.exports.site import write_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from boredcrawl.db.whole import Whole


class Format(StrEnum):
    """The forms articles can be handed on in."""

    JSONL = "jsonl"
    JSONLD = "jsonld"
    CSV = "csv"
    PARQUET = "parquet"
    MARKDOWN = "markdown"
    HTML = "html"
    EPUB = "epub"
    RSS = "rss"
    DATASETTE = "datasette"


STREAMS = (Format.JSONL, Format.JSONLD, Format.RSS)
"""One text, which can go to standard output; EPUB is a file, all others are folders."""

NEEDS = {Format.PARQUET: ("pyarrow", "parquet"), Format.MARKDOWN: ("markdownify", "markdown")}
"""Formats that need a library more, and the extra that brings it."""


def export(
    query: Annotated[
        str | None,
        typer.Argument(help="Which articles, as in `boredcrawl search`; all if left out."),
    ] = None,
    style: Annotated[Format, typer.Option("--format", help="The form.")] = Format.JSONL,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file or folder to write.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the newest so many.")] = None,
    title: Annotated[str, typer.Option(help="What a book or a feed is called.")] = "boredcrawl",
    *,
    datasette: Annotated[bool, typer.Option("--datasette", help="--format datasette.")] = False,
    database: Database = DEFAULT,
    archive: Archive = Path("archive"),
) -> None:
    """Hand articles on: JSONL, JSON-LD, CSV, Parquet, Markdown, HTML, EPUB, RSS, Datasette.

    Example: boredcrawl export 'kind:list after:2026-01-01' --format parquet -o lists
    """
    style = Format.DATASETTE if datasette else style
    check(style, output)
    engine = open_database(database, migrate=False)
    try:
        chosen = select_articles(engine, query)
        if limit is not None:
            chosen = chosen[-limit:]
        if not chosen:
            raise WrongOption(
                "no article is meant: see `boredcrawl search --help` for what to write"
            )
        if style is Format.RSS:
            chosen.reverse()
        hand_on(
            style, with_progress(read_whole(engine, chosen), len(chosen)), output, archive, title
        )
    finally:
        engine.dispose()


def check(style: Format, output: Path | None) -> None:
    """Refuse what cannot be written, before anything is read."""
    if style in NEEDS and find_spec(NEEDS[style][0]) is None:
        raise WrongOption(f"--format {style} needs: pip install 'boredcrawl[{NEEDS[style][1]}]'")
    if output is None and style not in STREAMS:
        raise WrongOption(f"--format {style} needs a place: write --output NAME")
    is_folder = style not in (*STREAMS, Format.EPUB)
    if output is not None and is_folder and output.exists():
        if not output.is_dir():
            raise WrongOption(f"{output} is a file, and --format {style} writes a folder")
        if any(output.iterdir()):
            raise WrongOption(f"{output} is not empty: write --output ANOTHER, or empty it")
    if output is not None and not is_folder and output.is_dir():
        raise WrongOption(f"{output} is a folder, and --format {style} writes a file")


def hand_on(
    style: Format, articles: Iterable[Whole], output: Path | None, archive: Path, title: str
) -> None:
    """Write articles in a form."""
    if style in STREAMS:
        write_text(pieces(style, articles, title), output)
        return
    assert output is not None
    match style:
        case Format.CSV:
            write_csv(articles, output)
        case Format.PARQUET:
            from boredcrawl.exports.parquet import write_parquet  # noqa: PLC0415  # an extra

            write_parquet(articles, output)
        case Format.MARKDOWN:
            from boredcrawl.exports.markdown import write_markdown  # noqa: PLC0415  # an extra

            write_markdown(articles, output, archive)
        case Format.HTML:
            write_site(articles, output, archive)
        case Format.EPUB:
            write_epub(articles, output, archive, title)
        case _:
            write_datasette(articles, output)


def pieces(style: Format, articles: Iterable[Whole], title: str) -> Iterator[str]:
    """Give the text of a form piece by piece."""
    match style:
        case Format.JSONL:
            return json_lines(articles)
        case Format.JSONLD:
            return json_ld(articles)
        case _:
            return rss(title, "Articles, the newest first.", of_articles(articles))


def write_text(texts: Iterable[str], output: Path | None) -> None:
    """Write a text to a file, or to standard output."""
    if output is None:
        for piece in texts:
            sys.stdout.write(piece)
        return
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("w", encoding="utf-8") as file:
        file.writelines(texts)


def with_progress(articles: Iterable[Whole], total: int) -> Iterator[Whole]:
    """Show on a terminal how far it is."""
    console = Console(stderr=True)
    columns = (TextColumn("articles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield from progress.track(articles, total=total)
