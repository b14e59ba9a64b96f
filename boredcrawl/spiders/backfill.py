"""A backfill: every document of every source walked once, page by page, whatever is known.

Each document is a row of the frontier of its own, done in the transaction that enters the
documents it leads to. So a killed backfill goes on where it stood, and normal runs, which
leave these rows alone, may come in between.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.http import Request, Response

from boredcrawl.exceptions import Unreadable
from boredcrawl.spiders.answers import GONE, failure_sentence
from boredcrawl.spiders.walk import onward

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from boredcrawl.db.backfill import Document
    from boredcrawl.items import Link
    from boredcrawl.pages.sources import Source
    from boredcrawl.spiders.articles import ArticlesSpider

MARK = "#backfill"
"""What tells the row of a document from that of a source with the same address."""


class Backfill:
    """The backfill of one crawl."""

    def __init__(self, spider: ArticlesSpider) -> None:
        self.spider = spider

    async def begin(self) -> None:
        """Enter the sources, unless an earlier crawl did; where all is walked, perhaps again."""
        documents = {f"{url}{MARK}": url for url in self.spider.sources}
        again = self.spider.options.backfill == "again"
        left = await self.spider.keeper.enter_backfill(documents, again=again)
        what = (
            f"{left} documents to walk"
            if left
            else "complete: every document was walked (-a backfill=again walks them once more)"
        )
        self.spider.logger.info("the backfill: %s", what)

    def request(self, document: Document) -> Request:
        """Ask for a document."""
        return Request(
            document.url.removesuffix(MARK),
            callback=self.parse,
            errback=self.failed,
            cb_kwargs={"url": document.url, "source": document.source},
            dont_filter=True,
            priority=5,
        )

    async def parse(self, response: Response, url: str, source: str) -> None:
        """Enter the document's links, and the documents behind it."""
        spider, error = self.spider, None
        links: tuple[Link, ...] = ()
        kind = spider.sources[source].kind
        try:
            if response.status not in GONE or kind != "listing":
                links = self._read(response, spider.sources[source])
        except Exception as caught:
            # As in a normal walk: one document that cannot be read must not end the others.
            error = f"{type(caught).__name__}: {caught}"
            spider.count("sources/unreadable")
            known = isinstance(caught, Unreadable)
            spider.logger.warning("%s: %s", response.url, error, exc_info=not known)
        articles = tuple(spider.article_links(links))
        fresh = await spider.keeper.enter(articles, found_on=source)
        spider.count("links/found", len(articles))
        spider.count("links/new", fresh)
        spider.count("backfill/documents")
        further = onward(links, spider.options.since)
        documents = {f"{link.url}{MARK}": source for link in further}
        await spider.keeper.end_document(url, documents, error=error, at=datetime.now(UTC))

    def _read(self, response: Response, source: Source) -> tuple[Link, ...]:
        if response.status != 200:  # noqa: PLR2004 - HTTP's own number
            raise Unreadable(f"HTTP {response.status}")
        return source.read(response, datetime.now(UTC))

    async def failed(self, failure: Failure) -> None:
        """Try a document again later that could not be fetched."""
        url: str = failure.request.cb_kwargs["url"]  # type: ignore[attr-defined]
        error = failure_sentence(failure)
        self.spider.count("sources/failed")
        self.spider.logger.warning("%s: %s", url, error)
        await self.spider.keeper.end_document(url, {}, error=error, at=datetime.now(UTC))
