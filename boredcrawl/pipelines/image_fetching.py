"""The file behind a picture's address, asked of the site or found in an archive."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Request

from boredcrawl.archive.image_records import ImageRecords
from boredcrawl.cleaning.networks import may_reach
from boredcrawl.exceptions import ArchiveTrouble, ImageRefused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

HOPS = 5
"""Redirects followed from one address, at most; no image host was seen to need two."""

REDIRECTS = frozenset((301, 302, 303, 307, 308))
OK = 200


class Fetcher(Protocol):
    """Where image files come from."""

    async def fetch(self, url: str, page_url: str) -> bytes:
        """Give a file as sent; raises `ImageRefused`."""


class SiteFetcher:
    """Asks the site, with the manners of the crawl: robots.txt, delays, the archive."""

    def __init__(self, crawler: Crawler, origin: str, max_bytes: int) -> None:
        self.crawler = crawler
        self.origin = origin
        self.max_bytes = max_bytes
        self._from_private: bool | None = None

    async def fetch(self, url: str, page_url: str) -> bytes:
        """Download a file. Redirects are followed here, so that each address is judged."""
        for _ in range(HOPS + 1):
            await self._require_reachable(url)
            response = await self._answer(url, page_url)
            location = response.headers.get("Location")
            if response.status in REDIRECTS and location:
                url = urljoin(url, location.decode("latin-1"))
                continue
            if response.status != OK:
                raise ImageRefused(f"status_{response.status}")
            return response.body
        raise ImageRefused("too_many_redirects")

    async def _answer(self, url: str, page_url: str) -> Response:
        page = urlsplit(page_url)
        request = Request(
            url,
            # What a browser sends to another host: the site, not the page.
            headers={"Accept": "image/*,*/*;q=0.5", "Referer": f"{page.scheme}://{page.netloc}/"},
            meta={"dont_redirect": True, "download_maxsize": self.max_bytes},
            dont_filter=True,
        )
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except ArchiveTrouble:
            raise
        except DownloadCancelledError:
            raise ImageRefused("too_many_bytes") from None
        except IgnoreRequest as error:
            # Either robots.txt, or a body that unpacked to more than the limit.
            name = "robots" if "robots.txt" in str(error) else "too_many_bytes"
            raise ImageRefused(name) from None
        except Exception as error:
            # Whatever a download can fail with.
            logger.info("%s: %s: %s", url, type(error).__name__, error)
            raise ImageRefused("failed") from error
        told = response.request.meta if response.request else request.meta
        self._count(response.status, 1 + int(told.get("retry_times", 0)))
        address = response.ip_address
        if address is not None and "proxy" not in told:
            # The name may have led elsewhere than when it was asked a moment ago.
            self._judge([str(address)], from_private=bool(self._from_private))
        return response

    async def _require_reachable(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            raise ImageRefused("not_http") from None
        if parts.scheme not in ("http", "https") or not host:
            raise ImageRefused("not_http")
        if self._from_private is None:
            home = await addresses_of(urlsplit(self.origin).hostname or "")
            self._from_private = not may_reach(home, from_private=False)
        self._judge(await addresses_of(host), from_private=self._from_private)

    def _judge(self, addresses: Sequence[str], *, from_private: bool) -> None:
        if not may_reach(addresses, from_private=from_private):
            raise ImageRefused("private_address")

    def _count(self, status: int, times: int) -> None:
        self.crawler.stats.inc_value(f"boredcrawl/images/answers/{status}", times)


class ArchiveFetcher:
    """Finds image files in the archive that is being replayed; nothing is asked of a site."""

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        self._records: asyncio.Task[ImageRecords] | None = None

    async def fetch(self, url: str, page_url: str) -> bytes:  # noqa: ARG002 - the same for both
        """Read a file's record; the archive is indexed when the first one is asked for."""
        if self._records is None:
            self._records = asyncio.ensure_future(asyncio.to_thread(ImageRecords.of, self.paths))
        records = await asyncio.shield(self._records)
        return await asyncio.to_thread(records.body, url)


async def addresses_of(host: str) -> list[str]:
    """Resolve a host; none where that fails, which the download will say in its own words."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(address[0]) for *_, address in found))
