"""The downloader: Scrapy's, keeping what a host asked of its visitors to the second.

Delays, Retry-After and stops are kept where requests leave, behind all queues: a middleware
would still let go what waits behind it (measured, Scrapy 2.19: up to CONCURRENT_REQUESTS).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Any

from scrapy import signals
from scrapy.core.downloader import Downloader
from scrapy.utils.asyncio import call_later, create_looping_call
from scrapy.utils.defer import _schedule_coro
from scrapy.utils.httpobj import urlparse_cached

from boredcrawl.exceptions import HostStopped
from boredcrawl.guest.asked import gap, http_date, retry_after
from boredcrawl.middlewares.steady import steady

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.core.downloader import Slot
    from scrapy.core.downloader.handlers import DownloadHandlers
    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response
    from scrapy.robotstxt import RobotParser


LOOK_SECONDS = 0.2
"""How soon after it was told to close a crawl stops sending what waits."""


@dataclass(slots=True)
class Pace:
    """What one host asked for."""

    robots: RobotParser | None = None
    held_until: float = 0.0
    """Nothing is sent before this, by the monotonic clock."""
    stopped: HostStopped | None = None
    """Nothing is sent any more, and why."""


class Timed:
    """Download handlers that say when an answer, or its failure, is in."""

    def __init__(
        self, handlers: DownloadHandlers, ended: Callable[[Request, Response | None], None]
    ) -> None:
        self.handlers = handlers
        self.ended = ended

    async def download_request_async(self, request: Request) -> Response:
        """Download, and tell."""
        response = None
        try:
            response = await self.handlers.download_request_async(request)
        finally:
            self.ended(request, response)
        return response


class PoliteDownloader(Downloader):
    """One queue a host and port; delays count from the end of the answer before.

    So a server never sees two requests closer together than the delay, however long one of
    them was on its way.
    """

    def __init__(self, crawler: Crawler) -> None:
        from twisted.internet import reactor  # noqa: PLC0415 - Scrapy installs it first

        steady(reactor)
        super().__init__(crawler)
        self.handlers: Any = Timed(self.handlers, self._ended)
        self.paces: defaultdict[str, Pace] = defaultdict(self._first_pace)
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        crawler.signals.connect(self._robots_parsed, signals.robots_parsed)
        crawler.signals.connect(self._begin, signals.engine_started)
        self.look = create_looping_call(self._look)

    def _first_pace(self) -> Pace:
        # Another crawl may have asked this host for something a moment ago.
        return Pace(held_until=monotonic() + self._delay)

    def get_slot_key(self, request: Request) -> str:
        """Give the host and port: another port is another server."""
        named: str | None = request.meta.get(self.DOWNLOAD_SLOT)
        return named or host_of(request)

    def hold(self, host: str, seconds: float) -> None:
        """Send nothing to a host for so long."""
        pace = self.paces[host]
        pace.held_until = max(pace.held_until, monotonic() + seconds)

    def stop(self, stopped: HostStopped) -> None:
        """Send nothing to a host any more; what waits to be sent fails with the reason."""
        self.paces[stopped.host].stopped = stopped
        slot = self.slots.get(stopped.host)
        if slot is not None:
            slot.close()
            self._process_queue(slot)

    def leave_off(self) -> None:
        """Send nothing of what the spider asked for and is not sent yet: the crawl is closing.

        What completes a visit in hand, a request without a callback, still goes out.
        """
        stopped = HostStopped("the crawl is closing")
        for slot in self.slots.values():
            waiting = list(slot.queue)
            slot.queue.clear()
            slot.queue.extend(pair for pair in waiting if not is_of_spider(pair[0]))
            for request, answer in waiting:
                if is_of_spider(request):
                    answer.errback(stopped)

    def _begin(self) -> None:
        self.look.start(LOOK_SECONDS, now=False)

    def _look(self) -> None:
        engine = self.crawler.engine
        slot = engine._slot  # noqa: SLF001 - Scrapy tells nobody that it begins to close
        if slot is None or slot.closing is not None:
            self.leave_off()

    def close(self) -> None:
        """Stop looking, too."""
        super().close()
        if self.look.running:
            self.look.stop()

    def _process_queue(self, slot: Slot) -> None:
        if not slot.queue or slot.latercall:
            return
        host = slot.queue[0][0].meta[self.DOWNLOAD_SLOT]
        pace = self.paces[host]
        if pace.stopped is not None:
            while slot.queue:
                slot.queue.popleft()[1].errback(pace.stopped)
            return
        delay = slot.download_delay()
        if asked := self._gap(pace):
            # AutoThrottle may have thought less of it.
            delay = slot.delay = max(delay, asked)
            slot.concurrency = 1
        now = monotonic()
        wait = max(pace.held_until, slot.lastseen + delay if delay else 0.0) - now
        if wait > 0:
            slot.latercall = call_later(wait, self._latercall, slot)
            return
        while slot.queue and slot.free_transfer_slots() > 0:
            slot.lastseen = now
            request, answer = slot.queue.popleft()
            # Scrapy's own notes it when the download's task gets its turn, and until then
            # takes the place for free (seen, 2.19: one connection a host became eight).
            slot.transferring.add(request)
            _schedule_coro(self._wait_for_download(slot, request, answer))
            if delay:
                self._process_queue(slot)
                return

    def _gap(self, pace: Pace) -> float:
        if pace.robots is None:
            return 0.0
        # Scrapy's parsers tell the delay alone; the one it uses by default knows the rate.
        rules: Any = getattr(pace.robots, "rp", None)
        rate = rules.request_rate(self.agent) if hasattr(rules, "request_rate") else None
        return gap(pace.robots.crawl_delay(self.agent), rate, datetime.now(UTC))

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        self.paces[host_of(request)].robots = robotparser

    def _ended(self, request: Request, response: Response | None) -> None:
        host = request.meta[self.DOWNLOAD_SLOT]
        slot = self.slots.get(host)
        if slot is not None:
            slot.lastseen = monotonic()
        seconds = None if response is None else wait_asked_for(response)
        if seconds:
            self.hold(host, seconds)


def host_of(request: Request) -> str:
    """Give a request's host, with its port where one is named."""
    parts = urlparse_cached(request)
    return parts.netloc.rpartition("@")[2].lower()


def is_of_spider(request: Request) -> bool:
    """Tell whether a request begins a visit, rather than completing one."""
    return bool(request.cb_kwargs)


def wait_asked_for(response: Response) -> float | None:
    """Give the seconds an answer asks to wait before the next request, where it does."""
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    dated = http_date((response.headers.get("Date") or b"").decode("latin-1"))
    return retry_after(value.decode("latin-1"), dated or datetime.now(UTC))
