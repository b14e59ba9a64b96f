"""Sites, and the crawls that hold them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Key


class Site(Base):
    """A website, and who is crawling it now."""

    __tablename__ = "sites"

    id: Mapped[Key]
    """Our id."""
    name: Mapped[str] = mapped_column(unique=True)
    """The card's name; a mirror has its host behind an @ (`boredpanda@127.0.0.1:8000`)."""
    lease_token: Mapped[str | None]
    """What the crawl that holds the site knows and no other does; null while nobody does."""
    lease_host: Mapped[str | None]
    """The machine of the crawl that holds the site."""
    lease_pid: Mapped[int | None]
    """Its process id on that machine."""
    lease_birth: Mapped[str | None]
    """When that process began, as its system counts, so that a reused id is not mistaken."""
    lease_acquired_at: Mapped[datetime | None]
    """When the site was taken."""
    lease_expires_at: Mapped[datetime | None]
    """Until when it is held, unless the holder says again that it lives."""
    lied_at: Mapped[datetime | None]
    """When last a page had changed behind an unchanged ETag or Last-Modified."""
    lies: Mapped[int] = mapped_column(server_default="0")
    """How often that was seen."""
    lastmods: Mapped[int] = mapped_column(server_default="0")
    """How many visits were brought forward because a source said the article was modified."""
    lastmods_true: Mapped[int] = mapped_column(server_default="0")
    """How many of those visits found anything new."""


class Crawl(Base):
    """One run of a crawl over one site."""

    __tablename__ = "crawls"
    __table_args__ = (Index(None, "site_id", "started_at"),)

    id: Mapped[Key]
    """Our id."""
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    """The site."""
    started_at: Mapped[datetime]
    """When the run began."""
    finished_at: Mapped[datetime | None]
    """When it ended; null while it runs, and for ever if it was killed."""
    host: Mapped[str]
    """The machine it ran on."""
    pid: Mapped[int]
    """Its process id there."""
    version: Mapped[str | None]
    """The version of boredcrawl."""
    options: Mapped[dict[str, Any] | None]
    """What it was told: spider and arguments."""
    reason: Mapped[str | None]
    """Why it ended, in Scrapy's word (`finished`, `shutdown`) or ours."""
    exit_code: Mapped[int | None]
    """What the process ended with; 0 is done."""
    stats: Mapped[dict[str, Any] | None]
    """Everything it counted."""
