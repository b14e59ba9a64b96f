"""Fetched comments put into the page, where the site's own script would put them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_LISTS = frozenset(("ul", "ol"))
_STATE = re.compile(
    r"hidden|collapsed|odd|even|alt|first|last|depth|level|^mt-|^mb-", re.IGNORECASE
)
"""Class names that differ between siblings."""


def graft(button: HtmlElement, nodes: list[HtmlElement]) -> None:
    """Put elements beside what a button stands for, before the button; then take it away.

    >>> from lxml.html import fragment_fromstring, tostring
    >>> root = fragment_fromstring('<div><ul><li class="c">1</li></ul><p><a>More</a></p></div>')
    >>> graft(root.find(".//a"), [fragment_fromstring('<li class="c">2</li>')])
    >>> tostring(root)
    b'<div><ul><li class="c">1</li><li class="c">2</li></ul></div>'
    """
    holder = _holder(button)
    container = _container(holder, nodes[0]) if nodes else None
    if container is not None:
        container.extend(nodes)
    else:
        for node in nodes:
            holder.addprevious(node)
    parent = holder.getparent()
    if parent is not None:
        # drop_tree keeps the tail, which may be anybody's words.
        holder.drop_tree()


def _holder(button: HtmlElement) -> HtmlElement:
    """Climb to the outermost element that holds the button and nothing else."""
    holder = button
    while True:
        parent = holder.getparent()
        if parent is None or len(parent) > 1 or parent.tag in {"body", "html", *_LISTS}:
            return holder
        if (parent.text or "").strip() or (holder.tail or "").strip():
            return holder
        holder = parent


def _container(holder: HtmlElement, node: HtmlElement) -> HtmlElement | None:
    """Find the element beside the button that has such elements; None for the button's own."""
    sign = _sign(node)
    beside = [one for one in holder.itersiblings(preceding=True) if isinstance(one.tag, str)]
    if any(_sign(one) == sign for one in beside):
        return None
    for one in beside:
        if any(_sign(inner) == sign for inner in one):
            return one
    nearest = beside[0] if beside else None
    if nearest is None:
        return None
    if nearest.tag in _LISTS:
        return nearest
    is_empty = not len(nearest) and not (nearest.text or "").strip() and nearest.tag == "div"
    return nearest if is_empty else None


def _sign(element: HtmlElement) -> tuple[str, frozenset[str]]:
    names = (element.get("class") or "").split()
    return str(element.tag), frozenset(name for name in names if not _STATE.search(name))
