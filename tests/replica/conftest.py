from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from lxml import html as lxml_html

from boredcrawl.replica import Replica

NOW = "2026-11-22T12:00:00+00:00"


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()


@pytest.fixture(scope="session")
def get():
    """Request a URL as it is, following nothing and decoding nothing."""

    def get(url, method="GET", body=None, **headers):
        parts = urlsplit(url)
        connection = HTTPConnection(parts.netloc, timeout=20)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, target, body=body, headers=named)
            return Reply(connection.getresponse())
        finally:
            connection.close()

    return get


@pytest.fixture(scope="session")
def replica():
    """One replica for all tests that change nothing."""
    with Replica(articles=60, seed=1, now=NOW) as replica:
        yield replica


@pytest.fixture
def fresh():
    """Start a replica for one test, which may change it."""
    with Replica(articles=12, seed=2, now=NOW) as replica:
        yield replica


@pytest.fixture(scope="session")
def letters():
    """Give the visible text of a page without any whitespace, so that markup cannot hide it."""

    def letters(page):
        tree = lxml_html.document_fromstring(page.decode())
        for element in tree.xpath("//script | //style | //head | //noscript"):
            element.drop_tree()
        return squeezed(tree.text_content())

    return letters


def squeezed(text):
    return "".join(text.split())


@pytest.fixture(scope="session")
def truths(replica):
    return list(replica.truths())
