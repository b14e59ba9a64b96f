"""Pictures from the archive, by their digests and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.db.models import Image, table

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

IMAGES = table(Image)
DIGEST = re.compile(r"[0-9a-f]{64}")
KINDS = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "image/avif"),
)
"""Pictures that are nothing but pictures, by how their files begin; SVG is not among them."""


def picture(connection: Connection, archive: Path, digest: str) -> tuple[Path, str] | None:
    """Give the file of a picture and its type; None where the archive has none to show."""
    if not DIGEST.fullmatch(digest):
        return None
    query = select(IMAGES.c.path).where(IMAGES.c.sha256 == digest, IMAGES.c.path.is_not(None))
    path = connection.execute(query.limit(1)).scalar_one_or_none()
    if path is None:
        return None
    root = archive.resolve()
    try:
        file = (root / path).resolve()
        if not file.is_relative_to(root) or not file.is_file():
            return None
        with file.open("rb") as opened:
            beginning = opened.read(16)
    except (OSError, ValueError):
        return None
    kind = next((kind for sign, kind in KINDS if sign.match(beginning)), None)
    return None if kind is None else (file, kind)
