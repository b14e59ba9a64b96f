"""The whole path on the replica: articles a second, the archive's share, peak memory."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from boredcrawl.replica import Replica

ROOT = Path(__file__).parent.parent
NOW = "2026-11-22T12:00:00Z"


def measure_speed(articles: int) -> dict[str, Any]:
    """Crawl a replica whole, and download the same pages with a bare Scrapy."""
    with Replica(articles=articles, seed=1, now=NOW, partial=0) as replica:
        urls = [truth["url"] for truth in replica.truths()]
        bare(urls)  # the replica makes its pages; they are on its shelf for both afterwards
        baseline = bare(urls)
        whole = crawl(replica.origin)
        unarchived = crawl(replica.origin, "-s", "ARCHIVE=False")
    ours, bares = whole["articles_per_second"], baseline["pages"] / baseline["seconds"]
    return {
        "articles": whole["articles"],
        "mean_page_bytes": baseline["bytes"] // baseline["pages"],
        "articles_per_second": ours,
        "bare_scrapy_pages_per_second": round(bares, 1),
        "ratio_to_bare_scrapy": round(ours / bares, 3),
        "without_archive_per_second": unarchived["articles_per_second"],
        "seconds": whole["seconds"],
        "cpu_ms_per_article": whole["cpu_ms_per_article"],
        "without_archive_cpu_ms_per_article": unarchived["cpu_ms_per_article"],
        "archive_exchanges": whole["stats"]["boredcrawl/archive/exchanges"],
        "archive_thread_seconds": whole["stats"]["boredcrawl/archive/seconds"],
    }


def measure_memory(articles: int) -> dict[str, Any]:
    """Crawl a replica of a size; give the most memory the crawl held."""
    with Replica(articles=articles, seed=2, now=NOW, partial=0) as replica:
        crawled = crawl(replica.origin)
    return {key: crawled[key] for key in ("articles", "articles_per_second", "peak_megabytes")}


def bare(urls: list[str]) -> dict[str, Any]:
    """Download the pages with a bare Scrapy."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(urls))
        file.flush()
        child = subprocess.run(
            [sys.executable, "-m", "bench.bare", file.name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    answer: dict[str, Any] = json.loads(child.stdout.splitlines()[-1])
    return answer


def crawl(origin: str, *options: str) -> dict[str, Any]:
    """Run `scrapy crawl articles` as a user would; read what it did from its database."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.db"
        log = Path(folder) / "log"
        command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"origin={origin}"]
        settings = {
            "DATABASE_URL": f"sqlite:///{database}",
            "ARCHIVE_DIR": folder,
            "LOG_FILE": str(log),
            "LISTING_PAGES": "10000",
        }
        command += [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        child = subprocess.Popen([*command, *options], cwd=ROOT)
        # Of all ways to ask, only wait4 tells the peak memory of this child and no other.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            tail = "\n".join(log.read_text().splitlines()[-20:])
            raise SystemExit(f"the crawl ended with {child.returncode}:\n{tail}")
        began, ended, stats, articles = _read(database)
    seconds = (datetime.fromisoformat(ended) - datetime.fromisoformat(began)).total_seconds()
    # Linux counts kilobytes, macOS bytes.
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return {
        "articles": articles,
        "seconds": round(seconds, 2),
        "articles_per_second": round(articles / seconds, 1),
        "cpu_ms_per_article": round(1000 * (usage.ru_utime + usage.ru_stime) / articles, 1),
        "peak_megabytes": round(kilobytes / 1024),
        "stats": stats,
    }


def _read(database: Path) -> tuple[str, str, dict[str, Any], int]:
    connection = sqlite3.connect(database)
    try:
        began, ended, stats = connection.execute(
            "SELECT started_at, finished_at, stats FROM crawls"
        ).fetchone()
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    finally:
        connection.close()
    return began, ended, json.loads(stats), articles
