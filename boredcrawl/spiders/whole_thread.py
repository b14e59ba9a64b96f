"""Threads made whole: what a page holds back is asked of its endpoint, or of a browser."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import lxml.html
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, TextResponse

from boredcrawl.archive.signals import page_made_whole
from boredcrawl.cleaning.threads import count_once
from boredcrawl.cleaning.urls import rebase
from boredcrawl.exceptions import ArchiveTrouble, HostStopped, Unreadable
from boredcrawl.guest.blocking import BLOCKED
from boredcrawl.pages.more import Call, WholeThread
from boredcrawl.pages.rest import REST_PAGE, read_rest
from boredcrawl.pages.wordpress import WordPressPage, has_told, keep_told
from boredcrawl.spiders.reading import lacks_comments, reread_comments

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from scrapy.crawler import Crawler

    from boredcrawl.items import Article
    from boredcrawl.pages.article import ArticlePage
    from boredcrawl.pages.more import Dialect
    from boredcrawl.sites.base import Site
    from boredcrawl.spiders.browser import Browser

logger = logging.getLogger(__name__)


class Threads:
    """Completes the threads of one crawl's articles, and counts what could not be had."""

    def __init__(self, crawler: Crawler, site: Site, browser: Browser) -> None:
        self.crawler = crawler
        self.site = site
        self.browser = browser
        self.requests = crawler.settings.getint("COMMENTS_REQUESTS")
        self.rest_is_closed = False
        """Whether the site was asked for a post's comments in vain."""
        self.learned: list[Dialect] = []
        """How endpoints that pages name were found to be asked."""

    async def complete(self, page: ArticlePage, article: Article) -> None:
        """Fetch what the page holds back, and read the comments anew where that helped.

        Raises `HostStopped` where the crawl ends in the middle of it: the visit is still due.
        """
        made: list[HtmlElement] = []
        try:
            await self._complete(page, article, made)
            await self._ask_rest(page, article, made)
            if made:
                await self._keep(page, made[-1])
        except ArchiveTrouble:
            # The crawl is ending for it, and says so itself.
            article.has_more_comments = True
        except HostStopped:
            raise
        except Exception:
            # A defect of ours: the article is kept as its page printed it.
            logger.exception("defect in completing the thread of %s", page.url)
            self._count("defects")
            article.has_more_comments = True

    async def _complete(self, page: ArticlePage, article: Article, made: list[HtmlElement]) -> None:
        """Ask for the rest, or press for it; the page as it then stands is `made`."""
        card = self.site.comments_dialect
        thread = WholeThread(page.tree, page.url, card=card, learned=self.learned)
        prints_none = bool(article.comments_declared) and not article.comments
        # A button without a call behind it may only reveal what is printed already.
        is_lacking = bool(thread.left or prints_none) and lacks_comments(article)
        if not thread.has_calls and not is_lacking:
            return
        if self.browser.mode != "always" and thread.has_calls:
            await self._ask_for(thread)
            if thread.answered:
                reread_comments(article, page, page.tree, "endpoint")
                made.append(page.tree)
            is_lacking = bool(thread.left) and lacks_comments(article)
        is_behind = thread.has_calls or thread.failed > 0 or is_lacking
        if is_behind:
            is_behind = not await self._press(page, article, made)
        article.has_more_comments = is_behind
        self._count("incomplete" if is_behind else "completed")

    async def _ask_for(self, thread: WholeThread) -> None:
        left = self.requests
        while left and (call := thread.next_call()):
            left -= 1
            thread.take(call, await self._answer(call, thread.url))
        if thread.has_calls:
            self._count("over_budget")
            logger.warning(
                "%s: its comments need more than %d requests (COMMENTS_REQUESTS)",
                thread.url,
                self.requests,
            )

    async def _answer(self, call: Call, page_url: str) -> str | None:
        """Request what a button would request; None where that brings nothing to read."""
        url = rebase(call.address, self.site.hosts, self.site.origin)
        if not self.site.may_ask(url):
            self._count("foreign")
            return None
        request = Request(
            url,
            method=call.method,
            headers={**call.headers, "Referer": page_url},
            body=call.body,
            dont_filter=True,
        )
        self._count("requests")
        try:
            response = await self.crawler.engine.download_async(request)
        except (ArchiveTrouble, HostStopped):
            raise
        except IgnoreRequest:
            self._count("forbidden")
            return None
        except Exception as error:
            # Whatever a download can fail with: it costs some comments, not the article.
            self._count("failed")
            logger.warning("%s: its comments: %s: %s", page_url, type(error).__name__, error)
            return None
        if response.status != 200 or not isinstance(response, TextResponse):  # noqa: PLR2004
            self._count("blocked" if response.status in BLOCKED else "refused")
            return None
        return response.text

    async def _press(self, page: ArticlePage, article: Article, made: list[HtmlElement]) -> bool:
        """Have a browser press the buttons; True if none was left."""
        if not self.browser.is_ready:
            if self.browser.mode != "never":
                self._count("browser_missing")
                self.browser.tell_once()
            return False
        self._count("browser_pages")
        try:
            response = await self.crawler.engine.download_async(self.browser.request(page.url))
        except (ArchiveTrouble, HostStopped):
            raise
        except Exception as error:
            # A browser fails in as many ways as there are pages.
            self._count("browser_failed")
            logger.warning("%s: the browser: %s: %s", page.url, type(error).__name__, error)
            return False
        pressed = response.meta.get("pressed")
        if response.status != 200 or pressed is None or not isinstance(response, TextResponse):  # noqa: PLR2004
            self._count("browser_failed")
            return False
        self._count("clicks", pressed["clicks"])
        tree = self._parsed(response, page)
        before = count_once(article.comments)
        kept, sources = article.comments, dict(article.field_sources)
        reread_comments(article, page, tree, "browser")
        if count_once(article.comments) < before:
            # The browser's page holds less than was read already (a wall, a broken script).
            article.comments, article.field_sources = kept, sources
            self._count("browser_worse")
            return False
        made.append(tree)
        return not pressed["left"]

    async def _ask_rest(self, page: ArticlePage, article: Article, made: list[HtmlElement]) -> None:
        """Have WordPress tell the thread a second time, by its numbers."""
        if (
            self.rest_is_closed
            or not isinstance(page, WordPressPage)
            or not has_told(page, article)
        ):
            return
        told: list[dict[str, Any]] = []
        for number in range(1, self.requests + 1):
            text = await self._answer(Call(url=f"{page.rest_comments}&page={number}"), page.url)
            try:
                some = read_rest(text, page.url) if text is not None else None
            except Unreadable as error:
                logger.warning("%s", error)
                some = None
            if some is None:
                # A site that closes its REST interface closes it for all of its posts.
                self.rest_is_closed = number == 1
                return
            told += some
            if len(some) < REST_PAGE:
                break
        else:
            self._count("over_budget")
            return
        tree = made[-1] if made else page.tree
        keep_told(tree, told)
        reread_comments(article, page, tree, "rest")
        article.has_more_comments = article.has_more_comments and lacks_comments(article)
        made.append(tree)

    def _parsed(self, response: TextResponse, page: ArticlePage) -> HtmlElement:
        return type(page)(response, page.fetched_at, page.site).tree

    async def _keep(self, page: ArticlePage, tree: HtmlElement) -> None:
        """Have the page archived as it stands now, so that a replay finds the whole thread."""
        await self.crawler.signals.send_catch_log_async(
            page_made_whole, url=page.url, body=lxml.html.tostring(tree, encoding="utf-8")
        )

    def _count(self, name: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"boredcrawl/threads/{name}", by)
