"""Who answers whom among blocks: by where they stand, by their levels, by what they answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from boredcrawl.pages.enclosing import chain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from boredcrawl.pages.threads.parts import Parts

_LEVEL = re.compile(r"(?:^|[\s_-])(?:depth|level|lvl|indent|nest(?:ed|ing)?)-?(\d+)", re.IGNORECASE)
_ATTRIBUTES = ("data-depth", "data-level", "data-indent", "data-nesting", "aria-level")
_INDENT = re.compile(r"(?:margin|padding)-left:\s*(\d+)", re.IGNORECASE)


def find_parents(blocks: Sequence[Parts], index: Mapping[int, int]) -> list[int | None]:
    """Give each block the place of the one it answers among these blocks.

    `index` gives the places by the numbers that the group has for its blocks.
    """
    inside = [
        None if parts.block.parent is None else index.get(parts.block.parent) for parts in blocks
    ]
    levels = [_level(parts) for parts in blocks]
    is_nested = any(parent is not None for parent in inside)
    if all(level is None for level in levels) or (is_nested and None in levels):
        # What the blocks say goes before where they stand: an unclosed element nests them all.
        return inside
    parents: list[int | None] = []
    stack: list[tuple[int, int]] = []
    for at, level in enumerate(levels):
        depth = level if level is not None else 0
        while stack and stack[-1][0] >= depth:
            stack.pop()
        parents.append(stack[-1][1] if stack else None)
        stack.append((depth, at))
    return parents


def is_beside(blocks: Sequence[Parts]) -> bool:
    """Whether answers may stand beside what they answer: no block is in another or has a level."""
    return all(parts.block.parent is None and _level(parts) is None for parts in blocks)


def _level(parts: Parts) -> int | None:
    """Read how deep a block says it stands."""
    root = parts.block.element
    for el, _ in zip(chain(root), range(2), strict=False):
        for name in _ATTRIBUTES:
            value = el.get(name) or ""
            if value.isdigit():
                return int(value)
        for pattern, text in ((_LEVEL, el.get("class")), (_INDENT, el.get("style"))):
            match = pattern.search(text) if text else None
            if match:
                return int(match[1])
    return None
