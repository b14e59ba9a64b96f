"""robots.txt obeyed, also where it cannot be had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

from boredcrawl.exceptions import BoredcrawlError
from boredcrawl.middlewares.guard import HostGuard

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from scrapy.robotstxt import RobotParser


class CarefulRobots(RobotsTxtMiddleware):
    """Scrapy's, but where a server fails to tell its rules nothing is asked of it.

    Scrapy would take that as leave to fetch anything; RFC 9309 (2.3.1.4) says the opposite.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.failed: dict[str, Exception] = {}

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:  # noqa: PLR2004 - HTTP's own numbers
            await self._cannot_tell(netloc, f"HTTP {response.status}", response.status == 429)  # noqa: PLR2004
        await super()._parse_robots(response, netloc, request)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Give the rules of a request's host; it is stopped where they cannot be had."""
        parser = await super().robot_parser(request)
        netloc = urlparse_cached(request).netloc
        if parser is None and (error := self.failed.pop(netloc, None)):
            await self._cannot_tell(netloc, type(error).__name__, is_blocking=False)
        return parser

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest | BoredcrawlError):
            self.failed[netloc] = exc
        super()._robots_error(exc, netloc)

    async def _cannot_tell(self, netloc: str, what: str, is_blocking: bool) -> None:
        guard = self.crawler.get_downloader_middleware(HostGuard)
        if guard is not None:
            host = netloc.rpartition("@")[2].lower()
            await guard.stop(host, f"its robots.txt could not be had: {what}", None, is_blocking)
