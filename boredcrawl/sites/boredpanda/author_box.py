"""The box about its authors that stands under an article, printed once or twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.cleaning.text import all_text, element_text, squash
from boredcrawl.pages.comment_pieces import Piece, pieces
from boredcrawl.pages.comment_words import is_furniture
from boredcrawl.pages.enclosing import chain, smallest_around
from boredcrawl.sites.boredpanda.head import AUTHOR_PAGE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from lxml.html import HtmlElement

    from boredcrawl.items import Author

_NOTHING = re.compile(r"this lazy panda forgot to write something about itself\.?", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:[\w ]{0,30})(?:writer|author|editor|contributor|journalist|member|staff|artist)"
    r"(?:,[\w ,]{1,40})?",
    re.IGNORECASE,
)
_BIO = 30
"""Characters from which a text in the box is a biography."""

_UP = 6
_MARKS = re.compile(r"read (?:more|less)\b.{0,3}", re.IGNORECASE)


def read_boxes(
    links: Iterable[tuple[HtmlElement, str]],
    authors: tuple[Author, ...],
    keep: Container[HtmlElement],
) -> list[HtmlElement]:
    """Fill in the authors' roles and biographies; give the boxes that some links stand in.

    None of the links is of the discussion, where members have the same; `keep` holds what
    no box can hold: the article's text and its title.
    """
    boxes: list[HtmlElement] = []
    addresses = {urlsplit(a.url).path.rstrip("/"): a for a in reversed(authors) if a.url}
    names = {author.name: author for author in reversed(authors)}
    for link, href in links:
        if "/author/" not in href and "/contributor/" not in href:
            continue
        author = _whose(link, href, addresses, names)
        if author is None or any(up in boxes for up in chain(link)):
            continue
        box = _box(link, author, keep)
        if box is not None:
            boxes.append(box)
    return boxes


def _whose(
    link: HtmlElement, href: str, addresses: Mapping[str, Author], names: Mapping[str, Author]
) -> Author | None:
    path = urlsplit(href).path
    if not AUTHOR_PAGE.fullmatch(path):
        return None
    author = addresses.get(path.rstrip("/"))
    return author or names.get(squash(all_text(link)))


def _box(link: HtmlElement, author: Author, keep: Container[HtmlElement]) -> HtmlElement | None:
    """Climb from an author's link to the element with the words about this author."""
    for depth, up in enumerate(chain(link)):
        if up in keep or depth > _UP or up.tag in {"body", "main", "article", "header"}:
            return None
        if up is link:
            continue
        texts = [
            p
            for p in pieces(up)
            if p.kind == "text" and p.text != author.name and not is_furniture(p.text)
        ]
        long = [p for p in texts if len(p.text) >= _BIO and not _ROLE.fullmatch(p.text)]
        nothing = any(_NOTHING.fullmatch(p.text) for p in texts)
        if not long and not nothing:
            continue
        if not _is_box(up, link, author, texts):
            return None
        _fill(author, up, texts, [] if nothing else long)
        return up
    return None


def _is_box(up: HtmlElement, link: HtmlElement, author: Author, texts: list[Piece]) -> bool:
    """Whether a text with a link to its author is about that author.

    A sentence may name a colleague; a box has a picture, a role, or the name as a line.
    """
    if any(_ROLE.fullmatch(p.text) or _NOTHING.fullmatch(p.text) for p in texts):
        return True
    if any(_MARKS.fullmatch(squash(all_text(el))) for el in up.iter("a", "button", "span")):
        return True
    if any(author.name in (img.get("alt") or "") for img in up.iter("img")):
        return True
    parent = link.getparent()
    return parent is not None and squash(all_text(parent)) == author.name


def _fill(author: Author, box: HtmlElement, texts: list[Piece], long: list[Piece]) -> None:
    if author.role is None:
        author.role = next((p.text for p in texts if _ROLE.fullmatch(p.text)), None)
    if author.bio is None and long:
        element = smallest_around(box, {p.owner for p in long})
        author.bio = element_text(element) or None
