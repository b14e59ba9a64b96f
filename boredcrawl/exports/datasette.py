"""A bundle `datasette serve` opens: a SQLite file with full text, and words about it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, Any

from boredcrawl.exports.tables import INT, TABLES, TEXT, TIME, YES_NO, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from boredcrawl.db.whole import Whole

TYPES = {INT: "INTEGER", TEXT: "TEXT", TIME: "TEXT", YES_NO: "INTEGER"}

SEARCHED = {
    "articles": ("title", "description", "body_text"),
    "comments": ("text", "commenter_name"),
    "list_items": ("title", "text"),
}

KEYS = {
    "comments": (("article_id", "articles"), ("parent_id", "comments")),
    "list_items": (("article_id", "articles"),),
    "images": (("article_id", "articles"),),
}

QUERIES = {
    "most_discussed": {
        "title": "Most discussed articles",
        "sql": "SELECT title, url, comments_captured, published_at FROM articles "
        "ORDER BY comments_captured DESC LIMIT 50",
    },
    "who_replies_to_whom": {
        "title": "Who replies to whom",
        "sql": "SELECT reply.commenter_name AS who, answered.commenter_name AS whom, "
        "count(*) AS replies FROM comments AS reply "
        "JOIN comments AS answered ON answered.id = reply.parent_id "
        "GROUP BY 1, 2 ORDER BY replies DESC LIMIT 50",
    },
    "comments_containing": {
        "title": "Comments containing words",
        "sql": "SELECT comments.commenter_name, comments.text, comments.article_url "
        "FROM comments_fts JOIN comments ON comments.id = comments_fts.rowid "
        "WHERE comments_fts MATCH :words ORDER BY rank LIMIT 50",
    },
    "comments_a_month": {
        "title": "Comments a month",
        "sql": "SELECT substr(posted_at, 1, 7) AS month, count(*) AS comments FROM comments "
        "GROUP BY 1 ORDER BY 1",
    },
}

METADATA = {
    "title": "boredcrawl",
    "description": "Articles and their comment threads.",
    "databases": {
        "boredcrawl": {
            "queries": QUERIES,
            "tables": {
                "articles": {
                    "label_column": "title",
                    "facets": ["site", "kind", "section"],
                    "sort_desc": "published_at",
                },
                "comments": {
                    "label_column": "text",
                    "facets": ["depth", "commenter_name"],
                    "sort_desc": "posted_at",
                },
                "list_items": {"label_column": "title"},
                "images": {"label_column": "caption", "facets": ["mime"]},
            },
        }
    },
}


def write_datasette(articles: Iterable[Whole], folder: Path) -> None:
    """Write `boredcrawl.db` and `metadata.json`: `datasette serve FOLDER/boredcrawl.db -m …`."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "boredcrawl.db"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as database:
        for name in TABLES:
            database.execute(definition(name))
        with database:
            for article in articles:
                for name, row in rows_of(article):
                    signs = ", ".join("?" * len(row))
                    values = [stored(value) for value in row.values()]
                    database.execute(f"INSERT INTO {name} VALUES ({signs})", values)  # noqa: S608  # names of our own
        with database:
            for name, columns in SEARCHED.items():
                listed = ", ".join(columns)
                database.execute(
                    f"CREATE VIRTUAL TABLE {name}_fts USING fts5({listed}, content='{name}', "
                    "content_rowid='id')"
                )
                database.execute(f"INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')")  # noqa: S608
            for name, keys in KEYS.items():
                for key, _ in keys:
                    database.execute(f"CREATE INDEX {name}_{key} ON {name} ({key})")
        database.execute("PRAGMA journal_mode = DELETE")
    told = json.dumps(METADATA, indent=2)
    (folder / "metadata.json").write_text(told + "\n", encoding="utf-8")


def definition(name: str) -> str:
    """Write the statement that makes a table."""
    columns = [
        f"{column} {TYPES[kind]}" + (" PRIMARY KEY" if column == "id" else "")
        for column, kind in TABLES[name].items()
    ]
    columns += [f"FOREIGN KEY ({key}) REFERENCES {owner}(id)" for key, owner in KEYS.get(name, ())]
    return f"CREATE TABLE {name} ({', '.join(columns)})"


def stored(value: Any) -> Any:
    """Give a value as SQLite holds it."""
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value
