"""The archive middleware: next to the network, it writes every answer as it was sent."""

from __future__ import annotations

import asyncio
import logging
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy import signals

from boredcrawl import __version__
from boredcrawl.archive.exchange import Exchange, Resource
from boredcrawl.archive.repair import repair
from boredcrawl.archive.signals import page_made_whole
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.exceptions import ArchiveTrouble
from boredcrawl.middlewares.exact import take_heads

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Headers as ScrapyHeaders
    from scrapy.http import Request, Response

    from boredcrawl.archive.exchange import Headers, Place, Truncation

logger = logging.getLogger(__name__)

SWITCH_SECONDS = 0.0005
"""How long a thread waits for the interpreter before it asks for it. Python's own 5 ms, paid
several times a page, would hold the writer to 35 pages a second while the event loop is busy;
with this it is 120 and more (November 2026, two cores, pages of 260 KB)."""

TRUNCATED: dict[str, Truncation] = {"dataloss": "disconnect", "download_stopped": "length"}
"""Scrapy's flags for a body that is not whole, in the words of WARC."""


class ArchiveMiddleware:
    """Writes each exchange to WARC; `meta["warc"]` is its place, `meta["fetched_at"]` its time."""

    def __init__(self, crawler: Crawler, writer: WarcWriter | None) -> None:
        self.crawler = crawler
        self.writer = writer
        self.stopping: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read the settings, finish what a killed process left, open the writer."""
        settings = crawler.settings
        if not settings.getbool("ARCHIVE", True):
            return cls(crawler, None)
        directory = Path(settings["ARCHIVE_DIR"])
        facts = {
            "software": f"boredcrawl/{__version__}",
            "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            "http-header-user-agent": settings["USER_AGENT"],
            "description": "Heads and content encodings as sent. Bodies stand without their "
            "chunks, and Transfer-Encoding is then called X-Crawl-Transfer-Encoding",
        }
        if contact := settings.get("CONTACT"):
            facts["operator"] = contact
        site = getattr(crawler.spider, "site", None)
        if site is not None:
            facts["isPartOf"] = site.name
        writer = WarcWriter(
            directory,
            facts=facts,
            max_bytes=settings.getint("WARC_MAX_BYTES"),
            level=settings.getint("WARC_GZIP_LEVEL", 6),
        )
        middleware = cls(crawler, writer)
        crawler.signals.connect(middleware.spider_opened, signals.spider_opened)
        crawler.signals.connect(middleware.spider_closed, signals.spider_closed)
        crawler.signals.connect(middleware.page_made_whole, page_made_whole)
        return middleware

    async def spider_opened(self) -> None:
        """Repair what a killed process left behind."""
        assert self.writer is not None
        sys.setswitchinterval(SWITCH_SECONDS)
        try:
            repaired = await asyncio.to_thread(repair, self.writer.directory)
        except ArchiveTrouble as error:
            self._stop(error)
            return
        for file in repaired:
            self._count("repaired")
            logger.warning("%s was left unfinished: cut %d torn bytes", file.path, file.cut)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Archive an answer, and let it pass when it is written."""
        fetched_at = datetime.now(UTC)
        request.meta["fetched_at"] = fetched_at
        asked, answered = take_heads(response)
        if self.writer is None or urlsplit(response.url).scheme not in ("http", "https"):
            return response
        if "playwright" in response.flags:
            # What a browser made of a page is no answer of the site; what its scripts got is.
            for overheard in request.meta.pop("overheard", ()):
                await self._write(overheard)
            return response
        written = exchange(request, response, fetched_at)
        written = replace(written, request_head=asked, head=answered)
        request.meta["warc"] = await self._write(written)
        return response

    async def _write(self, made: Exchange | Resource) -> Place:
        assert self.writer is not None
        try:
            place = await asyncio.wrap_future(self.writer.write(made))
        except ArchiveTrouble as error:
            self._stop(error)
            raise
        self._report()
        return place

    async def page_made_whole(self, url: str, body: bytes) -> None:
        """Archive a page as it stands after its buttons were pressed."""
        assert self.writer is not None
        made = Resource(url=url, fetched_at=datetime.now(UTC), mime="text/html", body=body)
        try:
            await asyncio.wrap_future(self.writer.write(made))
        except ArchiveTrouble as error:
            self._stop(error)
        self._report()

    async def spider_closed(self) -> None:
        """Finish the file that is open."""
        assert self.writer is not None
        try:
            await asyncio.to_thread(self.writer.close)
        except ArchiveTrouble as error:
            self._tell(error)
        self._report()

    def _report(self) -> None:
        # After every answer, because whoever writes the crawl's last row may do so before the
        # archive is closed.
        assert self.writer is not None
        tally = self.writer.tally
        for name in ("exchanges", "revisits", "resources", "files", "bytes"):
            self.crawler.stats.set_value(f"boredcrawl/archive/{name}", getattr(tally, name))
        self.crawler.stats.set_value("boredcrawl/archive/seconds", round(tally.seconds, 3))

    def _stop(self, error: ArchiveTrouble) -> None:
        if self.stopping is None:
            self._tell(error)
            # Closing waits for the very answer in hand, so it is not awaited here.
            stop = self.crawler.engine.close_spider_async(reason="archive_trouble")
            self.stopping = asyncio.ensure_future(stop)

    def _tell(self, error: ArchiveTrouble) -> None:
        if self.stopping is None:
            logger.error("%s", error)
            self._count("failed")

    def _count(self, name: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"boredcrawl/archive/{name}", by)


def exchange(request: Request, response: Response, fetched_at: datetime) -> Exchange:
    """Make what is archived of what Scrapy holds next to the network.

    What the heads were like byte by byte is known of answers that came through `ExactHandler`;
    this is what is known of others.
    """
    sent = list(_pairs(request.headers))
    if not any(name.lower() == b"host" for name, _ in sent):
        sent.append((b"Host", urlsplit(request.url).netloc.rpartition("@")[2].encode()))
    facts = {"fetchTimeMs": str(round(request.meta.get("download_latency", 0) * 1000))}
    if response.protocol:
        facts["protocol"] = response.protocol
    if response.flags:
        facts["flags"] = " ".join(response.flags)
    truncated = next((TRUNCATED[flag] for flag in response.flags if flag in TRUNCATED), None)
    return Exchange(
        url=response.url,
        fetched_at=fetched_at,
        method=request.method,
        request_headers=tuple(sent),
        request_body=request.body,
        status=response.status,
        protocol=response.protocol or "HTTP/1.1",
        headers=_pairs(response.headers),
        body=response.body,
        ip_address=str(response.ip_address) if response.ip_address else None,
        truncated=truncated,
        facts=facts,
    )


def _pairs(headers: ScrapyHeaders) -> Headers:
    return tuple((name, value) for name in headers for value in headers.getlist(name))
