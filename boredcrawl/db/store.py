"""Visits in, rows out: each batch one transaction."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from boredcrawl.db.saving.batch import Saved, save
from boredcrawl.db.transaction import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from boredcrawl.db.privacy import Privacy
    from boredcrawl.items import Outcome, Visit

logger = logging.getLogger(__name__)

Refused = (SQLAlchemyError, ValueError, OverflowError)
"""How a value no column takes shows itself: sqlite3, psycopg and Python each in their way."""


class Store:
    """Keeps visits. May be called from several threads; `counts` tells what was stored."""

    def __init__(
        self, engine: Engine, privacy: Privacy | None = None, *, rereads: bool = False
    ) -> None:
        self.engine = engine
        self.privacy = privacy
        self.rereads = rereads
        """Whether visits that are stored already are corrected by their new reading."""
        self.counts: Counter[str] = Counter()
        self._lock = Lock()

    def save(self, visits: Sequence[Visit], crawl_id: int | None = None) -> list[Outcome]:
        """Store visits with everything they read, and say what became of each.

        One transaction holds the articles, comments, revisions and the visits' ends; a
        visit that was not stored is still due. Raises `DatabaseTrouble` where nothing can
        be stored. A page with a value the database refuses is stored as failed, alone.
        """
        if not visits:
            return []
        try:
            saved = self._save(visits, crawl_id)
        except Refused as error:
            if len(visits) > 1:
                middle = len(visits) // 2
                first, second = visits[:middle], visits[middle:]
                return self.save(first, crawl_id) + self.save(second, crawl_id)
            saved = self._save_refused(visits[0], error, crawl_id)
        with self._lock:
            self.counts += saved.counts
        return saved.outcomes

    def _save_refused(self, visit: Visit, error: Exception, crawl_id: int | None) -> Saved:
        """Store that a visit could not be stored, so that it is not tried for ever."""
        if visit.article is None:
            raise error
        logger.error("%s could not be stored: %s", visit.url, error)
        reason = f"not stored: {getattr(error, 'orig', None) or error}"
        failed = replace(visit, article=None, outcome="failed", error=reason)
        return self._save([failed], crawl_id)

    def _save(self, visits: Sequence[Visit], crawl_id: int | None) -> Saved:
        def work(connection: Connection) -> Saved:
            return save(connection, visits, crawl_id, self.privacy, rereads=self.rereads)

        return write(self.engine, work, is_batch=True)
