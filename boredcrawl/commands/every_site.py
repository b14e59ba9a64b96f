"""`scrapy crawl articles -a site=all`: one site after another, whichever is free and due."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.db.engine import open_database
from boredcrawl.db.work import all_work
from boredcrawl.exceptions import ExitCode, SiteHeld, WrongOption
from boredcrawl.sites import all_cards

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from scrapy.crawler import AsyncCrawlerProcess, Crawler

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


class EverySite:
    """A worker: takes the next free site with due work, until none is left.

    Any number of them may run on one PostgreSQL; the lease keeps each site with one.
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
        self.engine = open_database(process.settings["DATABASE_URL"])
        self.done: set[str] = set()
        self.codes: list[int] = []

    @property
    def exit_code(self) -> int:
        """What came of all of it; held is only told where there was nothing else to do."""
        own = [code for code in GRAVITY if code in self.codes]
        return int(own[0] if own else ExitCode.HELD if self.codes else ExitCode.DONE)

    def take_next(self) -> None:
        """Begin the crawl of the next site; the one after it follows by itself."""
        for work in all_work(self.engine, datetime.now(UTC)):
            slug, _, netloc = work.site.partition("@")
            if work.site in self.done or not work.due or slug not in all_cards():
                continue
            if work.holder is not None:
                logger.info("%s is being crawled by %s", work.site, work.holder)
                # Not done with: whoever holds it may die.
                self.codes.append(ExitCode.HELD)
                continue
            self.done.add(work.site)
            arguments = {**self.arguments, "site": slug}
            if netloc:
                arguments["origin"] = f"{urlsplit(work.url).scheme}://{netloc}"
            logger.info("taking %s, %d due", work.site, work.due)
            crawler = self.process.create_crawler(self.spider)
            task = self.process.crawl(crawler, **arguments)
            task.add_done_callback(partial(self._ended, crawler))
            return
        self.engine.dispose()

    def _ended(self, crawler: Crawler, task: asyncio.Task[None]) -> None:
        error = None if task.cancelled() else task.exception()
        if isinstance(error, SiteHeld):
            # Another worker was quicker.
            self.codes.append(ExitCode.HELD)
        else:
            self.codes.append(self.judge(crawler, task))
        # Without a crawl there are no stats to ask.
        is_told_to_stop = error is None and crawler.stats.get_value("finish_reason") == "shutdown"
        if is_told_to_stop or self.codes[-1] == ExitCode.STORAGE:
            self.engine.dispose()
        else:
            self.take_next()
