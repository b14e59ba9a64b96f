"""Bored Panda: a classic WordPress theme until 2026, and the new front end after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from boredcrawl.pages.article import ArticlePage
from boredcrawl.pages.sources import Feed, Listing, Sitemap
from boredcrawl.sites.base import Expectations, Site
from boredcrawl.sites.boredpanda import addresses
from boredcrawl.sites.boredpanda.classic import ClassicPage
from boredcrawl.sites.boredpanda.listing import next_page, read_cards
from boredcrawl.sites.boredpanda.modern import ModernPage
from boredcrawl.sites.boredpanda.rules import RULES
from boredcrawl.sites.boredpanda.unknown import UnknownPage

if TYPE_CHECKING:
    from boredcrawl.cleaning.rules import Rule
    from boredcrawl.pages.sources import Source


class BoredPanda(Site):
    """The card of boredpanda.com."""

    slug = "boredpanda"
    hosts: ClassVar[tuple[str, ...]] = addresses.HOSTS
    home = "https://www.boredpanda.com"
    sources: ClassVar[tuple[Source, ...]] = (
        Listing("/latest/", read_cards=read_cards, next_page=next_page),
        Listing("/", read_cards=read_cards, next_page=next_page),
        Feed("/feed/"),
        Sitemap("/sitemap.xml"),
    )
    pages: ClassVar[tuple[type[ArticlePage], ...]] = (
        ModernPage,
        ClassicPage,
        UnknownPage,
        ArticlePage,
    )
    boilerplate: ClassVar[tuple[Rule, ...]] = RULES
    expectations = Expectations(
        title=0.99, body=0.97, authors=0.9, published_at=0.9, unreadable=0.03
    )

    def is_article(self, url: str) -> bool:
        """Whether a URL has the shape of an article's: one slug at the root."""
        return self.owns(url) and addresses.is_article(url)
