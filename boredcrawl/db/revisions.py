"""Whether a text is a new one: pure decisions about content and its history."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from boredcrawl.items import Article

Value = TypeVar("Value")

CURRENT = "1"
"""The version of the recipe new hashes are made by."""

PRINTED_RANK = re.compile(r"^#\s*\d+\s*[.:)-]?\s*")
"""`#12 The cat who …`: in a list, voting moves entries, so their numbers are not content."""


def content_hash(article: Article, version: str = CURRENT) -> str:
    r"""Digest what a reader would call the content of an article.

    Title, description, text, key points and list items count. Votes, tags, related links,
    pictures' sizes, embeds, spacing and the kind do not: they change by themselves. The
    version leads the digest, so that a better recipe does not make every article "changed".

    >>> from datetime import UTC, datetime
    >>> from boredcrawl.items import Article
    >>> def hashed(**fields):
    ...     now = datetime.now(UTC)
    ...     return content_hash(Article(url="u", site="s", fetched_at=now, **fields))
    >>> hashed(title="Cats", body_text="One cat.\n\nTwo cats.", score=3)[:2]
    '1:'
    >>> hashed(title="Cats ", body_text="One  cat.\n\nTwo cats.", score=4) == _
    False
    >>> hashed(body_text="One cat.") == hashed(body_text=" One\ncat. ", score=4, kind="list")
    True
    >>> hashed(body_text="One cat.") == hashed(body_text="One dog.")
    False
    """
    parts = RECIPES[version](article)
    digest = hashlib.sha256()
    for name, value in parts:
        # Lengths keep ("ab", "c") apart from ("a", "bc").
        digest.update(f"{name}:{len(value)}:{value}\n".encode("utf-8", "surrogatepass"))
    return f"{version}:{digest.hexdigest()[:40]}"


def has_hash(article: Article, stored: str) -> bool:
    """Tell whether the article's content is the one that was stored under this hash."""
    version = stored.partition(":")[0]
    return version in RECIPES and content_hash(article, version) == stored


def content_1(article: Article) -> Iterator[tuple[str, str]]:
    """Give the named texts of the first recipe; empty ones are skipped."""
    paragraphs = [spaced(part) for part in article.body_text.split("\n\n")]
    items = [
        " ".join((spaced(item.title or ""), spaced(item.text or ""))).strip()
        for item in article.list_items
    ]
    if article.list_items:
        # Entries that voting has re-ordered are the same list.
        paragraphs = sorted(PRINTED_RANK.sub("", part) for part in paragraphs)
        items.sort()
    yield from (
        (name, value)
        for name, value in (
            ("title", spaced(article.title or "")),
            ("description", spaced(article.description or "")),
            *(("text", part) for part in paragraphs),
            *(("highlight", spaced(point)) for point in article.highlights),
            *(("item", item) for item in items),
        )
        if value
    )


def spaced(text: str) -> str:
    """Reduce every run of white space to one space."""
    return " ".join(text.split())


RECIPES: dict[str, Callable[[Article], Iterator[tuple[str, str]]]] = {"1": content_1}
"""Every recipe a stored hash may have been made by."""


class Version(NamedTuple, Generic[Value]):
    """A value something had, and the visit that first read it."""

    seen_at: datetime
    value: Value


def to_add(
    known: Sequence[Version[Value]], first: Version[Value] | None, read: Version[Value]
) -> list[Version[Value]]:
    """Give the versions to add to a history, so that it tells what was read.

    `known` is the history as kept, oldest first; `first` stands for it where none is kept
    because nothing ever changed. A reading may be older than the history's end: a WARC
    read again. It adds nothing where it agrees with the version before or after it, nor
    where that very visit is in the history already (our parser changed, not the page).

    >>> from datetime import date
    >>> one, two, three = date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)
    >>> [v.value for v in to_add([], Version(one, "cat"), Version(two, "dog"))]
    ['cat', 'dog']
    >>> to_add([], Version(one, "cat"), Version(two, "cat"))
    []
    >>> history = [Version(one, "cat"), Version(three, "dog")]
    >>> to_add(history, None, Version(two, "cat")), to_add(history, None, Version(two, "dog"))
    ([], [])
    >>> [v.value for v in to_add(history, None, Version(two, "cow"))]
    ['cow']
    """
    history = list(known) or ([first] if first else [])
    after = bisect_right(history, read.seen_at, key=lambda version: version.seen_at)
    neighbours = history[max(after - 1, 0) : after + 1]
    if any(v.value == read.value or v.seen_at == read.seen_at for v in neighbours):
        return []
    return [*([] if known else history), read]
