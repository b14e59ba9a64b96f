"""What pages answer, where that is more than one answer of the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  # the types are read to describe the answers

from boredcrawl.cleaning.differences import Piece  # noqa: TC001  # likewise, and all below
from boredcrawl.db.asking.activity import Growth  # noqa: TC001
from boredcrawl.db.asking.article import Whole  # noqa: TC001
from boredcrawl.db.asking.listing import Card  # noqa: TC001
from boredcrawl.db.asking.people import Remark, Voice, Writer  # noqa: TC001
from boredcrawl.db.asking.thread import Exchange, Thread  # noqa: TC001
from boredcrawl.db.search.finding import Hit  # noqa: TC001


@dataclass(frozen=True, kw_only=True, slots=True)
class Home:
    """What is new, and what is talked about."""

    newest: tuple[Card, ...]
    discussed: tuple[Card, ...]
    cursor: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A page of hits; `query` is what was understood."""

    query: str
    hits: tuple[Hit, ...]
    cursor: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """An article and a page of its thread."""

    article: Whole
    thread: Thread


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text an article has had, numbered from 1 in the order of time."""

    number: int
    seen_at: datetime
    title: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A passage two texts do not share."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The texts of an article, two of them compared, and how its thread grew."""

    article_id: int
    title: str | None
    url: str
    revisions: tuple[Text, ...]
    before: int
    after: int
    differences: tuple[Passage, ...]
    growth: tuple[Growth, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comment:
    """A comment in its place, under an article of this title."""

    title: str | None
    exchange: Exchange


@dataclass(frozen=True, kw_only=True, slots=True)
class Author:
    """An author and a page of what they wrote."""

    author: Writer
    articles: tuple[Card, ...]
    cursor: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Commenter:
    """Somebody who comments and a page of what they said."""

    commenter: Voice
    comments: tuple[Remark, ...]
    cursor: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why there is no answer, in one line."""

    error: str
