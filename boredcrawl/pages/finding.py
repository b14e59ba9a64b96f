"""Compiled XPath, typed: one expression that gives elements."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Find:
    """An XPath expression compiled once, for elements."""

    def __init__(self, path: str) -> None:
        self._xpath = etree.XPath(path)

    def __call__(self, root: HtmlElement) -> list[HtmlElement]:
        """Give the elements it finds below the root, in document order."""
        return cast("list[HtmlElement]", self._xpath(root))
