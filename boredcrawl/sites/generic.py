"""The card for any site that has none: read from what every site says of itself."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from boredcrawl.cleaning.boilerplate import GENERIC_RULES
from boredcrawl.cleaning.urls import canonical_url, rebase
from boredcrawl.pages.article import ArticlePage
from boredcrawl.sites.base import Expectations, Site


class Generic(Site):
    """Any website, made for the one a URL stands on."""

    slug = "generic"
    pages: ClassVar[tuple[type[ArticlePage], ...]] = (ArticlePage,)
    boilerplate = GENERIC_RULES
    expectations = Expectations(title=0.9, body=0.8, unreadable=0.2)

    def __init__(self, url_or_origin: str) -> None:
        parts = urlsplit(url_or_origin)
        super().__init__(f"{parts.scheme}://{parts.netloc}".lower())

    @property
    def name(self) -> str:
        """The host, without the `www.` that says nothing."""
        return urlsplit(self.origin).netloc.removeprefix("www.")

    def owns(self, url: str) -> bool:
        """Whether the URL stands on the same host, with or without `www.`."""
        return urlsplit(url).netloc.lower().removeprefix("www.") == self.name

    def canonical(self, url: str) -> str:
        """The URL under which a page is kept.

        No slash is added and no parameter taken for a permalink: what these mean is
        known only where there is a card.
        """
        host = urlsplit(self.origin).hostname or ""
        moved = rebase(url, (host,), self.origin)
        return canonical_url(moved, permalinks=frozenset(), trailing_slash=False)
