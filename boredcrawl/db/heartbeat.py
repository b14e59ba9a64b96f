"""The sign of life of a crawl that holds a site, given from a thread of its own."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from threading import Event, Thread
from typing import TYPE_CHECKING

from boredcrawl.db import lease as leases
from boredcrawl.exceptions import DatabaseTrouble

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from boredcrawl.db.lease import Lease

logger = logging.getLogger(__name__)


class Heartbeat:
    """Renews a lease until stopped; `is_lost` once another crawl has taken the site."""

    def __init__(self, engine: Engine, lease: Lease) -> None:
        self.engine = engine
        self.lease = lease
        self.is_lost = False
        self._stopped = Event()
        # A thread, because an event loop that is busy with a long page gives no sign of life.
        self._thread = Thread(target=self._run, name="heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Give no more signs."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(leases.LASTS.total_seconds() / 3):
            try:
                self.is_lost = not leases.heartbeat(self.engine, self.lease, datetime.now(UTC))
            except DatabaseTrouble as error:
                # The lease outlives two such failures; the crawl itself will meet them too.
                logger.warning("no sign of life could be given: %s", error)
            if self.is_lost:
                logger.error("another crawl has taken %s", self.lease.site)
                return
