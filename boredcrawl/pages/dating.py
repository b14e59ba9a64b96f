"""When an article was published and changed, in the site's own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateparser.data.languages_info import language_order

from boredcrawl.cleaning.text import element_text, squash
from boredcrawl.cleaning.times import parse_time
from boredcrawl.pages import jsonld
from boredcrawl.pages.beside import CAPTION, DISCUSSION, kind_beside, names, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from lxml.html import HtmlElement

    from boredcrawl.pages.metadata import Metadata

PUBLISHED = (
    *("article:published_time", "og:article:published_time", "datepublished", "og:published_time"),
    *("parsely-pub-date", "pub_date", "pubdate", "publishdate", "publish-date", "publish_date"),
    *("sailthru.date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date"),
    *("cxenseparse:publishtime", "citation_publication_date", "date", "dc.date.created"),
)
MODIFIED = (
    *("article:modified_time", "og:article:modified_time", "datemodified", "og:updated_time"),
    *("dcterms.modified", "last-modified", "lastmod", "revised"),
)
# "/2023/dec/21/", "/2023/07/21/", "/2023-07-21-"
_IN_URL = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[/-](0?[1-9]|[12]\d|3[01])(?=[/_-])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATED = re.compile(
    r"(?:^|-| )(?:date|date-?published|published|publish-?date|pub-?date|post-?date|posted-?on|"
    r"entry-?date|article-?date|story-?date|timestamp|datum|fecha|data)(?:$|-| )"
)
_ISO = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?!\d)")
_WORDS = re.compile(
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+"
    r"(?:19|20)\d\d|\d{1,2}\.?\s+[^\W\d_]{3,12}\.?,?\s+(?:19|20)\d\d|\b\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d|"
    r"(?:19|20)\d\d-\d\d-\d\d)(?:[\s,|\u2013-]+(?:um\s+|at\s+)?\d{1,2}[:.]\d\d(?:\s*[ap]\.?m\.?)?)?",
    re.IGNORECASE,
)
_LONGEST = 120
_LANGUAGES = frozenset(language_order)
"""What dateparser knows; it refuses others, and pages say anything ("xx", "de_DE")."""


def is_time(raw: str, fetched_at: datetime, language: str | None) -> bool:
    """Whether a text can be read as a time at all; templates leave much else in these tags."""
    if _ISO.match(raw):
        return True
    code = re.split(r"[-_]", language or "")[0].lower()
    languages = (code, "en") if code in _LANGUAGES and code != "en" else ("en",)
    return len(raw) < _LONGEST and parse_time(raw, fetched_at, languages) is not None


def from_jsonld(metadata: Metadata, *keys: str) -> Iterator[str]:
    """Give the article object's times; other objects' only where it has none."""
    for key in keys:
        yield from jsonld.strings(metadata.article.get(key))
    for node in metadata.nodes:
        if jsonld.types(node) & {"WebPage", "ItemPage", "NewsArticle"} or len(metadata.nodes) == 1:
            for key in keys:
                yield from jsonld.strings(node.get(key))


def from_time_tags(tree: HtmlElement, headline: HtmlElement | None) -> Iterator[str]:
    """Give the `<time>` elements of the page, those after the headline first."""
    tags = [el for el in tree.iter("time", "h1") if el.tag == "time" or el is headline]
    if headline in tags:
        at = tags.index(headline)
        tags = [*tags[at + 1 :], *reversed(tags[:at])]
    for el in tags:
        if el.tag == "time" and not _beside(el):
            yield squash(el.get("datetime") or element_text(el))


def from_url(url: str) -> Iterator[str]:
    """Give the date in an address, as an ISO date.

    >>> list(from_url("https://example.com/2023/dec/5/cats/"))
    ['2023-12-05']
    """
    for match in _IN_URL.finditer(url.lower()):
        year, month, day = match.groups()
        number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
        yield f"{year}-{number:02}-{int(day):02}"


def from_page(tree: HtmlElement, headline: HtmlElement | None) -> Iterator[str]:
    """Give the dates of short lines: those named as dates, then those by the headline."""
    for el in tree.iter("span", "p", "div", "li", "dd", "em", "small"):
        if _DATED.search(words(names(el))) and not _beside(el):
            yield from _dates(el)
    if headline is None:
        return
    around = headline.getparent()
    near = [headline, *headline.itersiblings()][:8]
    if around is not None:
        near.extend([*around.itersiblings()][:3])
    for part in near:
        for el in part.iter("span", "p", "div", "li", "small"):
            yield from _dates(el)


def _dates(el: HtmlElement) -> Iterator[str]:
    text = squash(element_text(el))
    if len(text) < _LONGEST:
        for match in _WORDS.finditer(text):
            yield match[0]


def first_time(found: Iterable[str], fetched_at: datetime, language: str | None) -> str | None:
    """Give the first text that can be read as a time."""
    return next((raw for raw in found if raw and is_time(raw, fetched_at, language)), None)


def _beside(el: HtmlElement) -> bool:
    for up in el.iterancestors():
        if up.tag in {"nav", "footer", "aside", "figure"}:
            return True
        if up.tag in {"body", "main"}:
            return False
        if kind_beside(up) in {CAPTION, DISCUSSION} or "elated" in (up.get("class") or ""):
            return True
    return False
