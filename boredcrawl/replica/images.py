"""Real image files, drawn from their path: the same path is always the same bytes."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from hashlib import blake2b
from io import BytesIO
from urllib.parse import urlsplit

from PIL import Image, ImageDraw

from boredcrawl.replica.uploads import dimensions

FORMATS = {
    "jpg": ("JPEG", "image/jpeg"),
    "png": ("PNG", "image/png"),
    "webp": ("WEBP", "image/webp"),
    "avif": ("AVIF", "image/avif"),
    "gif": ("GIF", "image/gif"),
}
PROXIED = re.compile(r"^/unsafe/rs:fit:(?P<width>\d+):0/q:80/(?P<packed>[\w-]+)\.webp$")


def drawn(path: str) -> tuple[bytes, str] | None:
    """Draw an upload, or what the image proxy makes of one: bytes and mime type."""
    proxied = PROXIED.match(path)
    if proxied is None:
        ending = path.rpartition(".")[2]
        return _encode(path, ending)
    packed = proxied["packed"]
    try:
        url = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()
    except ValueError:
        return None
    return _encode(urlsplit(url).path, "webp", int(proxied["width"]))


def drawn_as(path: str, ending: str) -> tuple[bytes, str] | None:
    """Draw an upload in another format than its name says, as image hosts do."""
    return _encode(path, ending)


def _encode(path: str, ending: str, most: int | None = None) -> tuple[bytes, str] | None:
    size = dimensions(path)
    if size is None or ending not in FORMATS:
        return None
    image = _draw(path, size)
    if most and most < size[0]:
        image = image.resize((most, max(1, size[1] * most // size[0])))
    name, mime = FORMATS[ending]
    file = BytesIO()
    options = {"speed": 10} if name == "AVIF" else {"method": 0} if name == "WEBP" else {}
    image.save(file, name, quality=60, **options)
    return file.getvalue(), mime


def _draw(path: str, size: tuple[int, int]) -> Image.Image:
    """Draw a few coloured shapes that depend on nothing but the path."""
    shade = blake2b(path.encode(), digest_size=30).digest()
    image = Image.new("RGB", size, tuple(shade[:3]))
    pen = ImageDraw.Draw(image)
    for k in range(3, 24, 7):
        x, y, radius = (shade[k] * size[0] // 255, shade[k + 1] * size[1] // 255, 20 + shade[k + 2])
        box = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(box, fill=tuple(shade[k + 3 : k + 6]))
    return image
