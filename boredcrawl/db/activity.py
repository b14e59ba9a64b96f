"""What one person wrote, and what a whole archive holds."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from boredcrawl.db.asking.cursors import read_id
from boredcrawl.db.models import (
    Article,
    ArticleAuthor,
    Author,
    Comment,
    Commenter,
    Site,
    Visit,
    table,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

Row = dict[str, Any]

ARTICLES, COMMENTS, SITES, VISITS = table(Article), table(Comment), table(Site), table(Visit)
AUTHORS, WROTE, COMMENTERS = table(Author), table(ArticleAuthor), table(Commenter)


def people(connection: Connection, owners: Table, given: str) -> list[Row]:
    """Find authors or commenters by id, by profile URL, or by name as it is written."""
    meant = or_(owners.c.name == given, owners.c.url == given)
    with suppress(ValueError):
        meant = or_(meant, owners.c.id == read_id(given))
    query = (
        select(owners, SITES.c.name.label("site"))
        .join(SITES, SITES.c.id == owners.c.site_id)
        .where(meant)
        .order_by(owners.c.id)
    )
    return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001  # its documented name


def articles_by(connection: Connection, author_id: int, limit: int) -> list[Row]:
    """Give the articles somebody wrote, the newest first."""
    at = func.coalesce(ARTICLES.c.published_at, ARTICLES.c.first_seen_at)
    names = ("id", "url", "title", "kind", "published_at", "word_count", "comments_captured")
    query = (
        select(*(ARTICLES.c[name] for name in names), ARTICLES.c.gone_at)
        .join(WROTE, WROTE.c.article_id == ARTICLES.c.id)
        .where(WROTE.c.author_id == author_id)
        .order_by(at.desc(), ARTICLES.c.id.desc())
        .limit(limit)
    )
    return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001


def comments_by(connection: Connection, commenter_id: int, limit: int) -> list[Row]:
    """Give the comments somebody wrote, the newest first."""
    at = func.coalesce(COMMENTS.c.posted_at, COMMENTS.c.first_seen_at)
    names = ("id", "posted_raw", "posted_at", "depth", "text", "score", "is_edited", "gone_at")
    query = (
        select(*(COMMENTS.c[name] for name in names), ARTICLES.c.url, ARTICLES.c.title)
        .join(ARTICLES, ARTICLES.c.id == COMMENTS.c.article_id)
        .where(COMMENTS.c.commenter_id == commenter_id)
        .order_by(at.desc(), COMMENTS.c.id.desc())
        .limit(limit)
    )
    return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001


def by_site(connection: Connection) -> list[Row]:
    """Give what is kept of each site."""
    of_articles = (
        select(
            ARTICLES.c.site_id,
            func.count().label("articles"),
            func.count(ARTICLES.c.gone_at).label("gone"),
            func.sum(ARTICLES.c.word_count).label("words"),
            func.min(ARTICLES.c.published_at).label("oldest"),
            func.max(ARTICLES.c.published_at).label("newest"),
            func.max(ARTICLES.c.last_seen_at).label("last_seen_at"),
        )
        .group_by(ARTICLES.c.site_id)
        .subquery()
    )
    of_comments = (
        select(
            ARTICLES.c.site_id,
            func.count().label("comments"),
            func.count(COMMENTS.c.gone_at).label("comments_gone"),
            func.count(COMMENTS.c.commenter_id.distinct()).label("commenters"),
        )
        .join(ARTICLES, ARTICLES.c.id == COMMENTS.c.article_id)
        .group_by(ARTICLES.c.site_id)
        .subquery()
    )
    counts = ("articles", "gone", "words")
    query = (
        select(
            SITES.c.name.label("site"),
            *(func.coalesce(of_articles.c[name], 0).label(name) for name in counts),
            *(of_articles.c[name] for name in ("oldest", "newest", "last_seen_at")),
            *(
                func.coalesce(of_comments.c[name], 0).label(name)
                for name in ("comments", "comments_gone", "commenters")
            ),
        )
        .outerjoin(of_articles, of_articles.c.site_id == SITES.c.id)
        .outerjoin(of_comments, of_comments.c.site_id == SITES.c.id)
        .order_by(SITES.c.name)
    )
    return [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001
