"""The baseline of a crawl: Scrapy that downloads the same pages and does nothing with them.

`python -m bench.bare FILE` downloads the URLs of the file, a line each, and prints a line of
JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response

SETTINGS = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,  # what `articles` does on loopback
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "WARNING",
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
}


class Bare(scrapy.Spider):
    """Downloads, counts, forgets."""

    name = "bare"

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self.urls = urls
        self.size = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """Ask for every URL."""
        for url in self.urls:
            yield scrapy.Request(url, self.parse, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Count the bytes that came."""
        self.size += len(response.body)


def main(path: str) -> None:
    """Crawl, and print what it took."""
    process = AsyncCrawlerProcess(SETTINGS)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, urls=Path(path).read_text().split())
    process.start()
    stats = crawler.stats.get_stats()
    spider = crawler.spider
    print(
        json.dumps(
            {
                "pages": stats["downloader/response_status_count/200"],
                "seconds": stats["elapsed_time_seconds"],
                "bytes": getattr(spider, "size", 0),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
