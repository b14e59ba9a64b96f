"""Changes as an RSS feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.exports.rss import Item, rss

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from boredcrawl.db.changes import Entry


def feed(entries: Iterable[Entry]) -> Iterator[str]:
    """Write a feed piece by piece, its items in the order of the changes."""
    told = "Articles and comments that became new, were edited, went or came back."
    return rss("boredcrawl: changes", told, map(item, entries))


def item(entry: Entry) -> Item:
    """Give one change as an item."""
    what = entry.title or entry.url
    title = f"{entry.change}: {what}"
    if entry.comment_id is not None:
        title = f"{entry.change}: {entry.commenter or 'somebody'} on {what}"
    return Item(
        title=title,
        link=entry.url,
        guid=f"boredcrawl:change:{entry.cursor}",
        at=entry.noted_at,
        category=f"{entry.kind} {entry.change}",
        text=entry.text or entry.title or "",
    )
