"""What the pipelines carry: the waist of the hourglass.

A page makes these *raw* (as the site says it), the pipelines refine them in place, the
database stores them. Everything here is plain data. Times are aware UTC; `*_raw` fields
hold the site's own words. `body` fields hold an lxml element between the page and the
pipelines that clean it, are marked transient, and are never stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

Kind = Literal["story", "list", "community", "article"]
"""Kinds of article: an edited story, a list of items, a community post, or unknown."""

TagKind = Literal["category", "tag"]

Outcome = Literal["new", "changed", "unchanged", "unreadable", "gone", "failed"]

TRANSIENT = {"transient": True}
"""Field metadata: used between page and pipelines, not part of the item's data."""


@dataclass(kw_only=True, slots=True)
class Author:
    """Somebody who writes articles."""

    name: str
    url: str | None = None
    role: str | None = None
    bio: str | None = None


@dataclass(kw_only=True, slots=True)
class Commenter:
    """Somebody who comments; `name` is None where the site shows none."""

    name: str | None = None
    url: str | None = None
    role: str | None = None
    token: str | None = field(default=None, metadata=TRANSIENT, compare=False, repr=False)
    """A keyed digest of who it is, where the name is not to be kept."""


@dataclass(kw_only=True, slots=True)
class Image:
    """A picture of an article: `url` as found, `original_url` unwrapped and full size.

    `width` and `height` are the page's words until the images pipeline has the file; it sets
    `sha256` and the rest of the file's facts, or `refused`, the name of why there is no file.
    """

    url: str
    original_url: str | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None
    credit_url: str | None = None
    is_lead: bool = False
    width: int | None = None
    height: int | None = None
    mime: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    path: str | None = None
    phash: str | None = None
    file_url: str | None = None
    refused: str | None = None


@dataclass(kw_only=True, slots=True)
class ListItem:
    """One numbered entry of a list article; `position` counts from 0, `rank` is its "#3"."""

    position: int
    rank: int | None = None
    title: str | None = None
    text: str | None = None
    credit: str | None = None
    credit_url: str | None = None
    score: int | None = None
    image: Image | None = None
    site_item_id: str | None = None
    body: HtmlElement | None = field(default=None, metadata=TRANSIENT, compare=False, repr=False)


@dataclass(kw_only=True, slots=True)
class Embed:
    """A foreign post or video shown inside the article."""

    provider: str
    url: str | None = None
    author: str | None = None
    text: str | None = None


@dataclass(kw_only=True, slots=True)
class PollOption:
    """One answer of a poll; `votes` is None where the page does not tell."""

    text: str
    votes: int | None = None


@dataclass(kw_only=True, slots=True)
class Poll:
    """A question put to the readers."""

    question: str
    options: tuple[PollOption, ...] = ()


@dataclass(kw_only=True, slots=True)
class Tag:
    """A category or tag the site files the article under."""

    name: str
    kind: TagKind = "tag"


@dataclass(kw_only=True, slots=True)
class RelatedLink:
    """A link the site offers as related reading on itself."""

    url: str
    title: str | None = None


@dataclass(kw_only=True, slots=True)
class Comment:
    """One comment of a thread.

    A page gives `parent` as the index of the parent in its own tuple of comments and
    `list_item` as the position of the list item it stands under (None: the article's own
    thread); `posted_machine` is what an attribute (`datetime`) says of the time to programs,
    beside the words. The comments pipeline drops repeats, renumbers `parent`, and adds `identity`
    (stable within the article), `depth` (0 for top level) and `position` (thread order).
    """

    commenter: Commenter = field(default_factory=Commenter)
    text: str = ""
    html: str = ""
    parent: int | None = None
    list_item: int | None = None
    site_comment_id: str | None = None
    identity: str | None = None
    depth: int = 0
    position: int = 0
    posted_raw: str | None = None
    posted_machine: str | None = field(default=None, metadata=TRANSIENT, compare=False)
    posted_at: datetime | None = None
    posted_earliest: datetime | None = None
    posted_latest: datetime | None = None
    is_edited: bool = False
    score: int | None = None
    body: HtmlElement | None = field(default=None, metadata=TRANSIENT, compare=False, repr=False)


@dataclass(kw_only=True, slots=True)
class Article:
    """One article page with all of its comments, as read at `fetched_at`."""

    url: str
    site: str
    fetched_at: datetime
    urls: tuple[str, ...] = ()
    kind: Kind = "article"
    layout: str = "generic"
    title: str | None = None
    description: str | None = None
    language: str | None = None
    section: str | None = None
    published_raw: str | None = None
    published_at: datetime | None = None
    published_earliest: datetime | None = None
    published_latest: datetime | None = None
    modified_raw: str | None = None
    modified_at: datetime | None = None
    body_html: str = ""
    body_text: str = ""
    word_count: int = 0
    highlights: tuple[str, ...] = ()
    score: int | None = None
    authors: tuple[Author, ...] = ()
    images: tuple[Image, ...] = ()
    list_items: tuple[ListItem, ...] = ()
    embeds: tuple[Embed, ...] = ()
    polls: tuple[Poll, ...] = ()
    tags: tuple[Tag, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_declared: int | None = None
    comments_captured: int = 0
    comments_complete: bool = False
    has_more_comments: bool = field(default=False, metadata=TRANSIENT, compare=False, repr=False)
    """Whether the page offers comments that could not be had, whatever number it declares."""
    field_sources: dict[str, str] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    body: HtmlElement | None = field(default=None, metadata=TRANSIENT, compare=False, repr=False)


@dataclass(kw_only=True, slots=True)
class Visit:
    """What came of fetching one frontier URL: the item the SQL pipeline stores.

    `outcome` is set by whoever knows: a page that was read leaves it None, and the store
    decides between new, changed and unchanged; failures arrive with it set.
    """

    url: str
    site: str
    fetched_at: datetime
    status: int | None = None
    outcome: Outcome | None = None
    error: str | None = None
    article: Article | None = None
    etag: str | None = None
    last_modified: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None


@dataclass(kw_only=True, slots=True)
class Link:
    """A URL a source gives, with what the source says of it."""

    url: str
    kind: Literal["article", "listing", "sitemap", "feed"] = "article"
    lastmod: datetime | None = None
    title: str | None = None
    comment_count: int | None = None
