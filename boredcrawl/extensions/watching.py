"""What a crawl met on its way that its counts do not tell: errors by name, the slowest pages."""

from __future__ import annotations

import heapq
import re
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from boredcrawl.items import Visit

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SLOWEST = 3
"""So many pages are named."""


class Watching:
    """Looks at every visit that ends; leaves what it saw in the stats."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.slowest: list[tuple[float, str]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for visits."""
        watching = cls(crawler)
        crawler.signals.connect(watching.item_scraped, signals.item_scraped)
        return watching

    def item_scraped(self, item: Any, response: Any) -> None:
        """Take account of a visit."""
        if not isinstance(item, Visit):
            return
        if item.error:
            self.crawler.stats.inc_value(f"boredcrawl/errors/{error_name(item.error)}")
        request = getattr(response, "request", None)
        seconds = request.meta.get("download_latency") if request is not None else None
        if seconds is None:
            return
        heapq.heappush(self.slowest, (round(seconds, 2), item.url))
        if len(self.slowest) > SLOWEST:
            heapq.heappop(self.slowest)
        ordered = [list(pair) for pair in sorted(self.slowest, reverse=True)]
        self.crawler.stats.set_value("boredcrawl/pages/slowest", ordered)


def error_name(sentence: str) -> str:
    """Give the name of an error, which is how its sentence begins.

    >>> error_name("TimeoutError: User timeout caused connection failure")
    'TimeoutError'
    >>> error_name("HTTP 503"), error_name("blocked: HTTP 403")
    ('HTTP 503', 'blocked')
    >>> error_name("https://a/b/: neither title nor text")
    'neither title nor text'
    """
    # https://a/b/: what was wrong
    without_url = re.sub(r"^https?://\S+:\s+", "", sentence)
    return without_url.partition(": ")[0][:60]
