"""An article of Bored Panda: what both layouts have in common."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from boredcrawl.cleaning.images import image_url, original_url
from boredcrawl.cleaning.text import all_text, squash
from boredcrawl.items import Image, RelatedLink, Tag
from boredcrawl.pages import dating, filing
from boredcrawl.pages.enclosing import chain, common_ancestor
from boredcrawl.sites.boredpanda.addresses import is_article
from boredcrawl.sites.boredpanda.author_box import read_boxes
from boredcrawl.sites.boredpanda.head import Head, points_below, read_head
from boredcrawl.sites.boredpanda.labels import (
    Announced,
    read_polls,
    read_related,
    take_announced,
)
from boredcrawl.sites.boredpanda.list_items import read_item
from boredcrawl.sites.boredpanda.listing import is_card, read_offer
from boredcrawl.sites.boredpanda.parts import SurveyedPage
from boredcrawl.sites.boredpanda.text_copy import copy_marked

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from boredcrawl.items import Author, Kind, Link, ListItem, Poll

_OUT, _LABEL, _ITEM = "out", "label", "item"
"""What elements of the text are: no text, the label of a block, an item of a list."""

_TAG_PAGE = re.compile(r"/(?:tag|topics)/[^/?#]+")
_MEMBER = "community member"


class BoredPandaPage(SurveyedPage):
    """An article of Bored Panda, whose parts are read."""

    @cached_property
    def _head(self) -> Head:
        """The facts above the text."""
        text, h1 = self._text_element, self._headline_element
        around = common_ancestor([el for el in (text, h1) if el is not None])
        if around is None:
            return Head()
        stop = {*self._items, *self._outside}
        if text is not None and text is not around:
            stop.add(text)
        return read_head(around, stop, self.title or "", self.url)

    @cached_property
    def _links(self) -> list[tuple[HtmlElement, str]]:
        """All links outside of the discussion with their addresses, as written."""
        commented = {link for el in self._outside for link in el.iter("a")}
        links = (link for link in self._survey.links if link not in commented)
        return [(link, link.get("href") or "") for link in links]

    @cached_property
    def _boxes(self) -> list[HtmlElement]:
        """The boxes about the authors; reading them fills in what they tell."""
        keep: set[HtmlElement] = set()
        for el in (self._text_element, self._headline_element):
            if el is not None:
                keep.update(chain(el))
        return read_boxes(self._links, self.authors, keep)

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """Who wrote it, with role and biography as the page tells them."""
        told = self.pick("authors", ("page", lambda: tuple(self._head.authors)))
        authors = told or super().authors
        for author in authors:
            author.url = self._own_url(author.url)
        return authors

    @cached_property
    def published_raw(self) -> str | None:
        """When it was published: what is said to machines, then the words above the text."""
        data = self.metadata
        return (
            self.pick(
                "published_raw",
                ("json-ld", lambda: next(dating.from_jsonld(data, "datePublished"), None)),
                ("meta", lambda: next(data.all(*dating.PUBLISHED), None)),
                ("page", lambda: self._head.published),
            )
            or super().published_raw
        )

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The categories, then the tags."""
        categories = (
            self.pick(
                "categories",
                ("page", lambda: tuple(self._head.categories)),
                ("meta", lambda: tuple(dict.fromkeys(filing.sections(self.metadata)))),
            )
            or ()
        )
        tags: dict[str, Tag] = {name: Tag(name=name, kind="category") for name in categories}
        for anchor, href in self._links:
            may_be = "/tag/" in href or "/topics/" in href
            if not (may_be and _TAG_PAGE.search(href)) and anchor.get("rel") != "tag":
                continue
            name = squash(all_text(anchor)).lstrip("#")
            if name:
                tags.setdefault(name, Tag(name=name))
        if len(tags) == len(categories):
            for tag in super().tags:
                tags.setdefault(tag.name, tag)
        return tuple(tags.values())

    @cached_property
    def section(self) -> str | None:
        """The first category."""
        first = next((tag.name for tag in self.tags if tag.kind == "category"), None)
        return self.pick("section", ("page", lambda: first)) or super().section

    @cached_property
    def score(self) -> int | None:
        """The readers' votes for the article."""
        if self._head.score is not None:
            return self._count("score", self._head.score)
        below = points_below(self.tree, {*self._items, *self._outside})
        return self._count("score", below, "data-points")

    @cached_property
    def comments_declared(self) -> int | None:
        """How many comments the page says there are."""
        count = self._count("comments_declared", self._head.comments)
        return super().comments_declared if count is None else count

    def _count(self, field: str, value: int | None, source: str = "page") -> int | None:
        """Note the source of a number, which may be 0."""
        if value is not None:
            self.field_sources[field] = source
        return value

    @cached_property
    def lead_image(self) -> Image | None:
        """The cover above the text, else what the page offers for sharing."""
        cover = self._head.cover
        url = image_url(cover, self.url) if cover is not None else None
        if cover is None or url is None:
            return super().lead_image
        self.field_sources["lead_image"] = "page"
        alt = squash(cover.get("alt") or "") or None
        return Image(url=url, original_url=original_url(url), alt=alt, is_lead=True)

    @cached_property
    def body(self) -> HtmlElement | None:
        """A copy of the text, without discussion, authors' boxes, title and head."""
        text = self._text_element
        if text is None:
            return None
        marks = dict.fromkeys((el for el, _ in self._labels), _LABEL)
        marks |= dict.fromkeys(self._items, _ITEM)
        polls = [box for _, box in self._polls]
        marks |= dict.fromkeys((*self._outside, *self._boxes, *self._head_elements(), *polls), _OUT)
        copy, found = copy_marked(text, marks)
        for el in found.get(_OUT, ()):
            el.drop_tree()
        self._announced = take_announced(found.get(_LABEL, ()), copy, self.url)
        self._read_items = tuple(
            read_item(el, position, self.url) for position, el in enumerate(found.get(_ITEM, ()))
        )
        return copy

    def _head_elements(self) -> list[HtmlElement]:
        """Give what stands above the text in the same element as the text.

        The branch with the title goes whole, and what precedes it; a branch that holds
        text as well is gone into. What follows the title on its own goes by what it is.
        """
        head, h1, text = self._head, self._headline_element, self._text_element
        found = [*head.elements, *([head.cover] if head.cover is not None else [])]
        if h1 is None or text is None or not any(up is text for up in chain(h1)):
            return found
        kept: set[HtmlElement] = set()
        for el in (head.end, *self._items[:1]):
            if el is not None:
                kept.update(chain(el))
        branch = list(chain(h1))
        for el in reversed(branch[: branch.index(text)]):
            found += el.itersiblings(preceding=True)
            if el not in kept:
                found.append(el)
                break
        return found

    @cached_property
    def _announced(self) -> Announced:
        return Announced()

    @cached_property
    def _read_items(self) -> tuple[ListItem, ...]:
        return ()

    @cached_property
    def list_items(self) -> tuple[ListItem, ...]:
        """The items of a list, whose elements stand in the body."""
        return self._read_items if self.body is not None else ()

    @cached_property
    def highlights(self) -> tuple[str, ...]:
        """The points of the box of highlights."""
        return self._announced.highlights if self.body is not None else ()

    @cached_property
    def polls(self) -> tuple[Poll, ...]:
        """The questions put to the readers."""
        return tuple(poll for poll, _ in self._polls)

    @cached_property
    def _polls(self) -> list[tuple[Poll, HtmlElement]]:
        return read_polls(self._labels)

    @cached_property
    def related(self) -> tuple[RelatedLink, ...]:
        """The links of "RELATED:" in the text, then those recommended under it."""
        inside = self._announced.related if self.body is not None else []
        found: dict[str, RelatedLink] = {}
        cards = [RelatedLink(url=c.url, title=c.title) for c in self._cards()]
        for link in (*inside, *read_related(self._labels, self.tree, self.url), *cards):
            url = self.site.canonical(link.url)
            if self.site.owns(url) and is_article(url) and url != self.url_canonical:
                known = found.setdefault(url, RelatedLink(url=url, title=link.title))
                known.title = known.title or link.title
        return tuple(found.values())

    def _cards(self) -> tuple[Link, ...]:
        """Give the cards of other articles; this one is an `<article>` with a title."""
        own = set(chain(self._headline_element)) if self._headline_element is not None else set()
        cards = [el for el in self._survey.articles if el not in own and is_card(el)]
        return tuple(link for el in cards if (link := read_offer(el, self.url)) is not None)

    @cached_property
    def kind(self) -> Kind:
        """A list by its items; a community post by its author's role; else a story."""
        if self._items:
            return "list"
        members = [
            "/contributor/" in (author.url or "") or (author.role or "").lower() == _MEMBER
            for author in self.authors
        ]
        return "community" if members and all(members) else "story"
