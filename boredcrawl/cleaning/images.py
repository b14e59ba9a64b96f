"""Which picture an element shows, where its original is, and whether it is content."""

from __future__ import annotations

import base64
import binascii
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from boredcrawl.cleaning.addresses import absolute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_PLAIN = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-orig-file", "src")
"""Where lazy loaders keep the address, and at last where HTML does."""

_SETS = ("data-srcset", "data-lazy-srcset", "srcset")

_WRAPPED_IN = ("url", "image", "src")
"""Parameters in which resizers are given the picture's own address."""

_MAY_WRAP = re.compile(r"\?|/aHR0c|https?(?::|%3A)|\.wp\.com/", re.IGNORECASE)
"""Without one of these an address cannot hold another one; few do."""

_EMBEDDED = re.compile(r"/(https?(?::|%3A)(?:/|%2F){1,2}.+)$", re.IGNORECASE)
_SPACER = re.compile(
    r"(?:(?:[\w-]*[_-])?(?:placeholder|spacer|lazy[_-]?load(?:er|ing)?)|blank|pixel|transparent"
    r"|1x1|clear|loading|loader|trans)(?:[_-]?\d+(?:x\d+)?)?(?:\.trans)?"
    r"\.(?:gif|png|svg|jpe?g|webp)(?:$|[?#])",
    re.IGNORECASE,
)
"""Stand-ins by their whole name: "blank.gif" is one, "a-wool-blanket.jpg" is not."""

_CANDIDATE = re.compile(r"([^\s,]\S*[^\s,])(?:\s+([\d.]+)[wxh])?\s*(?:,|$)")
_FURNITURE = re.compile(
    r"/wp-content/themes/|/wp-includes/|^/assets/(?:.*/)?[^/]*\.svg$"
    r"|^/assets/(?:[^/]+/)*(?:icons?|logos?|comments|buttons?|sprites?|avatars?)/"
    r"|/avatars?/|default-user-profile|/emojis?/",
    re.IGNORECASE,
)
_NO_CONTENT_CLASS = re.compile(r"(?:^|[\s_-])(?:avatar|emoji|wp-smiley|icon|logo)(?:$|[\s_-])")
_TRACKERS = re.compile(
    r"(?:^|\.)(?:doubleclick\.net|scorecardresearch\.com|quantserve\.com|pixel\.wp\.com"
    r"|google-analytics\.com|gravatar\.com|adnxs\.com|amazon-adsystem\.com)$"
)
_SMALLEST = 33
"""Narrower pictures (pixels) are icons and counters."""


@lru_cache(maxsize=8192)
def original_url(url: str) -> str:
    """Unwrap a picture's address from the proxies and resizers around it.

    Sizes that are part of a name (`__700`, `-1024x683`) stay: no rule for them is sure.

    >>> original_url(
    ...     "https://img.boredpanda.com/unsafe/rs:fit:640:0/q:80/aHR0cHM6Ly9zdGF0aWMuYm9yZWRwYW5kYS"
    ...     "5jb20vYmxvZy93cC1jb250ZW50L3VwbG9hZHMvMjAyNi8wMS9ldmlsLWxvb2tpbmctYnVpbGRpbmdzLWNvdmVy"
    ...     "XzY3NS5qcGc.webp"
    ... )
    'https://static.boredpanda.com/blog/wp-content/uploads/2026/01/evil-looking-buildings-cover_675.jpg'
    >>> original_url("https://a.example/watermark.php?display=true&image=http://b.example/cat.jpg")
    'http://b.example/cat.jpg'
    >>> original_url("https://a.example/_next/image?url=%2Fuploads%2Fcat.jpg&w=640&q=75")
    'https://a.example/uploads/cat.jpg'
    >>> original_url("https://i0.wp.com/b.example/cat.jpg?resize=640%2C480&ssl=1")
    'https://b.example/cat.jpg'
    """
    if not _MAY_WRAP.search(url, 8):
        return url
    for _ in range(4):  # a proxy may stand before a proxy; none was seen before three
        inner = _unwrapped(url)
        if inner is None or inner == url:
            return url
        url = inner
    return url


