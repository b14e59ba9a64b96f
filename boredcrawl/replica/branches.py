"""Which comments of a thread are shown at once, and the tokens that fetch the others."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boredcrawl.replica.threads import replies_by_parent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boredcrawl.replica.things import Comment

BATCH = 40
"""Comments of one group that a request brings."""

NESTED = 3
"""Replies of each that come along with them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A point in a thread from which more is to be fetched."""

    article: int
    item: int | None = None
    parent: int | None = None
    offset: int = 0

    def token(self) -> str:
        """Write the place as the opaque word that buttons carry.

        >>> Place.read(Place(article=7, parent=3, offset=40).token())
        Place(article=7, item=None, parent=3, offset=40)
        """
        item = "" if self.item is None else self.item
        words = f"{self.article}.{item}.{self.parent or ''}.{self.offset}"
        return urlsafe_b64encode(words.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, token: str) -> Place | None:
        """Read a token; None where it is none of ours."""
        try:
            words = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
            article, item, parent, offset = words.split(".")
            return cls(
                article=int(article),
                item=int(item) if item else None,
                parent=int(parent) if parent else None,
                offset=int(offset),
            )
        except (ValueError, binascii.Error):
            return None


class Branches:
    """The groups of replies of an article: one for each parent, one for each top level."""

    def __init__(self, article: int, comments: Sequence[Comment], *, fetched: bool = False) -> None:
        self.article = article
        self.groups = replies_by_parent(comments)
        self.fetched = fetched
        self.tokens: list[str] = []
        """Every token given out, in the order of the buttons."""

    def group(
        self, item: int | None, parent: int | None, offset: int = 0, limit: int = NESTED
    ) -> tuple[list[Comment], str | None]:
        """Give the comments to show of one group, and the token for the rest of it."""
        siblings = self.groups.get((item, parent), [])
        if self.fetched:
            end = min(len(siblings), offset + limit)
        else:
            end = sum(comment.is_printed for comment in siblings)
        if end >= len(siblings):
            return siblings[offset:], None
        place = Place(article=self.article, item=item, parent=parent, offset=end)
        return siblings[offset:end], place.token()
