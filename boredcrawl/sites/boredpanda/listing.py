"""Cards of Bored Panda's listings: home, latest, categories, tags and topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Link
from boredcrawl.pages.comment_words import number
from boredcrawl.pages.enclosing import chain
from boredcrawl.pages.finding import Find
from boredcrawl.sites.boredpanda.addresses import HOSTS, is_article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_HEADINGS = Find("//*[self::h2 or self::h3][a[@href] or parent::a[@href]]")
_BESIDE = frozenset(("aside", "nav", "footer", "header"))
_COUNT = re.compile(r"\(([\d.,]+[kK]?)\)\s*$")
_COMMENTS = re.compile(r"comment", re.IGNORECASE)
_NEXT = Find(
    "//link[@rel='next' and @href] | //a[@href and (contains(concat(' ',@rel,' '),' next ')"
    " or contains(concat(' ',normalize-space(@class),' '),' next '))]"
)
_PAGED = re.compile(r"/page/(\d+)/?$")


def read_cards(tree: HtmlElement, base: str, hosts: tuple[str, ...] = HOSTS) -> tuple[Link, ...]:
    """Give the articles a listing shows, each once, with the comment counts it prints.

    A card is an `<article>` in both layouts (2015 to 2026); elsewhere, a heading that is
    a link. The title is a hint only: Bored Panda tests several titles of one article in
    its listings.
    """
    cards = [card for card in tree.iter("article") if is_card(card)]
    links: dict[str, Link] = {}
    for card in cards or _headings(tree):
        link = read_card(card, base, hosts)
        if link is None:
            continue
        known = links.setdefault(link.url, link)
        if known.comment_count is None:
            known.comment_count = link.comment_count
        if known.title is None:
            known.title = link.title
    return tuple(links.values())


def is_card(article: HtmlElement) -> bool:
    """Whether an `<article>` is of this site's listing, not of a carousel or the sidebar."""
    if article.get("data-current-feed") == "sidebar":
        return False
    if "swiper-slide" in (article.get("class") or "").split():
        return False
    return all(up.tag != "aside" for up in article.iterancestors())


def next_page(tree: HtmlElement, base: str) -> str | None:
    """Give the listing's next page: as it says itself, else by counting on.

    No pager was ever seen in Bored Panda's listings, only their paths (`/page/2/`).
    """
    for link in _NEXT(tree):
        url = join(base, link.get("href") or "")
        if url and urlsplit(url).netloc == urlsplit(base).netloc:
            return url
    parts = urlsplit(base)
    match = _PAGED.search(parts.path)
    if match:
        path = f"{parts.path[: match.start()]}/page/{int(match[1]) + 1}/"
    else:
        path = f"{parts.path.rstrip('/')}/page/2/"
    return urljoin(base, path)


def _headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Give what a card may be where no `<article>` is: a linked heading and its box."""
    for heading in _HEADINGS(tree):
        if not any(up.tag in _BESIDE for up in heading.iterancestors()):
            parent = heading.getparent()
            yield heading if parent is None or parent.tag != "a" else parent


def read_card(card: HtmlElement, base: str, hosts: tuple[str, ...] = HOSTS) -> Link | None:
    """Read a card's article, title and comment count; None if it leads elsewhere."""
    found = read_offer(card, base, hosts)
    if found is not None and found.comment_count is None:
        found.comment_count = _read_count(card)
    return found


def read_offer(card: HtmlElement, base: str, hosts: tuple[str, ...] = HOSTS) -> Link | None:
    """Read a card's article and title, and of counts the one that the title ends with."""
    here = urlsplit(base)
    heading = next(card.iter("h1", "h2", "h3", "h4"), None)
    found: str | None = None
    for anchor in [card] if card.tag == "a" else card.iter("a"):
        url = join(base, anchor.get("href") or "")
        if url is None:
            continue
        parts = urlsplit(url)
        if parts.netloc != here.netloc and (parts.hostname or "") not in hosts:
            return None  # a card's first link is its own: this one leads to another site
        if not is_article(url):
            continue
        found = found or url
        if heading is not None and (heading in chain(anchor) or heading in anchor.iter()):
            found = url  # a category of the new layout looks like an article, but is no heading
            break
    if found is None:
        return None
    title, count = _read_title(card)
    return Link(url=found, title=title, comment_count=count)


def _read_title(card: HtmlElement) -> tuple[str | None, int | None]:
    """Read the title, and the comment count that stands after it."""
    heading = next(card.iter("h1", "h2", "h3", "h4"), None)
    if heading is None:
        heading = card if card.tag in {"h1", "h2", "h3"} else next(card.iter("a"), card)
    title = squash("".join(heading.itertext()))
    counted = _COUNT.search(title)
    count = number(counted[1]) if counted and len(heading) else None
    if counted and count is not None:
        title = title[: counted.start()].strip()
    return title or None, count


def _read_count(card: HtmlElement) -> int | None:
    for element in card.iter("p", "span", "a", "div"):
        names = f"{element.get('class') or ''} {element.get('aria-label') or ''}"
        if _COMMENTS.search(names):
            words = squash("".join(element.itertext())).split()
            if words and (count := number(words[0].strip("()"))) is not None:
                return count
    return None
