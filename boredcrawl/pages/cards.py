"""A listing of any site, read by its structure: which links are articles, where it goes on.

A card is an `<article>` with a link, or a heading that is or holds one; where a page has
neither, the largest group of links that stand in the same kind of place and read like
headlines.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Link
from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_ARTICLES = Find("//article[.//a[@href]]")
_HEADINGS = Find("//*[self::h1 or self::h2 or self::h3 or self::h4][.//a[@href] or parent::a]")
_NEXT = Find(
    "//link[@rel='next' and @href] | //a[@href and (contains(concat(' ',@rel,' '),' next ')"
    " or contains(concat(' ',normalize-space(@class),' '),' next '))]"
)
_LINKS = Find("//a[@href]")
_MENU = Find("//nav//a[@href] | //header//a[@href] | //*[@role='navigation']//a[@href]")

_BESIDE = frozenset(("aside", "nav", "footer", "header"))
_OLDER = re.compile(r"(?:(?:older|next|more)\b.{0,20}|.{0,3}(?:»|\u203a|→)\s*)$", re.IGNORECASE)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp[34]|xml|json|js|css|ico|rss|atom|txt)$", re.IGNORECASE
)
_LISTS = (
    "category|categories|tags?|authors?|users?|feed|rss|search|login|sign-?in|sign-?up|register"
    r"|account|cart|page|wp-\w[\w-]*|about|about-us|contact|contact-us|privacy|privacy-policy"
    "|terms|terms-of-service|cookies?|imprint|impressum|newsletter|subscribe|advertise|sitemap"
    "|help|faq"
)
_NO_ARTICLE = re.compile(
    rf"^(?:/[a-z]{{2}}(?:-[a-z]{{2}})?)?/(?:|(?:{_LISTS})(?:/.*)?|archives?/?|topics?/?)$"
    r"|/(?:feed|page/\d+|comment-page-\d+)/?$",
    re.IGNORECASE,
)

ALIKE = 4
"""So many links in the same kind of place are a list; fewer may be chance."""

A_PARAGRAPH, TEXT = 20, 3
"""So many paragraphs of so many words are a text; the teasers of a list are shorter."""

HEADLINE = 18
"""Letters that a headline has at least, where nothing else says that a link is one."""


def may_be_article(url: str) -> bool:
    """Whether an address has not the shape of what every site has besides articles.

    >>> may_be_article("https://a.example/2026/11/goats/"), may_be_article("https://a.example/?p=7")
    (True, True)
    >>> urls = ("/", "/category/goats/", "/goats.jpg", "/page/2/", "/wp-json/", "/en/about/")
    >>> any(may_be_article("https://a.example" + path) for path in urls)
    False
    """
    parts = urlsplit(url)
    if parts.path in ("", "/"):
        return re.search(r"(?:^|&)(?:p|id|article)=\d+(?:&|$)", parts.query) is not None
    return not (_NO_ARTICLE.search(parts.path) or _NO_PAGE.search(parts.path))


def read_cards(tree: HtmlElement, base: str) -> tuple[Link, ...]:
    """Give the articles of the same host that a listing shows, each once, in its order."""
    found: dict[str, Link] = {}
    for anchor, title in _cards(tree):
        link = _link(anchor, title, base)
        if link is not None:
            known = found.setdefault(link.url, link)
            known.title = known.title or link.title
    return tuple(found.values()) if found else _alike(tree, base)


def next_page(tree: HtmlElement, base: str) -> str | None:
    """Give the listing's next page, as its markup or its words say; None where it ends."""
    for anchor in _NEXT(tree):
        if url := _same_host(base, anchor.get("href")):
            return url
    for anchor in _LINKS(tree):
        words = squash("".join(anchor.itertext()))
        if words and _OLDER.match(words) and (url := _same_host(base, anchor.get("href"))):
            parts = urlsplit(url)
            if re.search(r"\d", parts.path + parts.query):
                return url
    return None


def is_listing(tree: HtmlElement, base: str) -> bool:
    """Whether a page is a list of articles: linked headlines, and hardly a paragraph of text."""
    paragraphs = (p for p in tree.iter("p") if len("".join(p.itertext()).split()) >= A_PARAGRAPH)
    if sum(1 for _ in islice(paragraphs, TEXT)) == TEXT:
        return False
    found = {_same_host(base, anchor.get("href")) for anchor, _ in _cards(tree)}
    own = base.partition("#")[0]
    return len({url.partition("#")[0] for url in found if url} - {own}) >= ALIKE


def menu(tree: HtmlElement, base: str) -> tuple[str, ...]:
    """Give the pages of the same host that the page's menus lead to: its sections, maybe."""
    here = base.partition("#")[0].rstrip("/")
    urls = (_same_host(base, anchor.get("href")) for anchor in _MENU(tree))
    wanted = {
        url.partition("#")[0]: None
        for url in urls
        if url and not _NO_PAGE.search(urlsplit(url).path)
    }
    return tuple(url for url in wanted if url.rstrip("/") != here)


def _cards(tree: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for card in _ARTICLES(tree):
        if any(up.tag in ("aside", "nav", "footer", "article") for up in card.iterancestors()):
            continue
        heading = next(card.iter("h1", "h2", "h3", "h4"), None)
        inside = list(heading.iter("a")) if heading is not None else []
        anchor = next((a for a in inside if a.get("href")), None)
        if anchor is None:
            anchor = next(a for a in card.iter("a") if a.get("href"))
        words = "".join((heading if heading is not None else anchor).itertext())
        yield anchor, squash(words)
    for heading in _HEADINGS(tree):
        if any(up.tag in _BESIDE for up in heading.iterancestors()):
            continue
        parent = heading.getparent()
        around = parent if parent is not None and parent.tag == "a" else None
        anchor = around if around is not None else next(heading.iter("a"), None)
        if anchor is not None and anchor.get("href"):
            yield anchor, squash("".join(heading.itertext()))


def _alike(tree: HtmlElement, base: str) -> tuple[Link, ...]:
    """Give the largest group of links that are placed alike and read like headlines."""
    groups: dict[tuple[str, ...], dict[str, Link]] = defaultdict(dict)
    for anchor in _LINKS(tree):
        above = list(anchor.iterancestors())
        if any(up.tag in _BESIDE for up in above):
            continue
        words = squash("".join(anchor.itertext()))
        link = _link(anchor, words, base)
        if link is not None and len(words) >= HEADLINE:
            place = tuple(f"{up.tag}.{up.get('class') or ''}" for up in (anchor, *above[:3]))
            groups[place].setdefault(link.url, link)
    best = max(groups.values(), key=len, default={})
    return tuple(best.values()) if len(best) >= ALIKE else ()


def _link(anchor: HtmlElement, title: str, base: str) -> Link | None:
    url = _same_host(base, anchor.get("href"))
    if url is None or not may_be_article(url):
        return None
    return Link(url=url.partition("#")[0], title=title or None)


def _same_host(base: str, href: str | None) -> str | None:
    url = join(base, href or "")
    if url is None:
        return None
    one, other = urlsplit(base).netloc.lower(), urlsplit(url).netloc.lower()
    return url if one.removeprefix("www.") == other.removeprefix("www.") else None
