"""One comment read outward from its time: who, what, and where it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text, squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Commenter
from boredcrawl.pages.comment_pieces import (
    Piece,
    avatar_name,
    is_profile,
    pieces,
    points,
    says_role,
)
from boredcrawl.pages.comment_words import is_furniture, says_edited

if TYPE_CHECKING:
    from collections.abc import Container

    from lxml.html import HtmlElement

    from boredcrawl.pages.comment_times import Mark

_UP_TO_AUTHOR = 7
"""How many elements a comment's author may stand above its time."""
_LONGEST_NAME = 80
_HEADINGS = frozenset(("h1", "h2", "h3"))


@dataclass(slots=True)
class Found:
    """A comment found in the page: its facts, and the elements it is made of."""

    mark: Mark
    block: HtmlElement
    """The smallest element with all of the comment's own parts."""
    commenter: Commenter = field(default_factory=Commenter)
    body: HtmlElement | None = None
    unit: HtmlElement | None = None
    """The largest element that holds this comment and its replies only."""
    parent: int | None = None
    is_edited: bool = False
    score: int | None = None
    controls: bool = False
    """Whether something to press or a word like "Reply" stands under it."""
    list_item: int | None = None

    @property
    def words(self) -> str:
        """The text in one line."""
        return "" if self.body is None else squash(all_text(self.body))

    def says_the_same(self, other: Found) -> bool:
        """Whether another comment has the same author and text."""
        return self.commenter == other.commenter and self.words == other.words


def read_header(mark: Mark, marked: Container[HtmlElement], base: str) -> Found:
    """Find who wrote the comment whose time this is.

    `marked` holds the elements with a time somewhere inside.
    """
    before, header = _header(mark, marked)
    found = Found(mark, header)
    found.is_edited = "edited" in mark.words.lower()
    _read_author(found, before, base)
    return found


# Members comment more than once, and whole discussions are printed twice.
_absolute = lru_cache(maxsize=4096)(join)


def _header(mark: Mark, marked: Container[HtmlElement]) -> tuple[list[Piece], HtmlElement]:
    """Climb from the time to the first element that also names somebody before it."""
    node = mark.element
    gathered: list[Piece] = []
    if mark.after is not None:
        gathered = [p for p in pieces(node) if p.text != mark.words or p.owner is not node]
        gathered = _until(gathered, mark.after)
    best = (gathered, node)
    named = _names_somebody(gathered)
    patience = 3
    for _ in range(_UP_TO_AUTHOR):
        if named == _SURE or (named and patience == 0):
            return best
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return best
        patience -= bool(named)
        here: list[Piece] = []
        for sibling in node.itersiblings(preceding=True):
            if sibling in marked:
                # The comment before this one: what stands between is this one's only in a
                # list without blocks, where the nearest sibling is the name.
                return best if named or not here else (here + gathered, node)
            if sibling.tail and not sibling.tail.isspace():
                here.insert(0, Piece(parent, " ".join(sibling.tail.split()), None, False))
            if sibling.tag in _HEADINGS:
                return best
            here[:0] = pieces(sibling)
        if parent.text and not parent.text.isspace():
            here.insert(0, Piece(parent, " ".join(parent.text.split()), None, False))
        if any(len(p.text) > _LONGEST_NAME for p in here):
            return best
        gathered = here + gathered
        node = parent
        now = _names_somebody(gathered)
        if now > named:
            best, named = (gathered, node), now
    return best


def _until(found: list[Piece], last: HtmlElement) -> list[Piece]:
    """Keep the pieces that do not stand after the element."""
    kept = len(found)
    for at, piece in enumerate(found):
        if piece.owner is last or last in piece.owner.iterancestors():
            kept = at + 1
    return found[:kept]


_SURE = 3


def _names_somebody(found: list[Piece]) -> int:
    """Say how surely the pieces hold a name: 3 by the markup, 2 by a text, 1 by a picture."""
    best = 0
    for piece in found:
        if piece.kind == "text" and not is_furniture(piece.text):
            if piece.named and not says_role(piece):
                return _SURE
            if not says_role(piece) and any(map(str.isalpha, piece.text)):
                best = 2
        elif piece.kind == "image" and not best and avatar_name(piece.owner):
            best = 1
    return best


def _read_author(found: Found, before: list[Piece], base: str) -> None:
    """Tell name, profile and role among the pieces that stand before the time."""
    texts = [p for p in before if p.kind == "text" and not is_furniture(p.text)]
    people = [p for p in texts if not says_role(p) and points(p, None, None) is None]
    name = (
        next((p for p in people if is_profile(p.link)), None)
        or next((p for p in people if p.named), None)
        or next((p for p in people if p.link is not None), None)
        or (people[0] if people else None)
    )
    link = name.link if name else None
    if link is None:
        link = next((p.link for p in before if is_profile(p.link)), None)
    if name:
        found.commenter.name = name.text
    else:
        images = [avatar_name(p.owner) for p in before if p.kind == "image"]
        found.commenter.name = next(filter(None, images), None)
    if link is not None:
        found.commenter.url = _absolute(base, link.get("href") or "")
    for piece in texts:
        if says_edited(piece.text):
            found.is_edited = True
        elif piece is not name and says_role(piece):
            found.commenter.role = found.commenter.role or piece.text
        elif piece is not name and found.score is None:
            found.score = points(piece, None, None)
