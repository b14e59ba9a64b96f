"""`boredcrawl sql`: a question in SQL, answered as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db.engine import open_database
from boredcrawl.db.typed_sql import Answer, asking

if TYPE_CHECKING:
    from collections.abc import Iterable


class Format(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def sql(
    statement: Annotated[str, typer.Argument(help="One SELECT, in quotes; - reads it from stdin.")],
    style: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TABLE,
    seconds: Annotated[float, typer.Option(min=0.1, help="Stop after so long.")] = 60,
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="--format json: an object a line.")
    ] = False,
    database: Database = DEFAULT,
) -> None:
    """Ask the database in SQL; nothing can be changed. The tables are in docs/data.md.

    Example: boredcrawl sql "SELECT title, comments FROM article_overview ORDER BY 2 DESC LIMIT 5"
    """
    asked = sys.stdin.read() if statement == "-" else statement
    engine = open_database(database, migrate=False)
    try:
        with asking(engine, asked, seconds) as answer:
            write(answer, Format.JSON if as_json else style)
    finally:
        engine.dispose()


def write(answer: Answer, style: Format) -> None:
    """Write an answer."""
    match style:
        case Format.CSV:
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(answer.columns)
            writer.writerows(answer.rows)
        case Format.JSON:
            for row in answer.rows:
                told = dict(zip(answer.columns, row, strict=True))
                sys.stdout.write(json.dumps(told, ensure_ascii=False, default=str) + "\n")
        case Format.TABLE:
            Console(highlight=False).print(table(answer.columns, answer.rows))


def table(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> Table:
    """Draw rows for people."""
    drawn = Table()
    names = list(columns)
    drawn.show_header = bool(names)
    for name in names:
        drawn.add_column(Text(name), overflow="fold")
    for row in rows:
        drawn.add_row(*(Text("" if value is None else str(value)) for value in row))
    return drawn
