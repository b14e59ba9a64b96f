"""WordPress' REST interface: posts and comments as JSON, newest first, in pages of a hundred.

developer.wordpress.org/rest-api: what an anonymous reader may see is what the site shows.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.times import parse_time
from boredcrawl.cleaning.urls import join
from boredcrawl.exceptions import Unreadable
from boredcrawl.items import Link
from boredcrawl.pages.finding import Find
from boredcrawl.pages.sources import Source

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import Response

    from boredcrawl.pages.base import Page

REST_PAGE = 100
"""Entries in one answer: the most WordPress gives (`rest_invalid_param` above)."""

_ROOT = Find("//link[@rel='https://api.w.org/' and @href]")
_HEADER_ROOT = re.compile(r'<([^<>]+)>;\s*rel="https://api\.w\.org/"')
_HEADER_NEXT = re.compile(r'<([^<>]+)>;\s*rel="next"')
_COMMENT_PAGE = re.compile(r"(?<=/)comment-page-\d+/?$|[?&]cpage=\d+$")
_TAG = re.compile(r"<[^<>]*>")


def rest_root(page: Page) -> str | None:
    """Give the address of a site's REST interface, as a page's head or HTTP header names it."""
    named = next((link.get("href") for link in _ROOT(page.tree)), None)
    if named is None and (match := _HEADER_ROOT.search(_links_in_head(page.response))):
        named = match[1]
    return join(page.url, named) if named else None


def rest_url(root: str, path: str, query: str) -> str:
    """Write an address below the root, which is a path or, without permalinks, a parameter.

    >>> rest_url("https://a.example/wp-json/", "wp/v2/posts", "per_page=9")
    'https://a.example/wp-json/wp/v2/posts?per_page=9'
    >>> rest_url("https://a.example/?rest_route=/", "wp/v2/posts", "per_page=9")
    'https://a.example/?rest_route=/wp/v2/posts&per_page=9'
    """
    separator = "&" if "?" in root else "?"
    return f"{root.rstrip('/')}/{path}{separator}{query}"


def is_comment_page(url: str) -> bool:
    """Whether an address is that of one of the pages of a post's comments.

    >>> is_comment_page("https://a.example/goats/comment-page-2/#comment-7")
    True
    """
    return _COMMENT_PAGE.search(url.partition("#")[0]) is not None


def article_of(url: str) -> str:
    """Give the post's address of the address of one of its comments.

    A comment beyond the first page is linked on that page.

    >>> article_of("https://a.example/goats/comment-page-2/#comment-7")
    'https://a.example/goats/'
    >>> article_of("https://a.example/?p=7&cpage=2#comment-7")
    'https://a.example/?p=7'
    """
    return _COMMENT_PAGE.sub("", url.partition("#")[0])


def read_rest(body: bytes | str, url: str) -> list[dict[str, Any]]:
    """Read a list of objects; raises `Unreadable` where an answer is none."""
    try:
        told = json.loads(body)
    except ValueError as error:
        raise Unreadable(f"{url}: not JSON: {error}") from error
    if not isinstance(told, list):
        raise Unreadable(f"{url}: no list but {str(told)[:80]}")
    return [one for one in told if isinstance(one, dict)]


@dataclass(frozen=True, slots=True)
class RestPosts(Source):
    """The site's posts, the ones changed last first."""

    kind: ClassVar[Literal["listing", "sitemap", "feed"]] = "listing"

    @staticmethod
    def address(root: str) -> str:
        """The address of the first hundred."""
        query = "_fields=link,modified_gmt,title&orderby=modified&per_page=100"
        return rest_url(root, "wp/v2/posts", query)

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """One link a post, with its title and last change; the next hundred as a listing."""
        links = []
        for post in read_rest(response.body, response.url):
            url = join(response.url, str(post.get("link") or ""))
            if url:
                title = (post.get("title") or {}).get("rendered") or ""
                links.append(
                    Link(
                        url=url,
                        lastmod=_gmt(post.get("modified_gmt"), fetched_at),
                        title=squash(html.unescape(_TAG.sub("", title))) or None,
                    )
                )
        if after := _HEADER_NEXT.search(_links_in_head(response)):
            links.append(Link(url=after[1], kind="listing"))
        return tuple(links)


@dataclass(frozen=True, slots=True)
class RestComments(Source):
    """The site's newest comments: which articles have something new."""

    kind: ClassVar[Literal["listing", "sitemap", "feed"]] = "listing"

    @staticmethod
    def address(root: str) -> str:
        """The address of the newest hundred."""
        return rest_url(root, "wp/v2/comments", "_fields=link,date_gmt&per_page=100")

    def read(self, response: Response, fetched_at: datetime) -> tuple[Link, ...]:
        """One link an article, with the time of its newest comment."""
        newest: dict[str, Link] = {}
        for comment in read_rest(response.body, response.url):
            link = join(response.url, str(comment.get("link") or ""))
            if link and (url := article_of(link)):
                lastmod = _gmt(comment.get("date_gmt"), fetched_at)
                newest.setdefault(url, Link(url=url, lastmod=lastmod))
        return tuple(newest.values())


def _gmt(raw: object, fetched_at: datetime) -> datetime | None:
    """Read `2026-08-25T05:45:00`, which is in UTC and does not say so."""
    moment = parse_time(f"{raw}Z", fetched_at) if isinstance(raw, str) else None
    return moment.at if moment else None


def _links_in_head(response: Response) -> str:
    return (response.headers.get("Link") or b"").decode("latin-1")
