"""A window of what a query finds, from SQLite.

FTS5 walks matches from the newest back and can stop anywhere, but SQLite does not know how
many there are, so how filters are applied is decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, func, literal, literal_column, select

from boredcrawl.db.search.fts5 import match_string
from boredcrawl.db.search.spans import span
from boredcrawl.db.search.windows import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select

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
    is_few = leads_to_few(connection, passing)
    key: ColumnElement[int]
    if is_few and not query.clauses:
        key = document.table.alias("passing").c.id
        found = select(key).where(key.in_(passing.ids))
    elif query.clauses:
        index = document.fts5
        key = index.c.rowid
        sought = match_string(query, document.only(query.filters.places))
        found = select(key).where(index.c[document.fulltext].op("MATCH")(sought))
    else:
        key = document.table.alias("newest").c.id
        found = select(key)
    if passing.narrows and not is_few:
        # Not a join, which SQLite might begin at the other end.
        found = found.where(passing.ids.where(document.table.c.id == key).exists())
        bounds = span(connection, passing)
        if bounds is not None:
            # Of what is found outside not even the row need be looked at.
            found = found.where(key.between(*bounds))
    elif is_few and query.clauses:
        # The + keeps SQLite from starting the match anew for every one of the ids.
        unindexed = literal_column(f"+{document.fulltext}.rowid", BigInteger())
        found = found.where(unindexed.in_(passing.ids))
    statement = cut(found, key, window).add_columns(score(document, query))
    return connection.execute(statement).all()


def leads_to_few(connection: Connection, passing: Passing) -> bool:
    """Tell whether an index leads to the rows that pass, and they are few.

    SQLite then collects them itself: to count them first and to collect them again took half as
    long as to hand 20,000 ids back and forth (22 November 2026).
    """
    if not passing.may_be_narrow:
        return False
    limit = FEW
    if passing.is_under_articles:
        # How many they are is seen by the articles, before all the work is done for nothing.
        wanted = next(ids for ids, is_in in passing.linked if is_in)
        if count(connection, wanted, ARTICLES) > ARTICLES:
            return False
        limit = MANY
    return count(connection, passing.ids, limit) <= limit


def count(connection: Connection, ids: Select[Any], most: int) -> int:
    """Count the ids, no farther than one beyond the most they may be."""
    counted = select(func.count()).select_from(ids.limit(most + 1).subquery())
    return connection.execute(counted).scalar_one()


def score(document: Document, query: Query) -> Any:
    """Rank by BM25, where there are words to rank by; the least is the best."""
    if not query.clauses:
        return literal(0.0)
    weights = (HEADING_WEIGHT, TEXT_WEIGHT) if document.heading else (TEXT_WEIGHT,)
    return func.bm25(literal_column(document.fulltext), *weights)