def image_url(img: HtmlElement, base: str) -> str | None:
    """Give the absolute address of the best picture an `<img>` offers, None if none.

    The plain address counts, unless a set lists it as one of its smaller sizes.

    >>> from lxml.html import fragment_fromstring
    >>> img = fragment_fromstring('<img src="s.gif" data-src="a.jpg" srcset="a.jpg 1x, b.jpg 2x">')
    >>> image_url(img, "https://a.example/")
    'https://a.example/b.jpg'
    """
    attributes = dict(img.items())
    named = (attributes[name].strip() for name in _PLAIN if name in attributes)
    plain = next(filter(_is_real, named), "")
    sizes: Mapping[str, float] = {}
    for name in _SETS:
        value = attributes.get(name)
        if value and (sizes := _sizes(value)):
            break
    if not plain or plain in sizes:
        sizes = sizes or _sizes_around(img)
        plain = max(sizes, key=lambda url: sizes[url], default=plain)
    return absolute(base, plain) if plain else None


def is_content_image(url: str, img: HtmlElement | None = None) -> bool:
    """Tell a picture of the article from icons, avatars, counters and theme files.

    >>> is_content_image("https://a.example/assets/Icons/button-share.svg")
    False
    >>> is_content_image("https://static.a.example/uploads/2026/01/cat__700.jpg")
    True
    """
    if _is_furniture(url):
        return False
    if img is None:
        return True
    if any(_pixels(img, side) < _SMALLEST for side in ("width", "height")):
        return False
    if (img.get("alt") or "").endswith(" avatar"):
        return False
    return not _NO_CONTENT_CLASS.search(img.get("class") or "")


def _pixels(img: HtmlElement, side: str) -> int:
    """Read a stated size; where none is stated the picture counts as large."""
    value = (img.get(side) or "").strip().removesuffix("px")
    return int(value) if value.isdecimal() else _SMALLEST


@lru_cache(maxsize=8192)
def _is_furniture(url: str) -> bool:
    """Tell by its address that a picture belongs to the site or to its trackers."""
    try:
        parts = urlsplit(original_url(url))
    except ValueError:
        return True
    host = parts.hostname or ""
    if host in {"facebook.com", "www.facebook.com"} and parts.path == "/tr":
        return True
    return bool(_FURNITURE.search(parts.path) or _TRACKERS.search(host))


def _is_real(url: str) -> bool:
    """Tell an address from inline data and stand-ins."""
    return bool(url) and not url.startswith("data:") and not _SPACER.match(url, url.rfind("/") + 1)


def _sizes_around(img: HtmlElement) -> Mapping[str, float]:
    """Read the sources of the `<picture>` around an image."""
    for holder in img.iterancestors():
        # To libxml2 a <source> has an end: what follows it stands in it.
        if holder.tag == "picture":
            sources = holder.iter("source")
            sets = (_sizes(s.get("data-srcset") or s.get("srcset") or "") for s in sources)
            return next(filter(None, sets), {})
        if holder.tag != "source":
            break
    return {}


@lru_cache(maxsize=2048)  # a picture is looked at more than once: as boilerplate, item, block
def _sizes(srcset: str) -> Mapping[str, float]:
    """Read a `srcset`: address to width, or to density.

    >>> _sizes("/a.jpg 300w, b,1.jpg 1.5x, data:image/gif;base64,R0lG 1w")
    {'/a.jpg': 300.0, 'b,1.jpg': 1.5}
    """
    sizes: dict[str, float] = {}
    for url, size in _CANDIDATE.findall(srcset):
        if _is_real(url):
            try:
                sizes[url] = float(size or 1)
            except ValueError:
                sizes[url] = 1.0
    return sizes


def _unwrapped(url: str) -> str | None:
    """Take one proxy off an address; None if there is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    host = parts.hostname or ""
    if "/aHR0c" in parts.path:  # base64 of "http": imgproxy
        inner = _from_base64(parts.path)
        if inner is not None:
            return inner
    embedded = _EMBEDDED.search(parts.path)
    if embedded is not None:
        if "%" in embedded[1][:9]:
            return unquote(embedded[1])
        inner = embedded[1] + (f"?{parts.query}" if parts.query else "")
        return re.sub(r"^(https?):/(?!/)", r"\1://", inner)
    if re.fullmatch(r"i\d\.wp\.com", host):
        scheme = "https" if ("ssl", "1") in parse_qsl(parts.query) else "http"
        return f"{scheme}:/{parts.path}"
    if parts.query:
        for name, value in parse_qsl(parts.query):
            if name in _WRAPPED_IN and re.match(r"(?:https?:)?//[^/]+\.[^/]+/", value):
                return absolute(url, value)
            if name == "url" and value.startswith("/") and "/image" in parts.path:
                return absolute(url, value)
    return None


def _from_base64(path: str) -> str | None:
    """Decode imgproxy's last part; it may be cut into several segments."""
    text = path[path.index("/aHR0c") :].replace("/", "").partition(".")[0].partition("@")[0]
    try:
        inner = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return inner if re.match(r"https?://[^/\s]+/", inner) else None
