"""What is known of image files: asked before a download, and when the files are looked over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.models import Image, table
from boredcrawl.db.transaction import reading, write

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sqlalchemy import Connection, Engine

IMAGES = table(Image)

FACTS = ("sha256", "path", "mime", "bytes", "width", "height", "phash", "file_url")
"""The columns that say what a file is; the fields of an image item are called the same."""

AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Known:
    """What earlier visits found out about pictures."""

    kept: set[str] = field(default_factory=set)
    """URLs of pictures whose file is kept."""
    refused: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """URLs of pictures whose file was refused: the name of why, and when."""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The facts of files by the URL they came from, whatever picture they were had for."""


def known(engine: Engine, urls: Collection[str], sources: Collection[str]) -> Known:
    """Say what is known of pictures (`urls`), and of the URLs their files may come from."""
    found = Known()
    pictures = select(IMAGES.c.url, IMAGES.c.sha256, IMAGES.c.refused, IMAGES.c.refused_at)
    files = select(*(IMAGES.c[name] for name in FACTS)).where(IMAGES.c.sha256.is_not(None))
    with reading(engine) as connection:
        for row in connection.execute(pictures.where(among(connection, IMAGES.c.url, urls))):
            if row.sha256:
                found.kept.add(row.url)
            elif row.refused:
                found.refused[row.url] = (row.refused, row.refused_at)
        of_sources = files.where(among(connection, IMAGES.c.file_url, sources))
        for facts in connection.execute(of_sources).mappings():
            found.files[facts["file_url"]] = dict(facts)
    return found


def kept_files(engine: Engine) -> Iterator[tuple[str, str]]:
    """Give path and digest of every file there should be, each once, in the order of paths."""
    query = select(IMAGES.c.path, IMAGES.c.sha256).where(IMAGES.c.sha256.is_not(None)).distinct()
    with reading(engine) as connection:
        rows = connection.execution_options(yield_per=AT_ONCE).execute(query.order_by("path"))
        for row in rows:
            yield row.path, row.sha256


def forget_files(engine: Engine, paths: Collection[str]) -> int:
    """Forget that files are kept, so that the next visit fetches them; give how many pictures."""

    def work(connection: Connection) -> int:
        rows = IMAGES.update().where(among(connection, IMAGES.c.path, paths))
        return connection.execute(rows.values(dict.fromkeys(FACTS))).rowcount

    return write(engine, work)
