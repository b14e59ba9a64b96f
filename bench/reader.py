"""The reader over a large archive: `python -m bench.reader [ARTICLES COMMENTS] [--database URL]`.

Every page is asked for many times over with another number or word; what counts is the time
until the whole answer is there, as the server spends it. Then Chromium opens the article with
the longest thread, and says when it first painted. Without `--database` a database of
bench/large_data.py is made for it; 50,000 articles and 1,000,000 comments by default.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import socket
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import uvicorn
from playwright.sync_api import sync_playwright
from sqlalchemy import text

from bench.large_data import VOCABULARY, World, fill
from boredcrawl.db.asking.bounded import open_bounded
from boredcrawl.db.engine import open_database
from boredcrawl.web.app import make_app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

ROUNDS = 60
"""Requests of a page."""

LONGEST = 5000
RESULTS = Path(__file__).parent / "results" / "reader.json"


@contextlib.contextmanager
def serving(engine: Engine, folder: Path) -> Iterator[str]:
    """Serve an archive on this machine."""
    app = make_app(engine, folder, hosts=["127.0.0.1"])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def pages(engine: Engine) -> dict[str, Callable[[random.Random], str]]:
    """Say how each page is asked for, by chance."""
    with engine.connect() as connection:
        largest = {
            name: connection.execute(text(f"SELECT max(id) FROM {name}")).scalar_one()  # noqa: S608 - our own names
            for name in ("articles", "comments", "authors", "commenters")
        }
        now = connection.execute(text("SELECT max(id) FROM changes")).scalar_one()

    def some(name: str, path: str) -> Callable[[random.Random], str]:
        return lambda dice: path.format(dice.randint(1, largest[name]))

    def word(dice: random.Random) -> str:
        return VOCABULARY[min(int(dice.paretovariate(0.4)), len(VOCABULARY) - 1)]

    return {
        "home": lambda _: "/",
        "articles": lambda dice: (
            f"/articles?cursor={dice.randint(1_610_000, 1_767_000)}000000000.1"
        ),
        "articles of a kind": lambda dice: f"/articles?kind={dice.choice(('story', 'list'))}",
        "articles of a tag": lambda dice: f"/articles?tag=tag+{dice.randint(1, 400)}",
        "article": some("articles", "/articles/{}"),
        "article, by votes": some("articles", "/articles/{}?sort=score"),
        "article as JSON": some("articles", "/articles/{}.json"),
        "history": some("articles", "/articles/{}/history"),
        "comment": some("comments", "/comments/{}"),
        "authors": some("authors", "/authors?cursor=.{}"),
        "author": some("authors", "/authors/{}"),
        "commenter": some("commenters", "/commenters/{}"),
        "commonest commenters": lambda dice: f"/commenters/{dice.randint(1, 5)}",
        "changes": lambda dice: f"/changes?cursor=.{dice.randint(1, now)}",
        "activity": lambda dice: f"/activity?days={dice.choice((30, 60, 180))}",
        "health": lambda _: "/health",
        "search": lambda dice: "/search?" + urllib.parse.urlencode({"q": word(dice)}),
        "search, two words": lambda dice: "/search?q=" + word(dice) + "+" + word(dice),
        "feed": lambda _: "/feed.atom",
    }


def measure(engine: Engine) -> dict[str, Any]:
    """Measure every page, then what a browser makes of the longest thread."""
    told: dict[str, Any] = {}
    with serving(engine, Path("archive")) as base:
        for name, address in pages(engine).items():
            dice = random.Random(name)  # noqa: S311 - nothing here is secret
            waited(base + address(dice))
            times = [waited(base + address(dice)) for _ in range(ROUNDS)]
            waits, works = (sorted(column) for column in zip(*times, strict=True))
            told[name] = {
                "p50_ms": round(median(waits), 1),
                "p95_ms": round(waits[int(ROUNDS * 0.95)], 1),
                "p50_cpu_ms": round(median(works), 1),
                "p95_cpu_ms": round(works[int(ROUNDS * 0.95)], 1),
            }
            print(name, told[name], flush=True)
        with engine.connect() as connection:
            longest = connection.execute(
                text("SELECT id FROM articles ORDER BY comments_captured DESC LIMIT 1")
            ).scalar_one()
        told["longest thread"] = painted(base, f"{base}/articles/{longest}")
        print("longest thread", told["longest thread"], flush=True)
    told["load_average"] = round(os.getloadavg()[0], 1)
    return told


def waited(address: str) -> tuple[float, float]:
    """Ask, and give the milliseconds until all of the answer was there, waited and worked.

    On a machine that does something else as well only the second can be compared. It is this
    process's, so that it holds asking too, and of PostgreSQL nothing.
    """
    began, worked = time.perf_counter(), time.process_time()
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        answer.read()
    return (time.perf_counter() - began) * 1e3, (time.process_time() - worked) * 1e3


def painted(base: str, address: str) -> dict[str, float]:
    """Let Chromium open a page, a fresh one each time; milliseconds from asking for it."""
    firsts, wholes = [], []
    arguments = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=arguments
        )
        for _ in range(6):
            context = browser.new_context()
            page = context.new_page()
            page.goto(f"{base}/health")
            page.goto(address, wait_until="load")
            firsts.append(page.evaluate(FIRST_PAINT))
            wholes.append(page.evaluate("performance.getEntriesByType('navigation')[0].duration"))
            context.close()
        browser.close()
    return {
        "server_p50_ms": round(median(waited(address)[0] for _ in range(10)), 1),
        "server_p50_cpu_ms": round(median(waited(address)[1] for _ in range(10)), 1),
        "first_paint_ms": round(median(firsts[1:]), 1),
        "loaded_ms": round(median(wholes[1:]), 1),
    }


FIRST_PAINT = """() => new Promise(done => new PerformanceObserver(list => {
  for (const one of list.getEntries())
    if (one.name === 'first-contentful-paint') done(one.startTime);
}).observe({type: 'paint', buffered: true}))"""


def main() -> None:
    """Measure and save."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=int, nargs="?", default=50_000)
    parser.add_argument("comments", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--database", help="one that bench/large_data.py filled before")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.database or f"sqlite:///{folder}/large.db"
        if given.database is None:
            engine = open_database(url)
            fill(engine, World(given.articles, given.comments, min(LONGEST, given.comments // 4)))
            engine.dispose()
        engine = open_bounded(url, seconds=20)
        told = {"articles": given.articles, "comments": given.comments, **measure(engine)}
        told["database"] = engine.dialect.name
        engine.dispose()
    RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
