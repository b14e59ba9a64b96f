"""Commenters' names are kept, replaced by pseudonyms, or dropped, as COMMENTER_NAMES says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Self

from boredcrawl.cleaning.naming import unname

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from boredcrawl.cleaning.pseudonyms import Seal
    from boredcrawl.db.privacy import Privacy
    from boredcrawl.items import Visit


class NamesPipeline:
    """Takes the names out of threads where they are not to be kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.seal_of = lru_cache(maxsize=64)(self._seal_of)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Wait for the spider, which has read the settings."""
        return cls(crawler)

    @property
    def privacy(self) -> Privacy:
        """How this crawl treats names."""
        privacy: Privacy = self.crawler.spider.keeper.privacy  # type: ignore[union-attr]
        return privacy

    def _seal_of(self, site: str) -> Seal:
        return self.privacy.seal(site)

    def process_item(self, item: Visit) -> Visit:
        """Replace or drop the names of an article's commenters in place."""
        names = self.privacy.names
        if item.article is not None and names != "keep":
            unname(item.article, self.seal_of(item.site), drop=names == "drop")
        return item
