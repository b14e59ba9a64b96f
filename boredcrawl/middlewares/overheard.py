"""What a page's own scripts fetched in the browser, as exchanges for the archive."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from boredcrawl.archive.exchange import Exchange

if TYPE_CHECKING:
    from playwright.async_api import Page
    from playwright.async_api import Request as Asked

    from boredcrawl.archive.exchange import Headers

logger = logging.getLogger(__name__)

OF_THE_BODY_SENT = frozenset(("content-encoding", "content-length", "transfer-encoding"))
"""Headers that speak of a body as it was sent; a browser gives it unpacked."""


class Overheard:
    """The answers to one page's scripts, taken down as they come.

    At once, because a browser forgets bodies when it has many of them.
    """

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.lost = 0
        """Answers whose body the browser did not have any more."""
        self._taking: list[asyncio.Task[None]] = []

    def watch(self, page: Page) -> None:
        """Listen from the first request on."""
        page.on("requestfinished", self._note)

    async def collect(self, _: Page) -> None:
        """Wait for what is being taken down; to be called before the page is closed."""
        await asyncio.gather(*self._taking)
        self.exchanges.sort(key=lambda exchange: exchange.fetched_at)

    def _note(self, asked: Asked) -> None:
        if asked.resource_type in {"xhr", "fetch"}:
            taking = self._take(asked, datetime.now(UTC))
            self._taking.append(asyncio.ensure_future(taking))

    async def _take(self, asked: Asked, fetched_at: datetime) -> None:
        from playwright.async_api import Error  # noqa: PLC0415 - an extra, see browser.py

        try:
            exchange = await _exchange(asked, fetched_at)
        except Error as error:
            self.lost += 1
            logger.warning("%s was answered, but the browser has lost it: %s", asked.url, error)
            return
        if exchange is not None:
            self.exchanges.append(exchange)


async def _exchange(asked: Asked, fetched_at: datetime) -> Exchange | None:
    response = await asked.response()
    if response is None or not asked.url.startswith(("http://", "https://")):
        return None
    is_redirect = 300 <= response.status < 400  # noqa: PLR2004 - HTTP's own numbers
    body = b"" if is_redirect else await response.body()
    address: Any = await response.server_addr()
    return Exchange(
        url=urldefrag(asked.url)[0],
        fetched_at=fetched_at,
        method=asked.method,
        request_headers=_headers(await asked.headers_array()),
        request_body=asked.post_data_buffer or b"",
        status=response.status,
        headers=(
            *described(_headers(await response.headers_array())),
            (b"Content-Length", b"%d" % len(body)),
        ),
        body=body,
        ip_address=address["ipAddress"].strip("[]") if address else None,
        facts={"via": asked.frame.url, "flags": "browser"},
    )


def _headers(lines: list[Any]) -> Headers:
    # HTTP/2 has no request line; the browser tells its parts as headers, :method and the like.
    return tuple(
        (line["name"].encode("latin-1", "replace"), line["value"].encode("latin-1", "replace"))
        for line in lines
        if not line["name"].startswith(":")
    )


def described(headers: Headers) -> Headers:
    """Rename the headers that spoke of the body as sent, as Common Crawl does.

    >>> described(((b"content-encoding", b"br"), (b"content-type", b"text/html")))
    ((b'X-Crawl-content-encoding', b'br'), (b'content-type', b'text/html'))
    """
    return tuple(
        (b"X-Crawl-" + name if name.decode("latin-1").lower() in OF_THE_BODY_SENT else name, value)
        for name, value in headers
    )
