"""How far a site can be believed: its validators, and what its sources say of modifications."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import update

from boredcrawl.db.models import Site, table

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from boredcrawl.db.rows import Row
    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Visit

SITES = table(Site)


class Trust:
    """What the visits of one batch tell of their sites."""

    def __init__(self) -> None:
        self.counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
        self.lied_at: dict[int, datetime] = {}

    def judge(self, row: Row, visit: Visit, reading: Reading | None) -> None:
        """Take a visit into account; `row` is the frontier's before it."""
        site = row["site_id"]
        found = reading is not None and reading.found_something
        if row["is_hinted"]:
            self.counts[site]["lastmods"] += 1
            self.counts[site]["lastmods_true"] += found
        if found and row["visits"] and is_same_by_validators(row, visit):
            self.counts[site]["lies"] += 1
            self.lied_at[site] = visit.fetched_at

    def save(self, connection: Connection) -> None:
        """Note what was learned in the rows of the sites."""
        for site, counts in self.counts.items():
            values: Row = {name: SITES.c[name] + count for name, count in counts.items()}
            if site in self.lied_at:
                values["lied_at"] = self.lied_at[site]
            if any(counts.values()):
                connection.execute(update(SITES).where(SITES.c.id == site).values(values))


def is_same_by_validators(row: Row, visit: Visit) -> bool:
    """Tell whether the answer's validators say that the page is the one of the last visit.

    >>> from types import SimpleNamespace as Answer
    >>> row = {"etag": '"a"', "last_modified": None}
    >>> is_same_by_validators(row, Answer(etag='"a"', last_modified=None))
    True
    >>> is_same_by_validators(row, Answer(etag='"b"', last_modified=None))
    False
    """
    if row["etag"] or visit.etag:
        return bool(row["etag"] == visit.etag)
    return bool(row["last_modified"] and row["last_modified"] == visit.last_modified)
