"""Extraction and cleaning of pages, against lxml parsing the same pages and no more."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import lxml.html
from scrapy.http import HtmlResponse

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.threads import thread
from boredcrawl.collecting import collect_seldom
from boredcrawl.replica import Replica
from boredcrawl.sites import card_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from boredcrawl.items import Article
    from boredcrawl.sites.base import Site

FETCHED_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROUNDS = 3
"""Each is timed; the quickest counts, because whatever else ran on the machine only adds."""

Pages = list[tuple[str, bytes]]


def fetch_pages(articles: int) -> tuple[Pages, Site]:
    """Make a replica's article pages, as (url, body), and the card that reads them."""
    with Replica(articles=articles, seed=3, now=FETCHED_AT) as replica:
        site = card_named("boredpanda")(origin=replica.origin)
        urls = [truth["url"] for truth in replica.truths()]
        pages = []
        for url in urls:
            with urlopen(url) as answer:  # noqa: S310 - the replica's own
                pages.append((url, answer.read()))
    return pages, site


def read(url: str, body: bytes, site: Site) -> Article:
    """Read one page as the crawl does, from its bytes to the item the store takes."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    response = HtmlResponse(url, body=body, headers=headers)
    article = site.page_for(response, FETCHED_AT).to_item()
    strip_boilerplate(article, site.boilerplate)
    normalise(article)
    thread(article)
    return article


def parse(body: bytes) -> None:
    """Parse a page, bare."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    lxml.html.document_fromstring(body, parser=parser)


def measure(pages: Pages, site: Site) -> dict[str, Any]:
    """Time both over all pages."""
    collect_seldom()  # as every process does that reads pages
    layouts = Counter(read(url, body, site).layout for url, body in pages)
    ours = _quickest(lambda: [read(url, body, site) for url, body in pages])
    bare = _quickest(lambda: [parse(body) for _, body in pages])
    return {
        "pages": len(pages),
        "layouts": dict(layouts),
        "mean_page_bytes": sum(len(body) for _, body in pages) // len(pages),
        "pages_per_second": round(len(pages) / ours, 1),
        "bare_lxml_pages_per_second": round(len(pages) / bare, 1),
        "times_bare_lxml": round(ours / bare, 2),
    }


def _quickest(act: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times)
