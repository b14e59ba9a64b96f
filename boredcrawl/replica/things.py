"""What the replica publishes: the truth, free of markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Kind = Literal["story", "list", "community"]
Layout = Literal["classic", "modern"]
BlockKind = Literal["paragraph", "heading", "quote", "list", "image", "embed"]


@dataclass(kw_only=True, slots=True)
class Run:
    """A stretch of inline text: plain, strong, or a link; a newline in it is a line break."""

    text: str
    href: str | None = None
    strong: bool = False


Text = tuple[Run, ...]


def plain(text: Text) -> str:
    r"""Give the words of inline text.

    >>> plain((Run(text="Hi "), Run(text="you", strong=True)))
    'Hi you'
    """
    return "".join(run.text for run in text)


@dataclass(kw_only=True, slots=True)
class Picture:
    """An uploaded image; `path` is where the static host keeps it."""

    path: str
    alt: str = ""
    width: int = 700
    height: int = 525
    caption: str | None = None
    credit: str | None = None
    credit_url: str | None = None
    is_staged: bool = False
    """Printed as "(not the actual photo)" after the credit."""


@dataclass(kw_only=True, slots=True)
class Embed:
    """A post or video of another platform."""

    provider: str
    url: str
    author: str | None = None
    text: str | None = None


@dataclass(kw_only=True, slots=True)
class Block:
    """One piece of an article's body, in reading order."""

    kind: BlockKind
    text: Text = ()
    lines: tuple[str, ...] = ()
    picture: Picture | None = None
    embed: Embed | None = None
    after_item: int | None = None
    """In list posts: the position of the item this block follows; None before all items."""


@dataclass(kw_only=True, slots=True)
class Writer:
    """The author of an article; members write community posts."""

    name: str
    slug: str
    role: str
    bio: str | None = None
    is_member: bool = False


@dataclass(kw_only=True, slots=True)
class Commenter:
    """Somebody who comments; without a slug the site shows no profile link."""

    name: str
    slug: str | None
    role: str = "Community Member"


@dataclass(kw_only=True, slots=True)
class Comment:
    """One comment, with its place in the tree; `item` is the list item it stands under."""

    id: int
    commenter: Commenter
    paragraphs: tuple[Text, ...]
    posted_at: datetime
    parent: int | None = None
    item: int | None = None
    picture: Picture | None = None
    edited: bool = False
    score: int = 0
    depth: int = 0
    is_printed: bool = True
    """Whether the page itself holds it, or only what its buttons fetch."""


@dataclass(kw_only=True, slots=True)
class Item:
    """One numbered entry of a list post."""

    id: int
    position: int
    rank: int
    title: str | None
    paragraphs: tuple[str, ...]
    picture: Picture | None
    credit: str
    credit_url: str | None
    score: int
    is_hidden: bool = False
    """Hidden by CSS only: it stands in the HTML."""


@dataclass(kw_only=True, slots=True)
class Poll:
    """A question to the readers, with its answers and their votes."""

    question: str
    options: tuple[tuple[str, int], ...]


@dataclass(kw_only=True, slots=True)
class Head:
    """What listings and feeds tell of an article; made without making its body."""

    number: int
    post_id: int
    slug: str
    kind: Kind
    layout: Layout
    title: str
    listing_title: str | None
    """Another title shown in listings while an A/B test runs."""
    description: str
    authors: tuple[Writer, ...]
    categories: tuple[tuple[str, str], ...]
    """Pairs of slug and label."""
    tags: tuple[tuple[str, str], ...]
    published_at: datetime
    modified_at: datetime
    cover: Picture
    score: int
    item_count: int
    thread_size: int
    item_comments: int

    @property
    def path(self) -> str:
        """Where the article is served."""
        return f"/{self.slug}/"


@dataclass(kw_only=True, slots=True)
class Article:
    """An article as published now: its head, its body, its discussion."""

    head: Head
    blocks: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    highlights: tuple[str, ...] = ()
    poll: Poll | None = None
    inline_related: tuple[Head, ...] = ()
    footer_related: tuple[Head, ...] = ()
    comments: list[Comment] = field(default_factory=list)
    """Every comment, each parent before its replies, threads in order."""
