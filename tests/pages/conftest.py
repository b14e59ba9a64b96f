from __future__ import annotations

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from boredcrawl.sites.generic import Generic

URL = "https://www.example.com/2024/03/05/a-story-of-cats/"
SEEN = datetime(2024, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def read():
    """Make the generic page of a piece of HTML."""

    def make(html, url=URL):
        body = html if isinstance(html, bytes) else html.encode()
        response = HtmlResponse(url, body=body, encoding="utf-8")
        return Generic(url).page_for(response, SEEN)

    return make
