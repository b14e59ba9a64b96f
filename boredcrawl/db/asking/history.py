"""The log of changes, page by page, with the ids that lead to what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.db.asking.cursors import LARGEST, read_place
from boredcrawl.db.models import Article, Change, Comment, Commenter, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

CHANGES, ARTICLES = table(Change), table(Article)
COMMENTS, COMMENTERS = table(Comment), table(Commenter)

PAGE = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that became new, was edited, went or came back."""

    id: int
    seen_at: datetime
    change: str
    article_id: int
    title: str | None
    comment_id: int | None
    name: str | None
    text: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Events:
    """A page of the log, the last first."""

    events: tuple[Event, ...]
    cursor: str | None


def events(connection: Connection, cursor: str | None = None) -> Events:
    """Give what changed, the last first; never counts, whatever the length of the log."""
    before = read_place(cursor).id if cursor else LARGEST
    few = (
        select(CHANGES)
        .where(CHANGES.c.id < before)
        .order_by(CHANGES.c.id.desc())
        .limit(PAGE + 1)
        .subquery()
    )
    query = (
        select(
            *(few.c[name] for name in ("id", "seen_at", "change", "article_id", "comment_id")),
            ARTICLES.c.title,
            COMMENTERS.c.name,
            COMMENTS.c.text,
        )
        .join(ARTICLES, ARTICLES.c.id == few.c.article_id)
        .outerjoin(COMMENTS, COMMENTS.c.id == few.c.comment_id)
        .outerjoin(COMMENTERS, COMMENTERS.c.id == COMMENTS.c.commenter_id)
        .order_by(few.c.id.desc())
    )
    rows = [Event(**row._asdict()) for row in connection.execute(query)]
    more = len(rows) > PAGE
    return Events(events=tuple(rows[:PAGE]), cursor=f".{rows[PAGE - 1].id}" if more else None)
