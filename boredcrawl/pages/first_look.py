"""What a site's first page and its robots.txt say of it: where its articles may be found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal
from urllib.parse import urlsplit

from protego import Protego
from scrapy.http import TextResponse

from boredcrawl.cleaning.urls import join
from boredcrawl.exceptions import Unreadable
from boredcrawl.items import Link
from boredcrawl.pages.base import Page
from boredcrawl.pages.cards import menu, next_page, read_cards
from boredcrawl.pages.finding import Find
from boredcrawl.pages.rest import RestComments, RestPosts, article_of, rest_root
from boredcrawl.pages.sources import Feed, Sitemap, Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from scrapy.http import Response

_FEEDS = Find("//link[@rel='alternate' and @href]")
_GENERATOR = Find("//meta[translate(@name,'GENRATO','genrato')='generator' and @content]")
_FEED_TYPE = re.compile(r"^application/(?:rss|atom)\+xml", re.IGNORECASE)
_OF_COMMENTS = re.compile(r"/comments/feed|[?&]feed=comments|/comments\.(?:rss|xml|atom)")
_NO_POSTS = re.compile(
    r"posts-page-|/page-sitemap|sitemap-pt-page|taxonom|sitemap-tax-|categor|tag[-_]|[-_/]tags?\b"
    r"|author|users"
)
"""Children of an index that list pages, terms and people, as WordPress itself, Yoast's and
Google's plugins name them."""

AGENT = "boredcrawl"
SECTIONS = 12
"""Pages of a menu that are looked into: a site has no more sections worth the requests."""


@dataclass(frozen=True, slots=True)
class FirstPage(Source):
    """The page a crawl starts from: its cards, the pages after it, the sections of its menu."""

    kind: ClassVar[Literal["listing", "sitemap", "feed"]] = "listing"

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """The cards, with the next page and (from the first page only) the sections."""
        if not isinstance(response, TextResponse):
            raise Unreadable(f"{response.url}: not a text document")
        page = Page(response, fetched_at)
        links = list(read_cards(page.tree, page.url))
        shown = {link.url for link in links}
        after = next_page(page.tree, page.url)
        onward = [after] if after else []
        parts = urlsplit(page.url)
        if parts.path + (f"?{parts.query}" if parts.query else "") == self.path:
            sections = (url for url in menu(page.tree, page.url) if url not in shown)
            onward += [url for url in sections if url != after][:SECTIONS]
        return (*links, *(Link(url=url, kind="listing") for url in onward))


@dataclass(frozen=True, slots=True)
class SitemapOfPosts(Sitemap):
    """A sitemap whose index tells the articles' children from those of tags and authors."""

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """The links of a sitemap; of an index, the children that may list posts."""
        links = Sitemap.read(self, response, fetched_at)
        return tuple(
            link
            for link in links
            if link.kind == "article" or not _NO_POSTS.search(urlsplit(link.url).path)
        )


@dataclass(frozen=True, slots=True)
class FeedOfComments(Feed):
    """A feed of the newest comments: which articles have something new."""

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """One link an entry, to the article, with the comment's time and no title."""
        links = Feed.read(self, response, fetched_at)
        newest: dict[str, Link] = {}
        for link in links:
            url = article_of(link.url)
            newest.setdefault(url, Link(url=url, lastmod=link.lastmod))
        return tuple(newest.values())


@dataclass(frozen=True, kw_only=True)
class FirstLook:
    """Judges a site from its first page and its robots.txt (empty where it has none)."""

    page: Page
    robots: str = ""
    has_sitemap: bool = False
    """Whether `/sitemap.xml` answers, which is asked where robots.txt names none."""

    @cached_property
    def rules(self) -> Protego:
        """What robots.txt allows."""
        return Protego.parse(self.robots)

    @cached_property
    def engine(self) -> tuple[str, ...]:
        """The evidence that the site is WordPress'; nothing where there is none."""
        body = self.page.response.body
        generators = [meta.get("content") or "" for meta in _GENERATOR(self.page.tree)]
        told = [f"generator {text}" for text in generators if text.startswith("WordPress")]
        if root := rest_root(self.page):
            told.append(f"REST at {root}")
        if b"/wp-content/" in body or b"/wp-includes/" in body:
            told.append("files under wp-content or wp-includes")
        return tuple(told)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Where articles may be found, the surest first, each allowed by robots.txt."""
        allowed = {s.path: s for s in self._sources() if self._may_fetch(s.path)}
        return tuple(allowed.values())

    @property
    def named_sitemaps(self) -> tuple[str, ...]:
        """The sitemaps of this host that robots.txt names."""
        return tuple(filter(None, (self._path(url) for url in self.rules.sitemaps)))

    def _sources(self) -> Iterator[Source]:
        sitemap = SitemapOfPosts if self.engine else Sitemap
        root = rest_root(self.page)
        for path in self.named_sitemaps:
            yield sitemap(path)
        if not self.named_sitemaps:
            if root and "/wp-json" in root:
                own = self._path(root.partition("/wp-json")[0] + "/wp-sitemap.xml")
                yield sitemap(own or "/wp-sitemap.xml")
            elif self.has_sitemap:
                yield sitemap("/sitemap.xml")
        for link in _FEEDS(self.page.tree):
            feed = self._path(link.get("href") or "")
            if feed and _FEED_TYPE.match(link.get("type") or ""):
                yield FeedOfComments(feed) if _OF_COMMENTS.search(feed) else Feed(feed)
        for told in (RestPosts, RestComments):
            answer = self._path(told.address(root)) if root else None
            if answer:
                yield told(answer)
        yield FirstPage(self._path(self.page.url) or "/")

    def _path(self, href: str) -> str | None:
        url = join(self.page.url, href)
        if url is None:
            return None
        here, there = urlsplit(self.page.url), urlsplit(url)
        if here.netloc.removeprefix("www.") != there.netloc.removeprefix("www."):
            return None
        return f"{there.path or '/'}?{there.query}" if there.query else there.path or "/"

    def _may_fetch(self, path: str) -> bool:
        return bool(self.rules.can_fetch(join(self.page.url, path) or path, AGENT))
