"""The guard: stops asking a host that gives nothing good, and remembers it."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from boredcrawl.db.hosts import Stop
from boredcrawl.exceptions import BoredcrawlError, HostStopped
from boredcrawl.guest.blocking import BLOCKED
from boredcrawl.guest.breaker import Breaker, Sign, rest, sign_of
from boredcrawl.middlewares.downloader import PoliteDownloader, host_of, wait_asked_for

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response

    from boredcrawl.db.keeper import Keeper

logger = logging.getLogger(__name__)


class HostGuard:
    """Counts each host's bad answers in a row; behind decompression, before retries."""

    def __init__(self, crawler: Crawler, keeper: Keeper) -> None:
        self.crawler = crawler
        self.keeper = keeper
        self.patience = crawler.settings.getfloat("RETRY_AFTER_MAX")
        self.breakers = {
            host: Breaker(stopped.stops) for host, stopped in keeper.host_stops.items()
        }
        self.closing: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the stops remembered by earlier crawls."""
        keeper = getattr(crawler.spider, "keeper", None)
        if keeper is None or not hasattr(keeper, "host_stops"):
            raise NotConfigured
        return cls(crawler, keeper)

    @property
    def downloader(self) -> PoliteDownloader:
        """The downloader that keeps what is found here."""
        downloader = self.crawler.engine.downloader
        assert isinstance(downloader, PoliteDownloader)
        return downloader

    def process_request(self, request: Request) -> None:
        """Refuse requests to hosts that are left alone."""
        host = host_of(request)
        if (stopped := self.downloader.paces[host].stopped) is not None:
            raise stopped
        remembered = self.keeper.host_stops.get(host)
        if remembered is not None and remembered.until > datetime.now(UTC):
            raise told(remembered)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Judge an answer."""
        host = host_of(request)
        seconds = wait_asked_for(response) or 0.0
        if seconds > self.patience:
            logger.warning("%s asks to be left alone for %d s", host, seconds)
            what = f"it asked for {seconds:.0f} s (Retry-After) with HTTP {response.status}"
            await self.stop(host, what, timedelta(seconds=seconds), response.status in BLOCKED)
        else:
            sign = sign_of(response.status, response.body)
            # Who refuses its pages still tells its rules: they are no sign that it is well again.
            if sign is not Sign.GOOD or urlparse_cached(request).path != "/robots.txt":
                await self._note(host, sign, response.status)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a failure of the host, not one of ours."""
        if not isinstance(exception, IgnoreRequest | BoredcrawlError):
            await self._note(host_of(request), Sign.ERROR, type(exception).__name__)

    async def stop(
        self, host: str, what: str, until: timedelta | None = None, is_blocking: bool = False
    ) -> None:
        """Leave a host alone for a while, and remember it; its own site's crawl ends."""
        if self.downloader.paces[host].stopped is not None:
            return
        breaker = self.breakers.setdefault(host, Breaker())
        breaker.stops += 1
        now = datetime.now(UTC)
        stopped = Stop(host, breaker.stops, now + (until or rest(breaker.stops)), is_blocking, what)
        self.downloader.stop(told(stopped))
        logger.error("%s", stopped.sentence)
        kind = "blocking" if is_blocking else "failing"
        self.crawler.stats.inc_value(f"boredcrawl/hosts/{kind}")
        await self.keeper.stop_host(stopped, now)
        site = getattr(self.crawler.spider, "site", None)
        if site is not None and site.owns(f"http://{host}/") and self.closing is None:
            # Closing waits for the very answer in hand, so it is not awaited here.
            stop = self.crawler.engine.close_spider_async(reason="host_stopped")
            self.closing = asyncio.ensure_future(stop)

    async def _note(self, host: str, sign: Sign, what: object) -> None:
        breaker = self.breakers.setdefault(host, Breaker())
        was_stopped = breaker.stops
        if breaker.note(sign):
            is_blocking = bool(breaker.blocks * 2 >= breaker.errors)
            blocked = "refusals" if is_blocking else "failures"
            count = breaker.blocks if is_blocking else breaker.errors
            await self.stop(
                host, f"{count} {blocked} in a row, the last: {what}", None, is_blocking
            )
        elif was_stopped and not breaker.stops:
            logger.info("%s answers well again", host)
            await self.keeper.host_recovered(host)


def told(stopped: Stop) -> HostStopped:
    """Make what is raised for requests to a stopped host."""
    return HostStopped(stopped.sentence, host=stopped.host, is_blocking=stopped.is_blocking)
