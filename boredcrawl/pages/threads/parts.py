"""The parts of a block in the order of the document, and what each is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import SILENT, squash
from boredcrawl.pages.comment_pieces import CONTROLS

if TYPE_CHECKING:
    from collections.abc import Container

    from lxml.html import HtmlElement

    from boredcrawl.pages.threads.groups import Block

CLOSED = SILENT | (CONTROLS - {"form"})
"""Elements of which nothing is read; whole comments stand in forms in some themes."""

_PROSE = frozenset(
    (
        *("p", "ul", "ol", "blockquote", "pre", "br", "hr", "b", "i", "em", "strong", "u", "s"),
        *("code", "q", "img", "figure", "a", "span", "h4", "h5", "h6", "del", "ins", "small"),
        *("sub", "sup", "font", "center"),
    )
)
"""Elements of which a text is made; what a text stands in is none of these."""

_VARYING = re.compile(r"\d|^(?:odd|even|alt|first|last|is-|has-|by|js-|u-|mod)", re.IGNORECASE)
GATHERED = "prose@"
"""How the places are called where a text is made of several elements."""


@dataclass(slots=True, eq=False)
class Part:
    """A run of text in a block."""

    owner: HtmlElement
    """The element whose child text it is."""
    text: str
    name: str
    """What its element is called, the same in every block built alike."""
    link: HtmlElement | None
    around: str
    """The classes and properties of its element and the two around it."""
    at: int = 0


@dataclass(slots=True, eq=False)
class Parts:
    """What one block is made of."""

    block: Block
    texts: list[Part] = field(default_factory=list)
    elements: list[HtmlElement] = field(default_factory=list)
    """Its elements in document order, nested blocks and controls left out."""
    controls: int = 0


def take_parts(block: Block, others: Container[HtmlElement]) -> Parts:
    """Take a block apart; `others` are the roots of all blocks, which are no part of it."""
    found = Parts(block)
    for root in block.roots:
        _take(root, None, ("", ""), found, others)
    for at, part in enumerate(found.texts):
        part.at = at
    return found


def _take(
    root: HtmlElement,
    link: HtmlElement | None,
    above: tuple[str, str],
    found: Parts,
    others: Container[HtmlElement],
) -> None:
    stack: list[tuple[HtmlElement, HtmlElement | None, tuple[str, str], str | None]] = [
        (root, link, above, None)
    ]
    texts, elements = found.texts, found.elements
    while stack:
        node, link, above, tail = stack.pop()
        if tail is not None:
            texts.append(
                Part(node, squash(tail), f"{path_of(node)}~", link, f"{above[0]} {above[1]}")
            )
            continue
        tag = node.tag
        if not isinstance(tag, str) or (node is not root and node in others):
            continue
        if tag in CLOSED or is_to_write(node):
            found.controls += tag in CONTROLS
            continue
        elements.append(node)
        if tag == "a":
            link = node
        called = f"{node.get('class') or ''} {node.get('itemprop') or ''} {node.get('rel') or ''}"
        text = node.text
        if text and not text.isspace():
            around = f"{called} {above[0]} {above[1]}"
            texts.append(Part(node, squash(text), path_of(node), link, around))
        inner = (called, above[0])
        for child in reversed(node):
            tail = child.tail
            if tail and not tail.isspace():
                stack.append((node, link, inner, tail))
            stack.append((child, link, inner, None))


def name_of(element: HtmlElement) -> str:
    """Give what an element is called: its tag and its classes that do not vary."""
    return _name(element.tag, element.get("class") or "", element.get("itemprop") or "")


def path_of(element: HtmlElement) -> str:
    """Give what an element is called, with its parent's name where it has no class."""
    name = name_of(element)
    parent = element.getparent()
    return name if "." in name or parent is None else f"{name_of(parent)}>{name}"


@lru_cache(maxsize=16384)
def _name(tag: str, names: str, prop: str) -> str:
    kept = [one for one in names.split() if not _VARYING.search(one)][:2]
    return ".".join((tag, *kept, *([prop] if prop else [])))


def is_to_write(form: HtmlElement) -> bool:
    """Whether an element is a form to write in, and no wrapper of something written."""
    return form.tag == "form" and next(form.iter("textarea"), None) is not None


def is_prose(element: HtmlElement) -> bool:
    """Whether an element is a piece of a text and not its container."""
    return element.tag in _PROSE


def place_of(element: HtmlElement) -> str:
    """Name the place where a text stands: its element, or what its paragraphs stand in."""
    if not is_prose(element):
        return name_of(element)
    parent = element.getparent()
    return f"{GATHERED}{name_of(parent) if parent is not None else ''}"
