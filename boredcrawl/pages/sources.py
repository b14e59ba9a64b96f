"""Where a site's pages are: listings, sitemaps and feeds, each read into links.

A source is a card's entry (`Listing("/latest/")`); reading one of its documents is pure.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from lxml import etree
from scrapy.http import TextResponse

from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.times import parse_time
from boredcrawl.cleaning.urls import join
from boredcrawl.exceptions import Unreadable
from boredcrawl.items import Link
from boredcrawl.pages.base import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from lxml.html import HtmlElement
    from scrapy.http import Response

    ReadCards = Callable[[HtmlElement, str], tuple[Link, ...]]
    NextPage = Callable[[HtmlElement, str], str | None]

MAX_UNPACKED = 52_428_800
"""The most a sitemap may unpack to, in bytes: sitemaps.org allows 50 MB."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the site that gives links."""

    path: str
    kind: ClassVar[Literal["listing", "sitemap", "feed"]]

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """The links the document gives; raises `Unreadable` if it is no such document."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Listing(Source):
    """An HTML page of cards, with older ones on the pages after it."""

    read_cards: ReadCards = field(kw_only=True)
    next_page: NextPage = field(kw_only=True)
    kind: ClassVar[Literal["listing", "sitemap", "feed"]] = "listing"

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """The cards of the page, and its next page as a link of kind `listing`."""
        page = Page(_html(response), fetched_at)
        links = self.read_cards(page.tree, page.url)
        after = self.next_page(page.tree, page.url) if links else None
        return (*links, Link(url=after, kind="listing")) if after else links


@dataclass(frozen=True, slots=True)
class Sitemap(Source):
    """A sitemap or an index of sitemaps (sitemaps.org 0.9), gzipped or not."""

    kind: ClassVar[Literal["listing", "sitemap", "feed"]] = "sitemap"

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """One link an entry: kind `sitemap` for an index's children, else `article`."""
        root = _xml(response)
        is_index = _local(root) == "sitemapindex"
        if not is_index and _local(root) != "urlset":
            raise Unreadable(f"{response.url}: <{_local(root)}> is no sitemap")
        return tuple(
            Link(
                url=url, kind="sitemap" if is_index else "article", lastmod=_time(entry, fetched_at)
            )
            for entry, url in _entries(root, response.url, ("url", "sitemap"), "loc")
        )


@dataclass(frozen=True, slots=True)
class Feed(Source):
    """An RSS 2.0 or Atom feed."""

    kind: ClassVar[Literal["listing", "sitemap", "feed"]] = "feed"

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """One article link an item, with its title, date and comment count if given."""
        root = _xml(response)
        if _local(root) not in ("rss", "feed", "RDF"):
            raise Unreadable(f"{response.url}: <{_local(root)}> is no feed")
        links = []
        for entry, url in _entries(root, response.url, ("item", "entry"), "link"):
            title = squash(_child(entry, "title"))
            # slash:comments, written by WordPress into every feed.
            comments = _child(entry, "comments", namespace="slash")
            links.append(
                Link(
                    url=url,
                    lastmod=_time(entry, fetched_at),
                    title=title or None,
                    comment_count=int(comments) if comments.isdigit() else None,
                )
            )
        return tuple(links)


def _html(response: Response) -> TextResponse:
    if not isinstance(response, TextResponse):
        raise Unreadable(f"{response.url}: not a text document")
    return response


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _xml(response: Response) -> etree._Element:
    body = response.body
    if body[:2] == b"\x1f\x8b":
        body = _gunzip(body, response.url)
    # No entities, no network: a sitemap is data from outside.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(body.strip(), parser=parser) if body.strip() else None
    if root is None:
        raise Unreadable(f"{response.url}: not an XML document")
    return root


def _gunzip(body: bytes, url: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(body, MAX_UNPACKED)
    except zlib.error as error:
        raise Unreadable(f"{url}: broken gzip: {error}") from error
    if unpacker.unconsumed_tail:
        raise Unreadable(f"{url}: unpacks to more than {MAX_UNPACKED} bytes")
    if not unpacker.eof:
        raise Unreadable(f"{url}: the gzip ends too early")
    return unpacked


def _entries(
    root: etree._Element, base: str, names: tuple[str, ...], link: str
) -> Iterator[tuple[etree._Element, str]]:
    for entry in root.iter("{*}" + names[0], "{*}" + names[1]):
        href = _child(entry, link) or next(
            (
                e.get("href", "")
                for e in entry.iter("{*}link")
                if e.get("rel", "alternate") == "alternate"
            ),
            "",
        )
        url = join(base, href)
        if url:
            yield entry, url


def _child(entry: etree._Element, name: str, *, namespace: str | None = None) -> str:
    for child in entry.iterchildren("{*}" + name):
        if namespace is None or namespace in (etree.QName(child).namespace or ""):
            return (child.text or "").strip()
    return ""


def _time(entry: etree._Element, fetched_at: datetime) -> datetime | None:
    for name in ("lastmod", "updated", "pubDate", "published", "date"):
        if raw := _child(entry, name):
            moment = parse_time(raw, fetched_at)
            return moment.at if moment else None
    return None
