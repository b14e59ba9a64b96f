"""List items: the same entry keeps its row when voting moves it up or down."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.models import ListItem as ListItemModel
from boredcrawl.db.models import table
from boredcrawl.db.rows import Row, list_item_row
from boredcrawl.db.upsert import add, change, reserve, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from boredcrawl.db.saving.reading import Reading

ITEMS = table(ListItemModel)

LIKENESS: tuple[Callable[[Mapping[str, Any]], object], ...] = (
    lambda row: row["site_item_id"],
    lambda row: (row["title"] or row["text"]) and (row["title"], row["text"]),
    lambda row: row["title"],
    lambda row: row["text"],
    lambda row: row["site_item_id"] is None and ("place", row["position"]),
)
"""What makes an entry the one stored, the surest sign first; nothing is no sign."""


def save(connection: Connection, readings: Sequence[Reading], images: Mapping[str, int]) -> None:
    """Store the list items, and tell each reading their ids."""
    owners = {reading.article_id for reading in readings}
    stored: defaultdict[int, list[Row]] = defaultdict(list)
    query = select(ITEMS).where(among(connection, ITEMS.c.article_id, owners)).order_by(ITEMS.c.id)
    for found in rows_of(connection, query):
        stored[found["article_id"]].append(found)
    new: list[Row] = []
    changed: list[Row] = []
    for reading in readings:
        wanted = [
            {
                "article_id": reading.article_id,
                **list_item_row(item),
                "image_id": images.get(item.image.url) if item.image else None,
                "gone_at": None,
            }
            for item in reading.article.list_items
        ]
        matched = match(stored[reading.article_id], wanted)
        left = {row["id"]: row for row in stored[reading.article_id]}
        for row, same in zip(wanted, matched, strict=True):
            if same is None:
                if reading.stored is not None and not reading.is_newest:
                    # Of an old record, and not in the list when it was last read.
                    row["gone_at"] = reading.stored["last_seen_at"]
                new.append(row)
                continue
            row["id"] = same["id"]
            if left.pop(same["id"]) != row and reading.is_newest:
                changed.append(row)
            reading.list_items[row["position"]] = row["id"]
        if reading.is_newest:
            changed += [
                {**row, "gone_at": reading.at} for row in left.values() if row["gone_at"] is None
            ]
    for row, number in zip(new, reserve(connection, ITEMS, len(new)), strict=True):
        row["id"] = number
    add(connection, ITEMS, new)
    change(connection, ITEMS, changed)
    by_article = {reading.article_id: reading for reading in readings}
    for row in new:
        by_article[row["article_id"]].list_items[row["position"]] = row["id"]


def match(
    stored: Sequence[Mapping[str, Any]], wanted: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any] | None]:
    """Give for each wanted entry the stored one it is; each stored one is taken once.

    >>> def entry(position, title, site_item_id=None):
    ...     return {"position": position, "title": title, "text": None,
    ...             "site_item_id": site_item_id}
    >>> stored = [entry(0, "Cat"), entry(1, "Dog"), entry(2, "Cow")]
    >>> now = [entry(0, "Dog"), entry(1, "Cat"), entry(2, "A cow"), entry(3, "Hen")]
    >>> [same and same["title"] for same in match(stored, now)]
    ['Dog', 'Cat', 'Cow', None]
    """
    matched: list[Mapping[str, Any] | None] = [None] * len(wanted)
    left = list(stored)
    for sign in LIKENESS:
        found: defaultdict[object, list[Mapping[str, Any]]] = defaultdict(list)
        for row in reversed(left):
            if sign(row):
                found[sign(row)].append(row)
        for place, row in enumerate(wanted):
            if matched[place] is None and sign(row) and found[sign(row)]:
                matched[place] = found[sign(row)].pop()
        taken = {id(same) for same in matched}
        left = [row for row in left if id(row) not in taken]
        if not left:
            break
    return matched
