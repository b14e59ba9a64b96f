"""Text as a reader sees it: out of elements, with its spaces in order."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Zero-width joiners (U+200C, U+200D) stay: emoji and Persian are spelled with them.
_UNSEEN = "\u200b\u2060\ufeff\u00ad"
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_BREAK = "\x1e"
"""Stands for the edge of a block until the text is joined; no page can contain it."""

SILENT = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "metadata", "math", "head", "title"),
        *("iframe", "object", "select", "textarea", "audio", "video", "canvas"),
    )
)
"""Elements whose text nobody reads; `metadata` is potrace's signature inside icons."""

BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)


def squash(text: str) -> str:
    r"""Bring whitespace to single spaces, drop what cannot be seen, compose accents.

    >>> squash("  A\u00a0 story\u200b of\n cats ")
    'A story of cats'
    """
    if not text.isascii():
        if any(map(text.__contains__, _UNSEEN)):  # hardly ever; to look takes a tenth
            text = _INVISIBLE.sub("", text)
        text = unicodedata.normalize("NFC", text)
    if text.isprintable() and "  " not in text:  # of all that is space only " " is printable
        return text.strip()
    return " ".join(text.split())


_ALL = etree.XPath("string()", smart_strings=False)


def all_text(el: HtmlElement) -> str:
    """Give all text inside an element as it stands, also what nobody reads.

    >>> from lxml.html import fragment_fromstring
    >>> all_text(fragment_fromstring("<p>One <b>cat</b>.<!-- no --><br> </p>"))
    'One cat. '
    """
    return str(_ALL(el)) if len(el) else el.text or ""


def element_text(el: HtmlElement) -> str:
    r"""Give the readable text of an element, a line for each block and each `<br>`.

    >>> from lxml.html import fragment_fromstring
    >>> element_text(fragment_fromstring("<div><p>One <b>cat</b>.</p><p>Two<br>lines</p></div>"))
    'One cat.\nTwo\nlines'
    """
    parts: list[str] = []
    _collect(el, parts)
    text = "".join(parts)
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    text = re.sub(r"[^\S\n\x1e]+", " ", text)
    text = re.sub(r"[ \x1e]*\x1e[ \x1e]*", _BREAK, text)
    text = re.sub(r" *\n *", "\n", text)
    text = re.sub(r"\x1e?\n\x1e|\x1e\n|\x1e", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _collect(el: HtmlElement, parts: list[str]) -> None:
    """Walk without recursion (pages nest thousands deep) and gather the text."""
    stack: list[tuple[HtmlElement | None, str]] = [(el, "")]
    while stack:
        node, text = stack.pop()
        if node is None:
            parts.append(text)
            continue
        tag = node.tag
        if not isinstance(tag, str) or (tag in SILENT and node is not el):
            continue
        if tag == "br":
            parts.append("\n")
            continue
        block = tag in BLOCKS
        if block:
            parts.append(_BREAK)
            stack.append((None, _BREAK))
        if node.text:
            parts.append(" ".join(node.text.split("\n")))
        for child in reversed(node):
            if child.tail:
                stack.append((None, " ".join(child.tail.split("\n"))))
            stack.append((child, ""))
