"""Questions the demo and the reports ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from boredcrawl.db.among import among
from boredcrawl.db.models import Article, ArticleAuthor, Author, Base, Comment, Commenter, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

ARTICLES, COMMENTS, COMMENTERS = table(Article), table(Comment), table(Commenter)


@dataclass(kw_only=True, slots=True)
class ThreadNode:
    """A comment with the replies to it."""

    name: str | None
    text: str
    replies: list[ThreadNode] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class Showcase:
    """An article as one would show it to somebody who asks what is in the database."""

    url: str
    title: str | None
    kind: str
    layout: str
    word_count: int
    published_raw: str | None
    authors: tuple[str, ...]
    comments: int
    thread: list[ThreadNode]


def totals(connection: Connection) -> dict[str, int]:
    """Count the rows of every table, the subjects people ask for first."""
    first = ("articles", "authors", "images", "list_items", "comments", "commenters")
    names = [*first, *sorted(set(Base.metadata.tables) - set(first))]
    counts = " UNION ALL ".join(
        f"SELECT '{name}' AS name, (SELECT count(*) FROM {name}) AS counted"  # noqa: S608  # names of our own
        for name in names
    )
    found = {row.name: row.counted for row in connection.execute(text(counts))}
    return {name: found[name] for name in names}


def thread(connection: Connection, article_id: int) -> list[ThreadNode]:
    """Give an article's comments as trees, its own thread first, then its list items'."""
    # Not a join, for which PostgreSQL reads all commenters there are.
    name = select(COMMENTERS.c.name).where(COMMENTERS.c.id == COMMENTS.c.commenter_id)
    query = (
        select(
            COMMENTS.c.id,
            COMMENTS.c.parent_id,
            name.scalar_subquery().label("name"),
            COMMENTS.c.text,
        )
        .where(COMMENTS.c.article_id == article_id, COMMENTS.c.gone_at.is_(None))
        .order_by(COMMENTS.c.list_item_id.is_not(None), COMMENTS.c.list_item_id, COMMENTS.c.path)
    )
    nodes: dict[int, ThreadNode] = {}
    top: list[ThreadNode] = []
    # All at once: of five thousand comments half the time went into asking for each row.
    for number, parent_id, said_by, said in connection.execute(query).all():
        node = nodes[number] = ThreadNode(name=said_by, text=said)
        # A reply outlives its parent; it is then shown where the thread begins.
        (nodes[parent_id].replies if parent_id in nodes else top).append(node)
    return top


def showcase(connection: Connection, articles: int = 3) -> list[Showcase]:
    """Give the articles worth showing: of each layout in turn, the deepest thread first."""
    query = (
        select(
            ARTICLES,
            func.row_number()
            .over(
                partition_by=ARTICLES.c.layout,
                order_by=(func.max(COMMENTS.c.depth).desc(), func.count(), ARTICLES.c.id),
            )
            .label("turn"),
        )
        .join(COMMENTS, COMMENTS.c.article_id == ARTICLES.c.id)
        .where(COMMENTS.c.gone_at.is_(None))
        .group_by(ARTICLES.c.id)
        .order_by(text("turn"), ARTICLES.c.layout)
        .limit(articles)
    )
    rows = list(connection.execute(query))
    names = authors(connection, [row.id for row in rows])
    return [
        Showcase(
            url=row.url,
            title=row.title,
            kind=row.kind,
            layout=row.layout,
            word_count=row.word_count,
            published_raw=row.published_raw,
            authors=tuple(names.get(row.id, ())),
            comments=row.comments_captured,
            thread=thread(connection, row.id),
        )
        for row in rows
    ]


def authors(connection: Connection, article_ids: Sequence[int]) -> dict[int, list[str]]:
    """Give the names of articles' authors, in the order of the byline."""
    wrote, people = table(ArticleAuthor), table(Author)
    query = (
        select(wrote.c.article_id, people.c.name)
        .join(people, people.c.id == wrote.c.author_id)
        .where(among(connection, wrote.c.article_id, article_ids))
        .order_by(wrote.c.position)
    )
    names: dict[int, list[str]] = {}
    for article_id, name in connection.execute(query):
        names.setdefault(article_id, []).append(name)
    return names
