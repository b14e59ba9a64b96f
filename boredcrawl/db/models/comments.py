"""Comments: who said what in answer to whom, and how that changed."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Big, Key, partial_index
from boredcrawl.db.types import BinaryText


class Commenter(Base):
    """Somebody who comments."""

    __tablename__ = "commenters"
    __table_args__ = (Index(None, "site_id", "key", unique=True),)

    id: Mapped[Key]
    """Our id."""
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    """The site."""
    key: Mapped[str]
    """What tells them from others on the site: the profile URL, or else `name:` and the name."""
    name: Mapped[str | None] = mapped_column(index=True)
    """The name as last shown."""
    url: Mapped[str | None]
    """The profile page."""
    role: Mapped[str | None]
    """What the site calls them ("Community Member", …)."""


class Comment(Base):
    """A comment as it was when last seen."""

    __tablename__ = "comments"
    __table_args__ = (
        Index(None, "article_id", "identity", unique=True),
        Index(None, "commenter_id", "id"),
        Index(None, "posted_at"),
        partial_index("parent_id", where="parent_id IS NOT NULL"),
        partial_index("list_item_id", where="list_item_id IS NOT NULL"),
    )

    id: Mapped[Key]
    """Our id."""
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    """The article it stands under."""
    list_item_id: Mapped[int | None] = mapped_column(
        ForeignKey("list_items.id", ondelete="SET NULL")
    )
    """The list item it stands under; null in the article's own thread."""
    site_comment_id: Mapped[str | None]
    """The site's own id; null where it gives none."""
    identity: Mapped[str]
    """What tells it from the article's other comments at every visit."""
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    """The comment it answers; null at the top level. Set once, never rewritten."""
    depth: Mapped[int]
    """0 at the top level, 1 for a reply, 2 for a reply to that."""
    position: Mapped[int]
    """The place in the thread as the page showed it when last seen."""
    path: Mapped[str] = mapped_column(BinaryText)
    """The ids from the top of the thread down to this comment; ordered by it a thread reads
    as a tree, replies under what they answer, siblings in the order they were first met."""
    commenter_id: Mapped[int | None] = mapped_column(
        ForeignKey("commenters.id", ondelete="SET NULL")
    )
    """Who said it; null where the site names nobody."""
    text: Mapped[str]
    """What it says."""
    html: Mapped[str]
    """The same as sanitised HTML."""
    posted_raw: Mapped[str | None]
    """When it was posted, in the page's words at the first sighting ("4 months ago")."""
    posted_at: Mapped[datetime | None]
    """The middle of the bounds; exact where the page is."""
    posted_earliest: Mapped[datetime | None]
    """It was not posted before this; every sighting narrows the bounds."""
    posted_latest: Mapped[datetime | None]
    """It was not posted after this."""
    is_edited: Mapped[bool]
    """Whether the page marks it as edited."""
    score: Mapped[Big | None]
    """Votes when last seen."""
    first_seen_at: Mapped[datetime]
    """The first visit that read it."""
    last_seen_at: Mapped[datetime]
    """The last visit that read it."""
    gone_at: Mapped[datetime | None]
    """The first visit that read the whole thread without it; null while it is there."""


class CommentRevision(Base):
    """A text of a comment that was edited: each it ever had, the first and the present one too.

    A comment that never changed has none here. Rows are only added.
    """

    __tablename__ = "comment_revisions"
    __table_args__ = (Index(None, "comment_id", "seen_at"), Index(None, "seen_at"))

    id: Mapped[Key]
    """Our id."""
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    """The comment."""
    seen_at: Mapped[datetime]
    """The visit that first read this text."""
    text: Mapped[str]
    """The text."""
    html: Mapped[str]
    """The same as sanitised HTML."""
    is_edited: Mapped[bool]
    """Whether the page marked it as edited then."""


class CommentScore(Base):
    """Votes of a comment whose votes changed: each number it had, the first one too.

    A comment whose votes never changed has none here. Rows are only added.
    """

    __tablename__ = "comment_scores"

    comment_id: Mapped[int] = mapped_column(
        ForeignKey("comments.id", ondelete="CASCADE"), primary_key=True
    )
    """The comment."""
    seen_at: Mapped[datetime] = mapped_column(primary_key=True)
    """The visit that first read this number."""
    score: Mapped[Big]
    """The votes."""
