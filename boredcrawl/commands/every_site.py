"""`scrapy crawl articles -a site=all`: one site after another, whichever is free and due."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from twisted.internet.error import ReactorNotRunning

from boredcrawl.db.engine import open_database
from boredcrawl.db.lease import LASTS
from boredcrawl.db.work import all_work
from boredcrawl.exceptions import ExitCode, SiteHeld, WrongOption
from boredcrawl.sites import all_cards

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import AsyncCrawlerProcess, Crawler

    from boredcrawl.db.work import Work

logger = logging.getLogger(__name__)

GRAVITY = (
    ExitCode.STORAGE,
    ExitCode.USAGE,
    ExitCode.BLOCKED,
    ExitCode.NOTHING_FETCHED,
    ExitCode.EXPECTATION,
    ExitCode.DONE,
)
"""Of several crawls in one process the worst outcome is told, in this order."""


LOOKS_EVERY = 3.0
"""Seconds between two looks at what others hold: a worker that died here is replaced so soon."""


class EverySite:
    """A worker: takes the next free site with due work, until none is left.

    Any number of them may run on one PostgreSQL; the lease keeps each site with one. A worker
    that has worked waits for what others still hold, as they may die, for as long as a lease
    lasts. One that finds everything held from the start is a second start of cron, and ends.
    """

    def __init__(
        self,
        process: AsyncCrawlerProcess,
        spider: str,
        arguments: dict[str, str],
        judge: Callable[[Crawler, asyncio.Task[None]], int],
    ) -> None:
        forbidden = {"url", "origin"} & arguments.keys()
        if forbidden:
            raise WrongOption(f"site=all takes no {forbidden.pop()}=: name one site for that")
        self.process = process
        self.spider = spider
        self.arguments = arguments
        self.judge = judge
        self.began = datetime.now(UTC)
        self.engine = open_database(process.settings["DATABASE_URL"])
        self.done: set[str] = set()
        self.codes: list[int] = []
        self.idle_since: float | None = None
        self.failure: BaseException | None = None

    @property
    def exit_code(self) -> int:
        """What came of all of it; held is only told where there was nothing else to do."""
        own = [code for code in GRAVITY if code in self.codes]
        return int(own[0] if own else ExitCode.HELD if self.codes else ExitCode.DONE)

    def run(self) -> None:
        """Work until nothing is left; raises what ended it before."""
        try:
            if self._go_on():
                # Scrapy would end when no crawl runs, and so while we wait.
                self.process.start(stop_after_crawl=False)
        finally:
            self.engine.dispose()
        if self.failure is not None:
            raise self.failure

    def _go_on(self) -> bool:
        """Begin the next crawl, or wait for one; False where the work is over."""
        held = []
        for work in all_work(self.engine, datetime.now(UTC)):
            if work.site in self.done or not work.due or _slug(work) not in all_cards():
                continue
            if work.holder is not None:
                held.append(work)
            elif not self._was_crawled_meanwhile(work):
                self.idle_since = None
                self._take(work)
                return True
        if not held:
            return False
        if self.idle_since is None:
            self.idle_since = time.monotonic()
            for work in held:
                logger.info("%s is being crawled by %s", work.site, work.holder)
            self.codes.append(ExitCode.HELD)
        is_patient = time.monotonic() - self.idle_since <= LASTS.total_seconds()
        if self.done and is_patient:
            asyncio.get_event_loop().call_later(LOOKS_EVERY, self._then, self._go_on)
            return True
        return False

    def _was_crawled_meanwhile(self, work: Work) -> bool:
        """Whether another worker has crawled a site since we began: what it left, it left."""
        last = work.last_started_at
        return last is not None and last >= self.began and not work.is_abandoned

    def _take(self, work: Work) -> None:
        self.done.add(work.site)
        slug, _, netloc = work.site.partition("@")
        arguments = {**self.arguments, "site": slug}
        if netloc:
            arguments["origin"] = f"{urlsplit(work.url).scheme}://{netloc}"
        logger.info("taking %s, %d due", work.site, work.due)
        crawler = self.process.create_crawler(self.spider)
        task = self.process.crawl(crawler, **arguments)
        task.add_done_callback(partial(self._then, partial(self._ended, work.site, crawler)))

    def _then(self, step: Callable[..., bool], *given: object) -> None:
        """Do a step of the work in the loop; end the loop where it was the last."""
        goes_on = False
        try:
            goes_on = step(*given)
        except Exception as error:
            # Whatever it is, the loop must end for it to be told: `run` raises it.
            self.failure = error
        if not goes_on:
            from twisted.internet import reactor  # noqa: PLC0415 - Scrapy installs it first

            with suppress(ReactorNotRunning):  # a signal may have been quicker
                reactor.stop()  # type: ignore[misc]  # its type is an interface without self

    def _ended(self, site: str, crawler: Crawler, task: asyncio.Task[None]) -> bool:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, SiteHeld):
            # Another worker was quicker, and may die.
            self.done.discard(site)
            self.codes.append(ExitCode.HELD)
        else:
            self.codes.append(self.judge(crawler, task))
        # Without a crawl there are no stats to ask.
        is_told_to_stop = error is None and crawler.stats.get_value("finish_reason") == "shutdown"
        if is_told_to_stop or self.codes[-1] == ExitCode.STORAGE:
            return False
        return self._go_on()


def _slug(work: Work) -> str:
    return work.site.partition("@")[0]
