"""Parquet: a folder a table, in it a folder a month, as DuckDB, Spark and pandas read it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from boredcrawl.exports.tables import INT, TABLES, TEXT, TIME, YES_NO, Row, month_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from boredcrawl.db.whole import Whole

ROW_GROUP = 20_000
"""Rows gathered before they are written: tens of MB of comments, and groups worth skipping."""

TYPES = {
    INT: pa.int64(),
    TEXT: pa.string(),
    TIME: pa.timestamp("us", tz="UTC"),
    YES_NO: pa.bool_(),
}


def write_parquet(articles: Iterable[Whole], folder: Path) -> None:
    """Write `TABLE/month=YYYY-MM/part-0.parquet`; articles come in the order of months.

    Comments, list items and images lie in the month of their article. Times are microseconds
    in UTC.
    """
    files = Files(folder)
    try:
        for article in articles:
            files.turn_to(month_of(article))
            for name, row in rows_of(article):
                files.add(name, row)
    finally:
        files.close()


def schema(columns: Mapping[str, str]) -> pa.Schema:
    """Give a table's columns as Arrow has them."""
    return pa.schema([(name, TYPES[kind]) for name, kind in columns.items()])


class Files:
    """The files being written: one a table, of one month."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schemas = {name: schema(columns) for name, columns in TABLES.items()}
        self.month = ""
        self.writers: dict[str, pq.ParquetWriter] = {}
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)

    def turn_to(self, month: str) -> None:
        """Close the files of another month."""
        if month != self.month:
            self.close()
            self.month = month

    def add(self, name: str, row: Row) -> None:
        """Take a row."""
        self.rows[name].append(row)
        if len(self.rows[name]) >= ROW_GROUP:
            self.flush(name)

    def flush(self, name: str) -> None:
        """Write the rows of a table that were gathered."""
        rows = self.rows.pop(name)
        if name not in self.writers:
            file = self.folder / name / f"month={self.month}" / "part-0.parquet"
            file.parent.mkdir(parents=True, exist_ok=True)
            self.writers[name] = pq.ParquetWriter(file, self.schemas[name], compression="zstd")
        self.writers[name].write_table(pa.Table.from_pylist(rows, self.schemas[name]))

    def close(self) -> None:
        """Write what is left, and end the files."""
        for name in list(self.rows):
            self.flush(name)
        for writer in self.writers.values():
            writer.close()
        self.writers.clear()
