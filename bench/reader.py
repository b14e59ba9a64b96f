"""The reader over a million comments: what each page takes the server, and a browser to show.

    python -m bench.reader                        fills a SQLite database and a PostgreSQL one
    python -m bench.reader --database URL         measures one that is there
    python -m bench.reader 2500 50000             with so many articles and comments

Results go to bench/results/reader.json, what was measured of the other database stays there;
of full size the table of docs/reader.md is renewed too.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import shutil
import socket
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import uvicorn
from playwright.sync_api import sync_playwright

from bench import reader_report
from bench.large import FULL, Clock, backend_of, server
from bench.large_data import BEGAN, YEARS, World
from bench.large_filling import fill
from bench.reader_pages import longest, pages
from boredcrawl.collecting import collect_seldom
from boredcrawl.db.asking.bounded import open_bounded
from boredcrawl.db.engine import open_database
from boredcrawl.web.app import make_app, moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Engine

ROUNDS = 60
"""Requests of a page."""

LONGEST = 5000


@contextlib.contextmanager
def serving(engine: Engine, folder: Path, now: Callable[[], datetime] = moment) -> Iterator[str]:
    """Serve an archive on this machine."""
    app = make_app(engine, folder, hosts=["127.0.0.1"], now=now)
    web = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=web.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        web.should_exit = True
        thread.join()


class Asker:
    """Asks the server for pages, and tells how long that takes.

    On a machine that does something else as well only what processors worked can be compared.
    It is this process's, so that it holds asking too, and that of PostgreSQL's.
    """

    def __init__(self, base: str, engine: Engine) -> None:
        self.host = base.removeprefix("http://")
        self.clock = Clock(backend_of(engine))

    def ask(self, path: str) -> tuple[float, float, float]:
        """Give milliseconds: until the first byte, until the last, and worked."""
        connection = http.client.HTTPConnection(self.host)
        connection.connect()
        began, worked = self.clock.now()
        connection.request("GET", path)
        answer = connection.getresponse()
        first = time.perf_counter() * 1e3
        answer.read()
        ended, worked_then = self.clock.now()
        connection.close()
        assert answer.status == 200, (path, answer.status)
        return first - began, ended - began, worked_then - worked

    def measure(self, paths: list[str]) -> dict[str, float]:
        """Ask for pages one after the other."""
        self.ask(paths[0])
        times = [self.ask(path) for path in paths]
        firsts, waits, works = (sorted(column) for column in zip(*times, strict=True))
        last = int(len(times) * 0.95)
        return {
            "p50_ms": round(median(waits), 1),
            "p95_ms": round(waits[last], 1),
            "first_byte_p95_ms": round(firsts[last], 1),
            "p50_cpu_ms": round(median(works), 1),
            "p95_cpu_ms": round(works[last], 1),
        }


def measure(engine: Engine, world: World) -> dict[str, Any]:
    """Measure every page, then what a browser makes of the longest thread."""
    told: dict[str, Any] = {"load_average": round(os.getloadavg()[0], 1)}
    # The day its last article was published: that day's last year is full.
    today = BEGAN + timedelta(days=365 * YEARS)
    with serving(engine, Path("archive"), lambda: today) as base:
        asker = Asker(base, engine)
        addresses = pages(engine, world)
        # As the command does before it serves.
        collect_seldom()
        for name, address in addresses.items():
            dice = random.Random(name)  # noqa: S311 - nothing here is secret
            told[name] = asker.measure([address(dice) for _ in range(ROUNDS)])
            print(name, told[name], flush=True)
        for name, path in longest(engine).items():
            told[name] = asker.measure([path] * (ROUNDS // 3))
            print(name, told[name], flush=True)
        told["browser"] = painted(base, longest(engine)["longest thread"])
        print("browser", told["browser"], flush=True)
    return told


def painted(base: str, path: str) -> dict[str, float]:
    """Let Chromium open a page, a fresh one each time; milliseconds from asking for it."""
    firsts, wholes = [], []
    arguments = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        for _ in range(8):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{base}/health")
            page.goto(f"{base}{path}", wait_until="load")
            firsts.append(page.evaluate(FIRST_PAINT))
            wholes.append(page.evaluate("performance.getEntriesByType('navigation')[0].duration"))
            context.close()
        browser.close()
    return {
        "first_paint_ms": round(median(firsts[1:]), 1),
        "first_paint_worst_ms": round(max(firsts[1:]), 1),
        "loaded_ms": round(median(wholes[1:]), 1),
    }


FIRST_PAINT = """() => new Promise(done => new PerformanceObserver(list => {
  for (const one of list.getEntries())
    if (one.name === 'first-contentful-paint') done(one.startTime);
}).observe({type: 'paint', buffered: true}))"""


@contextlib.contextmanager
def filled(database: str, world: World) -> Iterator[str]:
    """Fill a database of this kind, and give its URL."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        url = f"sqlite:///{folder}/large.db"
        if database == "postgresql":
            url = stack.enter_context(server(folder))
        engine = open_database(url)
        fill(engine, world)
        engine.dispose()
        yield url


def main() -> None:
    """Measure and save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=int, nargs="?", default=FULL[0])
    parser.add_argument("comments", type=int, nargs="?", default=FULL[1])
    parser.add_argument("--database", help="one that bench/large_data.py filled to this size")
    given = parser.parse_args()
    world = World(given.articles, given.comments, min(LONGEST, given.comments // 4))
    there = [contextlib.nullcontext(given.database)] if given.database else []
    for opened in there or [filled(name, world) for name in ("sqlite", "postgresql")]:
        with opened as url:
            engine = open_bounded(url, seconds=20)
            told = measure(engine, world)
            engine.dispose()
        size = {"articles": given.articles, "comments": given.comments}
        reader_report.save(engine.dialect.name, size, told)
    if (given.articles, given.comments) == FULL:
        reader_report.publish()


if __name__ == "__main__":
    main()
