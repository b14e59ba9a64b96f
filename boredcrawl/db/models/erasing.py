"""Erasure: who is not to be kept, known by what names nobody."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Key


class Erasure(Base):
    """Somebody who was erased, as a digest nobody can read without the key beside the database.

    Comments of this person are stored without name and text from then on, and mentions of
    the person without the name, wherever a crawl or a replay meets them again.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index(None, "site_id", "kind", "token", unique=True),)

    id: Mapped[Key]
    """Our id."""
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    """The site."""
    kind: Mapped[str]
    """`person`, `phrase` for the name as it stands in texts, or `key` for nobody: that other
    rows of the site hold digests by the key."""
    token: Mapped[str]
    """The keyed digest of the profile address, or of the name where there is none; of a
    phrase, of its words; empty for the key itself."""
    words: Mapped[int | None]
    """Of a phrase, how many words it has: texts are looked through by so many at a time."""
    key_check: Mapped[str]
    """Tells whether a key is the one that made the digest."""
    erased_at: Mapped[datetime]
    """When."""
