"""An answer read into a visit: the same for a page just fetched and one out of an archive."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from boredcrawl.cleaning.threads import count_once
from boredcrawl.exceptions import NoArticle, Unreadable
from boredcrawl.pages.wordpress import WordPressPage
from boredcrawl.spiders.answers import trouble

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from scrapy.http import Response

    from boredcrawl.items import Article, Visit
    from boredcrawl.pages.article import ArticlePage
    from boredcrawl.sites.base import Site

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading an answer: the page, where it is one that could be read.

    A defect of ours may have come out instead: then the page is named, kept in the WARC and
    tried again, and the crawl goes on.
    """

    page: ArticlePage | None = None
    is_defect: bool = False
    is_no_article: bool = False
    """Whether the page is a good one, and none of an article."""


def read_into(visit: Visit, response: Response, site: Site, met: tuple[str, ...]) -> Reading:
    """Read an answer's article into its visit, or the reason why there is none.

    `met` are the URLs by which the page was come to.
    """
    problem = trouble(response)
    if problem is None and not site.owns(response.url):
        problem = "unreadable", f"led to another site: {response.url}"
    if problem is not None:
        visit.outcome, visit.error = problem
        return Reading()
    assert isinstance(response, TextResponse)
    try:
        page = site.page_for(as_utf8(response), visit.fetched_at)
        article = page.to_item()
    except Unreadable as error:
        visit.outcome, visit.error = "unreadable", str(error)
        return Reading(is_no_article=isinstance(error, NoArticle))
    except Exception as error:
        logger.exception("defect in reading %s", response.url)
        visit.outcome, visit.error = "unreadable", f"{type(error).__name__}: {error}"
        return Reading(is_defect=True)
    else:
        article.urls = tuple(dict.fromkeys((*article.urls, *met)))
        visit.article = article
        return Reading(page)
    return Reading()


def as_utf8(response: TextResponse) -> TextResponse:
    r"""Give a page that is UTF-8 as such, whatever its head says.

    Text of another encoding that has more than ASCII is next to never valid UTF-8.

    >>> cats = TextResponse("http://a/", body="Caf\xe9".encode(), encoding="iso-8859-1")
    >>> cats.text == "Caf\xc3\xa9", as_utf8(cats).text == "Caf\xe9"
    (True, True)
    """
    if response.encoding == "utf-8" or response.body.isascii():
        return response
    try:
        response.body.decode("utf-8")
    except UnicodeDecodeError:
        return response
    return response.replace(encoding="utf-8")


def lacks_comments(article: Article) -> bool:
    """Whether fewer comments were read than the site says there are, or it does not say."""
    declared = article.comments_declared
    return declared is None or count_once(article.comments) < declared


def reread_comments(article: Article, page: ArticlePage, tree: HtmlElement, how: str) -> None:
    """Take an article's comments from a fuller tree of its page; `how` it was come by.

    Everything else stays as the page itself said it.
    """
    fuller = type(page)(page.response, page.fetched_at, page.site)
    fuller.tree = tree
    article.comments = fuller.comments
    if isinstance(fuller, WordPressPage):
        # What REST tells is all there is, and stands in the tree.
        article.comments_declared = fuller.comments_declared
    told = article.field_sources.get("comments")
    article.field_sources["comments"] = f"{told}+{how}" if told else how
