"""The walks over a site's sources: each document's links entered, the next one asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.http import Request, Response

from boredcrawl.exceptions import Unreadable
from boredcrawl.source_pace import unchanged_since
from boredcrawl.spiders.answers import failure_sentence
from boredcrawl.spiders.walk import Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from twisted.python.failure import Failure

    from boredcrawl.db.frontier import Due
    from boredcrawl.spiders.articles import ArticlesSpider


class Walks:
    """The walks of one crawl."""

    def __init__(self, spider: ArticlesSpider) -> None:
        self.spider = spider

    def request(self, row: Due) -> Request:
        """Begin the walk over a source that is due."""
        return self._document_request(row.url, self._walk(row), depth=0)

    def _walk(self, row: Due) -> Walk:
        spider = self.spider
        known = None if row.walk_is_open else unchanged_since(row.last_visit_at, row.visits)
        return Walk(
            url=row.url,
            source=spider.sources[row.url],
            is_full=row.walk_is_open,
            since=spider.options.since,
            unchanged_since=known,
            max_pages=spider.settings.getint("LISTING_PAGES"),
        )

    def _document_request(self, url: str, walk: Walk, depth: int) -> Request:
        return Request(
            url,
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"walk": walk, "depth": depth},
            dont_filter=True,
            priority=10,  # what they find is wanted while articles download
        )

    async def parse(self, response: Response, walk: Walk, depth: int) -> AsyncIterator[Request]:
        """Enter a document's links in the frontier; go on to the documents it leads to."""
        spider = self.spider
        try:
            links = walk.read(response, spider.fetched_at(response), depth)
        except Exception as error:
            # As with articles: one document that cannot be read, or that brings out a defect,
            # must not end the walk.
            walk.error = f"{type(error).__name__}: {error}"
            spider.count("sources/unreadable")
            known = isinstance(error, Unreadable)
            spider.logger.warning("%s: %s", response.url, walk.error, exc_info=not known)
            links = ()
        articles = tuple(spider.article_links(links))
        fresh = await spider.keeper.enter(articles, found_on=walk.url)
        spider.count("links/found", len(articles))
        spider.count("links/new", fresh)
        for link in walk.onward(links, fresh, depth):
            yield self._document_request(link.url, walk, depth + 1)
        await self._leave(walk)

    async def failed(self, failure: Failure) -> None:
        """Note that a document of a source could not be fetched."""
        spider = self.spider
        walk: Walk = failure.request.cb_kwargs["walk"]  # type: ignore[attr-defined]
        if spider.was_left_off(failure):
            # The walk stays open: the next crawl goes on past what is known by then.
            spider.keeper.let_go([walk.url])
            return
        walk.error = failure_sentence(failure)
        spider.count("sources/failed")
        spider.logger.warning("%s: %s", walk.url, walk.error)
        await self._leave(walk)

    async def _leave(self, walk: Walk) -> None:
        if not walk.leave():
            return
        await self.spider.keeper.end_walk(
            walk.url, found=walk.found, error=walk.error, at=datetime.now(UTC)
        )
