"""Articles: what they are now, what they were, by which URLs they were met."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Big, Key


class Article(Base):
    """An article as it was at the last visit."""

    __tablename__ = "articles"
    __table_args__ = (
        Index(None, "site_id", "published_at"),
        Index(None, "published_at"),
        Index(None, "first_seen_at"),
        Index(None, "kind", "id"),
        Index(None, "kind", "published_at"),
        Index(None, "site_id", "id"),
        Index(None, "comments_captured"),
    )

    id: Mapped[Key]
    """Our id."""
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    """The site it stands on."""
    url: Mapped[str] = mapped_column(unique=True)
    """The canonical URL; all others by which it was met are in `article_urls`."""
    kind: Mapped[str]
    """`story`, `list`, `community`, or `article` where it cannot be told."""
    layout: Mapped[str]
    """Which of the site's layouts the page had, that is, which page class read it."""
    title: Mapped[str | None]
    """The headline."""
    description: Mapped[str | None]
    """The summary the page gives of itself."""
    language: Mapped[str | None]
    """The language the page states, as a BCP 47 tag."""
    section: Mapped[str | None]
    """The section the site files it under."""
    published_raw: Mapped[str | None]
    """The publication date in the page's own words."""
    published_at: Mapped[datetime | None]
    """When it was published; the middle of the bounds where only bounds are known."""
    published_earliest: Mapped[datetime | None]
    """It was not published before this."""
    published_latest: Mapped[datetime | None]
    """It was not published after this; equal to the earliest where the page is exact."""
    modified_raw: Mapped[str | None]
    """The modification date in the page's own words."""
    modified_at: Mapped[datetime | None]
    """When the site says it was last modified."""
    body_html: Mapped[str]
    """The body as sanitised HTML, without boilerplate."""
    body_text: Mapped[str]
    """The body as text, its paragraphs divided by an empty line."""
    word_count: Mapped[int]
    """Words in `body_text`."""
    highlights: Mapped[list[str]]
    """The key points the page lists at its top."""
    score: Mapped[Big | None]
    """Votes the article itself has; null where the page states none."""
    comments_declared: Mapped[Big | None]
    """How many comments the page says there are."""
    comments_captured: Mapped[int]
    """How many comments the last visit read."""
    comments_complete: Mapped[bool]
    """Whether the last visit read the whole thread; only then can a comment be missed."""
    content_hash: Mapped[str]
    """A digest of what a reader would call the content, led by the version of its recipe."""
    first_seen_at: Mapped[datetime]
    """The first visit that read it."""
    last_seen_at: Mapped[datetime]
    """The last visit that found it."""
    changed_at: Mapped[datetime]
    """The last visit that found its content new or changed."""
    gone_at: Mapped[datetime | None]
    """Since when the site says it is gone (404 or 410 twice); null while it is there."""
    next_visit_at: Mapped[datetime | None]
    """When it is due again."""


class ArticleUrl(Base):
    """A URL by which an article was met: redirects, canonical links, tracking variants."""

    __tablename__ = "article_urls"

    url: Mapped[str] = mapped_column(primary_key=True)
    """The URL as met."""
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    """The article it led to first; a URL that later serves another stays where it was."""
    first_seen_at: Mapped[datetime]
    """When it was met first."""


class ArticleRevision(Base):
    """A text an article had, the first and the present one included; rows are only added."""

    __tablename__ = "article_revisions"
    __table_args__ = (Index(None, "article_id", "seen_at"), Index(None, "seen_at"))

    id: Mapped[Key]
    """Our id."""
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    """The article."""
    content_hash: Mapped[str]
    """The digest of this content."""
    seen_at: Mapped[datetime]
    """The visit that first read this content."""
    title: Mapped[str | None]
    """The headline then."""
    description: Mapped[str | None]
    """The page's summary then."""
    body_html: Mapped[str]
    """The body then, as sanitised HTML."""
    body_text: Mapped[str]
    """The body then, as text."""
    highlights: Mapped[list[str]]
    """The key points then."""
    list_items: Mapped[list[dict[str, Any]]]
    """The list's items then: `rank`, `title` and `text` of each."""


class Author(Base):
    """Somebody who writes articles."""

    __tablename__ = "authors"
    __table_args__ = (Index(None, "site_id", "key", unique=True),)

    id: Mapped[Key]
    """Our id."""
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    """The site they write for."""
    key: Mapped[str]
    """What tells them from others on the site: the profile URL, or else `name:` and the name."""
    name: Mapped[str]
    """The name as last shown."""
    url: Mapped[str | None]
    """The profile page."""
    role: Mapped[str | None]
    """What the site calls them."""
    bio: Mapped[str | None]
    """What the site tells of them."""


class ArticleAuthor(Base):
    """Who wrote what."""

    __tablename__ = "article_authors"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article."""
    author_id: Mapped[int] = mapped_column(
        ForeignKey("authors.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    """The author."""
    position: Mapped[int]
    """The place in the byline, from 0."""


class ArticleFieldSource(Base):
    """Where on the page a field of an article was read."""

    __tablename__ = "article_field_sources"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article."""
    field: Mapped[str] = mapped_column(primary_key=True)
    """The field."""
    source: Mapped[str]
    """The place that gave it first (`json-ld`, `og:title`, `h1`, …)."""


class ArticleDropped(Base):
    """What cleaning took out of an article, counted under the rule that named it."""

    __tablename__ = "article_dropped"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article."""
    rule: Mapped[str] = mapped_column(primary_key=True)
    """The rule."""
    count: Mapped[int]
    """How often it applied at the last visit."""
