"""What an article and its comments were, version by version, for people who compare."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from boredcrawl.cleaning.differences import Piece, by_paragraphs, by_words
from boredcrawl.cleaning.urls import canonical_url
from boredcrawl.db.among import among
from boredcrawl.db.asking.cursors import read_id
from boredcrawl.db.models import (
    Article,
    ArticleRevision,
    ArticleUrl,
    Comment,
    Commenter,
    CommentRevision,
    table,
)
from boredcrawl.db.revisions import PRINTED_RANK
from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

ARTICLES, URLS, REVISIONS = table(Article), table(ArticleUrl), table(ArticleRevision)
COMMENTS, COMMENTERS, TEXTS = table(Comment), table(Commenter), table(CommentRevision)


class Revision(NamedTuple):
    """A text of an article, numbered from 1 in the order of time."""

    number: int
    seen_at: datetime
    title: str | None
    description: str | None
    body_text: str
    highlights: list[str]
    list_items: list[dict[str, Any]]


class Difference(NamedTuple):
    """One passage that two versions do not share."""

    field: str
    """`title`, `description`, `highlight`, `text`, `item`; of a comment, who said it."""
    pieces: list[Piece]


class Edit(NamedTuple):
    """One edit of a comment."""

    comment_id: int
    commenter: str | None
    before_at: datetime
    after_at: datetime
    pieces: list[Piece]


def article_named(connection: Connection, which: str) -> int:
    """Give the id of the article that is meant: an id as it is, else a URL it was met at."""
    if not (which.isascii() and which.isdigit()):
        return article_at(connection, which)
    try:
        known = select(ARTICLES.c.id).where(ARTICLES.c.id == read_id(which))
        return int(connection.execute(known).scalars().one())
    except (ValueError, NoResultFound) as error:
        raise WrongOption(f"the database has no article with the id {which}") from error


def article_at(connection: Connection, url: str) -> int:
    """Give the id of the article that is, or was, met at a URL."""
    addresses = {url, canonical_url(url)}
    twins = {"http:": "https:", "https:": "http:"}
    for address in list(addresses):
        scheme, slashes, rest = address.partition("//")
        addresses |= {twins[scheme] + slashes + rest} if scheme in twins else set()
    for column, number in ((ARTICLES.c.url, ARTICLES.c.id), (URLS.c.url, URLS.c.article_id)):
        query = select(number).where(among(connection, column, addresses)).order_by(number)
        found = connection.execute(query).scalars().first()
        if found is not None:
            return int(found)
    raise WrongOption(f"the database has no article {url}")


def revisions(connection: Connection, article_id: int) -> list[Revision]:
    """Read every text of an article, the first one first."""
    query = (
        select(*(REVISIONS.c[name] for name in Revision._fields[1:]))
        .where(REVISIONS.c.article_id == article_id)
        .order_by(REVISIONS.c.seen_at, REVISIONS.c.id)
    )
    found = enumerate(connection.execute(query), 1)
    return [Revision(number, *row) for number, row in found]


def differences(before: Revision, after: Revision) -> list[Difference]:
    """Give everything that two texts of an article do not share."""
    found: list[Difference] = []
    for field in ("title", "description"):
        old, new = getattr(before, field) or "", getattr(after, field) or ""
        if old != new:
            found.append(Difference(field, by_words(old, new)))
    is_list = bool(before.list_items and after.list_items)
    for field, old, new in (
        ("highlight", before.highlights, after.highlights),
        ("text", paragraphs(before, is_list), paragraphs(after, is_list)),
        ("item", items(before), items(after)),
    ):
        if field == "item" or is_list:
            # Entries that voting moved are the same entries.
            old, new = without(old, new), without(new, old)  # noqa: PLW2901
        found += [Difference(field, pieces) for pieces in by_paragraphs(old, new)]
    return found


def paragraphs(revision: Revision, is_list: bool) -> list[str]:
    """Give the paragraphs of a text; in lists without the numbers that move with the votes."""
    parts = [part.strip() for part in revision.body_text.split("\n\n")]
    return [PRINTED_RANK.sub("", part) if is_list else part for part in parts if part]


def items(revision: Revision) -> list[str]:
    """Give the entries of a list, heading and text of each."""
    told = ("\n".join(filter(None, (i["title"], i["text"]))) for i in revision.list_items)
    return [words for words in told if words]


def without(texts: Sequence[str], others: Sequence[str]) -> list[str]:
    """Leave out what stands among the others too, as often as it does.

    >>> without(["a", "b", "a"], ["a"])
    ['b', 'a']
    """
    left = Counter(others)
    kept = []
    for text in texts:
        if left[text]:
            left[text] -= 1
        else:
            kept.append(text)
    return kept


def edits(connection: Connection, article_id: int) -> Iterator[Edit]:
    """Give every edit of a comment under an article, in the order of the thread."""
    query = (
        select(COMMENTS.c.id, COMMENTERS.c.name, TEXTS.c.seen_at, TEXTS.c.text)
        .join(TEXTS, TEXTS.c.comment_id == COMMENTS.c.id)
        .outerjoin(COMMENTERS, COMMENTERS.c.id == COMMENTS.c.commenter_id)
        .where(COMMENTS.c.article_id == article_id)
        .order_by(COMMENTS.c.path, COMMENTS.c.id, TEXTS.c.seen_at, TEXTS.c.id)
    )
    for _, rows in groupby(connection.execute(query), key=lambda row: row.id):
        for old, new in pairwise(rows):
            pieces = by_words(old.text, new.text)
            yield Edit(new.id, new.name, old.seen_at, new.seen_at, pieces)
