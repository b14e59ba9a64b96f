"""Following: what became new, edited, gone and restored, and which articles are alike."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time

from sqlalchemy import BigInteger, Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Key, partial_index


class Change(Base):
    """Something that became new, was edited, went, came back or was erased; rows are only added.

    Rows become visible in the order of their ids, on both databases, so that whoever has
    read up to one id misses nothing by asking for what is above it.
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index(None, "noted_at"),
        Index(None, "site_id", "id"),
        Index(None, "article_id"),
        partial_index("comment_id", where="comment_id IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    """Our id, and the cursor of those who follow; never given twice."""
    noted_at: Mapped[datetime]
    """When it was stored; never less than in the row before."""
    seen_at: Mapped[datetime]
    """The visit that found it; of an old record replayed, the time of the record."""
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id", ondelete="CASCADE"))
    """The site."""
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    """The article."""
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id", ondelete="CASCADE"))
    """The comment; null where the article itself changed."""
    change: Mapped[str]
    """`new`, `edited`, `gone`, `restored`, or `erased`: a name or words were taken out for good."""


class ArticleSimilar(Base):
    """Two articles that say nearly the same: a copy elsewhere, an old one posted again.

    A pair is here once. Copies of one original are linked to it, not to each other.
    """

    __tablename__ = "article_similar"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article met later, or edited later."""
    similar_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    """The one that was there before."""
    similarity: Mapped[float] = mapped_column(Float)
    """Of the word sequences in either text, the share that is in both: 1.0 is the same text."""
    method: Mapped[str]
    """How it was found, with the version of the recipe."""
    seen_at: Mapped[datetime]
    """The visit that noticed it."""


class ArticleBand(Base):
    """A part of an article's MinHash signature, and the first article that had it.

    Whoever comes with the same part is compared with that article, and with no other.
    """

    __tablename__ = "article_bands"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """The digest of the part."""
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    """The article."""
