"""Visits are stored: in batches, each one transaction, off the event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self

from boredcrawl.exceptions import DatabaseTrouble

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from boredcrawl.db.keeper import Keeper
    from boredcrawl.items import Article, Visit

COVERED = ("title", "body_text", "authors", "published_at", "images", "comments")


class SqlPipeline:
    """Gathers visits and hands them to the spider's keeper."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.batch_size = crawler.settings.getint("STORE_BATCH")
        self.seconds = crawler.settings.getfloat("STORE_SECONDS")
        self.waiting: list[Visit] = []
        self.storing = asyncio.Lock()
        self.clock: asyncio.Task[None] | None = None
        self.stopping: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the batch settings."""
        return cls(crawler)

    @property
    def keeper(self) -> Keeper:
        """The one hand that writes to this crawl's database."""
        keeper: Keeper = self.crawler.spider.keeper  # type: ignore[union-attr]
        return keeper

    def open_spider(self) -> None:
        """Start the clock that stores what has waited long enough."""
        self.clock = asyncio.get_running_loop().create_task(self._tick())

    async def close_spider(self) -> None:
        """Store what is still waiting."""
        assert self.clock is not None
        self.clock.cancel()
        await self._store_or_stop()

    async def process_item(self, item: Visit) -> Visit:
        """Take a visit; store when the batch is full or nothing else is in hand."""
        self.waiting.append(item)
        if len(self.waiting) >= min(self.batch_size, len(self.keeper.in_hand) or self.batch_size):
            await self._store_or_stop()
        return item

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(self.seconds)
            await self._store_or_stop()

    async def _store_or_stop(self) -> None:
        async with self.storing:
            visits, self.waiting = self.waiting, []
            if not visits:
                return
            try:
                outcomes = await self.keeper.save(visits)
            except DatabaseTrouble as error:
                # Nothing of the batch is lost: its URLs are still due.
                self._count("store/failed")
                self.crawler.spider.logger.error(  # type: ignore[union-attr]  # noqa: TRY400 - a line says it all
                    "%s", error
                )
                stop = self.crawler.engine.close_spider_async(reason="database_trouble")
                self.stopping = asyncio.ensure_future(stop)
                return
            for visit, outcome in zip(visits, outcomes, strict=True):
                self._count(f"visits/{outcome}")
                if visit.article is not None:
                    self._count_article(visit.article)
                elif outcome == "unreadable":
                    self._count("articles/unreadable")

    def _count_article(self, article: Article) -> None:
        self._count("articles/read")
        self._count(f"layouts/{article.layout}")
        self._count("comments/captured", article.comments_captured)
        self._count("images/found", len(article.images))
        self._count("comments/incomplete", int(not article.comments_complete))
        for field in COVERED:
            name = field.removesuffix("_text")
            self._count(f"fields/{name}", int(bool(getattr(article, field))))
        for rule, count in article.dropped.items():
            self._count(f"dropped/{rule}", count)

    def _count(self, name: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"boredcrawl/{name}", by)
