"""Where each block of a group begins and ends: its element, or more than that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.pages.threads.groups import Block, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement


def outlines(group: Group) -> Iterator[Group]:
    """Give a group with its blocks as they are, then larger and larger."""
    yield group
    larger = _grown(group) if group.is_numbered else None
    if larger is not None:
        yield larger
        for forward in (True, False):
            longer = _extended(larger, forward=forward)
            if longer is not None:
                yield longer


def _is_flat(group: Group) -> bool:
    """Whether there are several blocks, and none in another."""
    return len(group.blocks) > 1 and all(block.parent is None for block in group.blocks)


def _grown(group: Group) -> Group | None:
    """Let each block grow to the largest element that holds it and no other.

    Some themes number only an anchor or the subject of a post. None for nested blocks.
    """
    if not _is_flat(group):
        return None
    held: dict[HtmlElement, int] = {}
    for block in group.blocks:
        for up in block.element.iterancestors():
            held[up] = held.get(up, 0) + 1
    result = Group(group.name)
    for block in group.blocks:
        element = block.element
        for up in block.element.iterancestors():
            if held[up] > 1:
                break
            element = up
        result.blocks.append(Block(element, [element], block.number))
    return result


def _extended(group: Group, *, forward: bool) -> Group | None:
    """Let each block have its siblings up to the next block, or those after the one before.

    Headers of posts stand beside the posts in some themes, in rows of one table.
    """
    if not _is_flat(group):
        return None
    taken = {block.element for block in group.blocks}
    result = Group(group.name)
    for block in group.blocks:
        beside = list(_until(block.element.itersiblings(preceding=not forward), taken))
        roots = [block.element, *beside] if forward else [*reversed(beside), block.element]
        result.blocks.append(Block(block.element, roots, block.number))
    return result


def _until(siblings: Iterable[HtmlElement], stop: set[HtmlElement]) -> Iterator[HtmlElement]:
    for el in siblings:
        if el in stop:
            return
        if isinstance(el.tag, str):
            yield el
