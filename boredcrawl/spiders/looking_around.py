"""A first look at a site that has no card: its first page, its robots.txt, its sitemap."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response, TextResponse

from boredcrawl.exceptions import ArchiveTrouble, HostStopped, Unreadable
from boredcrawl.pages.base import Page
from boredcrawl.pages.first_look import FirstLook
from boredcrawl.sites.generic import Started
from boredcrawl.spiders.answers import trouble

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from boredcrawl.sites.base import Site

logger = logging.getLogger(__name__)

OK = 200


async def look_around(crawler: Crawler, site: Site, start: str) -> bool:
    """Find a site's sources from one of its pages; False, and a line said, where it is none."""
    assert isinstance(site, Started)
    response = await _fetch(crawler, start)
    if response is None:
        return False
    if not site.owns(response.url):
        logger.error("start= leads to another site: write -a start=%s", response.url)
        return False
    problem = trouble(response)
    if problem is not None:
        logger.error("%s: %s", start, problem[1])
        if problem[1].startswith("blocked"):
            crawler.stats.inc_value("boredcrawl/pages/blocked", response.status == OK)
        return False
    assert isinstance(response, TextResponse)
    page = Page(response, response.meta.get("fetched_at") or datetime.now(UTC))
    try:
        _ = page.tree
    except Unreadable as error:
        logger.error("%s", error)  # noqa: TRY400 - a line says it all
        return False
    robots = await _text(crawler, urljoin(response.url, "/robots.txt"))
    look = FirstLook(page=page, robots=robots)
    if not look.named_sitemaps and not look.engine:
        answer = await _fetch(crawler, urljoin(response.url, "/sitemap.xml"))
        look = FirstLook(
            page=page, robots=robots, has_sitemap=answer is not None and answer.status == OK
        )
    site.take(look)
    told = ", ".join(look.engine)
    logger.info("%s: %s", site.name, f"WordPress ({told})" if told else "no engine we know")
    for source in look.sources:
        logger.info("source: %s %s%s", source.kind, site.origin, source.path)
    return True


async def _text(crawler: Crawler, url: str) -> str:
    response = await _fetch(crawler, url, is_robots=True)
    is_there = response is not None and response.status == OK
    return response.text if is_there and isinstance(response, TextResponse) else ""


async def _fetch(crawler: Crawler, url: str, *, is_robots: bool = False) -> Response | None:
    request = Request(url, meta={"dont_obey_robotstxt": is_robots}, dont_filter=True)
    try:
        return await crawler.engine.download_async(request)
    except ArchiveTrouble:
        raise
    except HostStopped as error:
        logger.error("%s", error)  # noqa: TRY400 - a line says it all
    except IgnoreRequest:
        logger.error("%s: forbidden by robots.txt", url)  # noqa: TRY400 - a line says it all
    except Exception as error:
        # Whatever a download can fail with.
        logger.error("%s: %s: %s", url, type(error).__name__, error)  # noqa: TRY400 - as above
    return None
