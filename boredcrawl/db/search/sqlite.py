"""A window of what a query finds, from SQLite.

FTS5 walks matches from the newest back and can stop anywhere, but SQLite does not know how
many there are, so how filters are applied is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, func, literal, literal_column, select

from boredcrawl.db.among import among
from boredcrawl.db.search.fts5 import match_string
from boredcrawl.db.search.spans import span
from boredcrawl.db.search.windows import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from boredcrawl.db.search.documents import Document, Passing
    from boredcrawl.db.search.query import Query

FEW = 10_000
"""Rows that may pass the filters for those to be collected before the index is asked."""

ARTICLES, MANY = 2_000, 30_000
"""Articles of an author or a tag, and comments under them, up to which these are collected: an
index leads to them, while looking each comment found up reads a row of it."""

HEADING_WEIGHT, TEXT_WEIGHT = 8.0, 1.0


def find(
    connection: Connection, document: Document, query: Query, passing: Passing, window: int
) -> Sequence[Any]:
    """Give the ids and scores of one window."""
    few = collect(connection, passing)
    key: ColumnElement[int]
    if few is not None and not query.clauses:
        key = document.table.c.id
        found = select(key).where(among(connection, document.table.c.id, few))
    elif query.clauses:
        index = document.fts5
        key = index.c.rowid
        sought = match_string(query, document.only(query.filters.places))
        found = select(key).where(index.c[document.fulltext].op("MATCH")(sought))
    else:
        key = document.table.alias("newest").c.id
        found = select(key)
    if few is None and passing.narrows:
        # Not a join, which SQLite might begin at the other end.
        found = found.where(passing.ids.where(document.table.c.id == key).exists())
        bounds = span(connection, passing)
        if bounds is not None:
            # Of what is found outside not even the row need be looked at.
            found = found.where(key.between(*bounds))
    elif few is not None and query.clauses:
        # The + keeps SQLite from starting the match anew for every one of the ids.
        unindexed = literal_column(f"+{document.fulltext}.rowid", BigInteger())
        found = found.where(among(connection, unindexed, few))
    statement = cut(found, key, window).add_columns(score(document, query))
    return connection.execute(statement).all()


def collect(connection: Connection, passing: Passing) -> set[int] | None:
    """Collect the ids that pass, if an index leads to them and they are few."""
    if not passing.may_be_narrow:
        return None
    limit = FEW
    if passing.is_under_articles:
        # How many they are is seen by the articles, before all the work is done for nothing.
        wanted = next(ids for ids, is_in in passing.linked if is_in).limit(ARTICLES + 1)
        counted = select(func.count()).select_from(wanted.subquery())
        if connection.execute(counted).scalar_one() > ARTICLES:
            return None
        limit = MANY
    found = connection.execute(passing.ids.limit(limit + 1)).scalars().all()
    return set(found) if len(found) <= limit else None


def score(document: Document, query: Query) -> Any:
    """Rank by BM25, where there are words to rank by; the least is the best."""
    if not query.clauses:
        return literal(0.0)
    weights = (HEADING_WEIGHT, TEXT_WEIGHT) if document.heading else (TEXT_WEIGHT,)
    return func.bm25(literal_column(document.fulltext), *weights)
