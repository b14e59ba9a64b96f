"""Lists of articles: the newest, those of an author or a tag, the most discussed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from boredcrawl.db.among import among
from boredcrawl.db.asking.cursors import Place, read_place
from boredcrawl.db.models import (
    Article,
    ArticleAuthor,
    ArticleImage,
    ArticleTag,
    Author,
    Image,
    Site,
    Tag,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

ARTICLES, SITES, AUTHORS, WROTE = table(Article), table(Site), table(Author), table(ArticleAuthor)
TAGS, TAGGED, PLACED, IMAGES = table(Tag), table(ArticleTag), table(ArticleImage), table(Image)

PAGE = 30
"""Articles on a page."""

SHOWN = [
    ARTICLES.c[name]
    for name in (
        *("id", "url", "kind", "title", "description", "published_at", "first_seen_at"),
        *("word_count", "score", "comments_captured", "gone_at"),
    )
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """An author in a byline."""

    id: int
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """An article in a list."""

    id: int
    site: str
    url: str
    kind: str
    title: str | None
    description: str | None
    published_at: datetime | None
    first_seen_at: datetime
    word_count: int
    score: int | None
    comments_captured: int
    gone_at: datetime | None
    authors: tuple[Person, ...]
    image: str | None
    """The SHA-256 of the lead picture's file, where the archive has it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cards:
    """A page of a list, and where the next one begins."""

    articles: tuple[Card, ...]
    cursor: str | None


def newest(
    connection: Connection,
    *,
    kind: str | None = None,
    tag: str | None = None,
    author_id: int | None = None,
    cursor: str | None = None,
    limit: int = PAGE,
) -> Cards:
    """Give articles, the last published first, those without a date after all others."""
    query = select(*SHOWN)
    if kind:
        query = query.where(ARTICLES.c.kind == kind)
    if tag:
        tagged = select(TAGGED.c.article_id).join(TAGS, TAGS.c.id == TAGGED.c.tag_id)
        query = query.where(ARTICLES.c.id.in_(tagged.where(TAGS.c.name == tag)))
    if author_id is not None:
        wrote = select(WROTE.c.article_id).where(WROTE.c.author_id == author_id)
        query = query.where(ARTICLES.c.id.in_(wrote))
    rows = page(connection, query, cursor, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    following = Place(rows[-1].published_at, rows[-1].id).written() if more else None
    return Cards(articles=cards(connection, rows), cursor=following)


def page(
    connection: Connection, query: Select[Any], cursor: str | None, limit: int
) -> list[Row[Any]]:
    """Read rows after a place: first those with a date, by the index on it, then the others."""
    at, key = ARTICLES.c.published_at, ARTICLES.c.id
    after = read_place(cursor) if cursor else None
    rows: list[Row[Any]] = []
    if after is None or after.at is not None:
        dated = query.where(at.is_not(None)).order_by(at.desc(), key.desc())
        if after is not None:
            same = and_(at == after.at, key < after.id)
            dated = dated.where(at <= after.at, or_(at < after.at, same))
        rows += connection.execute(dated.limit(limit)).all()
        after = None
    if len(rows) < limit:
        undated = query.where(at.is_(None)).order_by(key.desc())
        if after is not None:
            undated = undated.where(key < after.id)
        rows += connection.execute(undated.limit(limit - len(rows))).all()
    return rows


def discussed(connection: Connection, limit: int) -> tuple[Card, ...]:
    """Give the articles with most comments."""
    most = (
        select(*SHOWN)
        .where(ARTICLES.c.comments_captured > 0)
        .order_by(ARTICLES.c.comments_captured.desc(), ARTICLES.c.id.desc())
        .limit(limit)
    )
    return cards(connection, connection.execute(most).all())


def cards(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Card, ...]:
    """Add to articles what stands in other tables: the byline, the lead picture, the site."""
    ids = [row.id for row in rows]
    names = bylines(connection, ids)
    sites = dict(
        tuple(row)
        for row in connection.execute(
            select(ARTICLES.c.id, SITES.c.name)
            .join(SITES, SITES.c.id == ARTICLES.c.site_id)
            .where(among(connection, ARTICLES.c.id, ids))
        )
    )
    pictures = dict(
        tuple(row)
        for row in connection.execute(
            select(PLACED.c.article_id, func.min(IMAGES.c.sha256))
            .join(IMAGES, IMAGES.c.id == PLACED.c.image_id)
            .where(among(connection, PLACED.c.article_id, ids), PLACED.c.is_lead)
            .where(IMAGES.c.path.is_not(None))
            .group_by(PLACED.c.article_id)
        )
    )
    return tuple(
        Card(
            **row._asdict(),
            site=sites[row.id],
            authors=names.get(row.id, ()),
            image=pictures.get(row.id),
        )
        for row in rows
    )


def bylines(connection: Connection, article_ids: Sequence[int]) -> dict[int, tuple[Person, ...]]:
    """Give articles' authors, in the order of the byline."""
    query = (
        select(WROTE.c.article_id, AUTHORS.c.id, AUTHORS.c.name)
        .join(AUTHORS, AUTHORS.c.id == WROTE.c.author_id)
        .where(among(connection, WROTE.c.article_id, article_ids))
        .order_by(WROTE.c.article_id, WROTE.c.position)
    )
    found: dict[int, tuple[Person, ...]] = {}
    for article_id, number, name in connection.execute(query):
        found[article_id] = (*found.get(article_id, ()), Person(id=number, name=name))
    return found


def titles(connection: Connection, article_ids: Sequence[int]) -> dict[int, str | None]:
    """Give the titles of articles."""
    query = select(ARTICLES.c.id, ARTICLES.c.title)
    rows = connection.execute(query.where(among(connection, ARTICLES.c.id, article_ids)))
    return {row.id: row.title for row in rows}
