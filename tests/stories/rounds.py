"""Crawls of one site, again and again in one process: a line with the origin starts each.

A process for each crawl would spend five sixths of its time on starting.
"""

import asyncio
import sys

from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")

from scrapy.crawler import AsyncCrawlerRunner  # noqa: E402  # the reactor comes first
from twisted.internet.defer import Deferred  # noqa: E402
from twisted.internet.task import react  # noqa: E402


async def crawl_as_told() -> None:
    settings = get_project_settings()
    settings.set("LOG_LEVEL", "ERROR", priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    loop = asyncio.get_running_loop()
    while origin := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        await runner.crawl("articles", origin=origin)
        sys.stdout.write("crawled\n")
        sys.stdout.flush()


if __name__ == "__main__":
    react(lambda _: Deferred.fromFuture(asyncio.ensure_future(crawl_as_told())))
