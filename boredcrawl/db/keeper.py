"""The keeper: what a running crawl has of the database, without waiting for it on the loop."""

from __future__ import annotations

import asyncio
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar
from urllib.parse import urlsplit

from boredcrawl.db import backfill, clock, crawls, frontier, hosts, lease, looking_back, sources
from boredcrawl.db.engine import open_database
from boredcrawl.db.heartbeat import Heartbeat
from boredcrawl.db.keys import require_key
from boredcrawl.db.sites import lied_at
from boredcrawl.db.store import Store
from boredcrawl.exceptions import HostStopped, SiteHeld

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Engine

    from boredcrawl.db.backfill import Document
    from boredcrawl.db.frontier import Due
    from boredcrawl.db.hosts import Stop
    from boredcrawl.db.lease import Lease
    from boredcrawl.db.privacy import Privacy
    from boredcrawl.items import Link, Outcome, Visit

Result = TypeVar("Result")

READ_AHEAD = 256
"""How many due articles are asked for at once: a question costs the same for 1 and for 256,
and what is found in the meantime waits no longer than it takes to visit these."""


class Tally(Protocol):
    """Where a crawl counts."""

    def set_value(self, key: str, value: Any) -> None:
        """Set a count."""


class Keeper:
    """Holds one site for one crawl: its frontier, its store, its row in `crawls`.

    Everything is done in the order asked, in one thread.
    """

    def __init__(
        self, engine: Engine, held: Lease, crawl_id: int, privacy: Privacy | None = None
    ) -> None:
        self.engine = engine
        self.lease = held
        self.crawl_id = crawl_id
        self.privacy = privacy
        self.store = Store(engine, privacy)
        self.in_hand: set[str] = set()
        """URLs given out whose visits are not stored yet."""
        self.due_count = 0
        """How many articles and sources were due when last asked."""
        self.lied_at: datetime | None = None
        """When last a page of the site had changed behind unchanged validators."""
        self.host_stops = hosts.stops_of(engine)
        """Hosts that earlier crawls stopped and that have not answered well since."""
        self._ready: deque[Due] = deque()
        self._something_ended = asyncio.Event()
        self._is_closed = False
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keeper")
        self._heartbeat = Heartbeat(engine, held)

    @classmethod
    def open(
        cls,
        url: str,
        site: str,
        origin: str | None = None,
        privacy: Privacy | None = None,
    ) -> Self:
        """Open the database, take the site, note that a crawl begins."""
        engine = open_database(url)
        try:
            require_key(engine, privacy)
            clock.doubt_stops(engine, datetime.now(UTC))
            require_welcome(engine, origin)
            held = lease.acquire(engine, site, datetime.now(UTC))
            clock.set_right(engine, held.site_id, datetime.now(UTC))
            options = {"site": site, "origin": origin}
            crawl_id = crawls.start(engine, held.site_id, datetime.now(UTC), options)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, held, crawl_id, privacy)

    async def stop_host(self, stopped: Stop, now: datetime) -> None:
        """Remember that a host is left alone."""
        self.host_stops[stopped.host] = stopped
        await self._do(lambda: hosts.stop(self.engine, stopped, now))

    async def host_recovered(self, host: str) -> None:
        """Note that a host that was stopped answers well again."""
        self.host_stops.pop(host, None)
        await self._do(lambda: hosts.recovered(self.engine, host))

    async def enter_urls(self, urls: Iterable[str]) -> list[str]:
        """Take pages to visit whether they are due or not, each once."""
        wanted = list(dict.fromkeys(urls))
        self.in_hand.update(wanted)
        return wanted

    async def enter_sources(self, kinds: Mapping[str, str]) -> None:
        """Enter the site's sources, their kind by URL."""
        now = datetime.now(UTC)
        await self._do(lambda: sources.enter(self.engine, self.lease.site_id, kinds, now))

    async def enter(self, links: Iterable[Link], *, found_on: str | None = None) -> int:
        """Enter links to articles; give how many were new."""
        now, wanted = datetime.now(UTC), tuple(links)
        entered = await self._do(
            lambda: frontier.enter(
                self.engine,
                self.lease.site_id,
                wanted,
                found_on=found_on,
                now=now,
                privacy=self.privacy,
            )
        )
        if entered.new or entered.hastened:
            self.due_count += entered.new + entered.hastened
            self._something_ended.set()
        return entered.new

    async def due(self, room: int, *, articles: int, since: datetime | None = None) -> list[Due]:
        """Give what to visit now: all sources, and articles up to the room and number given."""
        if self._heartbeat.is_lost:
            raise SiteHeld(f"another crawl has taken {self.lease.site}, as this one seemed dead")
        if room <= 0 or self._is_closed:
            return []
        now = datetime.now(UTC)
        walks = await self._do(lambda: sources.start_walks(self.engine, self.lease.site_id, now))
        given = [row for row in walks if row.url not in self.in_hand]
        wanted = min(room, articles)
        if wanted > 0 and not self._ready:
            await self._read_ahead(now, since)
        while self._ready and wanted > 0:
            row = self._ready.popleft()
            if row.url not in self.in_hand:
                given.append(row)
                wanted -= 1
        return given

    async def _read_ahead(self, now: datetime, since: datetime | None) -> None:
        held = set(self.in_hand)
        site_id, limit = self.lease.site_id, READ_AHEAD + len(held)
        rows = await self._do(lambda: frontier.due(self.engine, site_id, now, limit, since=since))
        # What was in hand when asked may be stored by now: its row here says nothing any more.
        self._ready.extend(row for row in rows if row.url not in held)
        if self._is_closed:
            return
        self.due_count = await self._do(lambda: frontier.count_due(self.engine, site_id, now))
        self.lied_at = await self._do(lambda: lied_at(self.engine, site_id))

    async def end_walk(self, url: str, *, found: int, error: str | None, at: datetime) -> None:
        """Note how a walk over a source ended."""
        await self._do(
            lambda: sources.end_walk(
                self.engine, url, found=found, failed=error is not None, now=at
            )
        )
        self.let_go([url])

    async def enter_backfill(self, documents: Mapping[str, str], *, again: bool = False) -> int:
        """Begin a backfill at these documents, or go on with it; give how many are left."""
        now, site_id = datetime.now(UTC), self.lease.site_id
        return await self._do(
            lambda: backfill.enter(self.engine, site_id, documents, now, again=again)
        )

    async def due_documents(self) -> list[Document]:
        """Give the next documents of the backfill that are not in hand."""
        now = datetime.now(UTC)
        rows = await self._do(lambda: backfill.due(self.engine, self.lease.site_id, now))
        return [row for row in rows if row.url not in self.in_hand]

    async def end_document(
        self, url: str, onward: Mapping[str, str], *, error: str | None, at: datetime
    ) -> None:
        """Note that a document of the backfill is done, and where it leads."""
        site_id, failed = self.lease.site_id, error is not None
        await self._do(
            lambda: backfill.end(self.engine, site_id, url, onward, failed=failed, now=at)
        )
        self.let_go([url])

    async def save(self, visits: Sequence[Visit]) -> list[Outcome]:
        """Store visits in one transaction; what is stored is in hand no longer."""
        outcomes = await self._do(lambda: self.store.save(visits, self.crawl_id))
        self.let_go([visit.url for visit in visits])
        return outcomes

    def let_go(self, urls: Iterable[str]) -> None:
        """Have nothing more to do with these for now; what was not stored is still due."""
        before = len(self.in_hand)
        self.in_hand.difference_update(urls)
        self.due_count = max(0, self.due_count - before + len(self.in_hand))
        self._something_ended.set()

    async def something_ended(self) -> None:
        """Wait until a visit or walk has ended, or something new was found."""
        await self._something_ended.wait()
        self._something_ended.clear()

    async def look_around(self, stats: Tally) -> list[dict[str, Any]]:
        """Note in the stats what was stored and what is due next; give those of earlier crawls."""
        for name, count in self.store.counts.items():
            if name.startswith("comments/"):
                stats.set_value(f"boredcrawl/{name}", count)
        site_id, now = self.lease.site_id, datetime.now(UTC)
        due = await self._do(lambda: looking_back.outlook(self.engine, site_id, now))
        stats.set_value("boredcrawl/due/now", due.now)
        stats.set_value("boredcrawl/due/within_a_day", due.within_a_day)
        stats.set_value("boredcrawl/due/next", due.next and due.next.isoformat())
        return await self._do(
            lambda: looking_back.earlier_stats(self.engine, site_id, before=self.crawl_id)
        )

    async def close(self, *, stats: Mapping[str, Any], reason: str, exit_code: int) -> None:
        """Note how the crawl ended, give the site back, let go of the database."""
        self._is_closed = True
        await self._do(lambda: self._end(stats, reason, exit_code))
        self._thread.shutdown()

    def abandon(self, exit_code: int) -> None:
        """Give the site back of a crawl that could not begin."""
        if not self._is_closed:
            self._is_closed = True
            self._thread.shutdown()
            self._end({}, "start_error", exit_code)

    def _end(self, stats: Mapping[str, Any], reason: str, exit_code: int) -> None:
        now = datetime.now(UTC)
        self._heartbeat.stop()
        try:
            crawls.finish(
                self.engine, self.crawl_id, now, reason=reason, exit_code=exit_code, stats=stats
            )
            lease.release(self.engine, self.lease)
        finally:
            self.engine.dispose()

    async def _do(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def require_welcome(engine: Engine, origin: str | None) -> None:
    """Raise `HostStopped` where the site's own host is still left alone."""
    host = urlsplit(origin or "").netloc.lower()
    stopped = hosts.stops_of(engine).get(host)
    if stopped is not None and stopped.until > datetime.now(UTC):
        raise HostStopped(stopped.sentence, host=host, is_blocking=stopped.is_blocking)
