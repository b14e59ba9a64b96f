"""Replayed pages that hold comments back, kept until they come along whole.

A crawl archives the page as it was sent and, where it fetched the rest of the thread, the
page with all of it in place, as a resource record of the same URL a little later.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from boredcrawl.pages.more import WholeThread
from boredcrawl.pages.wordpress import WordPressPage, has_told
from boredcrawl.spiders.reading import lacks_comments, reread_comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import TextResponse

    from boredcrawl.items import Visit
    from boredcrawl.pages.article import ArticlePage

OPEN = 64
"""Visits held at once; a crawl has no more in hand."""


class Unfinished:
    """The visits that wait for the rest of their threads, oldest first."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, tuple[Visit, ArticlePage]] = OrderedDict()

    def __contains__(self, url: object) -> bool:
        """Tell whether the page of a URL waits for the rest of its thread."""
        return url in self._held

    def __iter__(self) -> Iterator[str]:
        """Give the URLs of the pages that wait."""
        return iter(self._held)

    def pass_on(self, visit: Visit, page: ArticlePage | None, url: str) -> Iterator[Visit]:
        """Give the visits that can be stored now: what need not wait for more of this page."""
        earlier = self._held.pop(url, None)
        if earlier is not None:
            yield earlier[0]
        if page is None or not _holds_back(visit, page):
            yield visit
            return
        self._held[url] = visit, page
        if len(self._held) > OPEN:
            yield self._held.popitem(last=False)[1][0]

    def finish(self, url: str, response: TextResponse) -> Visit | None:
        """Complete a held visit from its whole page; None where none is held."""
        held = self._held.pop(url, None)
        if held is None:
            return None
        visit, page = held
        article = visit.article
        assert article is not None
        whole = type(page)(response, page.fetched_at, page.site)
        reread_comments(article, page, whole.tree, "archive")
        thread = WholeThread(whole.tree, url)
        article.has_more_comments = thread.has_calls and lacks_comments(article)
        return visit

    def rest(self) -> Iterator[Visit]:
        """Give what was waited for in vain."""
        while self._held:
            yield self._held.popitem(last=False)[1][0]


def _holds_back(visit: Visit, page: ArticlePage) -> bool:
    article = visit.article
    if article is None:
        return False
    thread = WholeThread(page.tree, page.url)
    article.has_more_comments = thread.has_calls
    is_lacking = thread.left or (article.comments_declared and not article.comments)
    if isinstance(page, WordPressPage) and has_told(page, article):
        return True
    return thread.has_calls or bool(is_lacking and lacks_comments(article))
