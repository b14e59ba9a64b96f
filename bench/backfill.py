"""Many articles back-filled: whether memory is flat, and the rate at the end that of the start.

`python -m bench backfill 20000` (5,000 by default): some 25 articles a second on two cores, so
100,000 take over an hour. Sampled from outside while the crawl runs.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

from boredcrawl.replica import Replica

ROOT = Path(__file__).parent.parent
NOW = "2026-11-22T12:00:00Z"
SECONDS = 5.0
"""Between two samples."""

FEWEST = 15
"""Samples that a run must have."""

EARLY = 5_000
"""Later memory is compared with that at so many articles; at a quarter of smaller runs."""


class Sample(NamedTuple):
    """One look at a crawl from outside."""

    seconds: float
    """Since it began."""
    processor: float
    """Seconds of processor time it has had."""
    articles: int
    """Rows in the database."""
    megabytes: float
    """In memory (RSS)."""


def measure(articles: int) -> dict[str, Any]:
    """Back-fill a replica, look at the process meanwhile, and give what that shows."""
    samples: list[Sample] = []
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
                samples.append(Sample(round(time.monotonic() - began, 1), *sample))
                print(*samples[-1], file=sys.stderr, flush=True)
        if child.returncode:
            log = Path(folder, "log").read_text().splitlines()[-20:]
            raise SystemExit(f"the crawl ended with {child.returncode}:\n" + "\n".join(log))
        count = _count(database)
    return {"articles": count, "seconds": samples[-1].seconds, **judged(samples, articles)}


def judged(samples: list[Sample], articles: int) -> dict[str, Any]:
    """Compare the last fifth of a run with its second one, and its memory with the early one.

    >>> steady = [Sample(float(n), n * 0.9, n * 20, 100.0) for n in range(1, 101)]
    >>> judged(steady, 2000)["rate_ratio"], judged(steady, 2000)["memory_ratio"]
    (1.0, 1.0)
    """
    early_at = EARLY if articles >= 2 * EARLY else articles // 4
    if len(samples) < FEWEST:
        raise SystemExit(f"{articles} articles are too few to say anything: take ten times as many")
    early = next(one.megabytes for one in samples if one.articles >= early_at)
    most = max(one.megabytes for one in samples)
    # The first fifth walks the listings too.
    start, end = _rates(samples, articles, 0.2, 0.4), _rates(samples, articles, 0.8, 1.0)
    return {
        "early_megabytes": round(early),
        "most_megabytes": round(most),
        "memory_ratio": round(most / early, 2),
        "rate_at_start": round(start[0], 1),
        "rate_at_end": round(end[0], 1),
        "rate_ratio": round(end[0] / start[0], 2),
        "rate_ratio_by_processor_time": round(end[1] / start[1], 2),
    }


def _rates(samples: list[Sample], articles: int, since: float, until: float) -> tuple[float, float]:
    """Give articles a second by the clock, and by the processor, which other work changes less."""
    part = [one for one in samples if since * articles <= one.articles <= until * articles]
    count = part[-1].articles - part[0].articles
    return (
        count / (part[-1].seconds - part[0].seconds),
        count / (part[-1].processor - part[0].processor),
    )


def _sample(pid: int, database: Path) -> tuple[float, int, float] | None:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        count = _count(database)
    except (OSError, sqlite3.OperationalError):
        # Not begun, or over.
        return None
    # A process that has ended, and was not waited for yet, has no memory any more.
    resident = [line for line in status.splitlines() if line.startswith("VmRSS")]
    if not resident:
        return None
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(map(int, times)) / ticks, count, int(resident[0].split()[1]) / 1024


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
