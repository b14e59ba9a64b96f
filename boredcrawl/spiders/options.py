"""The arguments of `scrapy crawl articles -a …`, read and judged before anything is done."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.exceptions import WrongOption
from boredcrawl.sites import card_named, site_for
from boredcrawl.sites.generic import Generic, Started

if TYPE_CHECKING:
    from collections.abc import Mapping

    from boredcrawl.sites.base import Site

NAMES = ("site", "url", "origin", "start", "limit", "since", "backfill")


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What one crawl is asked to do."""

    site: Site
    urls: tuple[str, ...] = ()
    start: str | None = None
    """The page to find the sources of a site from that has no card."""
    limit: int | None = None
    since: datetime | None = None
    backfill: str = "no"
    """Whether everything is walked once: `no`, `yes`, or `again` where that was done before."""

    @property
    def is_backfill(self) -> bool:
        """Whether everything is walked once."""
        return self.backfill != "no"

    @property
    def is_local(self) -> bool:
        """Whether the crawl stays on this machine, where nobody needs politeness."""
        return _is_loopback(urlsplit(self.site.origin).hostname or "")


def read_options(arguments: Mapping[str, str]) -> Options:
    """Make `Options` of the arguments as typed; raises `WrongOption` with one sentence.

    >>> read_options({"limit": "many"})
    Traceback (most recent call last):
    boredcrawl.exceptions.WrongOption: limit='many' is no number: write -a limit=100
    """
    for name in arguments:
        if name not in NAMES:
            raise WrongOption(f"there is no option {name}=: write one of {', '.join(NAMES)}")
    start = None
    if "start" in arguments:
        start, site = _start(arguments)
    else:
        card = card_named(arguments.get("site", "boredpanda"))
        site = card(origin=_origin(arguments["origin"])) if "origin" in arguments else card()
    return Options(
        site=site,
        start=start,
        urls=_urls(arguments["url"], site) if "url" in arguments else (),
        limit=_limit(arguments["limit"]) if "limit" in arguments else None,
        since=_since(arguments["since"]) if "since" in arguments else None,
        backfill=_backfill(arguments.get("backfill", "no")),
    )


def _start(arguments: Mapping[str, str]) -> tuple[str | None, Site]:
    """Give the site a page stands on; the page too, where no card knows the site."""
    text = arguments["start"].strip()
    for name in ("site", "origin"):
        if name in arguments:
            raise WrongOption(f"start= says already which site: leave out {name}=")
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise WrongOption(f"start={text!r} is no address: write -a start=https://www.example.com/")
    site = site_for(text)
    return (text, Started(text)) if isinstance(site, Generic) else (None, site)


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise WrongOption(f"origin={text!r} is no origin: write -a origin=http://127.0.0.1:8000")
    return f"{parts.scheme}://{parts.netloc}"


def _urls(text: str, site: Site) -> tuple[str, ...]:
    urls = tuple(url.strip() for url in text.split(",") if url.strip())
    for url in urls:
        if urlsplit(url).scheme not in ("http", "https"):
            raise WrongOption(
                f"url={url!r} is no address: write -a url={site.origin}/some-article/"
            )
        if not site.owns(url):
            raise WrongOption(f"{url} is not of {site.name}: name its card with -a site=NAME")
    if not urls:
        raise WrongOption(f"url= is empty: write -a url={site.origin}/some-article/")
    return urls


def _limit(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise WrongOption(f"limit={text!r} is no number: write -a limit=100")
    return int(text)


def _since(text: str) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongOption(f"since={text!r} is no date: write -a since=2026-01-31") from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _backfill(text: str) -> str:
    if text not in {"yes", "no", "again"}:
        raise WrongOption(
            f"backfill={text!r} is no answer: write -a backfill=yes, or again for another one"
        )
    return text


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
