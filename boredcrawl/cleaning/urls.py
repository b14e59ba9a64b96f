"""URLs as keys: one article has one URL, however it was linked."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

TRACKING_PREFIXES = ("utm_", "mc_", "pk_", "piwik_", "matomo_", "mtm_", "hsa_", "_hs", "ns_", "at_")
"""Campaign parameters come in families; no site gives an article's identity in these."""

TRACKING = frozenset(
    (
        *("fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "ysclid"),
        *("twclid", "ttclid", "igshid", "igsh", "mkt_tok", "vero_id", "oly_enc_id", "oly_anon_id"),
        *("ref_src", "ref_url", "fb_action_ids", "fb_action_types", "fb_source", "cmpid", "ncid"),
        *(
            "wt_mc",
            "xtor",
            "soc_src",
            "soc_trk",
            "guccounter",
            "guce_referrer",
            "guce_referrer_sig",
        ),
        *("cexp_id", "cexp_var", "replytocom", "_ga", "_gl", "s_cid", "srsltid"),
    )
)
"""Click and experiment identifiers; `cexp_*` are Bored Panda's A/B tests."""

PERMALINKS = frozenset(("comment_id", "media_id", "all_submissions", "h"))
"""Bored Panda's links to one comment or item of an article: the article is the same."""

_JUNK = re.compile(r"^[\x00-\x20\s\u200b\ufeff]+|[\t\n\r]|[\x00-\x20\s\u200b\ufeff]+$")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_IN_PATH = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/%]")
_IN_QUERY = re.compile(r"[A-Za-z0-9\-._~!$'()*+,;=:@/?%]")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")
# The forms that most URLs of a page have: nothing in them to resolve, decode or drop. To take
# these apart and put them together again costs 20 times as much (November 2026).
_PLAIN = r"[a-z0-9]+(?:[.-][a-z0-9]+)*(?::(?!80\b|443\b)[1-9]\d{1,4})?"
_CANONICAL = re.compile(rf"https?://{_PLAIN}/(?:[A-Za-z0-9_~-]+/)*")
_ABSOLUTE = re.compile(rf"https?://{_PLAIN}(?:/[\w.~%+,@/-]*(?:\?[\w.~%+,@/=&-]+)?)?", re.ASCII)
_DEFAULT_PORT = {"http": 80, "https": 443}


def canonical_url(
    url: str, *, permalinks: frozenset[str] = PERMALINKS, trailing_slash: bool = True
) -> str:
    """Write a URL in its one form; what cannot be parsed comes back only stripped.

    The scheme stays, because a mirror on plain http is a place of its own. Parameters
    that only say how the reader came are dropped, the others sorted.

    >>> canonical_url("https://WWW.Example.com:443/a-story?utm_source=x&b=2&a=1#top")
    'https://www.example.com/a-story/?a=1&b=2'
    >>> canonical_url("http://example.com/caf\u00e9.html?comment_id=7")
    'http://example.com/caf%C3%A9.html'
    """
    if _CANONICAL.fullmatch(url):
        return url
    url = _JUNK.sub("", url)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORT or not parts.hostname:
        return url
    host = _host(parts.hostname)
    if port is not None and port != _DEFAULT_PORT[scheme]:
        host = f"{host}:{port}"
    path = _without_dots(_encode(parts.path, _IN_PATH)) or "/"
    last = path.rpartition("/")[2]
    if trailing_slash and last and not _EXTENSION.search(last):
        path += "/"
    return urlunsplit((scheme, host, path, _query(parts.query, permalinks), ""))


def rebase(url: str, hosts: tuple[str, ...], origin: str) -> str:
    """Move a URL on one of the hosts to the origin (a mirror's, or the canonical one).

    >>> rebase("http://example.com:443/a?b", ("www.example.com",), "http://127.0.0.1:8000")
    'http://127.0.0.1:8000/a?b'
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return url
    target = urlsplit(origin)
    bare = host.removeprefix("www.")
    if not host or bare not in _bare(hosts):
        return url
    return urlunsplit((target.scheme, target.netloc, parts.path, parts.query, parts.fragment))


@lru_cache(maxsize=64)  # every card has one tuple of them, asked for every link
def _bare(hosts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(known.lower().removeprefix("www.") for known in hosts)


def join(base: str, url: str) -> str | None:
    r"""Make a link absolute; None where it leads to no page (`mailto:`, `data:`, junk).

    >>> join("https://example.com/a/b", " ../c\n")
    'https://example.com/c'
    >>> join("https://example.com/", "javascript:void(0)") is None
    True
    """
    return url if _ABSOLUTE.fullmatch(url) else _join(base, url)


@lru_cache(maxsize=1024)  # four of five are asked again within their page
def _join(base: str, url: str) -> str | None:
    url = _JUNK.sub("", url)
    if not url:
        return None
    try:
        absolute = urljoin(base, url)
        parts = urlsplit(absolute)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in _DEFAULT_PORT or not host:
        return None
    return absolute.replace(" ", "%20")


def _host(host: str) -> str:
    """Lower-case a host and write it in ASCII where it can be."""
    host = host.lower().rstrip(".")
    if ":" in host:  # an IPv6 address loses its brackets in `hostname`
        return f"[{host}]"
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return host


def _encode(text: str, allowed: re.Pattern[str]) -> str:
    """Percent-encode what must be, decode what need not be, escapes in upper case."""

    def settle(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if _UNRESERVED.match(char) else match[0].upper()

    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    text = _ESCAPE.sub(settle, text)
    return "".join(
        char if allowed.match(char) else "".join(f"%{b:02X}" for b in char.encode(errors="replace"))
        for char in text
    )


def _without_dots(path: str) -> str:
    """Resolve `.` and `..` segments as RFC 3986 does.

    >>> _without_dots("/a/./b/../c/")
    '/a/c/'
    """
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _query(query: str, permalinks: frozenset[str]) -> str:
    """Drop the parameters that are no part of a page's identity, sort the others."""
    kept = []
    for part in query.split("&"):
        name = part.partition("=")[0].lower()
        tracking = name in TRACKING or name in permalinks or name.startswith(TRACKING_PREFIXES)
        if part and not tracking:
            kept.append(_encode(part, _IN_QUERY))
    return "&".join(sorted(kept))
