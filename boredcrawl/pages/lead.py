"""The picture a site shows for an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.cleaning.images import original_url
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Image
from boredcrawl.pages import jsonld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from boredcrawl.pages.metadata import Metadata


def from_metas(metadata: Metadata, *tags: str) -> Image | None:
    """Give the first picture of these meta tags, with its text where one is told."""
    image = _first(metadata, metadata.all(*tags))
    if image is not None:
        image.alt = metadata.first("og:image:alt", "twitter:image:alt")
    return image


def from_jsonld(metadata: Metadata) -> Image | None:
    """Give the first picture of the article's JSON-LD."""
    return _first(metadata, _told(metadata))


def _told(metadata: Metadata) -> Iterator[str]:
    for value in jsonld.objects(metadata.article.get("image")):
        found = value if isinstance(value, str) else value.get("url") or value.get("contentUrl")
        yield from jsonld.strings(found)


def _first(metadata: Metadata, addresses: Iterable[str]) -> Image | None:
    for address in addresses:
        url = join(metadata.url, address)
        if url is not None:
            return Image(url=url, original_url=original_url(url), is_lead=True)
    return None
