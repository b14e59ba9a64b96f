"""Ads and boilerplate leave the body, each counted under the rule that named it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.normalise import strip_boilerplate
from boredcrawl.sites import site_for

if TYPE_CHECKING:
    from boredcrawl.cleaning.boilerplate import Rule
    from boredcrawl.items import Visit


@lru_cache(maxsize=64)
def rules_of(site_name: str, origin: str) -> tuple[Rule, ...]:
    """The boilerplate rules of the card behind a site's name."""
    return site_for(origin, site_name).boilerplate


class BoilerplatePipeline:
    """Applies the card's rules to an article's body, list items and comments."""

    def process_item(self, item: Visit) -> Visit:
        """Strip the article's trees in place."""
        if item.article is not None:
            strip_boilerplate(item.article, rules_of(item.site, _origin(item.url)))
        return item


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3]) + "/"
