"""What a page of Bored Panda is made of: items, discussion, the element of the text."""

from __future__ import annotations

import re
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urljoin

from boredcrawl.cleaning.text import all_text, squash
from boredcrawl.pages.article import ArticlePage
from boredcrawl.pages.comments import Discussion, find_discussion
from boredcrawl.pages.enclosing import chain
from boredcrawl.pages.metadata import Metadata
from boredcrawl.pages.survey import Survey, survey
from boredcrawl.sites.boredpanda.labels import STARTS, Label
from boredcrawl.sites.boredpanda.list_items import ITEM, find_items
from boredcrawl.sites.boredpanda.text_element import around_all, find_text_element

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

    from boredcrawl.items import Comment

TextElements = tuple[tuple[str, "Callable[[Survey], list[HtmlElement]]"], ...]
"""Ways to an element of a text, each with its name."""

# The look at the first letter spares most texts the rest.
_ASKED = re.compile(rf"(?=[\s#ahprsty])(?:\s*#\s?\d|{STARTS})", re.IGNORECASE)


class SurveyedPage(ArticlePage):
    """A page of Bored Panda with its parts found: by structure, known names tried first."""

    text_elements: ClassVar[TextElements] = ()
    """Where this layout is known to hold the text, best first, each with its name."""

    classes: ClassVar[tuple[str, ...]] = (ITEM,)
    """What the survey notes: the classes that this layout is known by."""

    @cached_property
    def _survey(self) -> Survey:
        classes = tuple(
            name for name in self.classes if self.mentions(name.encode(), in_any_case=False)
        )
        return survey(self.tree, _ASKED, classes, is_described=self.mentions(b"itemprop"))

    @cached_property
    def metadata(self) -> Metadata:
        """The tags, links and structured data of the document."""
        return Metadata(self.tree, self.url, self._survey.properties)

    @cached_property
    def _labels(self) -> list[Label]:
        labels = (el for el, text in self._survey.named if not text.startswith("#"))
        return [(el, squash(all_text(el))) for el in labels]

    @cached_property
    def _items(self) -> list[HtmlElement]:
        numbered = [el for el, text in self._survey.named if text.startswith("#")]
        return find_items(self.tree, numbered, self._survey.of_class(ITEM))

    @cached_property
    def _discussion(self) -> Discussion:
        items = {el: position for position, el in enumerate(self._items)}
        return find_discussion(self.tree, self.url, items, self._survey)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The discussion, as printed: a doubled block gives its comments twice."""
        found = self.pick("comments", ("structure", lambda: self._discussion.comments)) or ()
        for comment in found:
            comment.commenter.url = self._own_url(comment.commenter.url)
        return found

    @cached_property
    def _home(self) -> str:
        return urljoin(self.url_canonical, "/")

    def _own_url(self, url: str | None) -> str | None:
        """Write a link to a person as the site has it, on whatever host it was printed."""
        if url is None or url.startswith(self._home):
            return url
        return self.site.canonical(url) if self.site.owns(url) else url

    @cached_property
    def _outside(self) -> dict[HtmlElement, None]:
        """The elements of the discussion, in no text."""
        return dict.fromkeys(self._discussion.elements)

    @cached_property
    def _text_element(self) -> HtmlElement | None:
        found = self.pick(
            "body",
            *((name, partial(self._known_element, find)) for name, find in self.text_elements),
            ("structure", self._element_by_structure),
        )
        return None if found is None else around_all(found, self._items)

    def _element_by_structure(self) -> HtmlElement | None:
        return find_text_element(self._whole, self._items, self._outside, self._headline_element)

    @property
    def _whole(self) -> HtmlElement:
        body = self.tree.find("body")
        return self.tree if body is None else body

    def _known_element(self, find: Callable[[Survey], list[HtmlElement]]) -> HtmlElement | None:
        """Give the element of a name, the longest of several, if it holds any text."""
        found = [
            el for el in find(self._survey) if not any(up in self._outside for up in chain(el))
        ]
        if not found:
            return None
        best = found[0]
        if len(found) > 1:
            best = max(found, key=lambda el: sum(map(len, el.itertext())))
        return best if self._items or any(map(squash, best.itertext())) else None
