"""Who answers whom, told from where the comments stand in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import SILENT
from boredcrawl.pages.enclosing import chain

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from lxml.html import HtmlElement

    from boredcrawl.pages.comment_header import Found

_LEVEL_NAMES = re.compile(
    r"(?:^|[\s_-])(?:depth|level|lvl|indent|nest(?:ed|ing)?)-?(\d+)", re.IGNORECASE
)
_LEVEL_ATTRIBUTES = ("data-depth", "data-level", "data-indent", "data-nesting", "aria-level")
_INDENT = re.compile(r"(?:margin|padding)-left:\s*(\d+)", re.IGNORECASE)
_REPLY = re.compile(r"repl(?:y|ies)|child(?:ren)?|nested|sub-?comment|answer", re.IGNORECASE)
_NEVER_PART = frozenset(("h1", "h2", "h3", "img", "figure", "blockquote"))
_LITTLE = 60
"""Characters that may stand beside a comment in an element that is its own."""

_NOT_REPLIES = re.compile(
    r"hidden|more|rest|extra|older|remaining|collapsed|overflow", re.IGNORECASE
)


@dataclass(slots=True)
class _Node:
    """An element on the way to comments, with the comments under each of its children."""

    children: dict[HtmlElement, None] = field(default_factory=dict)
    comment: int | None = None


@dataclass(slots=True)
class _Group:
    """Comments under one element that answer none of its other comments."""

    element: HtmlElement
    roots: list[int]


def find_parents(found: list[Found], items: Mapping[HtmlElement, int]) -> None:
    """Set `parent`, `unit` and `list_item` of the comments.

    Inside a comment's own element stand its replies. Beside it they stand deeper, in an
    element of their own. On one level they say so by a number, a margin or a name.
    """
    tree = _Tree(found, items)
    for index, comment in enumerate(found):
        if items:
            holder = next((up for up in chain(comment.block) if up in items), None)
            comment.list_item = None if holder is None else items[holder]
        comment.unit = comment.block
        tree.nodes[comment.block].comment = index
    tree.gather()


class _Tree:
    """The part of a document that leads to comments."""

    def __init__(self, found: list[Found], items: Container[HtmlElement]) -> None:
        self.found = found
        self.items = items
        self.nodes: dict[HtmlElement, _Node] = {}
        self.tops: list[HtmlElement] = []
        levels: dict[HtmlElement, int] = {}
        for comment in found:
            way: list[HtmlElement] = []
            for up in chain(comment.block):
                way.append(up)
                if up in self.nodes:
                    break
            else:
                self.nodes[way[-1]] = _Node()
                levels[way[-1]] = 0
                self.tops.append(way[-1])
            for child, parent in zip(way[-2::-1], way[:0:-1], strict=True):
                self.nodes[parent].children[child] = None
                self.nodes.setdefault(child, _Node())
                levels[child] = levels[parent] + 1
        self.depths = [levels[comment.block] for comment in found]

    def gather(self) -> None:
        """Go over the tree from the deepest elements up, and settle who answers whom."""
        order: list[HtmlElement] = []
        stack = list(self.tops)
        while stack:
            element = stack.pop()
            order.append(element)
            stack.extend(self.nodes[element].children)
        groups: dict[HtmlElement, _Group] = {}
        for element in reversed(order):
            node = self.nodes[element]
            below = [groups.pop(child) for child in node.children]
            groups[element] = self._gather(element, node, below)

    def _gather(self, element: HtmlElement, node: _Node, below: list[_Group]) -> _Group:
        if node.comment is not None:
            for group in below:
                self._answer(group, node.comment)
            return _Group(element, [node.comment])
        roots: list[int] = []
        last: _Group | None = None
        for group in below:
            if last and _answers(last, group, self.found, self.depths):
                self._answer(group, last.roots[0])
                continue
            roots += group.roots
            last = group
        if len(below) > 1:
            _read_levels(roots, below, self.found)
            roots = [root for root in roots if self.found[root].parent is None]
        if len(roots) == 1:
            comment = self.found[roots[0]]
            grows = any(comment.unit is child for child in node.children)
            if grows and element not in self.items and _adds_little(element, node):
                comment.unit = element
        return _Group(element, roots)

    def _answer(self, group: _Group, parent: int) -> None:
        for root in group.roots:
            self.found[root].parent = parent


def _adds_little(element: HtmlElement, node: _Node) -> bool:
    """Whether an element holds hardly anything but the comments in it."""
    if element.tag in {"body", "html", "main", "article"} and len(node.children) == 1:
        return element.tag == "article" and _beside(element, node) == 0
    return _beside(element, node) <= _LITTLE


def _beside(element: HtmlElement, node: _Node) -> int:
    """Measure what an element holds beside the comments in it; more than a little is enough."""
    length = len((element.text or "").strip())
    for child in element:
        if child not in node.children and isinstance(child.tag, str) and child.tag not in SILENT:
            if child.tag in _NEVER_PART or next(child.iterdescendants("h2"), None) is not None:
                return _LITTLE + 1
            length += sum(map(len, map(str.strip, child.itertext())))
        length += len((child.tail or "").strip())
        if length > _LITTLE:
            break
    return length


def _answers(last: _Group, group: _Group, found: list[Found], depths: list[int]) -> bool:
    """Whether a group of comments stands in a container for answers to the one before."""
    if len(last.roots) != 1:
        return False
    above, below = last.roots[0], group.roots[0]
    if depths[below] <= depths[above]:
        return False
    one, other = found[above], found[below]
    if one.list_item != other.list_item or one.says_the_same(other):
        return False
    names = f"{group.element.get('class') or ''} {group.element.get('id') or ''}"
    if _REPLY.search(names):
        return True
    if _NOT_REPLIES.search(names):
        return False
    # An answer's container follows its comment at once; a second copy of the discussion
    # or another list stands further up, where the comment is wrapped several times.
    return _distance(last.element, one.block) <= 2  # noqa: PLR2004 - two wrappers


def _distance(upper: HtmlElement, lower: HtmlElement) -> int:
    steps = 0
    node: HtmlElement | None = lower
    while node is not None and node is not upper:
        node = node.getparent()
        steps += 1
    return steps


def _read_levels(roots: list[int], below: list[_Group], found: list[Found]) -> None:
    """Nest comments of one level by the number, margin or name each carries."""
    elements = {group.roots[0]: group.element for group in below if len(group.roots) == 1}
    levels = [(root, _level(elements[root], found[root])) for root in roots if root in elements]
    known = [level for _, level in levels if level is not None]
    if not known or len(set(known)) == 1:
        if known or not any(_is_reply(elements[r]) for r in elements):
            return
        levels = [(root, int(_is_reply(elements[root]))) for root, _ in levels]
    stack: list[tuple[int, int]] = []
    for root, level in levels:
        depth = level if level is not None else 0
        while stack and stack[-1][0] >= depth:
            stack.pop()
        if stack:
            found[root].parent = stack[-1][1]
        stack.append((depth, root))


def _is_reply(element: HtmlElement) -> bool:
    return bool(
        re.search(
            r"(?:^|[\s_-])(?:reply|child|nested|is-reply)(?:$|[\s_-])", element.get("class") or ""
        )
    )


def _level(element: HtmlElement, comment: Found) -> int | None:
    """Read how deep a comment says it stands, from its element or one of its own parts."""
    node: HtmlElement | None = comment.block
    while node is not None:
        told = dict(node.items())
        for name in _LEVEL_ATTRIBUTES:
            value = told.get(name, "")
            if value.isdigit():
                return int(value)
        level = _named_level(told.get("class", ""), told.get("style", ""))
        if level is not None or node is element:
            return level
        node = node.getparent()
    return None


@lru_cache(maxsize=4096)
def _named_level(names: str, style: str) -> int | None:
    """Read a level from a class or a margin: all comments of one level have the same."""
    match = _LEVEL_NAMES.search(names) or _INDENT.search(style)
    return int(match[1]) if match else None
