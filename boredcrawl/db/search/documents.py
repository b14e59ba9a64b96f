"""What is searched: articles, list items, comments, each with its index and its filters."""

from __future__ import annotations

import operator
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, and_, column, or_, select
from sqlalchemy import table as table_of

from boredcrawl.db.models import (
    Article,
    ArticleAuthor,
    ArticleTag,
    Author,
    Comment,
    Commenter,
    ListItem,
    Site,
    Tag,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection, Select, Table, TableClause

    from boredcrawl.db.search.query import Choice, Filters

ARTICLES, ITEMS, COMMENTS = table(Article), table(ListItem), table(Comment)
SITES, AUTHORS, TAGS, COMMENTERS = table(Site), table(Author), table(Tag), table(Commenter)
WROTE, TAGGED = table(ArticleAuthor), table(ArticleTag)


class Document(NamedTuple):
    """Something with an index over it; its heading counts more than its text."""

    name: str
    table: Table
    fulltext: str
    """The index."""
    heading: str | None
    text: str
    places: dict[str, str]
    """What `in:` calls its parts, and the columns they are."""

    def only(self, places: frozenset[str]) -> str | None:
        """Give the one column a search is confined to; None where it is to none."""
        named = [name for place, name in self.places.items() if place in places]
        return named[0] if len(named) < len(self.places) else None

    @property
    def fts5(self) -> TableClause:
        """The index on SQLite; the column of its own name stands for the whole row."""
        return table_of(self.fulltext, column("rowid"), column(self.fulltext))

    @property
    def tsvector(self) -> TableClause:
        """The index on PostgreSQL."""
        article_id = column("article_id", BigInteger())
        return table_of(self.fulltext, column("id"), article_id, column("vector"))


DOCUMENTS = (
    Document(
        "article",
        ARTICLES,
        "article_search",
        "title",
        "body_text",
        {"title": "title", "body": "body_text"},
    ),
    Document("item", ITEMS, "list_item_search", "title", "text", {"item": "text"}),
    Document("comment", COMMENTS, "comment_search", None, "text", {"comment": "text"}),
)


class Chosen(NamedTuple):
    """What the names in a query's filters turned out to be, as ids."""

    site: Ids
    author: Ids
    commenter: Ids
    tag: Ids


class Ids(NamedTuple):
    """The ids of what a filter wants, None where it wants nothing, and of what it does not."""

    wanted: tuple[int, ...] | None
    unwanted: tuple[int, ...]


def choose(connection: Connection, filters: Filters) -> Chosen:
    """Look the names in filters up."""
    return Chosen(
        ids(connection, SITES, filters.site),
        ids(connection, AUTHORS, filters.author),
        ids(connection, COMMENTERS, filters.commenter),
        ids(connection, TAGS, filters.tag),
    )


def ids(connection: Connection, owners: Table, choice: Choice) -> Ids:
    """Find rows by name, or people by the URL of their profile."""

    def find(values: tuple[str, ...]) -> tuple[int, ...]:
        if not values:
            return ()
        names = list(chain.from_iterable(map(spellings, values)))
        named: ColumnElement[bool] = owners.c.name.in_(names)
        if owners is SITES:
            # The site and its mirrors, which have their host behind an @.
            mirrors = (owners.c.name.startswith(f"{n}@", autoescape=True) for n in names)
            named = or_(named, *mirrors)
        urls = [value for value in values if "://" in value]
        if urls and "key" in owners.c:
            keyed = and_(owners.c.site_id.in_(select(SITES.c.id)), owners.c.key.in_(urls))
            named = or_(named, keyed)
        return tuple(connection.execute(select(owners.c.id).where(named)).scalars())

    return Ids(find(choice.wanted) if choice.wanted else None, find(choice.unwanted))


def spellings(name: str) -> Iterator[str]:
    """Give a name as typed, and as it may be written; indexes know no other way.

    >>> list(spellings("ann lee"))
    ['ann lee', 'Ann Lee', 'Ann lee', 'ANN LEE']
    """
    yield from dict.fromkeys((name, name.lower(), name.title(), name.capitalize(), name.upper()))


Links = tuple[tuple["Select[Any]", bool], ...]
"""Ids of articles, and whether the rows' are to be among them or not."""


class Passing(NamedTuple):
    """The rows of a document that filters let through."""

    row: Table
    of_rows: tuple[ColumnElement[bool], ...]
    of_articles: tuple[ColumnElement[bool], ...]
    linked: Links
    articles: frozenset[int] | None
    """Ids the rows' articles are to be among, where they were looked up."""
    may_be_narrow: bool
    """Whether the filters are such that an index may lead to few rows."""
    is_period: bool
    """Whether they name both ends of a time: rows of one time mostly have ids of one range."""
    is_since: bool
    """Whether they name its begin only: the newest rows mostly are of that time."""
    is_dated: bool
    """Whether they name any time."""

    @property
    def narrows(self) -> bool:
        """Whether there are any filters."""
        return bool(self.of_rows or self.of_articles or self.linked)

    @property
    def ids(self) -> Select[Any]:
        """Select the ids."""
        article_id = self.row.c.id if self.row is ARTICLES else self.row.c.article_id
        query = self._of_articles(select(self.row.c.id), article_id, has_articles=self.is_articles)
        return query.where(*self.of_rows)

    @property
    def is_articles(self) -> bool:
        """Whether the rows are articles."""
        return self.row is ARTICLES

    @property
    def is_under_articles(self) -> bool:
        """Whether all that is asked of comments is an author or a tag of their articles."""
        leads = any(is_in for _, is_in in self.linked)
        return leads and self.row is COMMENTS and not self.of_rows and not self.of_articles

    def join(self, query: Select[Any], index: TableClause) -> Select[Any]:
        """Confine a query over an index that has the rows' ids and those of their articles."""
        if self.of_rows:
            query = query.join(self.row, self.row.c.id == index.c.id).where(*self.of_rows)
        return self._of_articles(query, index.c.article_id, has_articles=False)

    def _of_articles(
        self, query: Select[Any], article_id: ColumnElement[int], *, has_articles: bool
    ) -> Select[Any]:
        for ids_of, is_in in self.linked:
            query = query.where(article_id.in_(ids_of) if is_in else article_id.not_in(ids_of))
        if self.of_articles and not has_articles:
            query = query.join(ARTICLES, ARTICLES.c.id == article_id)
        return query.where(*self.of_articles)


def links(chosen: Chosen) -> Links:
    """Say what authors and tags ask of articles."""
    linked: list[tuple[Select[Any], bool]] = []
    for people, link, key in (
        (chosen.author, WROTE, WROTE.c.author_id),
        (chosen.tag, TAGGED, TAGGED.c.tag_id),
    ):
        for numbers, is_in in ((people.wanted, True), (people.unwanted or None, False)):
            if numbers is not None:
                linked.append((select(link.c.article_id).where(key.in_(numbers)), is_in))
    return tuple(linked)


def passing(
    document: Document,
    filters: Filters,
    chosen: Chosen,
    linked: Links,
    articles: frozenset[int] | None = None,
) -> Passing:
    """Say which rows of a document filters let through."""
    row = document.table
    is_comment = row is COMMENTS
    of_rows = within(row.c.commenter_id, chosen.commenter) if is_comment else []
    of_articles = within(ARTICLES.c.site_id, chosen.site)
    if filters.kind.wanted:
        of_articles.append(ARTICLES.c.kind.in_(filters.kind.wanted))
    if filters.kind.unwanted:
        of_articles.append(ARTICLES.c.kind.not_in(filters.kind.unwanted))
    if is_comment:
        of_rows += dated(row.c.posted_at, row.c.first_seen_at, filters)
    else:
        of_articles += dated(ARTICLES.c.published_at, ARTICLES.c.first_seen_at, filters)
    lead = (chosen.author.wanted, chosen.tag.wanted, chosen.commenter.wanted)
    may_be_narrow = any(ids is not None for ids in lead) or bool(filters.after or filters.before)
    return Passing(
        row,
        tuple(of_rows),
        tuple(of_articles),
        linked,
        articles,
        may_be_narrow,
        is_period=bool(filters.after and filters.before),
        is_since=bool(filters.after and not filters.before),
        is_dated=bool(filters.after or filters.before),
    )


def dated(
    at: ColumnElement[Any], seen_at: ColumnElement[Any], filters: Filters
) -> list[ColumnElement[bool]]:
    """Confine to days; what has no date counts by when it was first seen."""
    bounds = [(filters.after, operator.ge), (filters.before, operator.lt)]
    known = [(bound, compare) for bound, compare in bounds if bound is not None]
    if not known:
        return []
    # Not `coalesce`, for which there is no index; and both bounds of one column side by side,
    # for the planner to see how few rows are between them.
    dates = [compare(at, bound) for bound, compare in known]
    seen = [compare(seen_at, bound) for bound, compare in known]
    return [or_(and_(*dates), and_(at.is_(None), *seen))]


def within(key: ColumnElement[int], chosen: Ids) -> list[ColumnElement[bool]]:
    """Confine a key to what was chosen."""
    found: list[ColumnElement[bool]] = []
    if chosen.wanted is not None:
        found.append(key.in_(chosen.wanted))
    if chosen.unwanted:
        found.append(or_(key.is_(None), key.not_in(chosen.unwanted)))
    return found
