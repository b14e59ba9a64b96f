"""The cards: one file (or folder) a website, found by being there."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from urllib.parse import urlsplit

from boredcrawl.exceptions import UnknownSite
from boredcrawl.sites.base import Site
from boredcrawl.sites.generic import Found


@cache
def all_cards() -> dict[str, type[Site]]:
    """Every card of this package by its slug, the generic one left out."""
    cards: dict[str, type[Site]] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name in ("base", "generic"):
            continue
        for value in vars(importlib.import_module(f"{__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, Site) and value.__dict__.get("slug"):
                cards[value.slug] = value
    return cards


def card_named(slug: str) -> type[Site]:
    """The card with this slug; raises `UnknownSite` naming those there are."""
    try:
        return all_cards()[slug]
    except KeyError:
        known = ", ".join(sorted(all_cards()))
        raise UnknownSite(f"no site is called {slug!r}; write one of: {known}") from None


def site_for(url: str, part_of: str | None = None) -> Site:
    """The site a fetched URL belongs to.

    `part_of` is the site's name where the archive recorded it
    (`boredpanda@127.0.0.1:8000`): only that tells a mirror's pages apart.
    """
    slug, _, netloc = (part_of or "").partition("@")
    parts = urlsplit(url)
    if slug in all_cards() and netloc and netloc == parts.netloc:
        return all_cards()[slug](origin=f"{parts.scheme}://{netloc}")
    for card in all_cards().values():
        site = card()
        if site.owns(url):
            return site
    return Found(url)
