"""A copy of an article's text in which what was found in the original is found again."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_MARK = "data-boredcrawl"
_MARKED = Find(f"descendant::*/@{_MARK}/parent::*")


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
    for el, mark in marks.items():
        el.set(_MARK, mark)
    copy = deepcopy(text)
    for el in marks:
        el.attrib.pop(_MARK, None)
    copy.attrib.pop(_MARK, None)
    copy.tail = None
    found: dict[str, list[HtmlElement]] = {mark: [] for mark in marks.values()}
    for el in _MARKED(copy):
        found[el.attrib.pop(_MARK)].append(el)
    return copy, found
