"""Ten minutes of cron, told rather than waited for: the second start touches nothing."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from conftest import ROOT

from boredcrawl.replica import Replica

MINUTES = int(os.environ.get("BOREDCRAWL_CRON", "2"))
"""How many starts, a minute apart, meet the first one at work; the promise is made for 10."""


def test_every_start_that_meets_another_ends_at_once_with_6_and_touches_nothing(archive):
    began = datetime.now(UTC)

    def cron(minute, origin):
        at = (began + timedelta(minutes=minute)).isoformat()
        words = ["crawl", "articles", "-L", "ERROR", "-a", f"origin={origin}"]
        return subprocess.Popen(
            [sys.executable, str(ROOT / "tests/stories/at_moment.py"), at, *words],
            cwd=ROOT,
            env=archive.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    with Replica(articles=6, seed=7, partial=0) as replica:
        # The first start is still at its first page when the others come.
        replica.fault("late", pattern="^/latest/$", seconds=500)
        first = cron(0, replica.origin)
        while not any(entry["path"] == "/latest/" for entry in replica.log()):
            assert first.poll() is None
        while len(stored := archive.rows("SELECT url FROM visits")) < 6:
            assert first.poll() is None
        before, asked = archive.counts(), replica.about()["requests"]
        starts = [cron(minute, replica.origin) for minute in range(1, MINUTES + 1)]
        told = [start.communicate()[1] for start in starts]
        after, asked_then = archive.counts(), replica.about()["requests"]
        first.send_signal(signal.SIGKILL)
        first.communicate()
        replica.behave()
        last = cron(11, replica.origin)
        said = last.communicate()[1]

    assert [start.returncode for start in starts] == [6] * MINUTES
    assert all("is being crawled by process" in text for text in told)
    assert (after, asked_then) == (before, asked)
    assert (last.returncode, len(stored)) == (0, 6), said
