"""Crawls in one process, one after another: a line of JSON starts each, another tells its end.

A process for each crawl would spend five sixths of its time on starting. What comes of a
crawl is judged by the command's own code.
"""

import asyncio
import json
import sys

from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

from scrapy.crawler import AsyncCrawlerRunner  # noqa: E402  # the reactor comes first
from twisted.internet.defer import Deferred  # noqa: E402
from twisted.internet.task import react  # noqa: E402

from boredcrawl.commands.crawl import Command  # noqa: E402
from boredcrawl.extensions.report import plain  # noqa: E402


async def crawl_as_told() -> None:
    loop = asyncio.get_running_loop()
    while line := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        told = json.loads(line)
        settings = get_project_settings()
        settings.setdict({"LOG_LEVEL": "CRITICAL", **told["settings"]}, priority="cmdline")
        runner = AsyncCrawlerRunner(settings)
        crawler = runner.create_crawler("articles")
        task = runner.crawl(crawler, **told["arguments"])
        await asyncio.wait([task])
        code = Command()._exit_code(crawler, task)
        stats = {} if task.exception() else plain(crawler.stats.get_stats())
        sys.stdout.write(json.dumps({"code": code, "stats": stats}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    react(lambda _: Deferred.fromFuture(asyncio.ensure_future(crawl_as_told())))
