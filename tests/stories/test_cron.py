"""Ten minutes of cron, told rather than waited for: a start that meets another touches nothing."""

import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from conftest import ROOT

from boredcrawl.db.models import Base
from boredcrawl.replica import Replica

ARTICLES = 6
OVERLAPPING = range(1, 10)
"""Minutes at which cron starts a crawl while that of minute 0 is still at work; from the fifth
on the lease has run out by the clock, and only its holder's life keeps others away."""


@pytest.fixture
def replica():
    with Replica(articles=ARTICLES, seed=7, partial=0) as replica:
        yield replica


@pytest.fixture
def cron(archive, replica):
    """Start a crawl as cron does, so many minutes after the story began."""
    began = datetime.now(UTC)

    def start(minute):
        at = (began + timedelta(minutes=minute)).isoformat()
        words = ["crawl", "articles", "-L", "ERROR", "-a", f"origin={replica.origin}"]
        return subprocess.Popen(
            [sys.executable, str(ROOT / "tests/stories/at_moment.py"), at, *words],
            cwd=ROOT,
            env=archive.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


def left_behind(archive, replica):
    """All that a start could touch: every row, every file, every request."""
    rows = {name: archive.rows(f"SELECT * FROM {name}") for name in Base.metadata.tables}
    for site in rows["sites"]:
        del site["lease_expires_at"]  # the holder's own sign of life
    files = {
        path.relative_to(archive.folder): path.stat().st_size
        for path in archive.folder.rglob("*")
        if path.is_file() and not path.name.startswith("boredcrawl.db")
    }
    return rows, files, replica.about()["requests"]


def test_ten_minutes_of_cron_crawl_once_and_every_start_that_meets_another_touches_nothing(
    archive, replica, cron
):
    # The first start is still at its first page when the others come.
    replica.fault("late", pattern="^/latest/$", seconds=500)
    first = cron(0)
    while not any(entry["path"] == "/latest/" for entry in replica.log()):
        assert first.poll() is None
    while len(archive.rows("SELECT url FROM visits")) < ARTICLES:
        assert first.poll() is None
    before = left_behind(archive, replica)
    starts = [cron(minute) for minute in OVERLAPPING]
    told = [start.communicate()[1] for start in starts]
    after = left_behind(archive, replica)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    replica.behave()
    last = cron(10)
    said = last.communicate()[1]
    asked = Counter(entry["path"] for entry in replica.log())

    assert [start.returncode for start in starts] == [6] * len(OVERLAPPING)
    assert all("is being crawled by process" in text for text in told)
    assert after == before
    assert last.returncode == 0, said
    assert [asked[truth["path"]] for truth in replica.truths()] == [1] * ARTICLES
    assert [row["exit_code"] for row in archive.rows("SELECT exit_code FROM crawls")] == [None, 0]
