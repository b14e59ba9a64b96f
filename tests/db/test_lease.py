"""The lease of a site, and the crawl that holds it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from boredcrawl.db import crawls, lease
from boredcrawl.exceptions import ExitCode, SiteHeld

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_site_is_held_by_one_crawl_at_a_time(engine):
    lease.acquire(engine, "example", NOON)
    with pytest.raises(SiteHeld, match=f"process {os.getpid()} on ") as caught:
        lease.acquire(engine, "example", NOON + timedelta(minutes=1))

    assert caught.value.exit_code == ExitCode.HELD


def test_another_site_is_free(engine):
    lease.acquire(engine, "example", NOON)

    assert lease.acquire(engine, "other", NOON).site == "other"


def test_a_site_given_back_is_free(engine):
    lease.release(engine, lease.acquire(engine, "example", NOON))

    assert lease.acquire(engine, "example", NOON)


def test_a_sign_of_life_keeps_the_site(engine):
    held = lease.acquire(engine, "example", NOON)

    assert lease.heartbeat(engine, held, NOON + timedelta(minutes=4))
    with pytest.raises(SiteHeld):
        lease.acquire(engine, "example", NOON + timedelta(minutes=8))


def test_without_a_sign_of_life_the_site_is_taken_and_the_first_holder_learns_it(engine):
    first = lease.acquire(engine, "example", NOON)
    move_elsewhere(engine)
    second = lease.acquire(engine, "example", NOON + timedelta(minutes=6))
    lease.release(engine, first)

    assert not lease.heartbeat(engine, first, NOON + timedelta(minutes=6))
    assert lease.heartbeat(engine, second, NOON + timedelta(minutes=6))


HOLD = """
import sys; from datetime import datetime; from boredcrawl.db import lease
from boredcrawl.db.engine import open_database
lease.acquire(open_database(sys.argv[1]), "example", datetime.fromisoformat(sys.argv[2]))
"""


def test_the_site_of_a_process_that_died_here_is_taken_over_at_once(engine, url):
    died = [sys.executable, "-c", HOLD, url, NOON.isoformat()]
    subprocess.run(died, check=True)

    assert lease.acquire(engine, "example", NOON + timedelta(seconds=1))


def test_the_site_of_a_process_that_ended_and_whose_parent_never_asked_is_taken_too(engine, url):
    died = subprocess.Popen([sys.executable, "-c", HOLD, url, NOON.isoformat()])
    os.waitid(os.P_PID, died.pid, os.WEXITED | os.WNOWAIT)  # it stays in the list of processes
    taken = lease.acquire(engine, "example", NOON + timedelta(seconds=1))
    died.wait()

    assert taken


def test_the_site_of_a_process_elsewhere_is_taken_over_when_its_lease_expires(engine):
    lease.acquire(engine, "example", NOON)
    move_elsewhere(engine)
    with pytest.raises(SiteHeld, match="process 1 on elsewhere since 2026-11-22 12:00:00 UTC"):
        lease.acquire(engine, "example", NOON + timedelta(minutes=4))

    assert lease.acquire(engine, "example", NOON + timedelta(minutes=5))


def test_a_clock_that_jumps_takes_no_site_from_a_crawl_that_runs_here(engine):
    lease.acquire(engine, "example", NOON)
    with pytest.raises(SiteHeld):
        lease.acquire(engine, "example", NOON + timedelta(days=400))
    with pytest.raises(SiteHeld):
        lease.acquire(engine, "example", NOON - timedelta(days=400))


def test_the_number_of_a_process_in_another_container_says_nothing(engine):
    lease.acquire(engine, "example", NOON)
    with engine.begin() as connection:
        born = {"birth": "a boot:pid:[1]:77"}
        connection.execute(text("UPDATE sites SET lease_birth = :birth, lease_pid = 7"), born)
    with pytest.raises(SiteHeld):
        lease.acquire(engine, "example", NOON + timedelta(minutes=4))

    assert lease.acquire(engine, "example", NOON + timedelta(minutes=5))


def move_elsewhere(engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE sites SET lease_host = 'elsewhere', lease_pid = 1"))


def test_a_crawl_has_a_row_from_its_start_to_its_end(engine, rows):
    held = lease.acquire(engine, "example", NOON)
    crawl_id = crawls.start(engine, held.site_id, NOON, {"limit": 3})
    begun = rows("SELECT pid, finished_at, exit_code FROM crawls")
    end = NOON + timedelta(hours=1)
    crawls.finish(engine, crawl_id, end, reason="finished", exit_code=0, stats={"é": 1})
    [(reason, code, stats)] = rows("SELECT reason, exit_code, stats FROM crawls")

    assert begun == [(os.getpid(), None, None)]
    assert (reason, code) == ("finished", 0)
    assert (json.loads(stats) if isinstance(stats, str) else stats) == {"é": 1}
