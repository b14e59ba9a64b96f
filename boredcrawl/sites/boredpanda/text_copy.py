"""A copy of an article's text in which what was found in the original is found again."""

from __future__ import annotations

from copy import deepcopy
from itertools import compress
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement


def copy_marked(
    text: HtmlElement, marks: Mapping[HtmlElement, str]
) -> tuple[HtmlElement, dict[str, list[HtmlElement]]]:
    """Copy an element; give the copies of some elements in it by their marks, in order.

    >>> from lxml.html import fragment_fromstring
    >>> text = fragment_fromstring("<div><p>1</p><p>2</p></div>")
    >>> copy, found = copy_marked(text, {text[1]: "second"})
    >>> found["second"][0] is copy[1], copy[1].attrib
    (True, {})
    """
    copy = deepcopy(text)
    copy.tail = None
    found: dict[str, list[HtmlElement]] = {mark: [] for mark in marks.values()}
    # A copy has the same elements in the same order: no search, no mark left in the original.
    inside = list(text.iterdescendants(etree.Element))
    copies = zip(inside, copy.iterdescendants(etree.Element), strict=True)
    for el, twin in compress(copies, map(marks.__contains__, inside)):
        found[marks[el]].append(twin)
    return copy, found
