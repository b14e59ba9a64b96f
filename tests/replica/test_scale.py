"""The replica is the same every time, starts at once, and stays small."""

import json
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from boredcrawl.replica import Replica, ReplicaTrouble

NOW = "2026-11-22T12:00:00+00:00"


def test_the_same_seed_and_clock_give_the_same_bytes(get):
    told = []
    port = 0
    for _ in range(2):
        with Replica(articles=60, seed=1, now=NOW, port=port) as replica:
            port = urlsplit(replica.origin).port
            truths = [replica.truth(number) for number in range(1, 61, 7)]
            told.append((truths, [get(truth["url"]).body for truth in truths]))

    assert told[0] == told[1]


def test_another_seed_gives_another_world(replica):
    with Replica(articles=60, seed=2, now=NOW) as other:
        assert other.truth(7)["title"] != replica.truth(7)["title"]


def test_a_hundred_thousand_articles_start_at_once_and_stay_small(get):
    started = time.monotonic()
    with Replica(articles=100_000, now=NOW) as replica:
        ready = time.monotonic() - started
        for number in range(1, 100_000, 997):
            assert get(replica.url(number)).status == 200
        assert get(f"{replica.origin}/page/4000/").status == 200
        assert get(f"{replica.origin}/sitemap.xml").body.count(b"post-sitemap") == 100
        status = Path(f"/proc/{replica.process.pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))

    assert ready < 5
    assert int(peak.split()[1]) < 200_000


def test_it_ends_with_the_process_that_started_it():
    starter = (
        "import os\nfrom boredcrawl.replica import Replica\n"
        "replica = Replica(articles=1)\nreplica.start()\nprint(replica.process.pid, flush=True)\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", starter], capture_output=True, check=False)
    stat = Path(f"/proc/{int(done.stdout)}/stat")
    deadline = time.monotonic() + 10
    while stat.exists() and ") Z " not in stat.read_text() and time.monotonic() < deadline:
        pass

    assert not stat.exists() or ") Z " in stat.read_text()


def test_a_choice_of_markup_nobody_knows_is_refused():
    with pytest.raises(ReplicaTrouble, match="did not start"), Replica(variant={"replies": "odd"}):
        pass


def test_plain_markup_is_the_same_for_every_article():
    with Replica(articles=8, now=NOW, vary=False) as replica:
        assert len({json.dumps(truth["variant"]) for truth in replica.truths()}) == 1


def test_a_port_that_is_taken_is_said_in_one_line(replica):
    port = urlsplit(replica.origin).port
    command = [sys.executable, "-m", "boredcrawl.replica", "--articles=1", f"--port={port}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.startswith("replica: ")
    assert done.stderr.count("\n") == 1
