"""The download handler that knows a browser: only for requests that ask to press buttons.

Scrapy's own handler serves all others. The browser starts with the first page that needs it,
so a crawl whose threads are whole without one never imports it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from boredcrawl.middlewares.exact import ExactHandler
from boredcrawl.middlewares.overheard import Overheard
from boredcrawl.middlewares.pressing import Pressing

if TYPE_CHECKING:
    from playwright.async_api import Page, Route
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

UNWANTED = frozenset(("image", "media", "font", "websocket", "manifest", "texttrack", "ping"))
"""Kinds of requests that bring no comments. Style sheets do: they say which button is shown."""

GRACE = 60
"""Seconds that a page may take beside the pressing: to start, to load, to be written out."""


class BrowserHandler(ExactHandler):
    """Downloads as ever; `meta["press"]` is answered by a browser with the buttons pressed."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.crawler = crawler
        self.browser: ScrapyPlaywrightDownloadHandler | None = None
        self.one_at_a_time = asyncio.Lock()

    async def download_request(self, request: Request) -> Response:
        """Download one request."""
        if "press" not in request.meta:
            return await super().download_request(request)
        async with self.one_at_a_time:
            return await self._pressed(request)

    async def close(self) -> None:
        """End the browser, if there was one."""
        await super().close()
        if self.browser is not None:
            await self.browser.close()

    async def _pressed(self, request: Request) -> Response:
        from scrapy_playwright.page import PageMethod  # noqa: PLC0415 - an extra, see above

        settings = self.crawler.settings
        pressing = Pressing(
            clicks=request.meta["press"]["clicks"],
            seconds=request.meta["press"]["seconds"],
            pause=settings.getfloat("DOWNLOAD_DELAY"),
        )
        overheard = Overheard()
        pages: list[Page] = []

        async def prepare(page: Page, _: Request) -> None:
            pages.append(page)
            # Routes are asked last come, first: this one before scrapy-playwright's own.
            await page.route("**/*", lambda route: self._judge(route, request.url))
            pressing.watch(page)
            overheard.watch(page)

        request.meta.update(
            playwright=True,
            playwright_page_init_callback=prepare,
            playwright_page_methods=[PageMethod(pressing.press), PageMethod(overheard.collect)],
        )
        browser = await self._browser()
        try:
            async with asyncio.timeout(pressing.seconds + GRACE):
                response: Response = await browser.download_request(request)
        finally:
            # Only one page may be open, so one that was given up must not stay.
            for page in pages:
                if not page.is_closed():
                    await page.close()
        request.meta["pressed"] = pressing.outcome
        request.meta["overheard"] = overheard.exchanges
        if overheard.lost:
            self.crawler.stats.inc_value("boredcrawl/archive/lost", overheard.lost)
        return response

    async def _browser(self) -> ScrapyPlaywrightDownloadHandler:
        if self.browser is None:
            from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler  # noqa: PLC0415

            browser = ScrapyPlaywrightDownloadHandler.from_crawler(self.crawler)
            # It would start with the engine, which runs already.
            browser.browser_provider = browser.browser_provider_cls(browser.config)
            await browser.browser_provider.start()
            self.browser = browser
        return self.browser

    async def _judge(self, route: Route, page_url: str) -> None:
        """Let pass what the site needs to load comments, and robots.txt allows."""
        wanted = route.request
        is_wanted = wanted.resource_type not in UNWANTED and _is_kin(wanted.url, page_url)
        if is_wanted and wanted.resource_type in {"xhr", "fetch"}:
            is_wanted = await self._may_fetch(wanted.url)
        if is_wanted:
            await route.fallback()
        else:
            await route.abort()

    async def _may_fetch(self, url: str) -> bool:
        robots: Any = self.crawler.get_downloader_middleware(RobotsTxtMiddleware)
        if robots is None:
            return True
        try:
            await robots.process_request(Request(url))
        except IgnoreRequest:
            self.crawler.stats.inc_value("boredcrawl/threads/forbidden")
            return False
        return True


def _is_kin(url: str, page_url: str) -> bool:
    """Whether a URL is of the page's own site.

    >>> _is_kin("http://assets.panda.example/x.js", "http://www.panda.example/y/")
    True
    >>> _is_kin("http://ads.example/x.js", "http://www.panda.example/y/")
    False
    """
    one, own = urlsplit(url), urlsplit(page_url)
    if one.scheme in {"data", "blob"} or one.netloc == own.netloc:
        return True
    return (one.hostname or "").endswith(f".{(own.hostname or '').removeprefix('www.')}")
