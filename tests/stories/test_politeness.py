"""What a site asks of its visitors is kept: told from the site's own log."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from math import ceil

import pytest
from conftest import ROOT

import boredcrawl.settings
from boredcrawl.replica import Replica


@pytest.fixture
def replica():
    with Replica(articles=8, seed=7, partial=0) as replica:
        yield replica


def gaps(replica, since=0):
    times = [entry["started"] for entry in replica.log(since)]
    return [later - earlier for earlier, later in pairwise(times)]


def silence_after(replica, status):
    """Seconds between the end of the one answer of this status and the next request."""
    log = replica.log()
    (at,) = (n for n, entry in enumerate(log) if entry["status"] == status)
    return log[at + 1]["started"] - log[at]["ended"]


@pytest.mark.parametrize("kind", ["429", "503"])
def test_a_retry_after_in_seconds_is_waited_for(quick, replica, kind):
    replica.fault(kind, pattern=replica.truth(3)["path"], count=1, retry_after=2)
    ran = quick(replica.origin, settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 1})

    assert ran.code == 0
    assert silence_after(replica, int(kind)) >= 1.99  # two clocks, one of which is read in floats
    assert ran.stats["boredcrawl/articles/read"] == 8


def test_a_retry_after_as_a_date_is_waited_for(quick, replica):
    until = datetime.now(UTC) + timedelta(seconds=4)
    date = format_datetime(until, usegmt=True)
    replica.fault("503", pattern=replica.truth(3)["path"], count=1, retry_after=date)
    ran = quick(replica.origin, settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    log = replica.log()
    (at,) = (n for n, entry in enumerate(log) if entry["status"] == 503)

    assert ran.code == 0
    # The date and the answer's own Date are told in whole seconds.
    assert ceil(log[at + 1]["started"]) >= int(until.timestamp())


def test_a_long_retry_after_ends_the_crawl_and_is_remembered(quick, archive, replica):
    replica.fault("503", pattern=replica.truth(3)["path"], count=1, retry_after=7200)
    first = quick(replica.origin, settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    asked = replica.about()["requests"]
    second = quick(replica.origin)
    (host,) = archive.rows("SELECT stopped_at, stopped_until, reason FROM hosts")
    told = [datetime.fromisoformat(str(host[name])) for name in ("stopped_at", "stopped_until")]

    assert first.code in (2, 3)
    assert second.code == 3
    assert replica.about()["requests"] == asked
    assert (told[1] - told[0]).total_seconds() == 7200
    assert "7200" in host["reason"]


@pytest.mark.parametrize("asked", [{"crawl_delay": 0.3}, {"request_rate": "4/1"}])
def test_the_pace_that_robots_txt_asks_for_is_kept(quick, asked):
    with Replica(articles=4, seed=7, partial=0, **asked) as replica:
        ran = quick(replica.origin)
        pace = asked.get("crawl_delay", 0.25)

        assert ran.code == 0
        assert replica.log()[0]["path"] == "/robots.txt"
        assert min(gaps(replica)) >= pace


def test_what_robots_txt_forbids_is_not_fetched(quick, archive, replica):
    ran = quick(replica.origin, url=f"{replica.origin}/search/cats/,{replica.url(1)}")

    assert ran.stats["boredcrawl/visits/failed"] == 1
    assert [e["path"] for e in replica.log()] == ["/robots.txt", replica.truth(1)["path"]]
    (visit,) = archive.rows("SELECT error FROM visits WHERE outcome = 'failed'")
    assert visit["error"] == "not fetched: Forbidden by robots.txt"


def test_where_robots_txt_cannot_be_had_nothing_is_asked(quick, replica):
    replica.fault("503", pattern="/robots.txt", retry_after=0)
    ran = quick(replica.origin)
    asked = {entry["path"] for entry in replica.log()}
    again = quick(replica.origin)

    assert (ran.code, again.code) == (3, 3)
    assert asked == {"/robots.txt"}
    assert len(replica.log()) == 3


def test_the_delay_is_kept_and_the_visitor_says_who_it_is(quick, replica):
    ran = quick(replica.origin, settings={"DOWNLOAD_DELAY": 0.2, "CONTACT": "me@example.org"})
    agents = {entry["user_agent"] for entry in replica.log()}

    assert ran.code == 0
    assert min(gaps(replica)) >= 0.2
    assert [agent.endswith("(+me@example.org)") for agent in agents] == [True]


def test_a_slow_site_is_asked_more_slowly(quick, replica):
    replica.fault("late", seconds=0.4)
    settings = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.05}
    quick(replica.origin, settings={**settings, "DOWNLOAD_DELAY": 0.05}, limit="4")

    assert gaps(replica)[-1] > 0.7


def test_a_site_that_refuses_is_left_alone_for_a_growing_while(quick, archive, replica):
    replica.fault("status", pattern="^/(?!robots)", status=403)
    first = quick(replica.origin)
    asked = replica.about()["requests"]
    second = quick(replica.origin)
    asked_then = replica.about()["requests"]
    archive.change("UPDATE hosts SET stopped_until = stopped_at")
    archive.change("UPDATE frontier SET next_visit_at = discovered_at")
    third = quick(replica.origin)
    (host,) = archive.rows("SELECT stops, stopped_at, stopped_until FROM hosts")
    rest = datetime.fromisoformat(str(host["stopped_until"])) - datetime.fromisoformat(
        str(host["stopped_at"])
    )
    asked_after = replica.about()["requests"]
    replica.behave()
    archive.change("UPDATE hosts SET stopped_until = stopped_at")
    archive.change("UPDATE frontier SET next_visit_at = discovered_at")
    fourth = quick(replica.origin)

    assert [ran.code for ran in (first, second, third, fourth)] == [4, 4, 4, 0]
    assert asked <= 12
    assert asked_then == asked
    assert asked_after - asked <= 6
    assert (host["stops"], rest) == (2, timedelta(minutes=30))
    assert archive.counts()["articles"] == 8
    assert archive.rows("SELECT stops FROM hosts") == [{"stops": 0}]


def test_a_stopped_host_is_shown_and_can_be_resumed(quick, archive, replica):
    replica.fault("block")
    ran = quick(replica.origin)
    host = replica.origin.removeprefix("http://")
    shown = archive.run("boredcrawl", "sites", "list")
    resumed = archive.run("boredcrawl", "sites", "resume", host)
    replica.behave()

    assert ran.code == 4
    assert "until" in shown.output
    assert resumed.code == 0, resumed.output
    assert quick(replica.origin).code in (0, 2)


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://10.0.0.1/", "10.0.0.1 is at 10.0.0.1, no public address"),
        ("http://169.254.169.254/latest/", "169.254.169.254 is at 169.254.169.254"),
        ("http://[::1]:1/", "::1 is at ::1, no public address"),
        # A name, as far as URLs go; the resolver makes 127.0.0.2 of it.
        ("http://2130706434/", "2130706434 is at 127.0.0.2, no public address"),
        ("file:///etc/passwd", "HTTP 302"),
        ("ftp://127.0.0.1/", "HTTP 302"),
    ],
)
def test_a_redirect_leads_to_no_private_address(quick, archive, replica, location, why):
    replica.fault("away", pattern=replica.truth(2)["path"], location=location)
    quick(replica.origin, url=replica.url(2))
    (visit,) = archive.rows("SELECT outcome, error FROM visits")

    assert visit["outcome"] == "failed"
    assert why in visit["error"]


def test_outside_of_the_hours_nothing_is_asked(quick, replica):
    hour = (datetime.now(UTC).hour + 2) % 24
    ran = quick(replica.origin, settings={"CRAWL_HOURS": f"{hour:02}:00-{hour:02}:30"})

    assert ran.code == 0
    assert replica.log() == []


def test_when_the_hours_are_over_the_rest_stays_due(archive):
    moments = ["2026-11-22T05:59:00Z", "+120@9"]
    with Replica(articles=40, seed=7, partial=0) as replica:
        words = ["crawl", "articles", "-L", "ERROR", "-a", f"origin={replica.origin}"]
        words += [
            "-s",
            "CRAWL_HOURS=22:00-06:00",
            "-s",
            "DOWNLOAD_DELAY=0.2",
            "-s",
            "STORE_BATCH=1",
        ]
        ended = subprocess.run(
            [sys.executable, str(ROOT / "tests/stories/at_moment.py"), *moments, *words],
            cwd=ROOT,
            env=archive.environment,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        asked = len({entry["path"] for entry in replica.log()})
    (crawl,) = archive.rows("SELECT reason FROM crawls")
    due = "SELECT url FROM frontier WHERE kind = 'article' AND last_visit_at IS NULL"

    assert (ended.returncode, crawl["reason"]) == (0, "hours_over")
    assert 9 <= asked < 40
    assert archive.rows(due)
    assert archive.counts()["articles"] + len(archive.rows(due)) <= 40


def test_a_host_has_one_connection_at_a_time(quick, replica):
    replica.fault("late", seconds=0.1)
    ran = quick(replica.origin, settings={"CONCURRENT_REQUESTS_PER_DOMAIN": 1})
    times = [(entry["started"], entry["ended"]) for entry in replica.log()]

    assert boredcrawl.settings.CONCURRENT_REQUESTS_PER_DOMAIN == 1
    assert ran.code == 0
    assert [pair for pair in pairwise(times) if pair[0][1] > pair[1][0]] == []


def test_a_crawl_told_to_stop_does_not_wait_for_what_is_not_sent_yet(archive, replica):
    crawl = archive.start("-a", f"origin={replica.origin}", "-s", "DOWNLOAD_DELAY=2")
    while len(replica.log()) < 2:
        assert crawl.poll() is None
    os.kill(crawl.pid, signal.SIGTERM)
    crawl.wait(timeout=30)
    (held,) = archive.rows("SELECT lease_token FROM sites")

    assert crawl.returncode == 0
    assert held["lease_token"] is None
    assert len(replica.log()) <= 3
