"""What an image file is, by its content: its type, its measures, its digests."""

from __future__ import annotations

import hashlib
import io
import re
import struct
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from boredcrawl.exceptions import ImageRefused

MIMES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "GIF": "image/gif",
}
"""The types that are kept. Every other decoder is left alone: none was ever needed, and old
formats have the old holes."""

ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/gif": "gif",
}

SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
HEAD = 4096
"""Bytes in which a text says what it is."""

DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    SyntaxError,
    IndexError,
    KeyError,
    struct.error,
    RuntimeError,  # of libavif, seen in November 2026
)
"""How Pillow's decoders show that a file is broken, each in its way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageFacts:
    """What is known of an image file: pixels, bytes, and its digests as hexadecimal text."""

    sha256: str
    mime: str
    bytes: int
    width: int
    height: int
    phash: str
    """ImageHash's `phash` of the (first) picture, 64 bits: alike where pictures look alike."""


def read_image(data: bytes, *, max_pixels: int) -> ImageFacts:
    """Read what a file is; raises `ImageRefused`, whose message is the name of why.

    Nothing is decoded before the stated measures were judged: a few kilobytes may unpack to
    gigabytes.

    >>> read_image(b"<!DOCTYPE html><title>Not found</title>", max_pixels=9)
    Traceback (most recent call last):
    boredcrawl.exceptions.ImageRefused: html
    """
    # Loads numpy and scipy: only who keeps images pays the third of a second.
    from imagehash import phash  # noqa: PLC0415

    if not data:
        raise ImageRefused("empty")
    _without_own_limit()
    try:
        with Image.open(io.BytesIO(data), formats=tuple(MIMES)) as image:
            width, height = image.size
            if width * height > max_pixels:
                raise ImageRefused("too_many_pixels")
            # Decoded whole, so that half a file is not taken for a picture.
            image.load()
            return ImageFacts(
                sha256=hashlib.sha256(data).hexdigest(),
                mime=MIMES[image.format or ""],
                bytes=len(data),
                width=width,
                height=height,
                phash=str(phash(image)),
            )
    except UnidentifiedImageError:
        raise ImageRefused(_name_of_other(data[:HEAD])) from None
    except DAMAGE as error:
        raise ImageRefused("broken") from error


def _without_own_limit() -> None:
    # Pillow's own limit is a warning first, and an error only at twice as much; ours is judged
    # above, where Pillow has read a header and no more.
    Image.MAX_IMAGE_PIXELS = None


def _name_of_other(head: bytes) -> str:
    """Name what is no image of a kind we keep.

    >>> _name_of_other(b'<?xml version="1.0"?><svg onload="alert(1)"/>')
    'svg'
    >>> _name_of_other(b"BM....")
    'unknown_type'
    """
    if SVG.search(head):
        return "svg"
    return "html" if HTML.search(head) else "unknown_type"
