"""What `boredcrawl doctor` asks of a site: its robots.txt, its clock, and one page to read."""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from protego import Protego
from scrapy.http import HtmlResponse, TextResponse, XmlResponse

from boredcrawl import __version__
from boredcrawl.cleaning.normalise import normalise
from boredcrawl.cli.checks import Check, clock_check
from boredcrawl.exceptions import ExitCode, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from boredcrawl.sites.base import Site

PATIENCE = 20
"""Seconds that a site is waited for."""

ROBOT = "boredcrawl"

BLOCKED = (403, 429)


class Fetched:
    """An answer, or why there was none."""

    def __init__(self, url: str, contact: str) -> None:
        agent = f"{ROBOT}/{__version__}" + (f" (+{contact})" if contact else "")
        self.url, self.body, self.date = url, b"", None
        self.status, self.trouble = 0, ""
        try:
            with urlopen(  # noqa: S310 - the schemes of cards and origins are http and https
                Request(url, headers={"User-Agent": agent}),  # noqa: S310
                timeout=PATIENCE,
            ) as answer:
                self.status, self.body, self.url = answer.status, answer.read(), answer.url
                self.date = answer.headers.get("Date")
        except HTTPError as error:
            self.status, self.trouble = error.code, f"HTTP {error.code}"
            error.close()
        except (OSError, ValueError) as error:
            self.trouble = f"no answer: {getattr(error, 'reason', error)}"

    @property
    def exit_code(self) -> int:
        """What a crawl that meets this everywhere would end with."""
        blocked = self.status in BLOCKED
        return int(ExitCode.BLOCKED if blocked else ExitCode.NOTHING_FETCHED)


def online(site: Site, contact: str) -> list[Check]:
    """Ask a site for robots.txt, one source and one article; at most three requests."""
    if not contact and not is_local(site.origin):
        return [
            Check(
                name=f"{site.name}: canary",
                state="warn",
                found="not asked, because nobody is named",
                advice="name who asks: --contact you@example.org; or --offline",
            )
        ]
    return list(_ask(site, contact))


def is_local(origin: str) -> bool:
    """Tell whether an origin is this machine.

    >>> is_local("http://127.0.0.1:8000"), is_local("https://www.example.org")
    (True, False)
    """
    host = urlsplit(origin).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ask(site: Site, contact: str) -> Iterator[Check]:
    rules = Fetched(f"{site.origin}/robots.txt", contact)
    name = f"{site.name}: robots"
    if rules.trouble and rules.status in (0, *BLOCKED):
        yield Check(
            name=name,
            state="bad",
            found=f"{rules.url}: {rules.trouble}",
            advice="is the network there? does a browser on this machine get the page?",
            exit_code=rules.exit_code,
        )
        return
    robots = Protego.parse(rules.body.decode("utf-8", "replace"))
    source = site.sources[0]
    url = site.origin + source.path
    if not robots.can_fetch(url, ROBOT):
        yield Check(
            name=name,
            state="bad",
            found=f"{url} is forbidden to {ROBOT}",
            advice="the site does not want this crawled; a crawl would fetch nothing",
            exit_code=int(ExitCode.NOTHING_FETCHED),
        )
        return
    delay = robots.crawl_delay(ROBOT)
    asks = f", and asks for {delay:g} s between requests" if delay else ""
    yield Check(name=name, state="ok", found=f"{url} may be fetched{asks}")
    if rules.date:
        theirs = parsedate_to_datetime(rules.date).astimezone(UTC)
        yield clock_check(f"{site.name}: clock", "the site", theirs)
    yield _canary(site, url, contact)


def _canary(site: Site, url: str, contact: str) -> Check:
    name = f"{site.name}: canary"
    listing = Fetched(url, contact)
    if listing.trouble:
        return _bad(name, f"{url}: {listing.trouble}", listing.exit_code)
    now = datetime.now(UTC)
    source = site.sources[0]
    kind: type[TextResponse] = HtmlResponse if source.kind == "listing" else XmlResponse
    try:
        links = source.read(kind(listing.url, body=listing.body, encoding="utf-8"), now)
    except Unreadable as error:
        return _bad(name, str(error), int(ExitCode.EXPECTATION))
    urls = (site.canonical(link.url) for link in links if link.kind == "article")
    article_url = next((found for found in urls if site.is_article(found)), None)
    if article_url is None:
        return _bad(name, f"{url} leads to no article", int(ExitCode.EXPECTATION))
    page = Fetched(article_url, contact)
    if page.trouble:
        return _bad(name, f"{article_url}: {page.trouble}", page.exit_code)
    try:
        read = site.page_for(HtmlResponse(page.url, body=page.body, encoding="utf-8"), now)
        article = read.to_item()
        normalise(article)
    except Unreadable as error:
        return _bad(name, f"{article_url}: {error}", int(ExitCode.EXPECTATION))
    fields = ("title", "body_text", "authors", "published_at")
    lacking = [field for field in fields if not getattr(article, field)]
    found = f"{article_url}: {article.layout}, {article.word_count:,} words"
    if lacking:
        return _bad(name, f"{found}, without {', '.join(lacking)}", int(ExitCode.EXPECTATION))
    return Check(name=name, state="ok", found=found)


def _bad(name: str, found: str, exit_code: int) -> Check:
    advice = {
        ExitCode.BLOCKED: "the site blocks this machine or crawler: wait, and write to the site",
        ExitCode.NOTHING_FETCHED: "try again later; is the address still right?",
    }.get(
        ExitCode(exit_code),
        "has the template changed? `scrapy fixture URL` shows what is read of a page",
    )
    return Check(name=name, state="bad", found=found, advice=advice, exit_code=exit_code)
