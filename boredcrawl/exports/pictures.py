"""Pictures that go along with exported articles: those whose files the archive has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from boredcrawl.db.whole import Whole

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}


class Picture(NamedTuple):
    """A file of the archive, and what it is called in the export."""

    file: Path
    name: str
    mime: str


def pictures(article: Whole, archive: Path | None) -> dict[str, Picture]:
    """Give an article's pictures by the URLs under which its text may show them."""
    found: dict[str, Picture] = {}
    for image in article["images"]:
        if archive is None or image["path"] is None or image["mime"] not in SUFFIXES:
            continue
        file = archive / image["path"]
        if file.is_file():
            name = image["sha256"] + SUFFIXES[image["mime"]]
            for url in filter(None, (image["url"], image["original_url"])):
                found[url] = Picture(file, name, image["mime"])
    return found
