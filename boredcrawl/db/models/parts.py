"""What an article is made of besides text: images, list items, embeds, polls, tags, links."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # SQLAlchemy reads the annotations at run time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from boredcrawl.db.models.base import Base, Big, Key


class Image(Base):
    """A picture, once however many articles show it."""

    __tablename__ = "images"

    id: Mapped[Key]
    """Our id."""
    url: Mapped[str] = mapped_column(unique=True)
    """The URL as found in the page."""
    original_url: Mapped[str | None]
    """The picture itself, freed from resizing proxies, at full size where that is known."""
    sha256: Mapped[str | None] = mapped_column(index=True)
    """The digest of the file as sent; null until it is downloaded."""
    path: Mapped[str | None]
    """The file under the archive directory."""
    mime: Mapped[str | None]
    """The file's type."""
    bytes: Mapped[Big | None]
    """The file's size."""
    width: Mapped[int | None]
    """Pixels across: the file's, or what the page says where no file is kept."""
    height: Mapped[int | None]
    """Pixels down, likewise."""
    phash: Mapped[str | None]
    """The file's perceptual hash in hexadecimal: of its 64 bits few differ where two look alike."""
    file_url: Mapped[str | None] = mapped_column(index=True)
    """Where the file came from: `original_url`, or `url` where that one could not be had."""
    refused: Mapped[str | None]
    """Why no file is kept, though it was asked for: the last reason, as it is counted."""
    refused_at: Mapped[datetime | None]
    """When that was found."""


class ArticleImage(Base):
    """A picture's place in an article, with what is written beside it."""

    __tablename__ = "article_images"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """The place among the article's pictures, from 0."""
    image_id: Mapped[int] = mapped_column(ForeignKey("images.id", ondelete="CASCADE"), index=True)
    """The picture."""
    alt: Mapped[str | None]
    """The text for those who cannot see it."""
    caption: Mapped[str | None]
    """The caption."""
    credit: Mapped[str | None]
    """Who made it, as the page says."""
    credit_url: Mapped[str | None]
    """Where the credit leads."""
    is_lead: Mapped[bool]
    """Whether it is the picture at the head of the article."""


class ListItem(Base):
    """A numbered entry of a list article."""

    __tablename__ = "list_items"

    id: Mapped[Key]
    """Our id; it stays with the entry when voting moves it up or down."""
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    """The article."""
    site_item_id: Mapped[str | None]
    """The site's own id, where it gives one."""
    position: Mapped[int]
    """The place in the list, from 0."""
    rank: Mapped[int | None]
    """The number printed: 3 for "#3"."""
    title: Mapped[str | None]
    """The heading."""
    text: Mapped[str | None]
    """The text."""
    credit: Mapped[str | None]
    """Who it is from, as the page says."""
    credit_url: Mapped[str | None]
    """Where the credit leads."""
    score: Mapped[Big | None]
    """Votes for this entry."""
    image_id: Mapped[int | None] = mapped_column(
        ForeignKey("images.id", ondelete="SET NULL"), index=True
    )
    """Its picture."""
    gone_at: Mapped[datetime | None]
    """Since when the list no longer has it."""


class Embed(Base):
    """A foreign post or video shown in the article."""

    __tablename__ = "embeds"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """The place among the article's embeds, from 0."""
    provider: Mapped[str]
    """Where it is from (`tiktok`, `youtube`, …)."""
    url: Mapped[str | None]
    """The post or video."""
    author: Mapped[str | None]
    """Who posted it."""
    text: Mapped[str | None]
    """What it says, where the page prints it."""


class Poll(Base):
    """A question put to the readers."""

    __tablename__ = "polls"
    __table_args__ = (Index(None, "article_id", "position", unique=True),)

    id: Mapped[Key]
    """Our id."""
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    """The article."""
    position: Mapped[int]
    """The place among the article's polls, from 0."""
    question: Mapped[str]
    """The question."""


class PollOption(Base):
    """One answer readers can give."""

    __tablename__ = "poll_options"

    poll_id: Mapped[int] = mapped_column(
        ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True
    )
    """The poll."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """The place among the answers, from 0."""
    text: Mapped[str]
    """The answer."""
    votes: Mapped[Big | None]
    """Votes at the last visit; null where the page does not tell."""


class Tag(Base):
    """A word sites file articles under."""

    __tablename__ = "tags"

    id: Mapped[Key]
    """Our id."""
    name: Mapped[str] = mapped_column(unique=True)
    """The word."""


class ArticleTag(Base):
    """What an article is filed under."""

    __tablename__ = "article_tags"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article."""
    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    """The tag."""
    kind: Mapped[str] = mapped_column(primary_key=True)
    """`category` or `tag`, as this site uses the word."""
    position: Mapped[int]
    """The place among the article's tags, from 0."""


class RelatedLink(Base):
    """A link the site offered as related reading at the last visit."""

    __tablename__ = "related_links"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )
    """The article that carries the link."""
    position: Mapped[int] = mapped_column(primary_key=True)
    """The place among the links, from 0."""
    url: Mapped[str]
    """Where it leads."""
    title: Mapped[str | None]
    """Its words."""
