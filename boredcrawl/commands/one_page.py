"""A crawl of one page, kept nowhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import scrapy

from boredcrawl.spiders.answers import failure_sentence
from boredcrawl.spiders.browser import find_browser
from boredcrawl.spiders.looking_around import look_around
from boredcrawl.spiders.manners import mind_manners

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from boredcrawl.sites.base import Site
    from boredcrawl.spiders.options import Options


class OnePage(scrapy.Spider):
    """Fetches one page as a crawl would, or in a browser with its buttons pressed."""

    name = "one_page"
    custom_settings = {  # noqa: RUF012 - Scrapy's own form
        "HTTPERROR_ALLOW_ALL": True,
        "ARCHIVE": False,
        "ITEM_PIPELINES": {},
        "EXTENSIONS": {},
    }

    def __init__(self, url: str, *, press: bool = False) -> None:
        super().__init__()
        self.url = url
        self.press = press
        self.response: Response | None = None
        self.failure = "nothing came of it"
        self.fetched_at = datetime.now(UTC)

    @classmethod
    def from_crawler(
        cls, crawler: Crawler, options: Options, *, url: str, press: bool = False, **_: Any
    ) -> Self:
        """Mind the manners of a crawl of the site."""
        mind_manners(crawler.settings, is_local=options.is_local)
        spider = cls(url, press=press)
        if press:
            crawler.settings.set("COMMENTS_BROWSER", "always", priority="cmdline")
            browser = find_browser(crawler.settings, options.site.resolvable)
            spider.request = browser.request(url)
        else:
            spider.request = scrapy.Request(url)
        spider._set_crawler(crawler)
        spider.site = options.site
        return spider

    request: scrapy.Request
    site: Site

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for the page."""
        yield self.request.replace(callback=self.keep, errback=self.failed)

    def keep(self, response: Response) -> None:
        """Keep the answer for whoever asked."""
        self.fetched_at = response.meta.get("fetched_at") or datetime.now(UTC)
        self.response = response

    def failed(self, failure: Failure) -> None:
        """Keep the reason why there is none."""
        self.failure = failure_sentence(failure)


class FirstVisit(OnePage):
    """Fetches one page, and looks around at its site before."""

    is_known = False
    """Whether the site's first page told where its articles may be found."""

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Look around, then ask for the page."""
        self.is_known = await look_around(self.crawler, self.site, f"{self.site.origin}/")
        async for request in super().start():
            yield request
