"""`scrapy crawl replay`: the pages of WARC files read again, with no network.

Items come straight from `start()`. Answering requests out of the archive in a downloader
middleware would do too, but costs a scheduler, a downloader slot and three middlewares a
page, and gives the answers in the order the scheduler likes; here the newest visit comes
last, as the store needs it. Scrapy puts no bound on items of `start()` (2.19), so the spider
keeps one itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Headers, Request, TextResponse
from scrapy.responsetypes import responsetypes

from boredcrawl.archive.http_block import header
from boredcrawl.archive.image_wishes import ImageWishes
from boredcrawl.archive.iterate import require_warc
from boredcrawl.archive.reader import expand, read_records
from boredcrawl.db.privacy import Privacy
from boredcrawl.exceptions import ArchiveTrouble, DatabaseTrouble, Unreadable, WrongOption
from boredcrawl.items import Visit
from boredcrawl.sites import site_for
from boredcrawl.sites.generic import Generic
from boredcrawl.spiders.answers import GONE, NOT_MODIFIED, failure_sentence
from boredcrawl.spiders.options import read_options
from boredcrawl.spiders.reading import Reading, read_into
from boredcrawl.spiders.redirects import Redirects
from boredcrawl.spiders.replay_keeper import ReplayKeeper
from boredcrawl.spiders.unfinished import Unfinished

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from boredcrawl.archive.reader import Record
    from boredcrawl.sites.base import Site

NAMES = ("warc", "site", "origin")

IN_HAND = 64
"""Visits read and not stored yet, at most; each may be a long article."""

PACKED = frozenset((b"content-encoding", b"transfer-encoding", b"content-length"))
"""Headers that spoke of the body before it was unpacked."""


class ReplaySpider(scrapy.Spider):
    """Reads archived article pages into visits, as the crawl that archived them did."""

    name = "replay"
    custom_settings = {"ARCHIVE": False}  # noqa: RUF012 - Scrapy's own form

    def __init__(
        self, paths: tuple[Path, ...], keeper: ReplayKeeper, *, root: Path, only: Site | None
    ) -> None:
        super().__init__(self.name)
        self.paths = paths
        self.keeper = keeper
        self.root = root
        self.only = only
        """The site whose pages are wanted; None for all, each under its own site."""
        self.redirects = Redirects()
        self.unfinished = Unfinished()
        self.site_at = lru_cache(maxsize=1024)(site_for)
        self.in_hand = 0
        self.room = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *_: Any, **kwargs: Any) -> Self:
        """Judge the options and the files, open the database."""
        for name in kwargs:
            if name not in NAMES:
                raise WrongOption(f"there is no option {name}=: write one of {', '.join(NAMES)}")
        paths = expand(kwargs.pop("warc", ""))
        for path in paths:
            require_warc(path)
        only = read_options(kwargs).site if kwargs else None
        ImageWishes.of(crawler.settings)  # judged before the database is made
        keeper = ReplayKeeper.open(crawler.settings["DATABASE_URL"], Privacy.of(crawler.settings))
        root = Path(crawler.settings["ARCHIVE_DIR"]).resolve()
        spider = cls(paths, keeper, root=root, only=only)
        spider._set_crawler(crawler)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.let_go, signal)
        return spider

    async def start(self) -> AsyncIterator[Visit]:
        """Give the visits of all files, no more at once than are being stored."""
        counts: Counter[str] = Counter()
        try:
            for record in read_records(self.paths, counts):
                # The loop has other things to do than to wait for a page that is wanted.
                await asyncio.sleep(0)
                for visit in self._visits(record):
                    self.in_hand += 1
                    yield visit
                while self.in_hand >= IN_HAND:
                    self.room.clear()
                    await self.room.wait()
            for visit in self.unfinished.rest():
                self.in_hand += 1
                yield visit
        except ArchiveTrouble as error:
            self._tell(str(error))
            raise CloseSpider("archive_trouble") from error
        finally:
            for reason, count in counts.items():
                self._count(f"records/{reason}", count)
                self._tell(f"{count} records of the archive are {reason.replace('_', ' ')}")

    def let_go(self) -> None:
        """Make room: a visit went through the pipelines, one way or another."""
        self.in_hand -= 1
        self.room.set()

    async def item_failed(self, item: Any, failure: Failure) -> None:
        """Keep account of a page our own pipelines could not refine (a defect, named)."""
        if isinstance(failure.value, DatabaseTrouble):
            await self.crawler.engine.close_spider_async(reason="database_trouble")
            return
        visit: Visit = item
        visit.article = None
        visit.outcome, visit.error = "unreadable", failure_sentence(failure)
        await self.keeper.save([visit])
        self._count("visits/unreadable")

    def _visits(self, record: Record) -> Iterator[Visit]:
        self._count("records/read")
        location = header(record.headers, b"location")
        if 300 <= record.status < 400 and location:  # noqa: PLR2004 - HTTP's own numbers
            self.redirects.note(record.url, location.decode("latin-1"))
        site = self._site(record)
        reason = _unwanted(record, site)
        if reason:
            self._count(f"records/{reason}")
            return
        if record.status == NOT_MODIFIED:
            yield self._unchanged(record, site)
            return
        if record.kind == "resource":
            whole = self._whole(record)
            if whole is not None:
                yield whole
                return
        met = (*self.redirects.led_to(record.url), record.url)
        visit = Visit(
            url=met[0],
            site=site.name,
            fetched_at=record.fetched_at,
            status=record.status,
            etag=_text(record, b"etag"),
            last_modified=_text(record, b"last-modified"),
            warc_file=self._name(record.file),
            warc_offset=record.offset,
        )
        reading = Reading()
        try:
            response = answer(record)
        except Unreadable as error:
            visit.outcome, visit.error = "unreadable", str(error)
        else:
            reading = read_into(visit, response, site, met)
            if reading.is_defect:
                self._count("pages/defects")
            if reading.is_no_article:
                self._count("records/not_an_article")
                return
        if visit.error:
            self._tell(f"{visit.outcome}: {visit.url}: {visit.error}")
        yield from self.unfinished.pass_on(visit, reading.page, record.url)

    def _unchanged(self, record: Record, site: Site) -> Visit:
        """Make a visit of an answer that said only that nothing had changed."""
        return Visit(
            url=site.canonical(record.url),
            site=site.name,
            fetched_at=record.fetched_at,
            status=record.status,
            outcome="unchanged",
            warc_file=self._name(record.file),
            warc_offset=record.offset,
        )

    def _whole(self, record: Record) -> Visit | None:
        """Complete a visit from the page that a crawl made whole, if this is one."""
        response = answer(record)
        return (
            self.unfinished.finish(record.url, response)
            if isinstance(response, TextResponse)
            else None
        )

    def _site(self, record: Record) -> Site:
        parts = urlsplit(record.url)
        return self.only or self.site_at(f"{parts.scheme}://{parts.netloc}/", record.part_of)

    def _name(self, path: Path) -> str:
        """Name a file as the crawl that wrote it did, where it stands in our archive."""
        full = path.resolve()
        return str(full.relative_to(self.root) if full.is_relative_to(self.root) else path)

    def _tell(self, sentence: str) -> None:
        self.logger.warning("%s", sentence)

    def _count(self, name: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"boredcrawl/{name}", by)


def _unwanted(record: Record, site: Site) -> str | None:
    """Say why a record is nobody's article; None where it may be one."""
    if not site.owns(record.url):
        return "elsewhere"
    # That a page is gone says something only where the card knows which are articles'.
    if record.status not in (*GONE, NOT_MODIFIED) or isinstance(site, Generic):
        if record.status != 200:  # noqa: PLR2004 - HTTP's own number
            return "not_a_page"
        if record.mime and "html" not in record.mime:
            return "not_html"
    if not site.is_article(site.canonical(record.url)):
        return "not_an_article"
    return None


def answer(record: Record) -> Response:
    """Make of a record what a download of it would have been after decompression."""
    headers = Headers(pair for pair in record.headers if pair[0].lower() not in PACKED)
    kind = responsetypes.from_args(headers=headers, url=record.url, body=record.body)
    request = Request(record.url, meta={"fetched_at": record.fetched_at})
    return kind(
        record.url, status=record.status, headers=headers, body=record.body, request=request
    )


def _text(record: Record, name: bytes) -> str | None:
    value = header(record.headers, name)
    return value.decode("latin-1") if value else None
