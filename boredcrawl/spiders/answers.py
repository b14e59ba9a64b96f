"""What an answer to an article request is, before anybody tries to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse, XmlResponse

from boredcrawl.guest.blocking import BLOCKED, is_block_page

if TYPE_CHECKING:
    from twisted.python.failure import Failure

    from boredcrawl.items import Outcome

NOT_MODIFIED = 304

GONE = (404, 410)


def trouble(response: Response) -> tuple[Outcome, str] | None:
    """Why an answer cannot be an article, as (outcome, sentence); None where it may be.

    >>> trouble(Response("http://a/", status=410))
    ('gone', 'HTTP 410')
    >>> from scrapy.http import HtmlResponse
    >>> trouble(HtmlResponse("http://a/", body=b"<title>Just a moment...</title>"))
    ('failed', 'blocked: a page for robots instead of the article')
    """
    if response.status in GONE:
        return "gone", f"HTTP {response.status}"
    if response.status in BLOCKED:
        return "failed", f"blocked: HTTP {response.status}"
    if response.status != 200:  # noqa: PLR2004 - HTTP's own number
        return "failed", f"HTTP {response.status}"
    if is_block_page(response.body):
        return "failed", "blocked: a page for robots instead of the article"
    if not isinstance(response, TextResponse) or isinstance(response, XmlResponse):
        kind = (response.headers.get("Content-Type") or b"nothing").decode("latin-1")
        return "unreadable", f"not an HTML page but {kind}"
    return None


def failure_sentence(failure: Failure) -> str:
    """Why a request got no answer, in one line."""
    if isinstance(failure.value, IgnoreRequest):
        return f"not fetched: {failure.getErrorMessage() or 'forbidden by robots.txt'}"
    return f"{failure.type.__name__ if failure.type else 'Error'}: {failure.getErrorMessage()}"
