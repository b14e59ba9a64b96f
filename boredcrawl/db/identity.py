"""Which stored article a page is: pure decisions over URLs and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from boredcrawl.db.revisions import spaced
from boredcrawl.db.rows import LONGEST_URL, Row, storable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from boredcrawl.items import Article

SHARED = 0.5
"""Of the shorter text's paragraphs, the share that makes two texts one article's."""


class Found(NamedTuple):
    """The stored article a page is, if any, and what was noticed on the way to it."""

    row: Row | None
    note: str | None = None


def find(
    article: Article,
    canonical: Mapping[str, Row],
    met: Mapping[str, int],
    by_id: Mapping[int, Row],
) -> Found:
    """Find the stored article a page is.

    `canonical` has stored articles by their canonical URL, `met` the article that each
    URL led to before. The canonical URL decides. Where that is new, an article met under
    one of the page's other URLs is the same one if the texts say so: sites rename. If
    they do not, the URL now serves another article, which is noticed and never merged.
    """
    own = canonical.get(article.url)
    note = None
    for url in urls_of(article):
        other = by_id.get(met.get(url, -1))
        if other is None or (own is not None and other["id"] == own["id"]):
            continue
        if own is None and is_same(other, article):
            return Found(other)
        if other["url"] != article.url:
            note = note or f"{url} served {other['url']} before, and now {article.url}"
    return Found(own, note)


def urls_of(article: Article) -> Iterator[str]:
    """Give every URL an article may be known by, the canonical one first.

    The same address with http for https, or the other way round, is one of them.
    """
    seen = dict.fromkeys((article.url, *article.urls))
    for url in seen:
        if len(url) <= LONGEST_URL:
            yield url
    for url in seen:
        scheme, colon, rest = url.partition(":")
        twin = {"http": "https", "https": "http"}.get(scheme)
        if twin and len(url) < LONGEST_URL:
            yield twin + colon + rest


def is_same(stored: Mapping[str, Any], article: Article) -> bool:
    r"""Tell whether a page shows the stored article, by its headline or by its text.

    >>> from datetime import UTC, datetime
    >>> from boredcrawl.items import Article
    >>> page = Article(url="u", site="s", fetched_at=datetime.now(UTC), title="Two cats",
    ...                body_text="Here is one.\n\nHere is another.")
    >>> is_same({"title": "Two  Cats", "body_text": ""}, page)
    True
    >>> is_same({"title": "Three cats", "body_text": "Here is one.\n\nAnd more."}, page)
    True
    >>> is_same({"title": "Dogs", "body_text": "Here are none."}, page)
    False
    """
    title = spaced(stored["title"] or "").casefold()
    if title and title == spaced(storable(article.title) or "").casefold():
        return True
    before, now = paragraphs(stored["body_text"]), paragraphs(article.body_text)
    fewer = min(len(before), len(now))
    return fewer > 0 and len(before & now) >= SHARED * fewer


def paragraphs(text: str) -> set[str]:
    """Give the paragraphs of a text, spacing aside."""
    return {spaced(part) for part in text.split("\n\n")} - {""}
