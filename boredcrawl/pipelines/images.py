"""The files of an article's pictures are kept: as sent, each once, the best variant first."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from scrapy.exceptions import DropItem, NotConfigured

from boredcrawl.archive.image_store import image_path
from boredcrawl.archive.image_wishes import ImageWishes
from boredcrawl.cleaning.image_files import read_image
from boredcrawl.db.pictures import Known, known
from boredcrawl.db.rows import LONGEST_URL
from boredcrawl.exceptions import ArchiveTrouble, DatabaseTrouble, ImageRefused
from boredcrawl.pipelines.image_fetching import ArchiveFetcher, SiteFetcher

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from boredcrawl.cleaning.image_files import ImageFacts
    from boredcrawl.items import Article, Image, Visit
    from boredcrawl.pipelines.image_fetching import Fetcher

logger = logging.getLogger(__name__)

AT_ONCE = 8
"""Pictures downloaded at a time: half of Scrapy's 16 requests, so that pages still come."""

REMEMBERED = 5_000
"""Downloads of this crawl whose end is remembered, for articles that show the same picture."""

AGAIN_AFTER = timedelta(days=30)
"""A refused picture is asked for again after this; what merely failed, at the next visit."""

PASSING = ("failed", "status_5", "status_429", "not_archived")
"""Refusals that say nothing about the picture."""


class Stopped(Exception):
    """The crawl is ending, and asks for nothing more."""


