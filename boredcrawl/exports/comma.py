"""CSV: a folder with a file a table."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Any

from boredcrawl.exports.tables import TABLES, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from boredcrawl.db.whole import Whole

GUARDED = ("=", "+", "-", "@", "\t", "\r", "'")
"""What spreadsheets take a cell for a formula by (somebody's comment must not run in one), and
the mark that guards against it, so that reading can take it away again."""


def write_csv(articles: Iterable[Whole], folder: Path) -> None:
    """Write `articles.csv`, `comments.csv`, `list_items.csv` and `images.csv` (UTF-8).

    What is null is an empty cell; an empty text is too, as CSV cannot tell them apart. A text
    that a spreadsheet would calculate, or that begins with an apostrophe, has an apostrophe
    before it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers = {}
        for name, columns in TABLES.items():
            file = stack.enter_context(
                (folder / f"{name}.csv").open("w", encoding="utf-8", newline="")
            )
            writers[name] = csv.DictWriter(file, fieldnames=list(columns))
            writers[name].writeheader()
        for article in articles:
            for name, row in rows_of(article):
                writers[name].writerow({column: cell(value) for column, value in row.items()})


def cell(value: Any) -> Any:
    """Give a value as a cell holds it.

    >>> cell("=1+1"), cell(-3), cell(True), cell(None)
    ("'=1+1", -3, 'true', None)
    """
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case str() if value.startswith(GUARDED):
            return f"'{value}"
        case _:
            return value
