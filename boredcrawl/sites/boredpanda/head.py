"""What stands between the top of an article and its first paragraph.

Both layouts print the same facts there, in different markup: categories, a date, authors
with their roles, votes, the number of comments, the cover. They are told apart by what
they are: a link to an author's page, a text that is a time, a number after a vote button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.cleaning.authors import split_authors
from boredcrawl.cleaning.images import image_url, is_content_image
from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Author
from boredcrawl.pages.comment_pieces import INLINE, Piece, iter_pieces, points
from boredcrawl.pages.comment_times import is_time
from boredcrawl.pages.comment_words import number
from boredcrawl.pages.enclosing import chain
from boredcrawl.pages.finding import Find
from boredcrawl.pages.prose import own_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from lxml.html import HtmlElement

_LONG = 90
"""A text of this length is a paragraph, unless it is the title."""

_GLUED = re.compile(
    r"(?P<before>.*?)\s*(?P<ago>(?:about |almost |over )?(?:\d+|an?) "
    r"(?:second|minute|hour|day|week|month|year)s? ago)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:senior |junior |guest |visual |news |managing |staff |\w+ )?"
    r"(?:writer|author|editor|contributor|journalist|moderator|artist|creator|member|staff)"
    r"(?:,.{1,40}|/.{1,40})?|bored ?panda staff|community member",
    re.IGNORECASE,
)
_VOTE = re.compile(r"vote", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:open list )?comments\s*\(?([\d.,]+k?)\)?|([\d.,]+k?)\s*comments?", re.IGNORECASE
)
_POINTS = Find("descendant-or-self::*/@data-points/parent::*")
_VIEWS = re.compile(r"[\d.,]+k? ?(?:views|shares)", re.IGNORECASE)
_GLUE = re.compile(r"(?:by|and|&|,|\||•|·|/|and by|with|-)", re.IGNORECASE)
AUTHOR_PAGE = re.compile(r"/(?:author|contributor)/[^/]+/?")
_CATEGORY_PAGE = re.compile(r"(?:/blog)?/category/[^/]+/?")
_ROOT_PAGE = re.compile(r"/[a-z][a-z0-9-]{1,30}/?")
_LONGEST_CATEGORY = 40
_GLUE_LENGTH = 3
"""Characters of commas that may stand between categories."""


@dataclass(slots=True)
class Head:
    """The facts above an article's text, and the elements they stand in."""

    published: str | None = None
    authors: list[Author] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    score: int | None = None
    comments: int | None = None
    cover: HtmlElement | None = None
    end: HtmlElement | None = None
    """The element of the first paragraph, where the head was over."""
    elements: list[HtmlElement] = field(default_factory=list)
    roles: list[tuple[Author | None, str]] = field(default_factory=list)


def read_head(around: HtmlElement, stop: Container[HtmlElement], title: str, base: str) -> Head:
    """Read what stands in the element before any of those in `stop`, or a paragraph."""
    head = Head()
    author: Author | None = None
    asked = ""
    previous: Piece | None = None
    for piece, after in _with_next(iter_pieces(around, stop)):
        if piece.kind == "text" and piece.text != title and _is_paragraph(piece):
            head.end = piece.owner
            break
        if piece.kind == "image":
            url = image_url(piece.owner, base)
            if head.cover is None and url and is_content_image(url, piece.owner):
                head.cover = piece.owner
        elif piece.kind == "control":
            asked = _asks(piece.text, piece.link) or asked
        elif piece.text == title:
            author = None
        elif not _read_count(head, piece, previous, after, asked):
            asked = _asks(piece.text, piece.link) or asked
            author = _read_words(head, piece, author, base)
        previous = piece
    _give_roles(head)
    return head


def points_below(tree: HtmlElement, inside: Container[HtmlElement]) -> int | None:
    """Read the votes under the text, where pages of 2015 to 2018 have them.

    `inside` holds the items and comments, which have votes of their own.
    """
    for el in _POINTS(tree):
        value = number(el.get("data-points") or "")
        if value is not None and not any(up in inside for up in chain(el)):
            return value
    return None


def _give_roles(head: Head) -> None:
    """Give the roles to their authors: each to the one it follows, or all in order."""
    if len(head.roles) == len(head.authors):
        for author, (_, role) in zip(head.authors, head.roles, strict=True):
            author.role = role
        return
    for named, role in head.roles:
        if named is not None:
            named.role = named.role or role


