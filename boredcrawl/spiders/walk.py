"""One walk over a source: its documents, from the first to the last one needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from boredcrawl.exceptions import Unreadable

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import Response

    from boredcrawl.items import Link
    from boredcrawl.pages.sources import Source

OK, GONE = 200, 404

MAX_DEPTH = 3
"""An index of sitemaps may name indexes; sitemaps.org allows one level, some sites have two."""


def onward(links: tuple[Link, ...], since: datetime | None) -> tuple[Link, ...]:
    """Give the documents that links lead to, except those that hold only what is too old.

    >>> from datetime import UTC, datetime
    >>> from boredcrawl.items import Link
    >>> old, floor = datetime(2020, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
    >>> page = Link(url="https://a/page/2/", kind="listing")
    >>> [len(onward((Link(url="https://a/b/", lastmod=at), page), floor)) for at in (old, None)]
    [0, 1]
    """
    if since is None:
        return tuple(link for link in links if link.kind != "article")
    dates = [link.lastmod for link in links if link.kind == "article"]
    if dates and all(date is not None and date < since for date in dates):
        return ()
    return tuple(
        link
        for link in links
        if link.kind != "article" and not (link.lastmod is not None and link.lastmod < since)
    )


@dataclass(kw_only=True, slots=True)
class Walk:
    """Where a walk stands. It ends when no document of it is outstanding."""

    url: str
    source: Source
    is_full: bool
    """Whether it goes on past a page where everything is known (a first walk, or one that was
    interrupted, whose later pages nobody has seen)."""
    max_pages: int
    since: datetime | None = None
    """What is older is not looked for."""
    unchanged_since: datetime | None = None
    """Sitemaps of an index that say they are older were read already."""
    outstanding: int = 1
    pages: int = 0
    found: int = 0
    error: str | None = None

    def read(self, response: Response, fetched_at: datetime, depth: int) -> tuple[Link, ...]:
        """The links of one document of the walk; raises `Unreadable` where it is none."""
        if response.status == GONE and depth and self.source.kind == "listing":
            # A listing tells its last page by having no next one, or by not answering for it.
            return ()
        if response.status != OK:
            raise Unreadable(f"HTTP {response.status}")
        return self.source.read(response, fetched_at)

    def onward(self, links: tuple[Link, ...], fresh: int, depth: int) -> tuple[Link, ...]:
        """The further documents to fetch, knowing how many of the links were new."""
        self.pages += 1
        self.found += fresh
        further = onward(links, self.since)
        if self.source.kind == "sitemap":
            floor = self.unchanged_since
            further = tuple(
                link
                for link in further
                if depth < MAX_DEPTH
                and (floor is None or link.lastmod is None or link.lastmod >= floor)
            )
        elif not (fresh or self.is_full) or self.pages >= self.max_pages:
            further = ()
        self.outstanding += len(further)
        return further

    def leave(self) -> bool:
        """Note that a document is done with; True when it was the last one."""
        self.outstanding -= 1
        return not self.outstanding
