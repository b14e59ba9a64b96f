"""A case of the tests of a site: a page as it was sent, and what it is read as."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.http import HtmlResponse

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.threads import thread

if TYPE_CHECKING:
    from pathlib import Path

    from boredcrawl.items import Article
    from boredcrawl.sites.base import Site

PAGE, ITEM = "page.html", "item.json"

NOT_OF_THE_PAGE = frozenset(("field_sources", "dropped"))
"""Fields that tell how a page was read, not what it says."""


def read_case(site: Site, html: bytes, url: str, fetched_at: datetime) -> Article:
    """Read a saved page, from the card to the last pipeline before the database."""
    headers = {"Content-Type": "text/html; charset=utf-8"}
    response = HtmlResponse(url, body=html, headers=headers)
    article = site.page_for(response, fetched_at).to_item()
    strip_boilerplate(article, site.boilerplate)
    normalise(article)
    thread(article)
    return article


def plain(value: Any) -> Any:
    """Write items as JSON has them, empty facts left out.

    >>> from boredcrawl.items import Author
    >>> plain((Author(name="Ann"),))
    [{'name': 'Ann'}]
    """
    if is_dataclass(value):
        told = {
            f.name: plain(getattr(value, f.name))
            for f in fields(value)
            if not f.metadata.get("transient") and f.name not in NOT_OF_THE_PAGE
        }
        return {name: fact for name, fact in told.items() if fact not in (None, [], {}, "")}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def save_case(folder: Path, article: Article, html: bytes, url: str) -> None:
    """Write a case, over one that is there."""
    told = {
        "url": url,
        "fetched_at": article.fetched_at.isoformat(),
        "item": plain(article),
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_bytes(html)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    (folder / ITEM).write_text(f"{text}\n", encoding="utf-8")


def name_of(url: str) -> str:
    """Name a case by its page's address.

    >>> name_of("https://www.boredpanda.com/neighbor-goat-fence/?utm_source=x")
    'neighbor_goat_fence'
    """
    last = urlsplit(url).path.strip("/").rpartition("/")[2].partition(".")[0]
    return re.sub(r"\W+", "_", last).strip("_").lower()[:60] or "page"
