"""Which articles a search means: all of them, for exports, and not the best page of them."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from boredcrawl.db.among import among
from boredcrawl.db.search.documents import ARTICLES, DOCUMENTS, choose, links, passing
from boredcrawl.db.search.finding import search
from boredcrawl.db.search.query import PLACES, parse
from boredcrawl.db.transaction import reading
from boredcrawl.db.whole import Whole, wholes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Engine

BATCH = 50
"""Articles read whole at a time; with a few thousand comments under each still tens of MB."""

PAGE = 1000
"""Hits of a search taken at a time."""

OLDEST_FIRST = (func.coalesce(ARTICLES.c.published_at, ARTICLES.c.first_seen_at), ARTICLES.c.id)


def select_articles(engine: Engine, typed: str | None = None) -> array[int]:
    """Give the ids of the articles a search means, oldest first; without a search, of all.

    An article is meant where it, one of its list items or one of its comments is found.
    Raises `WrongQuery` where the search cannot be understood.
    """
    wanted = select(ARTICLES.c.id).order_by(*OLDEST_FIRST)
    query = parse(typed) if typed else None
    is_about_articles = query is None or (
        not query.clauses
        and query.filters.commenter == type(query.filters.commenter)()
        and query.filters.places == frozenset(PLACES)
    )
    if typed and not is_about_articles:
        found = found_articles(engine, typed)
    with reading(engine) as connection:
        if query is not None:
            passed: tuple[ColumnElement[bool], ...]
            if is_about_articles:
                chosen = choose(connection, query.filters)
                rows = passing(DOCUMENTS[0], query.filters, chosen, links(chosen))
                passed = (ARTICLES.c.id.in_(rows.ids.correlate(None)),)
            else:
                passed = (among(connection, ARTICLES.c.id, found),)
            wanted = wanted.where(*passed)
        # Eight bytes an article: what may be millions need not be a list.
        return array("q", connection.execute(wanted).scalars())


def found_articles(engine: Engine, typed: str) -> set[int]:
    """Page through a search to its end."""
    found: set[int] = set()
    cursor: str | None = None
    while True:
        page = search(engine, typed, limit=PAGE, cursor=cursor)
        found |= {hit.article_id for hit in page.hits}
        cursor = page.cursor
        if cursor is None:
            return found


def read_whole(engine: Engine, article_ids: array[int]) -> Iterator[Whole]:
    """Read articles whole, a few at a time, in the order given."""
    for place in range(0, len(article_ids), BATCH):
        with reading(engine) as connection:
            some = wholes(connection, article_ids[place : place + BATCH].tolist())
        yield from some
