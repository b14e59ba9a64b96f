"""Rows stored a second, against a plain `executemany` of the same rows."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.reading import FETCHED_AT, Pages, read
from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store
from boredcrawl.items import Visit
from boredcrawl.settings import STORE_BATCH

if TYPE_CHECKING:
    from boredcrawl.items import Article
    from boredcrawl.sites.base import Site


def measure(pages: Pages, site: Site) -> dict[str, Any]:
    """Store the pages' articles in a fresh SQLite database, then its rows into another."""
    articles = [read(url, body, site) for url, body in pages]
    with tempfile.TemporaryDirectory() as folder:
        store_path, plain_path = Path(folder) / "store.db", Path(folder) / "plain.db"
        stored = _store(store_path, articles, site)
        rows = _rows(store_path)
        plain = _executemany(plain_path, rows)
    count = sum(len(several) for several in rows.values())
    return {
        "articles": len(articles),
        "rows": count,
        "articles_per_second": round(len(articles) / stored, 1),
        "rows_per_second": round(count / stored),
        "executemany_rows_per_second": round(count / plain),
        "ratio_to_executemany": round(plain / stored, 3),
    }


def _store(path: Path, articles: list[Article], site: Site) -> float:
    engine = open_database(f"sqlite:///{path}")
    store = Store(engine)
    visits = [
        Visit(url=a.url, site=site.name, fetched_at=FETCHED_AT, status=200, article=a)
        for a in articles
    ]
    began = time.perf_counter()
    for start in range(0, len(visits), STORE_BATCH):
        store.save(visits[start : start + STORE_BATCH])
    seconds = time.perf_counter() - began
    engine.dispose()
    return seconds


def _rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    connection = sqlite3.connect(path)
    try:
        # Shadow tables of an index (`…_fts_data`) are SQLite's, not ours.
        names = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' "
            "AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
        ).fetchall()
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - ours
            for (name,) in names
        }
    finally:
        connection.close()


def _executemany(path: Path, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    open_database(f"sqlite:///{path}").dispose()
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        began = time.perf_counter()
        for name, several in rows.items():
            if several:
                marks = ", ".join("?" * len(several[0]))
                connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', several)  # noqa: S608 - ours
        connection.commit()
        return time.perf_counter() - began
    finally:
        connection.close()
