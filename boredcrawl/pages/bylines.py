"""Who wrote an article: from structured data, meta tags, and the byline a reader sees."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from boredcrawl.cleaning.authors import clean_name, same_name, split_authors
from boredcrawl.cleaning.text import element_text, squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Author
from boredcrawl.pages import jsonld
from boredcrawl.pages.beside import DISCUSSION, kind_beside, names, words
from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

    from boredcrawl.pages.metadata import Metadata

AUTHOR_METAS = (
    *("author", "authors", "article:author", "article_author", "articleauthor", "byl", "byline"),
    *("parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "dc.contributor"),
    *("cxenseparse:author", "og:article:author", "book:author", "citation_author"),
)
_AUTHOR_META = re.compile(r"(?:^|[._:-])authors?(?:_?names?)?$")
_BYLINE = re.compile(
    r"(?:^|-| )(?:by-?lines?|authors?|author-?names?|by-?author|written-?by|"
    r"person-?links?)(?:$|-| )"
)
_ELSEWHERE = frozenset(("nav", "footer", "aside", "figure", "figcaption", "form", "blockquote"))
_NAMED = Find("descendant::*[@class or @rel]")
_CALLED = re.compile(r"yline|uthor|person")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av)\s+\S", re.IGNORECASE)
_NEAR = 4
"""Levels up within which two bylines belong to the same list of names."""

_LONGEST_LINE = 80
_FURTHEST = 60
"""Elements after the headline among which a byline without a name is looked for."""


def from_jsonld(metadata: Metadata, site_names: tuple[str, ...]) -> tuple[Author, ...]:
    """Give the persons the article's JSON-LD names; an organisation wrote nothing."""
    found: list[Author] = []
    for key in ("author", "creator"):
        for value in jsonld.objects(metadata.article.get(key)):
            if isinstance(value, str):
                found.extend(_named(split_authors(value), None))
            elif "Organization" not in "".join(jsonld.types(value)):
                url = next(jsonld.strings(value.get("url")), None)
                url = join(metadata.url, url) if url else None
                for name in jsonld.strings(value.get("name")):
                    found.extend(_named(split_authors(name), url))
        found = _persons(found, site_names)
        if found:
            break
    return tuple(found)


def from_organisations(metadata: Metadata) -> tuple[Author, ...]:
    """Give the organisations that the article's JSON-LD names as its author.

    Agencies and newsrooms sign so; where a person is named anywhere, this is not asked.
    """
    found: dict[str, Author] = {}
    for value in jsonld.objects(metadata.article.get("author")):
        if not isinstance(value, str) and "Organization" in "".join(jsonld.types(value)):
            url = next(jsonld.strings(value.get("url")), None)
            for name in map(squash, jsonld.strings(value.get("name"))):
                if name and len(name) < _LONGEST_LINE:
                    found.setdefault(name, Author(name=name, url=join(metadata.url, url or "")))
    return tuple(found.values())


def from_metas(metadata: Metadata, site_names: tuple[str, ...]) -> tuple[Author, ...]:
    """Give the names of the first author meta tag that holds any."""
    others = [name for name in metadata.metas if _AUTHOR_META.search(name)]
    for tag in dict.fromkeys((*AUTHOR_METAS, *others)):
        found = [a for text in metadata.all(tag) for a in _named(split_authors(text), None)]
        if persons := _persons(found, site_names):
            return tuple(persons)
    return ()


def from_microdata(metadata: Metadata, site_names: tuple[str, ...]) -> tuple[Author, ...]:
    """Give the names of the article's `itemprop="author"` elements."""
    found: list[Author] = []
    for el in metadata.props.get("author", ()):
        if not _beside(el):
            inner = [x for x in el.iter() if x.get("itemprop") == "name"]
            for name in inner or [el]:
                text = name.get("content") or element_text(name)
                found.extend(_named(split_authors(text), _link(name, metadata.url)))
    return tuple(_persons(found, site_names))


