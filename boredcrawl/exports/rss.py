"""RSS 2.0, piece by piece."""

from __future__ import annotations

import re
from email.utils import format_datetime
from itertools import chain
from textwrap import shorten
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from boredcrawl.db.whole import Whole

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""

LONGEST_TITLE = 200

HEAD = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>{title}</title>
<link>{link}</link>
<description>{description}</description>
"""

ITEM = """\
<item>
<title>{title}</title>
<link>{link}</link>
<guid isPermaLink="false">{guid}</guid>
<pubDate>{date}</pubDate>
<category>{category}</category>
<description>{text}</description>
</item>
"""

FOOT = "</channel>\n</rss>\n"


class Item(NamedTuple):
    """An item of a feed."""

    title: str
    link: str
    guid: str
    at: datetime
    category: str
    text: str


def rss(title: str, description: str, items: Iterable[Item]) -> Iterator[str]:
    """Write a feed, its items in the order given; texts are plain.

    The feed's own link, which RSS demands, leads to the site of the first item.
    """
    rest = iter(items)
    first = next(rest, None)
    link = urljoin(first.link, "/") if first else "about:blank"
    yield HEAD.format(title=xml(title), link=xml(link), description=xml(description))
    for item in chain([first] if first else [], rest):
        yield ITEM.format(
            title=xml(shorten(item.title, LONGEST_TITLE, placeholder=" …")),
            link=xml(item.link),
            guid=xml(item.guid),
            date=format_datetime(item.at),
            category=xml(item.category),
            text=xml(item.text),
        )
    yield FOOT


def of_articles(articles: Iterable[Whole]) -> Iterator[Item]:
    """Give articles as items."""
    for article in articles:
        yield Item(
            title=article["title"] or article["url"],
            link=article["url"],
            guid=article["url"],
            at=article["published_at"] or article["first_seen_at"],
            category=article["section"] or article["kind"],
            text=article["description"] or shorten(article["body_text"], 500, placeholder=" …"),
        )


def of_thread(article: Whole) -> Iterator[Item]:
    """Give the comments of an article as items, the newest first."""
    there = [comment for comment in article["comments"] if comment["gone_at"] is None]
    for comment in sorted(there, key=_posted, reverse=True):
        name = comment["commenter_name"] or "somebody"
        yield Item(
            title=f"{name}: {comment['text']}",
            link=article["url"],
            guid=f"{article['url']}#comment-{comment['id']}",
            at=_posted(comment),
            category="reply" if comment["depth"] else "comment",
            text=comment["text"],
        )


def _posted(comment: Whole) -> datetime:
    at: datetime = comment["posted_at"] or comment["first_seen_at"]
    return at


def xml(text: str) -> str:
    r"""Give a text as XML has it.

    >>> xml("a < b\x0b & c")
    'a &lt; b &amp; c'
    """
    return escape(NOT_XML.sub("", text))
