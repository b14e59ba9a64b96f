"""The paragraph being read: its words, its inline markup, its line breaks."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from boredcrawl.cleaning.addresses import absolute
from boredcrawl.cleaning.text import squash

if TYPE_CHECKING:
    from lxml.html import HtmlElement

INLINE = (
    {"a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "dfn": "em"}
    | {"u": "u", "ins": "ins", "s": "s", "strike": "s", "del": "del", "mark": "mark"}
    | {"code": "code", "kbd": "kbd", "samp": "code", "tt": "code", "sub": "sub", "sup": "sup"}
    | {"small": "small", "q": "q", "cite": "cite", "abbr": "abbr"}
)
"""Inline elements that mean something, and what they are written as."""

_BREAK = "\x02"
"""A line break among words in which newlines are mere spaces; no page can contain it."""

_AROUND_BREAK = re.compile(r"\s*\x02\s*")
_FIRST_BREAKS = re.compile(r"^((?:<[^>]*>)*)\x02+")
_LAST_BREAKS = re.compile(r"\x02+((?:</\w+>)*)$")
_EMPTY_PAIR = re.compile(r"<(\w+)(?: [^<>]*)?>( ?)</\1>")


class Words(NamedTuple):
    """A finished paragraph: its text, its inner HTML, its first link, its text nodes."""

    text: str
    html: str
    href: str | None
    pieces: list[str]


class Paragraph:
    """Collects a paragraph; what is open in it goes on in the next one."""

    def __init__(self) -> None:
        self.is_broken = False
        """Whether a line break was the last thing added."""
        self.texts: list[str] = []
        """The text nodes so far; empty where a paragraph begins."""
        self._markup: list[str] | None = None
        self._open: list[tuple[HtmlElement, str, str, str | None]] = []
        self._href: str | None = None

    @property
    def link(self) -> str | None:
        """The address of the link that is open, if one is."""
        return next((href for *_, href in reversed(self._open) if href is not None), None)

    def add(self, text: str) -> None:
        """Add a text node as it stands in the page."""
        self.texts.append(text)
        if self._markup is not None:
            self._markup.append(escaped(text))
        if self.is_broken and not text.isspace():
            self.is_broken = False

    def break_line(self) -> None:
        """Add a line break."""
        self.texts.append(_BREAK)
        if self._markup is not None:
            self._markup.append(_BREAK)
        self.is_broken = True

    def open(self, el: HtmlElement, opening: str, closing: str, href: str | None) -> None:
        """Open an inline element."""
        if self._markup is None:
            self._markup = [escaped(text) for text in self.texts]
        self._markup.append(opening)
        self._open.append((el, opening, closing, href))
        if href is not None and self._href is None:
            self._href = href

    def close(self, el: HtmlElement) -> None:
        """Close an inline element, if it was opened."""
        if self._open and self._open[-1][0] is el:
            _, _, closing, href = self._open.pop()
            if self._markup is not None:
                self._markup.append(closing)
            if href is not None and not any(map(str.strip, self.texts)):
                self._href = None  # around a picture, no word of it in this paragraph

    def take(self) -> Words | None:
        """End the paragraph and give it; None if nothing readable is in it."""
        markup, href = self._markup, self._href
        self._markup = [opening for _, opening, _, _ in self._open] if self._open else None
        self._href = self.link if self._open else None
        texts = self.texts
        if not texts:
            return None
        self.texts = []
        text = texts[0] if len(texts) == 1 else "".join(texts)
        if not text or text.isspace():
            return None
        if _BREAK in text:
            text = "\n".join(map(squash, text.split(_BREAK))).strip("\n")
        else:
            text = squash(text)
        if not text:
            return None
        self.is_broken = False
        if markup is None:
            html = escaped(text).replace("\n", "<br>")
        else:
            markup += (closing for _, _, closing, _ in reversed(self._open))
            html = _tidy("".join(markup))
        return Words(text, html, href, texts)


def escaped(text: str) -> str:
    """Write text as HTML; of a hundred texts one has anything to escape.

    >>> escaped("a < b & c")
    'a &lt; b &amp; c'
    """
    if "&" in text or "<" in text or ">" in text:
        return escape(text, quote=False)
    return text


def open_tag(el: HtmlElement, tag: str, base: str) -> tuple[str, str, str | None] | None:
    """Give the opening, the closing and the link of an inline element; None if it says nothing.

    >>> from lxml.html import fragment_fromstring
    >>> open_tag(fragment_fromstring('<a href="/b?x&y" onclick="z()">'), "a", "https://a.example/")
    ('<a href="https://a.example/b?x&amp;y">', '</a>', 'https://a.example/b?x&y')
    """
    if tag == "a":
        href = el.get("href")
        if not href or href.startswith("#"):
            return None
        url = absolute(base, href)
        return None if url is None else (f'<a href="{escape(url)}">', "</a>", url)
    if tag == "b" and "font-weight:normal" in (el.get("style") or "").replace(" ", ""):
        return None  # Google Docs wraps a whole pasted document in one
    name = INLINE[tag]
    return f"<{name}>", f"</{name}>", None


def _tidy(html: str) -> str:
    r"""Bring spaces, breaks and empty elements in order.

    >>> _tidy("\x02 <em> </em>One \x02 two<strong></strong>")
    'One<br>two'
    """
    html = squash(_AROUND_BREAK.sub(_BREAK, html)) if _BREAK in html else squash(html)
    while "></" in html or "> </" in html:
        html, found = _EMPTY_PAIR.subn(r"\2", html)
        if not found:
            break
    if _BREAK in html:
        html = _AROUND_BREAK.sub(_BREAK, html.strip())
        html = _LAST_BREAKS.sub(r"\1", _FIRST_BREAKS.sub(r"\1", html)).replace(_BREAK, "<br>")
    return html.strip()
