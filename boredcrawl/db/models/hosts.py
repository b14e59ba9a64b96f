"""Hosts that are left alone for a while, because they said so or because nothing good came."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time

from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Key


class Host(Base):
    """A host that was stopped, and until when nobody asks it for anything."""

    __tablename__ = "hosts"

    id: Mapped[Key]
    """Our id."""
    host: Mapped[str] = mapped_column(unique=True)
    """The host as it stands in URLs, with its port where one is given."""
    stops: Mapped[int]
    """How often in a row it was stopped, without a good answer in between; 0 after one."""
    stopped_at: Mapped[datetime]
    """When it was stopped last."""
    stopped_until: Mapped[datetime]
    """Until when it is left alone."""
    is_blocking: Mapped[bool]
    """Whether it refused us (403, 429, pages for robots) rather than failed."""
    reason: Mapped[str]
    """Why, in one line."""
