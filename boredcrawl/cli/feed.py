"""Changes as an RSS feed."""

from __future__ import annotations

import re
from email.utils import format_datetime
from textwrap import shorten
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from boredcrawl.db.changes import Entry

NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to write."""

HEAD = """\
<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0">
<channel>
<title>boredcrawl: changes</title>
<link>{link}</link>
<description>Articles and comments that became new, were edited, went or came back.</description>
"""

ITEM = """\
<item>
<title>{title}</title>
<link>{link}</link>
<guid isPermaLink="false">boredcrawl:change:{cursor}</guid>
<pubDate>{date}</pubDate>
<category>{category}</category>
<description>{text}</description>
</item>
"""

FOOT = "</channel>\n</rss>\n"


def feed(entries: Iterable[Entry]) -> Iterator[str]:
    """Write a feed piece by piece, its items in the order of the changes."""
    is_begun = False
    for entry in entries:
        if not is_begun:
            yield HEAD.format(link=xml(entry.url))
            is_begun = True
        yield item(entry)
    if not is_begun:
        yield HEAD.format(link="https://www.boredpanda.com/")
    yield FOOT


def item(entry: Entry) -> str:
    """Write one change."""
    what = entry.title or entry.url
    title = f"{entry.change}: {what}"
    if entry.comment_id is not None:
        title = f"{entry.change}: {entry.commenter or 'somebody'} on {what}"
    return ITEM.format(
        title=xml(shorten(title, 200, placeholder=" …")),
        link=xml(entry.url),
        cursor=entry.cursor,
        date=format_datetime(entry.noted_at),
        category=f"{entry.kind} {entry.change}",
        text=xml(entry.text or entry.title or ""),
    )


def xml(text: str) -> str:
    r"""Give a text as XML has it.

    >>> xml("a < b\x0b & c")
    'a &lt; b &amp; c'
    """
    return escape(NOT_XML.sub("", text))
