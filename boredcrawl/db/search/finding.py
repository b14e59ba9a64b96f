"""Search: a query in, a page of hits out, the same from both databases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.search import postgresql, sqlite
from boredcrawl.db.search.documents import (
    ARTICLES,
    COMMENTERS,
    COMMENTS,
    DOCUMENTS,
    ITEMS,
    SITES,
    Document,
    choose,
    links,
    passing,
)
from boredcrawl.db.search.query import parse
from boredcrawl.db.search.snippets import Snippet, snippet
from boredcrawl.db.search.windows import WINDOW, Found
from boredcrawl.db.transaction import reading
from boredcrawl.exceptions import WrongQuery

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Select

    from boredcrawl.db.search.query import Query


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """An article, a list item or a comment that was found."""

    kind: str
    """`article`, `item` or `comment`."""
    id: int
    """Its id in its table."""
    article_id: int
    site: str
    url: str
    """The article's."""
    title: Snippet
    """The article's title; whole."""
    heading: Snippet | None
    """A list item's heading."""
    name: str | None
    """Who wrote a comment."""
    at: datetime
    """When it was published or posted; when it was first seen, where no date is known."""
    gone_at: datetime | None
    text: Snippet
    """A piece of what was found."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A few hits, the best first, and how to ask for what follows."""

    hits: tuple[Hit, ...]
    cursor: str | None
    """Where the next page begins; None after the last."""


def search(engine: Engine, typed: str, *, limit: int = 20, cursor: str | None = None) -> Page:
    """Find what a person looks for; raises `WrongQuery` where that cannot be understood.

    Of each kind the 300 rows met last are ranked and paged through, then the 300 before
    them, and so on to the first: nothing found is left out.
    """
    query = parse(typed)
    window, passed = read_cursor(cursor)
    with reading(engine) as connection:
        if connection.dialect.name == "postgresql":
            postgresql.prepare(connection)
        chosen: list[Found] = []
        while len(chosen) < limit:
            found, is_last = ranked(connection, query, window)
            taken = found[passed : passed + limit - len(chosen)]
            chosen += taken
            passed += len(taken)
            if passed < len(found):
                break
            window, passed = window + 1, 0
            if is_last:
                return Page(hits=described(connection, query, chosen), cursor=None)
        return Page(hits=described(connection, query, chosen), cursor=f"{window}.{passed}")


def read_cursor(cursor: str | None) -> tuple[int, int]:
    """Read where a page begins: in which window, after how many hits.

    >>> read_cursor(None), read_cursor("2.40")
    ((0, 0), (2, 40))
    >>> read_cursor("next")
    Traceback (most recent call last):
    ...
    boredcrawl.exceptions.WrongQuery: 'next' is no cursor: give the one that came with a page
    """
    window, _, passed = (cursor or "0.0").partition(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (window, passed)):  # noqa: PLR2004
        raise WrongQuery(f"{cursor!r} is no cursor: give the one that came with a page")
    return int(window), int(passed)


def ranked(connection: Connection, query: Query, window: int) -> tuple[list[Found], bool]:
    """Give all of one window, the best first, and whether it is the last."""
    chosen = choose(connection, query.filters)
    is_postgresql = connection.dialect.name == "postgresql"
    find = postgresql.find if is_postgresql else sqlite.find
    linked, articles = links(chosen), None
    if is_postgresql and query.clauses:
        linked, articles = postgresql.settle(connection, linked)
    found: list[Found] = []
    is_last = True
    for number, document in enumerate(DOCUMENTS):
        if not document.places.keys() & query.filters.places:
            continue
        if query.filters.commenter and document.table is not COMMENTS:
            continue
        rows = passing(document, query.filters, chosen, linked, articles)
        several = find(connection, document, query, rows, window)
        found += [Found(score=row[1], document=number, age=-row[0]) for row in several]
        is_last &= len(several) < WINDOW
    return sorted(found), is_last


def described(connection: Connection, query: Query, chosen: Sequence[Found]) -> tuple[Hit, ...]:
    """Read what is shown of the chosen, in their order."""
    rows: dict[tuple[int, int], Any] = {}
    for number, document in enumerate(DOCUMENTS):
        keys = {one.key for one in chosen if one.document == number}
        if keys:
            query_of = details(document).where(among(connection, document.table.c.id, keys))
            rows |= {(number, row.id): row for row in connection.execute(query_of)}
    return tuple(hit(query, DOCUMENTS[one.document], rows[one.document, one.key]) for one in chosen)


def details(document: Document) -> Select[Any]:
    """Select what is shown of a document."""
    row = document.table
    shared = [ARTICLES.c.id.label("article_id"), SITES.c.name.label("site"), ARTICLES.c.url]
    shared += [ARTICLES.c.title, row.c.id, row.c.gone_at]
    published = (ARTICLES.c.published_at, ARTICLES.c.first_seen_at)
    at_site = SITES.c.id == ARTICLES.c.site_id
    if row is ARTICLES:
        return select(*shared, *published, row.c.body_text.label("said")).join(SITES, at_site)
    said = row.c.text.label("said")
    if row is ITEMS:
        query = select(*shared, *published, said, row.c.title.label("heading"))
    else:
        dates = (row.c.posted_at.label("published_at"), row.c.first_seen_at)
        query = select(*shared, *dates, said, COMMENTERS.c.name.label("name"))
    query = query.join_from(row, ARTICLES, ARTICLES.c.id == row.c.article_id).join(SITES, at_site)
    if row is COMMENTS:
        query = query.outerjoin(COMMENTERS, COMMENTERS.c.id == row.c.commenter_id)
    return query


def hit(query: Query, document: Document, row: Any) -> Hit:
    """Make a hit of a row, with the words found marked where they were looked for."""
    terms, places = query.wanted, query.filters.places

    def marked(said: str, *, whole: bool = False, is_searched: bool = True) -> Snippet:
        sought = terms if is_searched else ()
        return snippet(said, sought, len(said)) if whole else snippet(said, sought)

    is_article = document.name == "article"
    heading = getattr(row, "heading", None)
    return Hit(
        kind=document.name,
        id=row.id,
        article_id=row.article_id,
        site=row.site,
        url=row.url,
        title=marked(row.title or "", whole=True, is_searched=is_article and "title" in places),
        heading=None if heading is None else marked(heading, whole=True),
        name=getattr(row, "name", None),
        at=row.published_at or row.first_seen_at,
        gone_at=row.gone_at,
        text=marked(row.said or "", is_searched=not is_article or "body" in places),
    )
