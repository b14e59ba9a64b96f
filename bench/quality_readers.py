"""The readers that `bench.quality` compares: ours as in a crawl, and trafilatura."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
from scrapy.http import HtmlResponse
from trafilatura.settings import Document

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.threads import thread
from boredcrawl.sites.generic import Generic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from boredcrawl.items import Comment


@dataclass(kw_only=True)
class Read:
    """What a reader made of one page."""

    text: str = ""
    title: str | None = None
    authors: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    image: str | None = None
    comments: tuple[Comment, ...] = ()


def pages(warc: str | Path) -> Iterator[tuple[HtmlResponse, datetime]]:
    """Give the HTML responses of a WARC with the moment each was fetched."""
    with open(warc, "rb") as stream:  # noqa: PTH123, FastWARC takes a file object
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            url = record.headers["WARC-Target-URI"]
            headers = dict(record.http_headers.asdict()) if record.http_headers else {}
            body = record.reader.read()
            yield HtmlResponse(url, body=body, headers=headers), record.record_date


def read_ours(response: HtmlResponse, fetched_at: datetime) -> Read:
    """Read a page as a crawl does."""
    site = Generic(response.url)
    article = site.page_for(response, fetched_at).to_item()
    strip_boilerplate(article, site.boilerplate)
    normalise(article)
    thread(article)
    days = set()
    if article.published_at:
        days.add(article.published_at.astimezone(UTC).date().isoformat())
    if article.published_raw:
        days.add(article.published_raw[:10])
    lead = next((image for image in article.images if image.is_lead), None)
    return Read(
        text=article.body_text,
        title=article.title,
        authors=frozenset(squash(author.name).casefold() for author in article.authors),
        days=frozenset(days),
        image=lead.url if lead else None,
        comments=article.comments,
    )


def read_trafilatura(response: HtmlResponse, _: datetime) -> Read:
    """Read a page with trafilatura, at its defaults but for comments."""
    found = trafilatura.bare_extraction(
        response.text, url=response.url, include_comments=False, with_metadata=True
    )
    if not isinstance(found, Document):
        return Read()
    names = (found.author or "").split(";")
    return Read(
        text=found.text or "",
        title=found.title,
        authors=frozenset(squash(name).casefold() for name in names if name.strip()),
        days=frozenset({found.date} if found.date else ()),
        image=found.image,
    )