def _is_paragraph(piece: Piece) -> bool:
    """Whether a text, with what runs on beside it, is too long for a line of the head."""
    if _is_heading(piece.owner):
        return False
    block = piece.owner
    while block.tag in INLINE:
        parent = block.getparent()
        if parent is None:
            break
        block = parent
    total, linked = own_text(block)
    return len(piece.text) > _LONG or total - linked > _LONG


def _is_heading(element: HtmlElement) -> bool:
    return element.tag in {"h1", "h2", "title"} or any(
        up.tag == "h1" for up in element.iterancestors()
    )


def _with_next(found: Iterator[Piece]) -> Iterator[tuple[Piece, Piece | None]]:
    previous: Piece | None = None
    for piece in found:
        if previous is not None:
            yield previous, piece
        previous = piece
    if previous is not None:
        yield previous, None


def _asks(text: str, link: HtmlElement | None) -> str:
    """Say of what the next number is the count: "Upvote", "Open list comments", `#comments`."""
    if _COMMENTS.search(text) or (
        link is not None and "comments" in (link.get("href") or "").partition("#")[2]
    ):
        return "comments"
    return "votes" if _VOTE.search(text) else ""


def _read_count(
    head: Head, piece: Piece, previous: Piece | None, after: Piece | None, asked: str
) -> bool:
    """Read a piece as votes or as the number of comments; False if it is neither."""
    if _VIEWS.fullmatch(piece.text):
        return True
    counted = _COUNTED.fullmatch(piece.text)
    if counted:
        if head.comments is None:
            head.comments = number(counted[1] or counted[2])
        return True
    names = " ".join(filter(None, (piece.owner.get("class"), piece.owner.get("id"))))
    link = piece.link
    if number(piece.text) is not None and (
        _COMMENTS.search(names) or (link is not None and _asks("", link) == "comments")
    ):
        asked = "comments"
    value = points(piece, after, previous)
    if value is not None and asked != "comments":
        asked = "votes"
    value = number(piece.text) if value is None else value
    if value is None:
        return False
    if asked == "comments":
        if head.comments is None:
            head.comments = value
    elif asked == "votes" and head.score is None:
        head.score = value
    return True


def _read_words(head: Head, piece: Piece, author: Author | None, base: str) -> Author | None:
    """Read a piece as a date, an author, a role or a category; give the author in hand."""
    text = piece.text
    href = piece.link.get("href") or "" if piece.link is not None else ""
    path = urlsplit(href).path
    if is_time(text):
        _take(head, piece)
        head.published = head.published or text.strip(" •·|,")
        return None
    glued = _GLUED.fullmatch(text)
    if glued:
        _take(head, piece)
        head.published = head.published or glued["ago"]
        head.categories += [c for c in map(squash, glued["before"].split(",")) if c]
        return None
    if AUTHOR_PAGE.fullmatch(path):
        return _add_author(head, piece, text, join(base, href))
    if _CATEGORY_PAGE.fullmatch(path) or (
        _ROOT_PAGE.fullmatch(path) and len(text) < _LONGEST_CATEGORY and _is_label(piece)
    ):
        _take(head, piece)
        if text not in head.categories:
            head.categories.append(text.strip(", "))
        return None
    if author is not None and _ROLE.fullmatch(text):
        _take(head, piece)
        head.roles.append((author, text))
        return author
    if piece.named and not href and not _GLUE.fullmatch(text) and not _ROLE.fullmatch(text):
        for name in split_authors(text):
            author = _add_author(head, piece, name, None)
        return author
    return author


def _is_label(piece: Piece) -> bool:
    """Whether a link stands by the title and in no sentence, and not in the site's menu."""
    up = piece.owner
    for level in range(5):
        total, linked = own_text(up)
        if level and total - linked > _GLUE_LENGTH and up.tag not in {"div", "header"}:
            return False
        if level == 1 and total - linked > _GLUE_LENGTH:
            return False
        if up.tag in {"nav", "aside", "footer", "body"}:
            return False
        if next(up.iter("h1"), None) is not None:
            return True
        parent = up.getparent()
        if parent is None:
            return False
        up = parent
    return False


def _add_author(head: Head, piece: Piece, name: str, url: str | None) -> Author | None:
    if _GLUE.fullmatch(name) or number(name) is not None:
        return None
    _take(head, piece)
    for known in head.authors:
        if known.name == name or (url and known.url == url):
            return known
    author = Author(name=name, url=url)
    head.authors.append(author)
    return author


def _take(head: Head, piece: Piece) -> None:
    head.elements.append(piece.owner)