def from_page(
    tree: HtmlElement, base: str, headline: HtmlElement | None, site_names: tuple[str, ...]
) -> tuple[Author, ...]:
    """Give the names of the byline a reader sees, the one nearest after the headline."""
    marked = [el for el in _NAMED(tree) if _may_name(el) and _says_author(el) and not _beside(el)]
    if headline is not None:
        marked = _after(marked, headline, tree) or marked
    for el in marked:
        found = [
            author
            for listed in (el, *_alike(el, marked))
            for part in _linked_names(listed) or [listed]
            for author in _named(split_authors(element_text(part)), _link(part, base))
        ]
        if persons := _persons(found, site_names):
            return tuple(persons)
    return ()


def _may_name(el: HtmlElement) -> bool:
    """Whether an element may be called a byline, or links to an author."""
    if _CALLED.search(el.get("class") or ""):
        return True
    return el.tag == "a" and "author" in (el.get("rel") or "").split()


def _linked_names(el: HtmlElement) -> list[HtmlElement]:
    """Give the links in a byline that are names; a byline's other words are none."""
    return [a for a in el.iterdescendants("a") if clean_name(element_text(a))]


def from_text(headline: HtmlElement | None, site_names: tuple[str, ...]) -> tuple[Author, ...]:
    """Give the names of a line beginning with "By" that stands soon after the headline."""
    if headline is None:
        return ()
    seen = 0
    for el in headline.itersiblings():
        for inner in el.iter("p", "div", "span", "address"):
            seen += 1
            if seen > _FURTHEST:
                return ()
            text = squash(inner.text or "")
            if _BY.match(text) and len(text) < _LONGEST_LINE:
                persons = _persons(_named(split_authors(text), None), site_names)
                if persons:
                    return tuple(persons)
    return ()


def _named(found: Iterable[str], url: str | None) -> Iterator[Author]:
    for name in found:
        yield Author(name=name, url=url)


def _persons(found: Iterable[Author], site_names: tuple[str, ...]) -> list[Author]:
    """Keep each name once, and none that is the site's own."""
    kept: dict[str, Author] = {}
    for author in found:
        if any(same_name(author.name, site) for site in site_names):
            continue
        known = kept.setdefault(author.name.casefold(), author)
        known.url = known.url or author.url
    return list(kept.values())


def _beside(el: HtmlElement) -> bool:
    """Whether an element stands in a comment, a menu, a caption or a box of links."""
    for up in el.iterancestors():
        if up.tag in _ELSEWHERE:
            return True
        if up.tag in {"body", "html"}:
            return False
        if kind_beside(up) == DISCUSSION or "elated" in (up.get("class") or ""):
            return True
    return False


def _says_author(el: HtmlElement) -> bool:
    if el.tag == "a" and "author" in (el.get("rel") or ""):
        return True
    return el.tag not in {"article", "body", "main", "img"} and bool(
        _BYLINE.search(words(names(el)))
    )


def _alike(el: HtmlElement, marked: list[HtmlElement]) -> list[HtmlElement]:
    """Give the further elements of the same list: same class, in the same small box."""
    around = list(el.iterancestors())[:_NEAR]
    return [
        other
        for other in marked
        if other is not el
        and other.get("class") == el.get("class")
        and any(up in around for up in list(other.iterancestors())[:_NEAR])
    ]


def _after(
    marked: list[HtmlElement], headline: HtmlElement, tree: HtmlElement
) -> list[HtmlElement]:
    """Give the elements that come after the headline in the document."""
    wanted, found, seen = set(marked), [], False
    for el in tree.iter(etree.Element):
        if el is headline:
            seen = True
        elif seen and el in wanted:
            found.append(el)
    return found


def _link(el: HtmlElement, base: str) -> str | None:
    """Give the address a name links to: its own, or that of the link around it."""
    for up in (el, *el.iterancestors()):
        if up.tag == "a":
            url = join(base, up.get("href") or "")
            return url if url and urlsplit(url).path.strip("/") else None
        if up.tag in {"p", "div", "body"}:
            break
    inner = el.find(".//a")
    return join(base, inner.get("href") or "") if inner is not None else None
