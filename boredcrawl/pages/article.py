"""The article page any site starts from: every field, from what every site says of itself.

The order of trust, most trusted first; `field_sources` of the item keeps which source gave
each field of this very page:

- url_canonical: `<link rel=canonical>` on the same site, `og:url`, the address fetched
- title: the `<h1>` that another source confirms; JSON-LD headline, microdata, OpenGraph,
  Twitter, `<title>` without the site's name. Odd spaces are mended, a label before the
  title dropped, only where another of these shows the right form
- authors: JSON-LD persons, microdata, meta tags, the byline after the headline (by
  `rel=author` or name), a line beginning with "By"; then JSON-LD organisations
- published_raw: JSON-LD, meta tags, microdata, `<time>` after the headline, the address,
  a line that is a date. What cannot be read as a time is passed over
- description: JSON-LD, meta tags · language: `<html lang>`, JSON-LD, meta tags
- section, tags: JSON-LD, `article:*`, links with `rel=tag`, keywords
- lead_image: OpenGraph, JSON-LD, Twitter · body: see `prose` · comments: see `threads`
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, TypeVar
from urllib.parse import urlsplit

from boredcrawl.cleaning.text import squash
from boredcrawl.exceptions import MissingField
from boredcrawl.items import Article
from boredcrawl.pages import bylines, dating, filing, jsonld, lead
from boredcrawl.pages.base import Page
from boredcrawl.pages.headline import Headline, read_headline
from boredcrawl.pages.metadata import Metadata
from boredcrawl.pages.prose import read_body
from boredcrawl.pages.threads import read_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from lxml.html import HtmlElement
    from scrapy.http import TextResponse

    from boredcrawl.items import Author, Comment, Image, Kind, ListItem, Poll, RelatedLink, Tag
    from boredcrawl.pages.card import Card
    from boredcrawl.pages.comments import Discussion

T = TypeVar("T")

_EMPTY: tuple[object, ...] = ("", (), [])
"""Answers that are none; 0 is one, and an element without children is one too."""


class ArticlePage(Page):
    """An article on any site; sites' own page classes override what they know better."""

    layout: ClassVar[str] = "generic"

    def __init__(self, response: TextResponse, fetched_at: datetime, site: Card) -> None:
        super().__init__(response, fetched_at)
        self.site = site
        self.field_sources: dict[str, str] = {}

    def recognises(self) -> bool:
        """Whether this class is made for the page; the generic one reads any."""
        return True

    def pick(self, field: str, *candidates: tuple[str, Callable[[], T | None]]) -> T | None:
        """Take the first candidate that gives something, and note which one it was."""
        for source, read in candidates:
            value = read()
            if value is not None and value not in _EMPTY:
                self.field_sources[field] = source
                return value
        return None

    @cached_property
    def metadata(self) -> Metadata:
        """The tags, links and structured data of the document."""
        return Metadata(self.tree, self.url)

    @cached_property
    def url_canonical(self) -> str:
        """The URL under which the site itself keeps the article."""
        data, owns = self.metadata, self.site.owns
        url = self.pick(
            "url",
            ("canonical", lambda: data.own_address(data.canonical_links(), owns)),
            ("og:url", lambda: data.own_address(data.all("og:url"), owns)),
        )
        return self.site.canonical(url or self.url)

    @cached_property
    def headline(self) -> Headline | None:
        """The title with its source and, where it is printed, its element."""
        return read_headline(self.tree, self.metadata, self.metadata.site_names)

    @cached_property
    def title(self) -> str | None:
        """The headline's text."""
        headline = self.headline
        if headline is None:
            return None
        return self.pick("title", (headline.source, lambda: headline.text))

    @property
    def _headline_element(self) -> HtmlElement | None:
        return self.headline.element if self.headline else None

    @cached_property
    def description(self) -> str | None:
        """What the site says the article is about."""
        text = self.pick(
            "description",
            ("json-ld", lambda: self._told("description")),
            ("og:description", lambda: self.metadata.first("og:description")),
            ("description", lambda: self.metadata.first("description", "twitter:description")),
            ("microdata", lambda: next(self.metadata.prop_values("description"), None)),
        )
        return squash(text) if text else None

    def _told(self, key: str) -> str | None:
        return next(jsonld.strings(self.metadata.article.get(key)), None)

    @cached_property
    def language(self) -> str | None:
        """The language of the text, as a tag like `en` or `pt-BR`."""
        code = self.pick(
            "language",
            (
                "html",
                lambda: (
                    self.tree.get("lang")
                    or self.tree.get("{http://www.w3.org/XML/1998/namespace}lang")
                ),
            ),
            ("json-ld", lambda: self._told("inLanguage")),
            ("meta", lambda: self.metadata.first("content-language", "og:locale", "language")),
        )
        return code.strip().replace("_", "-") if code else None

    @cached_property
    def section(self) -> str | None:
        """The part of the site the article stands in."""
        return self.pick("section", ("meta", lambda: next(filing.sections(self.metadata), None)))

    @cached_property
    def kind(self) -> Kind:
        """The kind of article; unknown without a card."""
        return "article"

    @cached_property
    def published_raw(self) -> str | None:
        """When it was published, in the site's words."""
        data, near = self.metadata, self._headline_element
        return self.pick(
            "published_raw",
            ("json-ld", lambda: self._time(dating.from_jsonld(data, "datePublished"))),
            ("meta", lambda: self._time(data.all(*dating.PUBLISHED))),
            ("microdata", lambda: self._time(data.prop_values("datePublished"))),
            ("time", lambda: self._time(dating.from_time_tags(self.tree, near))),
            ("url", lambda: self._time(dating.from_url(self.url))),
            ("text", lambda: self._time(dating.from_page(self.tree, near))),
            ("json-ld-created", lambda: self._time(dating.from_jsonld(data, "dateCreated"))),
            ("modified", lambda: self.modified_raw),
        )

    @cached_property
    def modified_raw(self) -> str | None:
        """When it was last changed, in the site's words."""
        data = self.metadata
        return self.pick(
            "modified_raw",
            ("json-ld", lambda: self._time(dating.from_jsonld(data, "dateModified"))),
            ("meta", lambda: self._time(data.all(*dating.MODIFIED))),
            ("microdata", lambda: self._time(data.prop_values("dateModified"))),
        )

    def _time(self, found: Iterable[str]) -> str | None:
        return dating.first_time(found, self.fetched_at, self.language)

    @cached_property
    def authors(self) -> tuple[Author, ...]:
        """Who wrote it."""
        data, near, names = self.metadata, self._headline_element, self.metadata.site_names
        return (
            self.pick(
                "authors",
                ("json-ld", lambda: bylines.from_jsonld(data, names)),
                ("microdata", lambda: bylines.from_microdata(data, names)),
                ("meta", lambda: bylines.from_metas(data, names)),
                ("byline", lambda: bylines.from_page(self.tree, self.url, near, names)),
                ("text", lambda: bylines.from_text(near, names)),
                ("json-ld-organisation", lambda: bylines.from_organisations(data)),
            )
            or ()
        )

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """What it is filed under."""
        source, tags = filing.read_tags(self.tree, self.metadata)
        return self.pick("tags", (source, lambda: tags)) or ()

    @cached_property
    def related(self) -> tuple[RelatedLink, ...]:
        """What the site offers to read next."""
        links = filing.related_links(self.tree, self.url)
        return self.pick("related", ("class", lambda: links)) or ()

    @cached_property
    def highlights(self) -> tuple[str, ...]:
        """The article's own summary points; none without a card."""
        return ()

    @cached_property
    def score(self) -> int | None:
        """The readers' votes; unknown without a card."""
        return None

    @cached_property
    def polls(self) -> tuple[Poll, ...]:
        """Questions put to the readers; none without a card."""
        return ()

    @cached_property
    def list_items(self) -> tuple[ListItem, ...]:
        """The entries of a list article; none without a card."""
        return ()

    @cached_property
    def _discussion(self) -> Discussion:
        """The thread printed in this page: its comments, and the elements that hold them."""
        return read_thread(self.tree, self.url)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The discussion, as printed in this page."""
        return self.pick("comments", ("structure", lambda: self._discussion.comments)) or ()

    @cached_property
    def comments_declared(self) -> int | None:
        """How many comments the site says there are."""
        count = self.pick("comments_declared", ("json-ld", lambda: self._told("commentCount")))
        return int(count) if count and count.isdecimal() else None

    @cached_property
    def lead_image(self) -> Image | None:
        """The picture the site shows for the article."""
        data = self.metadata
        return self.pick(
            "lead_image",
            ("og:image", lambda: lead.from_metas(data, "og:image", "og:image:url")),
            ("json-ld", lambda: lead.from_jsonld(data)),
            ("twitter:image", lambda: lead.from_metas(data, "twitter:image")),
        )

    @cached_property
    def body(self) -> HtmlElement | None:
        """A copy of the element that holds the text, comment threads taken out."""
        return self.pick("body", ("prose", self._prose))

    def _prose(self) -> HtmlElement | None:
        host = urlsplit(self.url).netloc
        known = self._told("articleBody") or ""
        return read_body(self.tree, known, host, self._discussion.elements)

    def to_item(self) -> Article:
        """Gather the fields; raises `MissingField` with neither title nor body."""
        body = self.body
        if not self.title and body is None:
            raise MissingField(f"{self.url}: neither title nor body")
        return Article(
            url=self.url_canonical,
            site=self.site.name,
            fetched_at=self.fetched_at,
            urls=tuple(dict.fromkeys((self.url_canonical, self.url))),
            kind=self.kind,
            layout=self.layout,
            title=self.title,
            description=self.description,
            language=self.language,
            section=self.section,
            published_raw=self.published_raw,
            modified_raw=self.modified_raw,
            highlights=self.highlights,
            score=self.score,
            authors=self.authors,
            images=(self.lead_image,) if self.lead_image else (),
            list_items=self.list_items,
            polls=self.polls,
            tags=self.tags,
            related=self.related,
            comments=self.comments,
            comments_declared=self.comments_declared,
            field_sources=self.field_sources,
            body=body,
        )
