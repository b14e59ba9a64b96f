"""Elements by what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.pages.comment_pieces import INLINE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lxml.html import HtmlElement


def chain(element: HtmlElement) -> Iterator[HtmlElement]:
    """Give an element and all around it, outward."""
    up: HtmlElement | None = element
    while up is not None:
        yield up
        up = up.getparent()


def common_ancestor(elements: Iterable[HtmlElement]) -> HtmlElement | None:
    """Give the smallest element that holds all of these; None for none, or for strangers.

    >>> from lxml.html import fragment_fromstring
    >>> root = fragment_fromstring("<div><p><b>1</b></p><p><i>2</i></p></div>")
    >>> common_ancestor([root[0][0], root[1][0]]) is root
    True
    """
    shared: list[HtmlElement] | None = None
    for element in elements:
        path = list(chain(element))[::-1]
        if shared is None:
            shared = path
            continue
        length = 0
        for one, other in zip(shared, path, strict=False):
            if one is not other:
                break
            length += 1
        del shared[length:]
    return shared[-1] if shared else None


def smallest_around(root: HtmlElement, owners: Collection[HtmlElement]) -> HtmlElement:
    """Give the smallest element in `root` around all of these, never less than a block.

    >>> from lxml.html import fragment_fromstring
    >>> root = fragment_fromstring("<div><p>See <a>this</a></p><p></p></div>")
    >>> smallest_around(root, [root[0][0]]).tag
    'p'
    """
    holders = {root}
    for owner in owners:
        for up in chain(owner):
            if up in holders:
                break
            holders.add(up)
    node = root
    while node not in owners:
        inside = [child for child in node if child in holders]
        if len(inside) != 1 or inside[0].tag in INLINE:
            break
        node = inside[0]
    return node
