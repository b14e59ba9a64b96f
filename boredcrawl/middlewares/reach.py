"""Where requests may lead: http and https, to public addresses or the crawl's own."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.utils.httpobj import urlparse_cached

from boredcrawl.middlewares.addresses import is_public

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Request, Response


class ForbiddenAddress(IgnoreRequest):
    """A URL leads where a page of the public web has no business to lead."""


class Reach:
    """Judges the addresses a host resolves to, before anything is sent there.

    Scrapy keeps what it resolved (DNSCACHE_ENABLED), so that the address judged is the one
    connected to; the address that answered is judged again all the same.
    """

    def __init__(self, crawler: Crawler, origin: str) -> None:
        self.crawler = crawler
        self.own_host = urlsplit(origin).hostname or ""
        self.own: frozenset[str] | None = None
        self.judged: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Remember the crawl's own origin, which may be of a private network."""
        site = getattr(crawler.spider, "site", None)
        if site is None:
            raise NotConfigured
        return cls(crawler, site.origin)

    async def process_request(self, request: Request) -> None:
        """Refuse a request that would leave the public internet, or HTTP."""
        parts = urlparse_cached(request)
        if parts.scheme not in ("http", "https"):
            self._refuse(f"{parts.scheme}: is no scheme of the web")
        host = (parts.hostname or "").lower()
        if host not in self.judged:
            # Behind a proxy it is the proxy that resolves names.
            is_ours_to_resolve = "proxy" not in request.meta or is_literal(host)
            self.judged[host] = await self._judge(host) if is_ours_to_resolve else None
        if (reason := self.judged[host]) is not None:
            self._refuse(reason)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Refuse an answer that came from another address than the one judged."""
        address = str(response.ip_address) if response.ip_address else None
        if address is not None and "proxy" not in request.meta and not await self._may(address):
            self._refuse(f"{urlparse_cached(request).hostname} answered from {address}")
        return response

    async def _judge(self, host: str) -> str | None:
        for address in await addresses_of(host):
            if not await self._may(address):
                return f"{host} is at {address}, no public address"
        return None

    async def _may(self, address: str) -> bool:
        if is_public(address):
            return True
        if self.own is None:
            self.own = frozenset(await addresses_of(self.own_host))
        return address in self.own

    def _refuse(self, reason: str) -> None:
        self.crawler.stats.inc_value("boredcrawl/addresses/refused")
        raise ForbiddenAddress(reason)


def is_literal(host: str) -> bool:
    """Tell whether a host is an address itself.

    >>> is_literal("::1"), is_literal("127.0.0.1"), is_literal("example.com")
    (True, True, False)
    """
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Receiver:
    """Collects what Twisted's resolver finds."""

    def __init__(self, done: Callable[[tuple[str, ...]], None]) -> None:
        self.done = done
        self.found: list[str] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802 - twisted's name
        """Begin."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - twisted's name
        """Take an address."""
        self.found.append(address.host)

    def resolutionComplete(self) -> None:  # noqa: N802 - twisted's name
        """Tell what was found."""
        self.done(tuple(self.found))


async def addresses_of(host: str) -> tuple[str, ...]:
    """Resolve a host as the connection to it will; nothing where it cannot be resolved."""
    if is_literal(host):
        return (host,)
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs one

    resolver: Any = reactor
    found: asyncio.Future[tuple[str, ...]] = asyncio.get_running_loop().create_future()
    resolver.nameResolver.resolveHostName(Receiver(found.set_result), host)
    return await found
