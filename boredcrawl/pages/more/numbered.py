"""Pages of one thread: the link to the next, told from links to other pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# /threads/goats.7/page-2, /goats/comment-page-3/, showthread.php?9-Goats/page2, /goats-2.html
_NUMBER = re.compile(r"[/_-](?:comment-)?(?:page|seite|pagina|p|pg)?[-/]?\d{1,5}/?(\.html?)?$")
_COUNTERS = frozenset(("page", "start", "p", "pg", "st", "offset", "cpage", "seite", "pagina"))
_SESSIONS = frozenset(("s", "sid", "phpsessid"))
_LETTER = re.compile(r"[^\W\d_]")


def is_next_link(element: HtmlElement) -> bool:
    """Whether the markup itself calls a link the way on."""
    return element.tag == "a" and "next" in (element.get("rel") or "").lower().split()


def is_further_page(base: str, url: str) -> bool:
    """Whether an address is that of another page of what stands at `base`.

    >>> is_further_page("http://a.example/t/goats/7", "http://a.example/t/goats/7?page=2")
    True
    >>> is_further_page("http://a.example/goats.7/", "http://a.example/goats.7/page-2")
    True
    >>> is_further_page("http://a.example/goats/", "http://a.example/hens/")
    False
    """
    one, other = urlsplit(base), urlsplit(url)
    if one.netloc != other.netloc or base.partition("#")[0] == url.partition("#")[0]:
        return False
    here, there = _parameters(one.query), _parameters(other.query)
    if one.path.rstrip("/") == other.path.rstrip("/"):
        counts = {n: v for n, v in there.items() if n in _COUNTERS and v.isdecimal()}
        rest = {n: v for n, v in there.items() if n not in counts}
        if counts and rest == {n: v for n, v in here.items() if n not in _COUNTERS}:
            return True
        return one.path == other.path and _is_numbered(one.query, other.query)
    return here == there and _is_numbered(one.path, other.path)


def is_beside(base: str, url: str) -> bool:
    """Whether an address stands beside the page's own: another article of the site.

    >>> is_beside("http://a.example/talk/goats-1.htm", "http://a.example/talk/hens-2.htm?from=1")
    True
    >>> is_beside("http://a.example/goats/", "http://a.example/goats/comment-page-2/")
    False
    """
    if is_further_page(base, url):
        return False
    here, own = urlsplit(base).path.rstrip("/").rpartition("/")[::2]
    there, other = urlsplit(url).path.rstrip("/").rpartition("/")[::2]
    is_named = "-" in other and _LETTER.search(other) is not None
    return bool(here) and here == there and own != other and "-" in own and is_named


def _parameters(query: str) -> dict[str, str]:
    return {name: value for name, value in parse_qsl(query) if name.lower() not in _SESSIONS}


def _is_numbered(one: str, other: str) -> bool:
    """Whether two addresses are the same but for a number at their ends."""
    if not other or not _NUMBER.search(other):
        return False
    stem = _NUMBER.sub("", other)
    return stem in {one.rstrip("/"), _NUMBER.sub("", one)} and bool(stem)
