"""SURT: URLs as keys that sort by host from its right end, as web archives index them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}
WWW = re.compile(r"^www\d*\.")


def surt(url: str) -> str:
    """Make the sort key of a URL, as the field's indexers do.

    >>> surt("http://www.Example.com:80/Cats/?b=2&a=1#top")
    'com,example)/cats?a=1&b=2'
    >>> surt("http://127.0.0.1:8000/")
    '127.0.0.1:8000)/'
    """
    try:
        parts = urlsplit(url.strip().lower())
        port = parts.port
    except ValueError:
        return url.lower()
    if parts.scheme not in DEFAULT_PORTS:
        return url.lower()
    host = WWW.sub("", parts.hostname or "")
    labels = host.split(".")
    if ":" not in host and not all(label.isdigit() for label in labels):
        host = ",".join(reversed(labels))
    if port and port != DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = parts.path.rstrip("/") or "/"
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    return f"{host}){path}" + (f"?{query}" if query else "")
