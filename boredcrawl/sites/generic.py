"""The card for any site that has none: read from what every site says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from boredcrawl.cleaning.boilerplate import GENERIC_RULES
from boredcrawl.cleaning.urls import canonical_url, rebase
from boredcrawl.pages.article import ArticlePage
from boredcrawl.pages.cards import may_be_article
from boredcrawl.pages.found import FoundPage
from boredcrawl.pages.rest import is_comment_page
from boredcrawl.pages.wordpress import WordPressPage
from boredcrawl.sites.base import Expectations, Site

if TYPE_CHECKING:
    from boredcrawl.pages.first_look import FirstLook


class Generic(Site):
    """Any website, made for the one a URL stands on."""

    slug = "generic"
    pages: ClassVar[tuple[type[ArticlePage], ...]] = (WordPressPage, ArticlePage)
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

    def is_article(self, url: str) -> bool:
        """Whether an address is not that of a further page of an article's comments."""
        return self.owns(url) and not is_comment_page(url)

    def canonical(self, url: str) -> str:
        """The URL under which a page is kept.

        No slash is added and no parameter taken for a permalink: what these mean is
        known only where there is a card.
        """
        host = urlsplit(self.origin).hostname or ""
        moved = rebase(url, (host,), self.origin)
        return canonical_url(moved, permalinks=frozenset(), trailing_slash=False)


class Found(Generic):
    """A site met without being told of: not every page of it is an article."""

    pages: ClassVar[tuple[type[ArticlePage], ...]] = (WordPressPage, FoundPage)


class Started(Found):
    """The site of `-a start=URL`, whose sources are found by a first look at it."""

    engine: tuple[str, ...] = ()
    """The evidence that it is WordPress'."""

    def take(self, look: FirstLook) -> None:
        """Take the sources of a first look, and the origin that answered it."""
        parts = urlsplit(look.page.url)
        self.origin = f"{parts.scheme}://{parts.netloc}".lower()
        self.engine = look.engine
        # Of this site, where those of a card are of its class.
        self.sources = look.sources  # type: ignore[misc]

    def is_article(self, url: str) -> bool:
        """Whether an address may be an article's, by its shape."""
        return super().is_article(url) and may_be_article(url)
