"""The element that holds an article's text: by its name, else by what it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.pages.enclosing import chain, common_ancestor
from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from lxml.html import HtmlElement

_PARAGRAPHS = Find(
    "descendant::*[self::h1 or (self::p or self::div or self::li or self::blockquote)"
    " and text()[string-length(normalize-space(.))>24]]"
)
_BESIDE = frozenset(("aside", "nav", "footer", "form", "button", "header", "noscript", "template"))
_MOST = 0.9
_INTRODUCTION = 60
_BOX = 8
"""Elements a box about an author has: picture, name, role, text, links to unfold it."""

_ITEM = 150
"""How many letters of text an item of a list counts for, whatever it says."""


def find_text_element(
    root: HtmlElement,
    items: Collection[HtmlElement],
    without: Container[HtmlElement],
    headline: HtmlElement | None,
) -> HtmlElement | None:
    """Find the smallest element with nearly all of the paragraphs and list items.

    `without` holds elements whose texts do not count: comments. Nor does what stands
    before the headline (banners, consent) or beside a link to an author (biographies).
    """
    sums: dict[HtmlElement, int] = {}
    counted = [(el, _ITEM) for el in items]
    inside_items = set(items)
    above = headline is not None
    for el in _PARAGRAPHS(root):
        if above:
            above = el is not headline
            continue
        size = sum(len(t.strip()) for t in (el.text or "", *((c.tail or "") for c in el)))
        linked = sum(len("".join(a.itertext())) for a in el.iter("a"))
        if linked <= size and el.tag != "h1" and not _is_biography(el):
            counted.append((el, size))
    for el, size in counted:
        path = list(chain(el))
        if any(up.tag in _BESIDE or up in without for up in path):
            continue
        if el not in inside_items and any(up in inside_items for up in path):
            continue
        for up in path:
            sums[up] = sums.get(up, 0) + size
            if up is root:
                break
    if root not in sums:
        return None
    node = root
    while True:
        best = max((child for child in node if child in sums), key=sums.__getitem__, default=None)
        if best is None or sums[best] < _MOST * sums[root] or best.tag == "p":
            return node
        if sum(sums.get(child, 0) for child in best.itersiblings(preceding=True)) > _INTRODUCTION:
            return node  # a long list after a short introduction: both are the text
        node = best


def _is_biography(el: HtmlElement) -> bool:
    """Whether a paragraph stands in a small box with a link to its author's page."""
    box = el.getparent()
    if box is None or len(box) > _BOX:
        return False
    return any("/author/" in (a.get("href") or "") for a in box.iter("a"))


def around_all(known: HtmlElement, items: list[HtmlElement]) -> HtmlElement:
    """Widen a known element until it holds the list's items as well."""
    outside = [item for item in items if not any(up is known for up in chain(item))]
    if not outside:
        return known
    widest = common_ancestor([known, *outside])
    return known if widest is None or widest.tag in {"body", "html"} else widest
