"""The card of a site: where its pages are, who reads them, what to expect of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from boredcrawl.cleaning.urls import canonical_url, rebase

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import TextResponse

    from boredcrawl.cleaning.boilerplate import Rule
    from boredcrawl.pages.article import ArticlePage
    from boredcrawl.pages.more import Dialect
    from boredcrawl.pages.sources import Source


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """Floors below which a crawl of the site ends with exit code 2 (shares of 1)."""

    title: float = 0.98
    body: float = 0.9
    authors: float = 0.0
    published_at: float = 0.0
    unreadable: float = 0.05
    """The share of fetched article pages that may be unreadable."""


class Site:
    """A website: subclasses are cards, one file each, found by being there.

    `origin` is where the pages are fetched: the card's own, or a mirror given on the
    command line. A mirror is a site of its own (`boredpanda@127.0.0.1:8000`), because
    what it serves need not be what the original served.
    """

    slug: ClassVar[str]
    hosts: ClassVar[tuple[str, ...]] = ()
    home: ClassVar[str] = ""
    """The canonical origin, `https://www.example.com`."""
    sources: ClassVar[tuple[Source, ...]] = ()
    pages: ClassVar[tuple[type[ArticlePage], ...]] = ()
    """Tried in order; the last one reads what no other recognises."""
    boilerplate: ClassVar[tuple[Rule, ...]] = ()
    expectations: ClassVar[Expectations] = Expectations()
    comments_dialect: ClassVar[Dialect | None] = None
    """How the site's "load more" buttons ask, where it is known: `scrapy fixture --probe URL`
    prints it. Without it, what a page's markup and inline scripts tell is tried."""

    def __init__(self, origin: str | None = None) -> None:
        self.origin = (origin or self.home).rstrip("/")

    @property
    def name(self) -> str:
        """The name of the site's row: the card's slug, with the host of a mirror."""
        if not self.home or self.origin == self.home:
            return self.slug
        return f"{self.slug}@{urlsplit(self.origin).netloc}"

    def owns(self, url: str) -> bool:
        """Whether the URL is a page of this site (its own hosts, or the mirror's)."""
        netloc = urlsplit(url).netloc.lower()
        return netloc == urlsplit(self.origin).netloc or urlsplit(url).hostname in self.hosts

    def may_ask(self, url: str) -> bool:
        """Whether a page of this site may have this URL asked for more of itself."""
        host, own = urlsplit(url).hostname or "", urlsplit(self.origin).hostname or ""
        return self.owns(url) or host.endswith(f".{own.removeprefix('www.')}")

    @property
    def resolvable(self) -> tuple[str, ...]:
        """The hosts a browser may reach for the site's pages, as patterns."""
        own = urlsplit(self.origin).hostname or ""
        return (own, own.removeprefix("www."), f"*.{own.removeprefix('www.')}")

    def canonical(self, url: str) -> str:
        """The one URL under which an article of this site is kept."""
        return canonical_url(rebase(url, self.hosts, self.origin))

    def is_article(self, url: str) -> bool:
        """Whether a URL found in a source may be an article, by its shape alone."""
        return self.owns(url)

    def page_for(self, response: TextResponse, fetched_at: datetime) -> ArticlePage:
        """The page class that reads this response, made; the last one takes any."""
        for page_class in self.pages:
            page = page_class(response, fetched_at, self)
            if page.recognises() or page_class is self.pages[-1]:
                return page
        raise LookupError(f"the card {self.slug} has no page classes")
