"""The progress of a crawl: a live line on a terminal, plain lines where there is none."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING, Any, Self

from rich.console import Console
from rich.live import Live
from rich.table import Table
from scrapy import signals
from scrapy.exceptions import NotConfigured

from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

MODES = ("auto", "always", "never")
LIVE_SECONDS = 0.25
PLAIN_SECONDS = 5.0


class Progress:
    """Shows what a crawl has done so far, on standard error."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self.crawler = crawler
        self.console = console
        self.began = time.monotonic()
        self.task: asyncio.Task[None] | None = None
        self.live: Live | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Decide by PROGRESS and by the terminal whether to show anything."""
        mode = crawler.settings["PROGRESS"]
        if mode not in MODES:
            raise WrongOption(f"PROGRESS={mode!r}: write one of {', '.join(MODES)}")
        if mode == "never" or (mode == "auto" and not sys.stderr.isatty()):
            raise NotConfigured
        progress = cls(crawler, Console(stderr=True))
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self) -> None:
        """Begin to show."""
        if self.console.is_terminal:
            self.live = Live(self._table(), console=self.console, auto_refresh=False)
            self.live.start()
        self.task = asyncio.get_running_loop().create_task(self._run())

    def spider_closed(self, spider: Spider) -> None:  # noqa: ARG002 - the signal's form
        """Show the last state and stop."""
        if self.task is not None:
            self.task.cancel()
        self._show()
        if self.live is not None:
            self.live.stop()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(LIVE_SECONDS if self.live else PLAIN_SECONDS)
            self._show()

    def _show(self) -> None:
        if self.live is not None:
            self.live.update(self._table(), refresh=True)
        else:
            told = ", ".join(f"{value} {name}" for name, value in self._numbers())
            self.console.print(told, highlight=False)

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 2))
        for _ in self._numbers():
            table.add_column(justify="right")
            table.add_column(style="dim")
        table.add_row(*(cell for name, value in self._numbers() for cell in (value, name)))
        return table

    def _numbers(self) -> list[tuple[str, str]]:
        stats: dict[str, Any] = self.crawler.stats.get_stats()

        def total(*names: str) -> int:
            return sum(int(stats.get(name, 0)) for name in names)

        pages = total("downloader/response_count")
        errors = total(
            "boredcrawl/visits/failed",
            "boredcrawl/visits/unreadable",
            "boredcrawl/sources/failed",
            "boredcrawl/sources/unreadable",
        )
        keeper = getattr(self.crawler.spider, "keeper", None)
        numbers = [
            ("articles", f"{total('boredcrawl/articles/read'):,}"),
            ("comments", f"{total('boredcrawl/comments/captured'):,}"),
            ("images", f"{total('boredcrawl/images/found'):,}"),
            ("pages/s", f"{pages / max(time.monotonic() - self.began, 0.001):.1f}"),
            ("errors", f"{errors:,}"),
        ]
        if keeper is not None:
            numbers.append(("in hand", f"{len(keeper.in_hand):,}"))
            numbers.append(("due", f"{keeper.due_count:,}"))
        return numbers
