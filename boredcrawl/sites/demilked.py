"""DeMilked: Bored Panda's sister site, on the same classic WordPress theme."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from boredcrawl.pages.article import ArticlePage
from boredcrawl.pages.sources import Feed, Listing, Sitemap
from boredcrawl.sites.base import Site
from boredcrawl.sites.boredpanda import addresses
from boredcrawl.sites.boredpanda.classic import ClassicPage
from boredcrawl.sites.boredpanda.listing import next_page, read_cards
from boredcrawl.sites.boredpanda.rules import RULES

if TYPE_CHECKING:
    from boredcrawl.cleaning.rules import Rule
    from boredcrawl.pages.sources import Source

HOSTS = ("www.demilked.com", "demilked.com")


class DeMilked(Site):
    """The card of demilked.com."""

    slug = "demilked"
    hosts: ClassVar[tuple[str, ...]] = HOSTS
    home = "https://www.demilked.com"
    sources: ClassVar[tuple[Source, ...]] = (
        Listing("/", read_cards=partial(read_cards, hosts=HOSTS), next_page=next_page),
        Feed("/feed/"),
        Sitemap("/sitemap.xml"),
    )
    pages: ClassVar[tuple[type[ArticlePage], ...]] = (ClassicPage, ArticlePage)
    boilerplate: ClassVar[tuple[Rule, ...]] = RULES

    def is_article(self, url: str) -> bool:
        """Whether a URL has the shape of an article's: one slug at the root."""
        return self.owns(url) and addresses.is_article(url)
