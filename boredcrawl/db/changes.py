"""What became new, was edited, went or came back: the log of it, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select

from boredcrawl.db.models import (
    Article,
    ArticleRevision,
    Change,
    Comment,
    Commenter,
    CommentRevision,
    Site,
    table,
)
from boredcrawl.exceptions import UnknownSite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Select

CHANGES, SITES, ARTICLES = table(Change), table(Site), table(Article)
COMMENTS, COMMENTERS = table(Comment), table(Commenter)
ARTICLE_TEXTS, COMMENT_TEXTS = table(ArticleRevision), table(CommentRevision)

PAGE = 500
"""Entries read at once."""


class Entry(NamedTuple):
    """One change, with what its article was called and its comment said at that time."""

    cursor: int
    """Whoever has read this entry goes on after it with this number."""
    noted_at: datetime
    seen_at: datetime
    change: str
    site: str
    url: str
    title: str | None
    comment_id: int | None
    site_comment_id: str | None
    commenter: str | None
    text: str | None

    @property
    def kind(self) -> str:
        """Say what changed."""
        return "article" if self.comment_id is None else "comment"


def follow(
    engine: Engine,
    *,
    since: datetime | None = None,
    cursor: int = 0,
    site: str | None = None,
    limit: int | None = None,
) -> Iterator[Entry]:
    """Give the changes noted since a moment and after a cursor, in the order they were noted.

    That order never changes and nothing is ever put between: going on from the last cursor
    loses nothing and repeats nothing. Each page is read for itself, so that a reader who
    takes long holds no transaction open.
    """
    with engine.connect() as connection:
        site_id = None if site is None else named(connection, site)
        cursor = max(cursor, before(connection, since))
    left = limit
    while left is None or left > 0:
        wanted = PAGE if left is None else min(PAGE, left)
        with engine.connect() as connection:
            rows = [Entry(*row) for row in connection.execute(page(cursor, site_id, wanted))]
        yield from rows
        if len(rows) < wanted:
            return
        cursor = rows[-1].cursor
        left = None if left is None else left - len(rows)


def page(cursor: int, site_id: int | None, limit: int) -> Select[Any]:
    """Ask for the entries that follow a cursor."""
    chosen = select(CHANGES).where(CHANGES.c.id > cursor)
    if site_id is not None:
        chosen = chosen.where(CHANGES.c.site_id == site_id)
    # Chosen before anything is joined: the joins then cost the same however long the log is.
    few = chosen.order_by(CHANGES.c.id).limit(limit).subquery("few")
    title_then = (
        select(ARTICLE_TEXTS.c.title)
        .where(
            ARTICLE_TEXTS.c.article_id == few.c.article_id,
            ARTICLE_TEXTS.c.seen_at <= few.c.seen_at,
        )
        .order_by(ARTICLE_TEXTS.c.seen_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    text_then = (
        select(COMMENT_TEXTS.c.text)
        .where(
            COMMENT_TEXTS.c.comment_id == few.c.comment_id,
            COMMENT_TEXTS.c.seen_at <= few.c.seen_at,
        )
        .order_by(COMMENT_TEXTS.c.seen_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            few.c.id,
            few.c.noted_at,
            few.c.seen_at,
            few.c.change,
            SITES.c.name,
            ARTICLES.c.url,
            func.coalesce(title_then, ARTICLES.c.title),
            few.c.comment_id,
            COMMENTS.c.site_comment_id,
            COMMENTERS.c.name,
            func.coalesce(text_then, COMMENTS.c.text),
        )
        .select_from(few)
        .join(SITES, SITES.c.id == few.c.site_id)
        .join(ARTICLES, ARTICLES.c.id == few.c.article_id)
        .outerjoin(COMMENTS, COMMENTS.c.id == few.c.comment_id)
        .outerjoin(COMMENTERS, COMMENTERS.c.id == COMMENTS.c.commenter_id)
        .order_by(few.c.id)
    )


def before(connection: Connection, since: datetime | None) -> int:
    """Give the cursor after which everything was noted at that moment or later."""
    if since is None:
        return 0
    first_moment = (
        select(func.min(CHANGES.c.noted_at)).where(CHANGES.c.noted_at >= since).scalar_subquery()
    )
    first = connection.execute(
        select(func.min(CHANGES.c.id)).where(CHANGES.c.noted_at == first_moment)
    ).scalar()
    if first is None:
        # Nothing yet; what comes later comes after all there is.
        return int(
            connection.execute(select(func.coalesce(func.max(CHANGES.c.id), 0))).scalar_one()
        )
    return int(first) - 1


def named(connection: Connection, site: str) -> int:
    """Give the id of the site of that name."""
    found = connection.execute(select(SITES.c.id).where(SITES.c.name == site)).scalar()
    if found is None:
        known = connection.execute(select(SITES.c.name).order_by(SITES.c.name)).scalars().all()
        raise UnknownSite(
            f"the database has no site {site!r}; it has: {', '.join(known) or 'none'}"
        )
    return int(found)
