"""SURT: URLs as keys that sort by host from its right end, as web archives index them.

The rules are those of the `surt` package, which pywb and cdxj-indexer use, to the letter (a test
compares them); itself it looks numeric hosts up in the network, and warns in newer Pythons.
"""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import quote_from_bytes, unquote_to_bytes

# http://user:password@host:port/path?query#fragment, its parts by RFC 2396
URL = re.compile(
    rb"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://(?P<netloc>[^/?#]+)(?P<path>[^?#]*)"
    rb"(?:\?(?P<query>[^#]*))?(?:#.*)?$",
    re.DOTALL,
)
REPEATED_SCHEME = re.compile(rb"^(https?://)+")
PORT = re.compile(rb":(\d*)$")
WWW = re.compile(rb"www\d*\.")
DEFAULT_PORTS = {b"http": 80, b"https": 443}

SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"

PATH_SESSIONS = (
    re.compile(rb"^(.*/)(?:\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^\?]+\.aspx.*)$", re.IGNORECASE),
    re.compile(rb"^(.*/)(?:\([0-9a-z]{24}\)/)([^\?]+\.aspx.*)$", re.IGNORECASE),
)
QUERY_SESSIONS = tuple(
    re.compile(b"^(.*)(?:" + mark + b")(?:&(.*))?$", re.IGNORECASE)
    for mark in (
        rb"jsessionid=[0-9a-zA-Z]{32}",
        rb"phpsessid=[0-9a-zA-Z]{32}",
        rb"sid=[0-9a-zA-Z]{32}",
        rb"ASPSESSIONID[a-zA-Z]{8}=[a-zA-Z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)
"""Names and shapes of session ids, which make no other page."""


def surt(url: str) -> str:
    """Make the sort key of a URL; one that names no host is its own key.

    >>> surt("http://www.Example.com:80/a/../Cats/?b=2&a=1#top")
    'com,example)/cats?a=1&b=2'
    >>> surt("http://127.0.0.1:8000/")
    '1,0,0,127:8000)/'
    """
    plain = REPEATED_SCHEME.sub(rb"\1", re.sub(rb"[\n\r\t]", b"", url.strip().encode()))
    parts = URL.match(plain)
    if parts is None:
        return url
    netloc = parts["netloc"].rpartition(b"@")[2].rstrip(b":")
    port = PORT.search(netloc)
    host = netloc[: port.start()] if port else netloc
    if not host.strip(b"[]") or (b":" in host and not host.startswith(b"[")):
        return url
    key = b",".join(reversed(_host(host.strip(b"[]")).split(b".")))
    if port and port[1] and int(port[1]) != DEFAULT_PORTS.get(parts["scheme"].lower()):
        key += b":%d" % int(port[1])
    key += b")" + _path(parts["path"])
    query = _query(parts["query"] or b"")
    return (key + (b"?" + query if query else b"")).decode()


def _host(host: bytes) -> bytes:
    host = _unescaped(host.lower())
    if not host.isascii():
        # What is no name of a host is a key all the same.
        with suppress(ValueError):
            host = host.decode("utf-8", "ignore").encode("idna")
    host = _escaped(host.replace(b"..", b".").strip(b".").lower())
    return WWW.sub(b"", host, count=1) if WWW.match(host) else host


def _path(path: bytes) -> bytes:
    kept: list[bytes] = []
    for part in _unescaped(path).split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    *folders, last = kept or [b""]
    path = b"/" + b"".join(part + b"/" for part in folders if part) + last
    path = _escaped(path).lower()
    for pattern in PATH_SESSIONS:
        path = pattern.sub(rb"\1\2", path)
    return path[:-1] if path.endswith(b"/") and path != b"/" else path


def _query(query: bytes) -> bytes:
    query = _escaped(_unescaped(query))
    for pattern in QUERY_SESSIONS:
        query = pattern.sub(rb"\1\2", query)
    arguments = query.lower().split(b"&")
    # A name without a value sorts before the same name with one.
    arguments.sort(key=lambda part: part.split(b"=", 1))
    return b"&".join(arguments)


def _unescaped(text: bytes) -> bytes:
    while (less := unquote_to_bytes(text)) != text:
        text = less
    return text


def _escaped(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=SAFE).encode()
