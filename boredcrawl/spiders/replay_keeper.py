"""The keeper of a replay: it stores what was read, and holds neither lease nor frontier."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from boredcrawl.db.engine import open_database
from boredcrawl.db.keys import require_key
from boredcrawl.db.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from boredcrawl.db.privacy import Privacy
    from boredcrawl.items import Outcome, Visit

ALWAYS_MORE = range(1_000_000)


class ReplayKeeper:
    """The one hand that writes to the database while records are read again.

    Pages of any number of sites come out of one archive, so no site's lease is taken; the
    store has the writers of one site take turns. Visits that the database has already are
    corrected, as `boredcrawl reparse` does it: what is read otherwise now is no news of the site.
    """

    in_hand: frozenset[str] = frozenset()
    due_count = 0
    """Nothing is given out and nothing is due: the archive alone says what comes."""

    def __init__(self, engine: Engine, privacy: Privacy) -> None:
        self.engine = engine
        self.privacy = privacy
        self.store = Store(engine, privacy, rereads=True)

    @classmethod
    def open(cls, url: str, privacy: Privacy) -> Self:
        """Open the database, migrated; raises one of our errors where that cannot be."""
        engine = open_database(url)
        require_key(engine, privacy)
        return cls(engine, privacy)

    async def save(self, visits: Sequence[Visit]) -> list[Outcome]:
        """Store visits in one transaction, off the event loop."""
        return await asyncio.to_thread(self.store.save, visits)

    async def look_around(self, stats: Any) -> list[dict[str, Any]]:
        """Note in the stats what was stored; a replay has no earlier crawls to compare with."""
        for name, count in self.store.counts.items():
            if name.startswith("comments/"):
                stats.set_value(f"boredcrawl/{name}", count)
        return []

    async def close(self, **_: Any) -> None:
        """Let go of the database."""
        await asyncio.to_thread(self.engine.dispose)
