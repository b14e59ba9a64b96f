"""What was read, as a partitioned Parquet data set: each WARC file one part of every table.

A row is what one visit read: nothing is joined with other visits, which is what makes the parts
independent of each other. `article_key` of a comment is the `url` and `fetched_at` of its article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from boredcrawl.reparse.places import put

if TYPE_CHECKING:
    from pathlib import Path

    from boredcrawl.items import Article, Comment, Visit

Row = dict[str, Any]

ROWS = 2_000
"""Articles in a row group, at most."""

TEXT, WHEN, NUMBER, TRUTH = pa.string(), pa.timestamp("us", tz="UTC"), pa.int64(), pa.bool_()
KEY = {"site": TEXT, "url": TEXT, "fetched_at": WHEN}
PEOPLE = pa.list_(pa.struct({"name": TEXT, "url": TEXT, "role": TEXT}))
PICTURES = pa.list_(pa.struct({"url": TEXT, "original_url": TEXT, "alt": TEXT, "caption": TEXT}))
ITEMS = pa.list_(pa.struct({"rank": NUMBER, "title": TEXT, "text": TEXT, "score": NUMBER}))
TAGS = pa.list_(pa.struct({"name": TEXT, "kind": TEXT}))

TABLES = {
    "visits": pa.schema(
        KEY
        | {"status": NUMBER, "outcome": TEXT, "error": TEXT}
        | {"warc_file": TEXT, "warc_offset": NUMBER}
    ),
    "articles": pa.schema(
        KEY
        | {"visit_url": TEXT, "kind": TEXT, "layout": TEXT, "title": TEXT, "description": TEXT}
        | {"language": TEXT, "section": TEXT, "published_raw": TEXT}
        | {"published_at": WHEN, "published_earliest": WHEN, "published_latest": WHEN}
        | {"modified_at": WHEN, "body_html": TEXT, "body_text": TEXT, "word_count": NUMBER}
        | {"highlights": pa.list_(TEXT), "score": NUMBER, "comments_declared": NUMBER}
        | {"comments_captured": NUMBER, "comments_complete": TRUTH}
        | {"authors": PEOPLE, "images": PICTURES, "list_items": ITEMS, "tags": TAGS}
    ),
    "comments": pa.schema(
        KEY
        | {"position": NUMBER, "identity": TEXT, "site_comment_id": TEXT, "parent": TEXT}
        | {"depth": NUMBER, "list_item": NUMBER, "commenter": TEXT, "commenter_url": TEXT}
        | {"text": TEXT, "html": TEXT, "posted_raw": TEXT, "posted_at": WHEN}
        | {"posted_earliest": WHEN, "posted_latest": WHEN, "is_edited": TRUTH, "score": NUMBER}
    ),
}
"""The tables and their columns; names and meaning are those of the database."""


class Part:
    """One WARC file's part of the data set, while it is written."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._files = {table: folder / f"{table}.parquet" for table in TABLES}
        self._writers = {
            table: pq.ParquetWriter(self._files[table], schema, compression="zstd")
            for table, schema in TABLES.items()
        }
        self._rows: dict[str, list[Row]] = {table: [] for table in TABLES}

    def add(self, visit: Visit) -> None:
        """Take in what a visit read."""
        article = visit.article
        outcome = visit.outcome or ("read" if article else "failed")
        self._rows["visits"].append(_columns("visits", visit) | {"outcome": outcome})
        if article is not None:
            row = _columns("articles", article)
            self._rows["articles"].append(row | {"visit_url": visit.url} | _lists(article))
            self._rows["comments"] += [
                {"site": article.site, "url": article.url, "fetched_at": article.fetched_at}
                | _comment(article, comment)
                for comment in article.comments
            ]
        if len(self._rows["visits"]) >= ROWS:
            self._write()

    def finish(self, target: str) -> None:
        """Put the part into its data set, over what an earlier try of the task left there."""
        self._write()
        for table, writer in self._writers.items():
            writer.close()
            put(self._files[table], f"{target.rstrip('/')}/{table}/{self.name}.parquet")

    def _write(self) -> None:
        for table, rows in self._rows.items():
            if rows:
                self._writers[table].write_table(pa.Table.from_pylist(rows, TABLES[table]))
                rows.clear()


def _columns(table: str, item: object) -> Row:
    """Give the columns that are simply the item's own fields."""
    return {name: _plain(getattr(item, name, None)) for name in TABLES[table].names}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [part for part in value if isinstance(part, str)]
    # A half of a surrogate pair is no text to anybody else.
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value


def _lists(article: Article) -> Row:
    return {
        name: [
            {
                field.name: _plain(getattr(one, field.name))
                for field in TABLES["articles"].field(name).type.value_type
            }
            for one in getattr(article, name)
        ]
        for name in ("authors", "images", "list_items", "tags")
    }


def _comment(article: Article, comment: Comment) -> Row:
    above = None if comment.parent is None else article.comments[comment.parent].identity
    row = {name: _plain(getattr(comment, name, None)) for name in _COMMENT}
    return row | {
        "parent": above,
        "commenter": _plain(comment.commenter.name),
        "commenter_url": _plain(comment.commenter.url),
    }


_COMMENT = tuple(name for name in TABLES["comments"].names if name not in KEY)
