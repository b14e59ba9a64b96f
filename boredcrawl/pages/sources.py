"""Where a site's pages are: listings, sitemaps and feeds, each read into links.

A source is a card's entry (`Listing("/latest/")`); reading one of its documents is pure.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

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

PIECE = 65_536
"""Bytes unpacked and parsed at a time."""

PARSING: dict[str, Any] = {
    # No entities, no network: a sitemap is data from outside.
    "resolve_entities": False,
    "no_network": True,
    "recover": True,
    "huge_tree": True,
}


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
        links = []
        for entry in _stream(response, ("url", "sitemap"), ("urlset", "sitemapindex")):
            kind: Literal["sitemap", "article"] = (
                "sitemap" if _local(entry) == "sitemap" else "article"
            )
            if url := join(response.url, _child(entry, "loc")):
                links.append(Link(url=url, kind=kind, lastmod=_time(entry, fetched_at)))
        return tuple(links)


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


def _stream(
    response: Response, names: tuple[str, ...], roots: tuple[str, ...]
) -> Iterator[etree._Element]:
    """Give a document's entries as they are parsed, each thrown away after its turn.

    A sitemap of 50 MB never stands in memory unpacked, nor as a tree (ten times that).
    """
    parser: Any = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{name}" for name in names], **PARSING
    )
    for piece in _pieces(response):
        parser.feed(piece)
        entry: Any
        for _, entry in parser.read_events():
            parent = entry.getparent()
            if parent is None or _local(parent) not in roots:
                continue
            yield entry
            entry.clear()
            while entry.getprevious() is not None:
                del parent[0]
    root = _root(parser, response.url)
    if _local(root) not in roots:
        raise Unreadable(f"{response.url}: <{_local(root)}> is no sitemap")


def _xml(response: Response) -> etree._Element:
    parser: Any = etree.XMLParser(**PARSING)
    for piece in _pieces(response):
        parser.feed(piece)
    return _root(parser, response.url)


def _root(parser: Any, url: str) -> etree._Element:
    try:
        root: etree._Element | None = parser.close()
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Unreadable(f"{url}: not an XML document")
    return root


def _pieces(response: Response) -> Iterator[bytes]:
    """Give a document in pieces, unpacked; nothing stands before its first mark."""
    begins = True
    for piece in _unpacked(response.body, response.url):
        clean = piece.lstrip() if begins else piece
        begins = begins and not clean
        if clean:
            yield clean


def _unpacked(body: bytes, url: str) -> Iterator[bytes]:
    pieces = (body[at : at + PIECE] for at in range(0, len(body), PIECE))
    if body[:2] != b"\x1f\x8b":
        yield from pieces
        return
    unpacker, total = zlib.decompressobj(wbits=31), 0
    for piece in pieces:
        left = piece
        while left:
            try:
                unpacked = unpacker.decompress(left, PIECE)
            except zlib.error as error:
                raise Unreadable(f"{url}: broken gzip: {error}") from error
            total += len(unpacked)
            if total > MAX_UNPACKED:
                raise Unreadable(f"{url}: unpacks to more than {MAX_UNPACKED} bytes")
            yield unpacked
            left = unpacker.unconsumed_tail
    if not unpacker.eof:
        raise Unreadable(f"{url}: the gzip ends too early")


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
