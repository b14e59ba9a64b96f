"""What stands under a picture's address and is no picture to keep, or another than it seems."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

from boredcrawl.replica.images import FORMATS, drawn_as

BOMB_SIDE = 20_000
"""Pixels of a bomb's side: 400 million of them, in 49 KB."""

SVG = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="700" '
    b'height="525"><script>fetch("/steal?"+document.cookie)</script><rect width="700" height="525"'
    b' onload="alert(1)"/></svg>\n'
)
HTML = (
    b"<!DOCTYPE html><html><head><title>Sign in to see this picture</title></head>"
    b"<body><form><input name=password></form></body></html>\n"
)


def odd_image(path: str, what: str) -> tuple[bytes, str] | None:
    """Give bytes and mime for a picture's address: a format (gif, avif, ...), or a trap.

    >>> odd_image("/cat.jpg", "html")[1], len(odd_image("/cat.jpg", "bomb")[0]) < 60_000
    ('image/jpeg', True)
    """
    if what in FORMATS:
        return drawn_as(path, what)
    if what == "bomb":
        return _bomb(), "image/png"
    if what == "svg":
        return SVG, "image/svg+xml"
    # The lie of soft 404s and login walls: HTML that is declared a picture.
    return (HTML, "image/jpeg") if what == "html" else None


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    """Make a PNG that is right in every way, and black from edge to edge."""
    packer = zlib.compressobj(9)
    row = bytes(1 + BOMB_SIDE // 8)
    packed = b"".join(packer.compress(row) for _ in range(BOMB_SIDE)) + packer.flush()
    head = struct.pack(">IIBBBBB", BOMB_SIDE, BOMB_SIDE, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
