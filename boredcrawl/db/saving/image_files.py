"""Pictures as pages name them, and what is known of their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.models import Image, table
from boredcrawl.db.rows import Row, image_row, storable
from boredcrawl.db.upsert import change, unique, upsert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Image as ImageItem

IMAGES = table(Image)

SAID = ("original_url", "width", "height")
"""What a page says of a picture; another page that says less takes nothing away."""


def save(connection: Connection, shown: Sequence[tuple[ImageItem, Reading]]) -> dict[str, int]:
    """Store pictures, each with the reading that shows it; give the id of each URL.

    A file's own measures count more than what a page says of them, and a file that is kept
    more than a later refusal: neither is overwritten.
    """
    rows = [image_row(image) for image, _ in shown]
    kept = _with_file(connection, {row["url"] for row in rows})
    for row in rows:
        if row["url"] in kept:
            row["width"] = row["height"] = None
    ids = upsert(connection, IMAGES, rows, key=("url",), keep=SAID)
    files = [_file_row(image) for image, _ in shown if image.sha256]
    change(connection, IMAGES, _once(files), key=("url",))
    kept |= {row["url"] for row in files}
    refusals = [
        {"url": url, "refused": image.refused, "refused_at": reading.article.fetched_at}
        for image, reading in shown
        if image.refused and (url := storable(image.url)) not in kept
    ]
    change(connection, IMAGES, _once(refusals), key=("url",))
    return {url: number for (url,), number in ids.items()}


def _with_file(connection: Connection, urls: set[str]) -> set[str]:
    if not urls:
        return set()
    query = select(IMAGES.c.url).where(among(connection, IMAGES.c.url, urls))
    return set(connection.scalars(query.where(IMAGES.c.sha256.is_not(None))))


def _once(rows: Iterable[Row]) -> list[Row]:
    # In the order of the URLs, so that two processes lock in the same order.
    return [row for _, row in sorted(unique(rows, ("url",), ()).items())]


def _file_row(image: ImageItem) -> Row:
    return {
        "url": storable(image.url),
        "sha256": image.sha256,
        "path": image.path,
        "mime": image.mime,
        "bytes": image.bytes,
        "width": image.width,
        "height": image.height,
        "phash": image.phash,
        "file_url": storable(image.file_url),
        "refused": None,
        "refused_at": None,
    }
