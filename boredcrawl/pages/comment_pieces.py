"""The pieces of text a comment is printed from, and what each of them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import SILENT, squash
from boredcrawl.pages.comment_words import LONGEST_ROLE, count, is_role, number

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from lxml.html import HtmlElement

CONTROLS = frozenset(("button", "form", "input", "textarea", "select", "label", "dialog"))
INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "cite", "code", "em", "i", "img", "small", "span", "strong"),
        *("sub", "sup", "time", "u", "font", "mark", "s", "del", "ins", "q", "kbd"),
    )
)

_CALLED_AUTHOR = re.compile(
    r"author|user|commenter|nick|poster|member|contributor|\bfn\b", re.IGNORECASE
)
_CALLED_SCORE = re.compile(r"score|point|vote|like|karma|rating", re.IGNORECASE)
_CALLED_ROLE = re.compile(r"role|badge|rank|status|label|title|type", re.IGNORECASE)
PROFILE = re.compile(
    r"/(?:contributors?|authors?|users?|u|members?|profiles?|people|channel)/|/@"
    r"|[?&](?:uid|user|u|member|author|userid|user_id)=|memberlist\.php|member\.php",
    re.IGNORECASE,
)
_AVATAR = re.compile(
    r"^(?:avatar (?:of|for)\s+)?(.*?)(?:['\u2019]s)?(?:\s+(?:avatar|profile picture))?$",
    re.IGNORECASE,
)

_AUTHOR_PROPERTIES = frozenset(("author", "creator"))
_DEEP = 100


@dataclass(slots=True)
class Piece:
    """A run of text, a picture or a control of a page, in the order of the document."""

    owner: HtmlElement
    """The element whose child text it is; of a picture or control, the element itself."""
    text: str
    link: HtmlElement | None
    named: bool
    """Whether the markup calls it the author (`itemprop`, class, a profile's address)."""
    kind: str = "text"


@lru_cache(maxsize=4096)
def _calls_author(names: str) -> bool:
    return _CALLED_AUTHOR.search(names) is not None


@lru_cache(maxsize=4096)
def _calls_role(names: str) -> bool:
    return _CALLED_ROLE.search(names) is not None


@lru_cache(maxsize=4096)
def calls_score(names: str) -> bool:
    """Whether class names speak of votes."""
    return _CALLED_SCORE.search(names) is not None


def is_profile(link: HtmlElement | None) -> bool:
    """Whether a link leads to somebody's page."""
    return link is not None and _is_of_profile(link.get("href") or "")


@lru_cache(maxsize=4096)
def _is_of_profile(address: str) -> bool:
    return PROFILE.search(address) is not None


def pieces(root: HtmlElement) -> list[Piece]:
    """Take an element apart."""
    found: list[Piece] = []
    _take_apart(root, None, False, found, 0)
    return found


def _take_apart(
    node: HtmlElement, link: HtmlElement | None, named: bool, found: list[Piece], depth: int
) -> None:
    """Do what `iter_pieces` does, for elements of usual depth and in half its time."""
    tag = node.tag
    if not isinstance(tag, str) or tag in SILENT:
        return
    if tag == "img":
        found.append(Piece(node, "", link, named, "image"))
        return
    if tag in CONTROLS:
        found.append(Piece(node, squash(node.get("aria-label") or ""), link, named, "control"))
        return
    if depth > _DEEP:
        found.extend(iter_pieces(node, link=link, named=named))
        return
    if tag == "a":
        label = node.get("aria-label")
        if label:
            found.append(Piece(node, squash(label), node, named, "control"))
        link = node
        named = named or is_profile(node)
    if not named:
        names = node.get("class")
        named = (names is not None and _calls_author(names)) or (
            node.get("itemprop") in _AUTHOR_PROPERTIES
        )
    text = node.text
    if text and not text.isspace():
        found.append(Piece(node, squash(text), link, named))
    if not len(node):
        return
    for child in node:
        _take_apart(child, link, named, found, depth + 1)
        text = child.tail
        if text and not text.isspace():
            found.append(Piece(node, squash(text), link, named))


def iter_pieces(
    root: HtmlElement,
    stop: Container[HtmlElement] = (),
    *,
    link: HtmlElement | None = None,
    named: bool = False,
) -> Iterator[Piece]:
    """Take an element apart up to the first of some elements, or for as long as asked.

    Without recursion, because pages nest thousands deep. `link` and `named` say what the
    element stands in.
    """
    stack: list[tuple[HtmlElement, HtmlElement | None, bool, str | None]] = [
        (root, link, named, None)
    ]
    while stack:
        node, link, named, tail = stack.pop()
        if tail is not None:
            yield Piece(node, tail, link, named)
            continue
        if node in stop:
            return
        tag = node.tag
        if not isinstance(tag, str) or tag in SILENT:
            continue
        if tag == "img":
            yield Piece(node, "", link, named, "image")
            continue
        if tag in CONTROLS:
            yield Piece(node, squash(node.get("aria-label") or ""), link, named, "control")
            continue
        if tag == "a":
            if node.get("aria-label"):
                yield Piece(node, squash(node.get("aria-label")), node, named, "control")
            link = node
            named = named or is_profile(node)
        if not named:
            names = node.get("class")
            named = (names is not None and _calls_author(names)) or (
                node.get("itemprop") in _AUTHOR_PROPERTIES
            )
        text = node.text
        if text and not text.isspace():
            yield Piece(node, squash(text), link, named)
        for child in reversed(node):
            tail = child.tail
            if tail and not tail.isspace():
                stack.append((node, link, named, squash(tail)))
            stack.append((child, link, named, None))


def says_role(piece: Piece) -> bool:
    """Whether a piece is a role, by its words or by what the markup calls it.

    A link to somebody's page is a name, though it be "Staff Member".
    """
    if is_profile(piece.link):
        return False
    if is_role(piece.text):
        return True
    names = piece.owner.get("class")
    return names is not None and len(piece.text) < LONGEST_ROLE and _calls_role(names)


def points(piece: Piece, after: Piece | None, before: Piece | None) -> int | None:
    """Read a piece as a score: it says "points", is called so, or stands between buttons.

    >>> from lxml.html import fragment_fromstring
    >>> points(Piece(fragment_fromstring("<b>12points</b>"), "12points", None, False), None, None)
    12
    """
    value = count(piece.text)
    if value is None or number(piece.text) is None:
        return value  # no number at all, or one that says what it counts
    names = piece.owner.get("class")
    if names is not None and calls_score(names):
        return value
    beside = {p.kind for p in (before, after) if p is not None}
    if "control" in beside and piece.owner.tag != "p":
        return value
    if after is not None and after.text.lower() in {"points", "point", "votes", "likes"}:
        return value
    around = piece.owner.getparent()
    names = around.get("class") if around is not None else None
    return value if names is not None and calls_score(names) and piece.owner.tag != "p" else None


def avatar_name(image: HtmlElement) -> str:
    """Read whose picture it is out of its alternative text.

    >>> from lxml.html import fragment_fromstring
    >>> avatar_name(fragment_fromstring('<img alt="mossy_otter avatar">'))
    'mossy_otter'
    """
    match = _AVATAR.match(squash(image.get("alt") or ""))
    return match[1] if match else ""
