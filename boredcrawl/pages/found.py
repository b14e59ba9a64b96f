"""The page of a site without a card: an article, unless the page shows that it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.exceptions import NoArticle
from boredcrawl.pages import dating
from boredcrawl.pages.article import ArticlePage
from boredcrawl.pages.cards import is_listing

if TYPE_CHECKING:
    from boredcrawl.items import Article


class FoundPage(ArticlePage):
    """A page that a sitemap, feed or list led to, and that nobody vouches for."""

    def to_item(self) -> Article:
        """Gather the fields; raises `NoArticle` where the page is a list of articles."""
        if not self.says_article and is_listing(self.tree, self.url):
            raise NoArticle(f"{self.url}: no article but a list of links")
        return super().to_item()

    @property
    def says_article(self) -> bool:
        """Whether the page itself says that it is an article."""
        data = self.metadata
        is_typed = (data.first("og:type") or "").lower().startswith("article")
        return is_typed or bool(data.article) or any(data.all(*dating.PUBLISHED))