class ImagesPipeline:
    """Downloads pictures and puts the facts of their files into the item."""

    def __init__(self, crawler: Crawler, wishes: ImageWishes) -> None:
        self.crawler = crawler
        self.wishes = wishes
        self.room = asyncio.Semaphore(AT_ONCE)
        self.files: OrderedDict[str, asyncio.Task[dict[str, Any]]] = OrderedDict()
        self.stopping: asyncio.Task[None] | None = None
        self._fetcher: Fetcher | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Be absent where no pictures are wanted."""
        wishes = ImageWishes.of(crawler.settings)
        if wishes.which == "none":
            raise NotConfigured
        return cls(crawler, wishes)

    @property
    def fetcher(self) -> Fetcher:
        """The site for a crawl, the archive for a replay."""
        if self._fetcher is None:
            spider: Any = self.crawler.spider
            self._fetcher = (
                ArchiveFetcher(spider.paths)
                if spider.name == "replay"
                else SiteFetcher(self.crawler, spider.site.origin, self.wishes.max_bytes)
            )
        return self._fetcher

    async def process_item(self, item: Visit) -> Visit:
        """Keep the files of an article's pictures that are not kept yet."""
        if item.article is None:
            return item
        try:
            await self._keep(item.article)
        except (ArchiveTrouble, DatabaseTrouble) as error:
            self._stop(error)
            raise DropItem(f"{item.url} stays due: {error}") from error
        except Stopped:
            raise DropItem(f"{item.url} stays due: the crawl is ending") from None
        return item

    async def _keep(self, article: Article) -> None:
        pictures: dict[str, list[Image]] = {}
        for image in self._wanted(article):
            pictures.setdefault(image.url, []).append(image)
        if not pictures:
            return
        sources = {url for images in pictures.values() for url in variants(images[0])}
        engine = self.crawler.spider.keeper.engine  # type: ignore[union-attr]
        earlier = await asyncio.to_thread(known, engine, list(pictures), sources)
        news = []
        for url, images in pictures.items():
            refused, at = earlier.refused.get(url, (None, article.fetched_at))
            if url in earlier.kept:
                self._count("known")
            elif refused and not is_worth_asking(refused, article.fetched_at - at):
                self._count("refused_before")
            else:
                news.append(self._keep_one(images, article.url, earlier))
        ended = await asyncio.gather(*news, return_exceptions=True)
        for error in ended:
            # Not before all have ended: the others would go on behind the item's back.
            if error is not None:
                raise error

    def _wanted(self, article: Article) -> list[Image]:
        of_items = [item.image for item in article.list_items if item.image is not None]
        images = [*article.images, *of_items]
        wanted = [i for i in images if i.is_lead or self.wishes.which == "all"]
        # What has no row of its own is given no file either.
        return [i for i in wanted if 0 < len(i.url) <= LONGEST_URL]

    async def _keep_one(self, images: list[Image], page_url: str, earlier: Known) -> None:
        best, *_ = urls = variants(images[0])
        reason = ""
        for url in urls:
            try:
                facts = await self._known_or_new(url, page_url, earlier)
            except ImageRefused as refusal:
                reason = str(refusal)
                continue
            if url != best:
                self._count("fallbacks")
            for image in images:
                for name, value in facts.items():
                    setattr(image, name, value)
            return
        for image in images:
            image.refused = reason

    async def _known_or_new(self, url: str, page_url: str, earlier: Known) -> dict[str, Any]:
        facts = earlier.files.get(url)
        if facts is None:
            return await self._file(url, page_url)
        # Another picture's file came from this address: a page shows it in another size.
        self._count("known")
        return facts

    async def _file(self, url: str, page_url: str) -> dict[str, Any]:
        """Give the facts of the file at an address, downloaded once a crawl."""
        task = self.files.get(url)
        if task is None:
            task = self.files[url] = asyncio.ensure_future(self._download(url, page_url))
            if len(self.files) > REMEMBERED:
                self.files.popitem(last=False)
        return await asyncio.shield(task)

    async def _download(self, url: str, page_url: str) -> dict[str, Any]:
        try:
            async with self.room:
                if self._is_ending():
                    raise Stopped
                data = await self.fetcher.fetch(url, page_url)
                if len(data) > self.wishes.max_bytes:
                    raise ImageRefused("too_many_bytes")
                facts, path, is_new = await asyncio.to_thread(self._store, data)
            self._count("stored" if is_new else "shared")
            self._count("bytes", len(data) if is_new else 0)
            return {**asdict(facts), "path": path, "file_url": url}
        except ImageRefused as refusal:
            self._count(f"refused/{refusal}")
            logger.info("no picture of %s: %s", url, refusal)
            raise
        except (ArchiveTrouble, Stopped):
            raise
        except Exception:
            # A defect of ours, or a file that brings one out in a decoder: the picture is
            # missing, the article is not.
            logger.exception("defect in keeping %s", url)
            self._count("refused/defect")
            raise ImageRefused("defect") from None

    def _is_ending(self) -> bool:
        # Scrapy waits for every item before it ends, and an article may have a hundred pictures
        # to wait for; it says nowhere else that it is about to (2.19).
        slot = self.crawler.engine._slot  # noqa: SLF001
        return slot is None or slot.closing is not None

    def _store(self, data: bytes) -> tuple[ImageFacts, str, bool]:
        facts = read_image(data, max_pixels=self.wishes.max_pixels)
        path = image_path(facts.sha256, facts.mime)
        return facts, path, self.wishes.store.put(path, data)

    def _stop(self, error: ArchiveTrouble | DatabaseTrouble) -> None:
        if self.stopping is None:
            logger.error("%s", error)
            what = "archive" if isinstance(error, ArchiveTrouble) else "database"
            # Closing waits for the very item in hand, so it is not awaited here.
            stop = self.crawler.engine.close_spider_async(reason=f"{what}_trouble")
            self.stopping = asyncio.ensure_future(stop)

    def _count(self, name: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"boredcrawl/images/{name}", by)


def variants(image: Image) -> list[str]:
    """Give the addresses of a picture, the best one first.

    >>> from boredcrawl.items import Image
    >>> variants(Image(url="https://i.example/640/cat", original_url="https://a.example/cat.jpg"))
    ['https://a.example/cat.jpg', 'https://i.example/640/cat']
    """
    urls = dict.fromkeys(filter(None, (image.original_url, image.url)))
    return [url for url in urls if len(url) <= LONGEST_URL]


def is_worth_asking(refused: str, ago: timedelta) -> bool:
    """Say whether a refused picture is asked for again.

    >>> is_worth_asking("svg", timedelta(days=2)), is_worth_asking("status_503", timedelta(0))
    (False, True)
    """
    return refused.startswith(PASSING) or ago >= AGAIN_AFTER
