"""Memory and the frontier: a crawl of fifty visits where 1,000 pages are due, and 100,000.

`python -m bench frontier`, a minute or two. Half of the pages were never visited and half are
overdue; as they stand behind what the site's listings name, none of them is reached.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from boredcrawl.db import frontier
from boredcrawl.db.engine import open_database
from boredcrawl.db.sites import site_id
from boredcrawl.items import Link
from boredcrawl.replica import Replica

ROOT = Path(__file__).parent.parent
SIZES = (1_000, 100_000)
VISITS = 50
AT_ONCE = 5_000


def fill(url: str, origin: str, many: int) -> None:
    """Make so many pages due."""
    now = datetime.now(UTC)
    engine = open_database(url)
    try:
        site = site_id(engine, f"boredpanda@{origin.removeprefix('http://')}")
        rows = (
            frontier.fresh_row(site, Link(url=f"{origin}/page-{number}/"), None, now, 0)
            | {"worth": 0.0, "last_visit_at": now - timedelta(days=9) if number % 2 else None}
            for number in range(many)
        )
        while some := list(islice(rows, AT_ONCE)):
            with engine.begin() as connection:
                connection.execute(insert(frontier.FRONTIER), some)
    finally:
        engine.dispose()


def measure(many: int) -> dict[str, int]:
    """Crawl where so many are due; give the peak of the crawl's memory in megabytes."""
    with (
        Replica(articles=2 * VISITS, seed=2, partial=0) as replica,
        tempfile.TemporaryDirectory() as folder,
    ):
        url = f"sqlite:///{folder}/bench.db"
        fill(url, replica.origin, many)
        words = ["-a", f"origin={replica.origin}", "-a", f"limit={VISITS}", "-L", "ERROR"]
        words += ["-s", f"DATABASE_URL={url}", "-s", f"ARCHIVE_DIR={folder}"]
        command = [sys.executable, "-m", "scrapy", "crawl", "articles", *words]
        child = subprocess.Popen(command, cwd=ROOT)
        # Of all ways to ask, only wait4 tells the peak memory of this child and no other.
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"the crawl ended with {child.returncode}")
    return {"due": many, "visits": VISITS, "peak_megabytes": usage.ru_maxrss // 1024}


def main() -> None:
    """Measure, and print."""
    for many in SIZES:
        print(json.dumps([measure(many) for _ in range(3)]), flush=True)
