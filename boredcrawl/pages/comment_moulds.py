"""Comments read in the mould of one read before: most of a page's are built alike.

Reading a comment outward from its time asks of every text around it what it is. Where
the next comment has the same elements in the same order, the answers are known; only the
texts differ, and each is checked to be of the same sort.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from boredcrawl.cleaning.text import SILENT, squash
from boredcrawl.cleaning.urls import join
from boredcrawl.pages.comment_header import Found
from boredcrawl.pages.comment_pieces import CONTROLS
from boredcrawl.pages.comment_words import count, is_furniture, says_edited
from boredcrawl.pages.enclosing import chain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

    from boredcrawl.items import Commenter
    from boredcrawl.pages.comment_times import Mark

    Key = tuple[str | int | None, ...]

_CLOSED = SILENT | CONTROLS | {"img"}
"""Elements whose insides are no texts of a comment."""

_absolute = lru_cache(maxsize=4096)(join)

Sort = Literal["name", "role", "time", "score", "edited", "furniture"]


@dataclass(frozen=True, slots=True)
class _Way:
    """How a comment's elements lie to each other."""

    time: tuple[str, str | None]
    up: int
    """Steps from the time out to the comment's own element."""
    body: tuple[int, ...] | None
    """Positions of children from there in to the text."""


@dataclass(frozen=True, slots=True)
class _Mould:
    """What the texts around a comment are, in their order."""

    sorts: tuple[Sort, ...]
    link: int | None
    controls: bool


class Moulds:
    """The forms of comments met on one page."""

    def __init__(self, marked: Mapping[HtmlElement, HtmlElement], base: str) -> None:
        self.marked = marked
        self.base = base
        self._ways: dict[tuple[str, str | None], list[_Way]] = {}
        self._moulds: dict[tuple[_Way, Key], _Mould] = {}

    def read(self, mark: Mark) -> Found | None:
        """Read a comment built like one before; None if it is not."""
        time = mark.element
        for way in self._ways.get((time.tag, time.get("class")), ()):
            block = time
            for _ in range(way.up):
                parent = block.getparent()
                if parent is None:
                    break
                block = parent
            body = block if way.body is not None else None
            for position in way.body or ():
                if body is None or position >= len(body):
                    body = None
                    break
                body = body[position]
            if body is None and way.body is not None:
                continue
            key, texts, elements = self._shape(block, body, time)
            mould = self._moulds.get((way, key))
            if mould is not None:
                found = self._fill(mark, mould, texts)
                if found is not None:
                    found.block, found.body = block, body
                    if mould.link is not None:
                        href = elements[mould.link].get("href") or ""
                        found.commenter.url = _absolute(self.base, href)
                    return found
        return None

    def learn(self, found: Found) -> None:
        """Keep the form of a comment that was read without one."""
        time, body = found.mark.element, found.body
        if found.commenter.name is None or found.mark.after is not None:
            return
        up = sum(1 for _ in takewhile(lambda el: el is not found.block, chain(time)))
        inward: tuple[int, ...] | None = None
        if body is not None:
            around = list(takewhile(lambda el: el is not found.block, chain(body)))
            holders = [*around[1:], found.block]
            if not around or around[-1] not in found.block:
                return  # a text made of several elements
            inward = tuple(parent.index(el) for el, parent in zip(around, holders, strict=True))[
                ::-1
            ]
        way = _Way((time.tag, time.get("class")), up, inward)
        key, texts, elements = self._shape(found.block, body, time)
        sorts = _sorts(found, texts)
        link = _link(found, elements, self.base)
        if sorts is None or (link is None and found.commenter.url is not None):
            return
        ways = self._ways.setdefault(way.time, [])
        if way not in ways:
            ways.append(way)
        self._moulds.setdefault((way, key), _Mould(sorts, link, found.controls))

    def _shape(
        self, block: HtmlElement, body: HtmlElement | None, time: HtmlElement
    ) -> tuple[Key, list[str], list[HtmlElement]]:
        """Describe a comment's elements, its text and its replies left out."""
        key: list[str | int | None] = []
        texts: list[str] = []
        elements: list[HtmlElement] = []
        stack = [block]
        first_of = self.marked.get
        while stack:
            el = stack.pop()
            said = 0
            if el is body:
                key.append("body")
            elif first_of(el, time) is time and isinstance(tag := el.tag, str):
                key += (tag, el.get("class"))
                elements.append(el)
                if tag not in _CLOSED:
                    text = el.text
                    if text and not text.isspace():
                        said = 1
                        texts.append(squash(text))
                    if len(el):
                        stack += el[::-1]
            if el is not block:
                text = el.tail
                if text and not text.isspace():
                    said += 2
                    texts.append(squash(text))
            if said:
                key.append(said)
        return tuple(key), texts, elements

    def _fill(self, mark: Mark, mould: _Mould, texts: list[str]) -> Found | None:
        """Take each text for what it was in the mould, unless it cannot be that."""
        found = Found(mark, mark.element, controls=mould.controls)
        found.is_edited = "edited" in mark.words.lower()
        for sort, text in zip(mould.sorts, texts, strict=True):
            if sort == "furniture":
                if not is_furniture(text):
                    return None
            elif sort == "name":
                if is_furniture(text):
                    return None
                found.commenter.name = text
            elif sort == "role":
                found.commenter.role = text
            elif sort == "score":
                found.score = count(text)
                if found.score is None:
                    return None
            elif sort == "edited":
                if not says_edited(text):
                    return None
                found.is_edited = True
        return found


def _sorts(found: Found, texts: list[str]) -> tuple[Sort, ...] | None:
    """Say what each text around a comment is; None if one is nothing known."""
    sorts: list[Sort] = []
    commenter: Commenter = found.commenter
    for text in texts:
        if text == commenter.name and "name" not in sorts:
            sorts.append("name")
        elif text == found.mark.words and "time" not in sorts:
            sorts.append("time")
        elif text == commenter.role and "role" not in sorts:
            sorts.append("role")
        elif found.score is not None and count(text) == found.score and "score" not in sorts:
            sorts.append("score")
        elif says_edited(text):
            sorts.append("edited")
        elif is_furniture(text):
            sorts.append("furniture")
        else:
            return None
    told = {"name": commenter.name, "role": commenter.role, "score": found.score}
    if any(value is not None and sort not in sorts for sort, value in told.items()):
        return None
    return tuple(sorts)


def _link(found: Found, elements: list[HtmlElement], base: str) -> int | None:
    """Find the link that gave the commenter's address."""
    url = found.commenter.url
    if url is None:
        return None
    for at, el in enumerate(elements):
        if el.tag == "a" and _absolute(base, el.get("href") or "") == url:
            return at
    return None
