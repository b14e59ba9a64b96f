"""Those who write articles and those who comment, with what they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from boredcrawl.db.asking.cursors import LARGEST, read_place
from boredcrawl.db.models import Article, ArticleAuthor, Author, Comment, Commenter, Site, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

ARTICLES, AUTHORS, SITES, WROTE = table(Article), table(Author), table(Site), table(ArticleAuthor)
COMMENTS, COMMENTERS = table(Comment), table(Commenter)

PAGE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """An author; `articles` is how many they wrote, alone or with others."""

    id: int
    site: str
    name: str
    url: str | None
    role: str | None
    bio: str | None
    articles: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Writers:
    """A page of authors."""

    authors: tuple[Writer, ...]
    cursor: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Voice:
    """Somebody who comments."""

    id: int
    site: str
    name: str | None
    url: str | None
    role: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """A comment in a list of one person's comments."""

    id: int
    article_id: int
    title: str | None
    text: str
    score: int | None
    posted_at: datetime | None
    first_seen_at: datetime
    is_edited: bool
    gone_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Remarks:
    """A page of them, the ones met last first."""

    comments: tuple[Remark, ...]
    cursor: str | None


def writers(
    connection: Connection, *, cursor: str | None = None, only: int | None = None
) -> Writers:
    """Give authors, those met first first, with the number of their articles."""
    after = read_place(cursor).id if cursor else -1
    articles = select(func.count()).where(WROTE.c.author_id == AUTHORS.c.id).scalar_subquery()
    query = (
        select(
            *(AUTHORS.c[name] for name in ("id", "name", "url", "role", "bio")),
            SITES.c.name.label("site"),
            articles.label("articles"),
        )
        .join(SITES, SITES.c.id == AUTHORS.c.site_id)
        .where(AUTHORS.c.id > after if only is None else AUTHORS.c.id == only)
        .order_by(AUTHORS.c.id)
        .limit(PAGE + 1)
    )
    found = [Writer(**row._asdict()) for row in connection.execute(query)]
    more = len(found) > PAGE
    return Writers(authors=tuple(found[:PAGE]), cursor=f".{found[PAGE - 1].id}" if more else None)


def voice(connection: Connection, commenter_id: int) -> Voice | None:
    """Give somebody who comments; None where there is nobody of this id."""
    query = (
        select(
            *(COMMENTERS.c[name] for name in ("id", "name", "url", "role")),
            SITES.c.name.label("site"),
        )
        .join(SITES, SITES.c.id == COMMENTERS.c.site_id)
        .where(COMMENTERS.c.id == commenter_id)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else Voice(**row._asdict())


def remarks(connection: Connection, commenter_id: int, cursor: str | None = None) -> Remarks:
    """Give what somebody said."""
    before = read_place(cursor).id if cursor else LARGEST
    names = [name for name in Remark.__dataclass_fields__ if name != "title"]
    few = (
        select(*(COMMENTS.c[name] for name in names))
        .where(COMMENTS.c.commenter_id == commenter_id, COMMENTS.c.id < before)
        .order_by(COMMENTS.c.id.desc())
        .limit(PAGE + 1)
        .subquery()
    )
    query = (
        select(few, ARTICLES.c.title)
        .join(ARTICLES, ARTICLES.c.id == few.c.article_id)
        .order_by(few.c.id.desc())
    )
    rows: list[Any] = list(connection.execute(query))
    more = len(rows) > PAGE
    found = tuple(Remark(**row._asdict()) for row in rows[:PAGE])
    return Remarks(comments=found, cursor=f".{found[-1].id}" if more else None)
