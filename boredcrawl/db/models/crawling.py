"""Crawling: what is known and when it is due, and what came of looking."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time

from sqlalchemy import Float, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Big, Key, partial_index


class Frontier(Base):
    """A URL to look at, again and again: an article's, or a source's of more URLs."""

    __tablename__ = "frontier"
    __table_args__ = (
        partial_index("site_id", "worth", "id", where="last_visit_at IS NULL"),
        Index(None, "site_id", "next_visit_at"),
    )

    id: Mapped[Key]
    """Our id."""
    url: Mapped[str] = mapped_column(unique=True)
    """The URL."""
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    """The site."""
    kind: Mapped[str]
    """`article`, or the kind of source: `listing`, `sitemap`, `feed`; `backfill` is a document
    of a source that is walked once."""
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"), index=True
    )
    """The article it led to, once visited."""
    discovered_at: Mapped[datetime]
    """When it was met first."""
    discovered_from: Mapped[str | None]
    """The source that gave it."""
    title: Mapped[str | None]
    """The title the source gives it; sources test several against each other."""
    lastmod: Mapped[datetime | None]
    """When the source says it was last modified."""
    comment_count: Mapped[Big | None]
    """How many comments the source says it has."""
    next_visit_at: Mapped[datetime | None]
    """When it is due; null where another row's URL is the article's canonical one."""
    worth: Mapped[float] = mapped_column(Float)
    """What is due is visited in the order of this: the new first, then the lively."""
    last_visit_at: Mapped[datetime | None]
    """The last visit, whatever came of it."""
    last_changed_at: Mapped[datetime | None]
    """The last visit that found anything new: content, a comment, a link."""
    visits: Mapped[int]
    """How many visits could read it."""
    changes: Mapped[int]
    """How many of them, after the first, found anything new."""
    failures: Mapped[int]
    """Failed visits in a row."""
    missing: Mapped[int]
    """Answers in a row that it is gone (404, 410)."""
    walk_is_open: Mapped[bool]
    """For a source: whether the last walk over it did not come to its end, so that pages
    behind known ones may hold unknown ones."""
    etag: Mapped[str | None]
    """The ETag of the last answer, to ask whether it changed."""
    last_modified: Mapped[str | None]
    """The Last-Modified of the last answer, likewise."""
    finds: Mapped[float] = mapped_column(Float, server_default="0")
    """What visits found, comments and changes, with less weight the longer ago."""
    exposure: Mapped[float] = mapped_column(Float, server_default="0")
    """The share of a usual discussion that those visits covered, with the same weights."""
    stirred_at: Mapped[datetime | None]
    """When its discussion began anew, if it did."""
    counted_at: Mapped[datetime | None]
    """When a source last said how many comments it has."""
    is_hinted: Mapped[bool] = mapped_column(server_default=false())
    """Whether the next visit was brought forward because a source says it was modified."""


class Visit(Base):
    """One look at one article page, with all its comment pages."""

    __tablename__ = "visits"
    __table_args__ = (
        Index(None, "url", "fetched_at", unique=True),
        Index(None, "article_id", "fetched_at"),
        Index(None, "crawl_id"),
    )

    id: Mapped[Key]
    """Our id."""
    crawl_id: Mapped[int | None] = mapped_column(ForeignKey("crawls.id", ondelete="SET NULL"))
    """The crawl."""
    url: Mapped[str]
    """The URL asked for."""
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    """The article read, or the one that stood there before."""
    fetched_at: Mapped[datetime]
    """When it was fetched."""
    status: Mapped[int | None]
    """The HTTP status; null where no answer came."""
    outcome: Mapped[str]
    """`new`, `changed`, `unchanged` (by content; comments are counted beside), `unreadable`,
    `gone`, `failed`."""
    error: Mapped[str | None]
    """What went wrong."""
    note: Mapped[str | None]
    """What was noticed: that the URL now serves another article, for one."""
    comments_new: Mapped[int]
    """Comments read here for the first time."""
    comments_edited: Mapped[int]
    """Comments with another text than before."""
    comments_gone: Mapped[int]
    """Comments found missing."""
    comments_restored: Mapped[int]
    """Comments back again."""
    warc_file: Mapped[str | None]
    """The archive file that holds the answer as sent."""
    warc_offset: Mapped[Big | None]
    """The record's place in it, in bytes."""
