"""Many articles back-filled: whether memory is flat, and the rate at the end that of the start.

`python -m bench backfill 20000` (5,000 by default): some 20 articles a second on two cores, so
100,000 take an hour and a half. Sampled from outside while the crawl runs.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from boredcrawl.replica import Replica

ROOT = Path(__file__).parent.parent
NOW = "2026-11-22T12:00:00Z"
SECONDS = 5.0
"""Between two samples."""

FEWEST = 15
"""Samples that a run must have."""

EARLY = 5_000
"""Later memory is compared with that at so many articles; at a quarter of smaller runs."""


def measure(articles: int) -> dict[str, Any]:
    """Back-fill a replica; give samples of (seconds, articles, megabytes), and what they show."""
    samples: list[tuple[float, int, float]] = []
    with (
        Replica(articles=articles, seed=2, now=NOW, partial=0) as replica,
        tempfile.TemporaryDirectory() as folder,
    ):
        database = Path(folder) / "bench.db"
        settings = [f"DATABASE_URL=sqlite:///{database}", f"ARCHIVE_DIR={folder}"]
        settings += [f"LOG_FILE={folder}/log", "LOG_LEVEL=WARNING", "COMMENTS_BROWSER=never"]
        command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", "backfill=yes"]
        command += ["-a", f"origin={replica.origin}"]
        command += [word for setting in settings for word in ("-s", setting)]
        began = time.monotonic()
        child = subprocess.Popen(command, cwd=ROOT)
        while child.poll() is None:
            time.sleep(SECONDS)
            sample = _sample(child.pid, database)
            if sample is not None:
                samples.append((round(time.monotonic() - began, 1), *sample))
        if child.returncode:
            log = Path(folder, "log").read_text().splitlines()[-20:]
            raise SystemExit(f"the crawl ended with {child.returncode}:\n" + "\n".join(log))
        count = _count(database)
    return {"articles": count, "seconds": samples[-1][0], **judged(samples, articles)}


def judged(samples: list[tuple[float, int, float]], articles: int) -> dict[str, Any]:
    """Compare the last fifth of a run with its second one, and its memory with the early one.

    >>> steady = [(float(n), n * 20, 100.0) for n in range(1, 101)]
    >>> judged(steady, 2000)["rate_ratio"], judged(steady, 2000)["memory_ratio"]
    (1.0, 1.0)
    """
    early_at = EARLY if articles >= 2 * EARLY else articles // 4
    if len(samples) < FEWEST:
        raise SystemExit(f"{articles} articles are too few to say anything: take ten times as many")
    early = next(memory for _, count, memory in samples if count >= early_at)
    most = max(memory for *_, memory in samples)
    # The first fifth walks the listings too.
    start, end = _rate(samples, articles, 0.2, 0.4), _rate(samples, articles, 0.8, 1.0)
    return {
        "early_megabytes": round(early),
        "most_megabytes": round(most),
        "memory_ratio": round(most / early, 2),
        "rate_at_start": round(start, 1),
        "rate_at_end": round(end, 1),
        "rate_ratio": round(end / start, 2),
    }


def _rate(
    samples: list[tuple[float, int, float]], articles: int, since: float, until: float
) -> float:
    part = [s for s in samples if since * articles <= s[1] <= until * articles]
    return (part[-1][1] - part[0][1]) / (part[-1][0] - part[0][0])


def _sample(pid: int, database: Path) -> tuple[int, float] | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        count = _count(database)
    except (OSError, sqlite3.OperationalError):
        # Not begun, or over.
        return None
    # A process that has ended, and was not waited for yet, has no memory any more.
    resident = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return (count, int(resident[0].split()[1]) / 1024) if resident else None


def _count(database: Path) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        (count,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    finally:
        connection.close()
    return int(count)


def main(arguments: list[str]) -> None:
    """Measure, and print."""
    print(json.dumps(measure(int(arguments[0]) if arguments else 5_000), indent=1))
