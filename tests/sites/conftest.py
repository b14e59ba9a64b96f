"""Reading a saved page as a crawl does."""

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.threads import thread
from boredcrawl.sites import card_named


@pytest.fixture(scope="session")
def read():
    """Reads a page, from the card to the last pipeline before the database."""

    def read_page(slug, html, url, fetched_at):
        site = card_named(slug)()
        headers = {"Content-Type": "text/html; charset=utf-8"}
        response = HtmlResponse(url, body=html, headers=headers)
        article = site.page_for(response, fetched_at).to_item()
        strip_boilerplate(article, site.boilerplate)
        normalise(article)
        thread(article)
        return article

    return read_page


@pytest.fixture(scope="session")
def now():
    return datetime(2026, 11, 22, 12, tzinfo=UTC)
