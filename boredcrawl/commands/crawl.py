"""`scrapy crawl`, ending with the exit codes of the contract instead of always 0.

Scrapy ends with 0 whatever the crawl met (measured, 2.19), and prints a traceback where an
option is wrong; cron needs the one, people the other.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as CrawlCommand
from scrapy.exceptions import UsageError

from boredcrawl.collecting import collect_seldom
from boredcrawl.commands.checked import check_settings, end_as_promised, refuse
from boredcrawl.commands.every_site import EverySite
from boredcrawl.exceptions import BoredcrawlError, ExitCode, WrongOption
from boredcrawl.extensions.json_log import choose_format
from boredcrawl.extensions.notices import tell
from boredcrawl.extensions.report import CrawlReport

if TYPE_CHECKING:
    import argparse
    import asyncio

    from scrapy.crawler import AsyncCrawlerProcess, Crawler


class Command(CrawlCommand):
    """Scrapy's own command, with our exit codes."""

    crawler_process: AsyncCrawlerProcess | None
    sentence = "done"
    text = ""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Take Scrapy's options."""
        super().add_options(parser)
        end_as_promised(parser)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Choose the form of the log before its first line is written."""
        super().process_options(args, opts)
        assert self.settings is not None
        choose_format(self.settings)
        try:
            check_settings(self.settings)
        except WrongOption as error:
            refuse(str(error))

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one spider; set `exitcode` from what came of it."""
        if len(args) != 1:
            raise UsageError("name one spider: articles or replay")
        assert self.crawler_process is not None
        collect_seldom()
        if opts.spargs.get("site") == "all" and args[0] == "articles":
            self._crawl_all(args[0], opts.spargs)
            return
        try:
            crawler = self._create_crawler(args[0])
        except KeyError:
            known = ", ".join(self.crawler_process.spider_loader.list())
            self._fail(f"no spider is called {args[0]!r}; write one of: {known}", ExitCode.USAGE)
            return
        task = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        self.exitcode = self._exit_code(crawler, task)
        if args[0] == "articles":
            self._tell(crawler, opts.spargs)

    def _crawl_all(self, spider: str, arguments: dict[str, str]) -> None:
        assert self.crawler_process is not None
        try:
            every = EverySite(self.crawler_process, spider, arguments, self._exit_code)
            every.run()
        except BoredcrawlError as error:
            self._fail(str(error), error.exit_code)
            return
        self.exitcode = every.exit_code

    def _exit_code(self, crawler: Crawler, task: asyncio.Task[None]) -> int:
        error = None if task.cancelled() else task.exception() if task.done() else None
        if isinstance(error, BoredcrawlError):
            keeper = getattr(crawler.spider, "keeper", None)
            if keeper is not None and hasattr(keeper, "abandon"):
                # The spider was made, and something it needs was not.
                keeper.abandon(int(error.exit_code))
            self._fail(str(error), error.exit_code)
            self.sentence = str(error)
            return self.exitcode
        if error is not None:
            # Not one of ours: a defect, and whoever mends it needs the traceback.
            raise error
        report = crawler.get_extension(CrawlReport)
        assert report is not None
        self.sentence, self.text = report.sentence, report.text
        if report.exit_code:
            # The last line of a log, and the whole mail of a cron, says what was wrong.
            self._fail(report.sentence, report.exit_code)
        return report.exit_code

    def _tell(self, crawler: Crawler, arguments: dict[str, str]) -> None:
        """Send notices; here, because a crawl that could not begin is to be told of too."""
        site = getattr(crawler.spider, "site", None)
        name = site.name if site else arguments.get("site", "boredpanda")
        try:
            tell(crawler.settings, name, self.exitcode, self.sentence, self.text)
        except WrongOption as error:
            self._fail(str(error), error.exit_code)

    def _fail(self, sentence: str, code: ExitCode) -> None:
        sys.stderr.write(f"boredcrawl: {sentence}\n")
        self.exitcode = int(code)
