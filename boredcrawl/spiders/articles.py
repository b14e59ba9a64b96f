"""`scrapy crawl articles`: discover what a site has, then visit what is new or due."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy import signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Request, Response

from boredcrawl.archive.image_wishes import ImageWishes
from boredcrawl.db.backfill import Document
from boredcrawl.db.keeper import Keeper
from boredcrawl.db.privacy import Privacy
from boredcrawl.exceptions import DatabaseTrouble, HostStopped, SiteHeld
from boredcrawl.items import Link, Visit
from boredcrawl.spiders.answers import failure_sentence
from boredcrawl.spiders.backfill import Backfill
from boredcrawl.spiders.browser import find_browser
from boredcrawl.spiders.conditional import is_unchanged, validators
from boredcrawl.spiders.looking_around import look_around
from boredcrawl.spiders.manners import mind_hours, mind_manners
from boredcrawl.spiders.options import Options, read_options
from boredcrawl.spiders.reading import read_into
from boredcrawl.spiders.walks import Walks
from boredcrawl.spiders.whole_thread import Threads

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from boredcrawl.db.frontier import Due
    from boredcrawl.guest.hours import Hours
    from boredcrawl.items import Outcome
    from boredcrawl.pages.sources import Source

WINDOW = 64
"""How many visits are in hand at once: enough to keep the downloader busy, few enough that a
killed crawl repeats little and memory does not grow with the frontier."""


class ArticlesSpider(scrapy.Spider):
    """Gives out what is due of one site, reads what comes back, and says so to the keeper."""

    name = "articles"
    custom_settings = {"HTTPERROR_ALLOW_ALL": True}  # noqa: RUF012 - Scrapy's own form
    threads: Threads
    hours: Hours

    def __init__(self, options: Options, keeper: Keeper, **kwargs: Any) -> None:
        super().__init__(self.name, **kwargs)
        self.options = options
        self.site = options.site
        self.keeper = keeper
        self.sources = self._named_sources()
        self.walks = Walks(self)
        self.backfill = Backfill(self)
        self.given_out = 0
        self.stopping: asyncio.Future[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, **kwargs: Any) -> Self:
        """Judge the options, open the database, take the site's lease."""
        options = read_options(kwargs)
        settings = crawler.settings
        mind_manners(settings, is_local=options.is_local)
        hours = mind_hours(settings)
        browser = find_browser(settings, options.site.resolvable)
        ImageWishes.of(settings)  # judged before the site's lease is taken
        site, privacy = options.site, Privacy.of(settings)
        keeper = Keeper.open(settings["DATABASE_URL"], site.name, site.origin, privacy)
        spider = cls(options, keeper)
        spider._set_crawler(crawler)
        spider.hours = hours
        spider.threads = Threads(crawler, options.site, browser)
        crawler.signals.connect(spider.item_failed, signals.item_error)
        crawler.signals.connect(spider.callback_failed, signals.spider_error)
        crawler.signals.connect(spider.request_dropped, signals.request_dropped)
        return spider

    # --- giving out -----------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        """Give out sources and articles as they are due, until nothing is left or in hand."""
        if self.options.urls:
            wanted = (self.site.canonical(url) for url in self.options.urls)
            for url in await self.keeper.enter_urls(wanted):
                yield self._article_request(url)
        else:
            if self.options.start is not None:
                if not await look_around(self.crawler, self.site, self.options.start):
                    raise CloseSpider("no_start")
                self.sources = self._named_sources()
            await self.keeper.enter_sources({url: s.kind for url, s in self.sources.items()})
            if self.options.is_backfill:
                await self.backfill.begin()
        while not self._is_ending():
            # What ends while we ask may be what the answer left out, or bring what it lacks.
            was_busy = bool(self.keeper.in_hand)
            due = [] if self.options.urls else await self._next_due()
            for row in due:
                self.keeper.in_hand.add(row.url)
                yield self._request(row)
            if due:
                continue
            if self.keeper.in_hand:
                await self.keeper.something_ended()
            elif not was_busy:
                return

    def _named_sources(self) -> dict[str, Source]:
        site = self.site
        return {site.canonical(site.origin + source.path): source for source in site.sources}

    def _is_ending(self) -> bool:
        slot = self.crawler.engine._slot  # noqa: SLF001 - Scrapy tells nobody that it begins to close
        return slot is None or slot.closing is not None

    async def _next_due(self) -> list[Due | Document]:
        if not self.hours.are_open(datetime.now(UTC)):
            self.logger.info("the hours of CRAWL_HOURS are over; the rest stays due")
            raise CloseSpider("hours_over")
        room = WINDOW - len(self.keeper.in_hand)
        limit = self.options.limit
        left = room if limit is None else min(room, limit - self.given_out)
        if self.options.since is not None and not self.sources.keys().isdisjoint(
            self.keeper.in_hand
        ):
            left = 0  # a listing names articles before the sitemap dates them
        try:
            due: list[Due | Document] = []
            due += await self.keeper.due(room, articles=left, since=self.options.since)
            if self.options.is_backfill:
                due += await self.keeper.due_documents()
        except SiteHeld as error:
            self.logger.error("%s", error)  # noqa: TRY400 - a line says it all
            raise CloseSpider("lease_lost") from error
        except DatabaseTrouble as error:
            self.logger.error("%s", error)  # noqa: TRY400 - a line says it all
            raise CloseSpider("database_trouble") from error
        # A source the card no longer names stays in the frontier, and is left alone.
        due = [row for row in due if row.kind == "article" or self._is_known(row)]
        self.given_out += sum(row.kind == "article" for row in due)
        return due

    def _request(self, row: Due | Document) -> Request:
        if isinstance(row, Document):
            return self.backfill.request(row)
        if row.kind == "article":
            return self._article_request(row.url, row)
        return self.walks.request(row)

    def _is_known(self, row: Due | Document) -> bool:
        return (row.source if isinstance(row, Document) else row.url) in self.sources

    def _article_request(self, url: str, row: Due | None = None) -> Request:
        self.keeper.in_hand.add(url)
        headers = None
        if row is not None and self.settings.getbool("CONDITIONAL_REQUESTS"):
            headers = validators(row, datetime.now(UTC), self.keeper.lied_at)
        return Request(
            url,
            headers=headers,
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"url": url},
            dont_filter=True,  # the frontier knows what is due, a second time too
        )

    # --- articles --------------------------------------------------------------------------

    def article_links(self, links: tuple[Link, ...]) -> Iterator[Link]:
        """Give those links that may be articles of the site, under their canonical URLs."""
        for link in links:
            if link.kind == "article" and self.site.owns(link.url):
                url = self.site.canonical(link.url)
                if self.site.is_article(url):
                    yield Link(
                        url=url,
                        lastmod=link.lastmod,
                        title=link.title,
                        comment_count=link.comment_count,
                    )

    async def parse_article(self, response: Response, url: str) -> AsyncIterator[Visit]:
        """Read an answer into one visit, whatever it is."""
        visit = Visit(
            url=url,
            site=self.site.name,
            fetched_at=self.fetched_at(response),
            status=response.status,
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
        )
        if place := response.meta.get("warc"):
            visit.warc_file, visit.warc_offset = place.file, place.offset
        if is_unchanged(response):
            self.count("articles/unmodified")
            visit.outcome = "unchanged"
            yield visit
            return
        met = (url, *response.meta.get("redirect_urls", ()), response.url)
        reading = read_into(visit, response, self.site, met)
        if reading.is_defect:
            self.count("pages/defects")
        if reading.is_no_article:
            self.count("pages/no_articles")
        if reading.page is not None and visit.article is not None:
            try:
                await self.threads.complete(reading.page, visit.article)
            except HostStopped:
                self.keeper.let_go([url])
                return
        if visit.error:
            self._tell(visit)
        yield visit

    async def article_failed(self, failure: Failure) -> AsyncIterator[Visit]:
        """Make a visit of a request that got no answer."""
        url: str = failure.request.cb_kwargs["url"]  # type: ignore[attr-defined]
        if self.was_left_off(failure):
            self.keeper.let_go([url])
            return
        yield self._failed(url, failure_sentence(failure))

    def was_left_off(self, failure: Failure) -> bool:
        """Whether a request was not sent because this crawl is ending: it is still due."""
        error = failure.value
        return isinstance(error, HostStopped) and (
            not error.host or self.site.owns(f"http://{error.host}/")
        )

    async def item_failed(self, item: Any, failure: Failure) -> None:
        """Keep account of a page our own pipelines could not refine (a defect, named)."""
        if isinstance(item, Visit):
            visit = self._failed(item.url, failure_sentence(failure), outcome="unreadable")
            await self.keeper.save([visit])
            self.count("visits/unreadable")

    def callback_failed(self, failure: Failure) -> None:
        """Stop where the database is gone: what is in hand stays due."""
        if isinstance(failure.value, DatabaseTrouble):
            stop = self.crawler.engine.close_spider_async(reason="database_trouble")
            self.stopping = asyncio.ensure_future(stop)

    def request_dropped(self, request: Request) -> None:
        """Let go of a URL whose request the scheduler refused; it stays due."""
        self.logger.error("the scheduler dropped %s", request.url)
        self.keeper.let_go([request.cb_kwargs.get("url", request.url)])

    def _failed(self, url: str, error: str, outcome: Outcome = "failed") -> Visit:
        now = datetime.now(UTC)
        visit = Visit(url=url, site=self.site.name, fetched_at=now, outcome=outcome, error=error)
        self._tell(visit)
        return visit

    def _tell(self, visit: Visit) -> None:
        if visit.error and visit.error.startswith("blocked"):
            self.count("pages/blocked", visit.status == 200)  # noqa: PLR2004
        self.logger.warning("%s: %s: %s", visit.outcome, visit.url, visit.error)

    def fetched_at(self, response: Response) -> datetime:
        """Give when an answer was fetched."""
        fetched_at: datetime = response.meta.get("fetched_at") or datetime.now(UTC)
        return fetched_at

    def count(self, name: str, by: int = 1) -> None:
        """Count something under our name in the stats."""
        self.crawler.stats.inc_value(f"boredcrawl/{name}", by)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
