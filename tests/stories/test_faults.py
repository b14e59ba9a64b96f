"""Every fault: its exit code and its counts are those of docs/faults.md, and nothing is lost."""

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from conftest import ROOT
from faults import HEAD, PAGE, counted, is_current
from sqlalchemy import create_engine, make_url, text

from boredcrawl.db.engine import open_database
from boredcrawl.replica import Replica

ARTICLES = 6
ALL_DUE = "UPDATE frontier SET next_visit_at = discovered_at WHERE next_visit_at IS NOT NULL"
WELCOME = "UPDATE hosts SET stopped_until = stopped_at"

ONE = "one article"
ALL = "every page"

IN_TURN = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1}
"""On a connection that was used before, Twisted itself asks again; on a new one Scrapy does."""

FAULTS = {
    "429 with Retry-After, once": (ONE, {"kind": "429", "count": 1}, {}),
    "503 with Retry-After, once": (ONE, {"kind": "503", "count": 1}, {}),
    "HTTP 500 of one article": (ONE, {"kind": "status", "status": 500}, {}),
    "HTTP 500 of every page": (ALL, {"kind": "status", "status": 500}, {}),
    "HTTP 403 of every page": (ALL, {"kind": "status", "status": 403}, {}),
    "a connection reset, once": (ONE, {"kind": "reset", "count": 1}, IN_TURN),
    "connections always reset": (ALL, {"kind": "reset"}, {}),
    "half a body": (ONE, {"kind": "truncated", "count": 1}, {}),
    "a body in drops": (ONE, {"kind": "slow", "seconds": 0.5}, {}),
    "no answer in time": (ONE, {"kind": "late", "seconds": 9}, {"DOWNLOAD_TIMEOUT": 1}),
    "a wrong charset": (ONE, {"kind": "charset"}, {}),
    "a redirect to itself": (ONE, {"kind": "loop"}, {}),
    "a redirect to a private address": (ONE, {"kind": "away", "location": "http://10.0.0.1/"}, {}),
    "a page of 20 MB": (ONE, {"kind": "huge"}, {"DOWNLOAD_MAXSIZE": 5_000_000}),
    "a page for robots, once": (ONE, {"kind": "block", "status": 200, "count": 1}, {}),
    "a page for robots, always": (ALL, {"kind": "block"}, {}),
    "an empty answer": (ONE, {"kind": "empty"}, {}),
    "noise that claims to be HTML": (ONE, {"kind": "garbage"}, {}),
    "304 whatever changed": (ALL, {"kind": "unmodified"}, {}),
}


@pytest.fixture
def replica():
    with Replica(articles=ARTICLES, seed=7, partial=0) as replica:
        yield replica


@pytest.fixture
def recovered(archive, replica):
    """Crawl again, all due and the fault gone; say what is there then."""

    def crawl(quick, kept=archive):
        replica.behave()
        kept.change(WELCOME)
        kept.change(ALL_DUE)
        since = replica.about()["requests"]
        if kept is archive:
            code = quick(replica.origin).code
        else:
            code = kept.crawl(replica.origin, "-L", "ERROR").code
        comments = sum(len(truth["comments"]) for truth in replica.truths())
        counts = kept.counts()
        asked = Counter(entry["path"] for entry in replica.log(since))
        assert counts["comments"] == comments
        assert max(asked[truth["path"]] for truth in replica.truths()) <= 1
        return f"{code}: {counts['articles']} of {ARTICLES} articles, all comments"

    return crawl


@pytest.mark.parametrize("name", FAULTS)
def test_a_misbehaving_site_costs_nothing_but_time(quick, replica, recovered, name):
    where, told, settings = FAULTS[name]
    pattern = replica.truth(3)["path"] if where == ONE else "^/(?!robots)"
    replica.fault(pattern=pattern, **told)
    ran = quick(replica.origin, settings={"RETRY_TIMES": 1, **settings})

    assert is_current(name, ran.code, counted(ran.stats), recovered(quick))


@pytest.fixture
def begun(replica):
    """Begin a crawl of a slow site, and come back in the middle of it."""

    def start(archive, *words, limit=""):
        replica.fault("late", seconds=0.3)
        command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-L", "ERROR"]
        command += ["-a", f"origin={replica.origin}", "-s", "DOWNLOAD_DELAY=0.1", *words]
        if limit:
            command = ["/bin/sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh", *command]
        crawl = subprocess.Popen(
            command, cwd=ROOT, env=archive.environment, stderr=subprocess.DEVNULL
        )
        while len(replica.log()) < 6 and crawl.poll() is None:
            pass
        return crawl

    return start


def stats_of(archive):
    """What the last crawl counted, where it could still say so."""
    rows = archive.rows("SELECT stats FROM crawls ORDER BY id DESC LIMIT 1")
    told = rows[0]["stats"] if rows else None
    return (json.loads(told) if isinstance(told, str) else told) or {}


def test_a_killed_crawl_is_taken_up(quick, archive, begun, recovered):
    crawl = begun(archive)
    crawl.send_signal(signal.SIGKILL)
    code = crawl.wait()

    assert is_current("SIGKILL in the middle", code, "", recovered(quick))


def test_a_full_disk_stops_the_crawl(quick, archive, begun, recovered):
    open_database(archive.url).dispose()
    # No file may grow beyond this: the archive's is the first to.
    code = begun(archive, limit=16).wait()

    assert is_current("a full disk (no file may grow)", code, "", recovered(quick))


def test_an_archive_that_may_not_be_written_stops_the_crawl(quick, archive, recovered, replica):
    (archive.folder / "warc").write_text("a file where the folder should be")
    ran = quick(replica.origin)
    (archive.folder / "warc").unlink()

    assert is_current("an archive that may not be written", ran.code, "", recovered(quick))


def test_a_database_that_goes_away_stops_the_crawl(quick, on_postgresql, begun, recovered):
    open_database(on_postgresql.url).dispose()
    crawl = begun(on_postgresql)
    gone(on_postgresql.url, is_gone=True)
    code = crawl.wait()
    gone(on_postgresql.url, is_gone=False)

    name = "PostgreSQL goes away in the middle"
    assert is_current(name, code, "", recovered(quick, on_postgresql))


def test_a_database_that_restarts_is_not_noticed(quick, on_postgresql, begun, recovered):
    open_database(on_postgresql.url).dispose()
    crawl = begun(on_postgresql)
    gone(on_postgresql.url, is_gone=True)
    gone(on_postgresql.url, is_gone=False)
    code = crawl.wait()

    name = "PostgreSQL ends all connections"
    assert is_current(name, code, counted(stats_of(on_postgresql)), recovered(quick, on_postgresql))


def gone(url, *, is_gone):
    """Let PostgreSQL refuse all connections to a database, and end those there are."""
    engine = create_engine(make_url(url).set(database="template1"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        allowed = "false" if is_gone else "true"
        connection.execute(text(f"ALTER DATABASE postgres ALLOW_CONNECTIONS {allowed}"))
        others = "FROM pg_stat_activity WHERE datname = 'postgres'"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
    engine.dispose()


@pytest.fixture
def at_moment(archive, replica):
    """Crawl with another clock; the exit code."""

    def crawl(*moment):
        words = ["crawl", "articles", "-L", "ERROR", "-a", f"origin={replica.origin}"]
        return subprocess.run(
            [sys.executable, str(ROOT / "tests/stories/at_moment.py"), *moment, *words],
            cwd=ROOT,
            env=archive.environment,
            check=False,
            stderr=subprocess.DEVNULL,
        ).returncode

    return crawl


@pytest.mark.parametrize("seconds", ["+172800", "-172800"])
def test_a_clock_that_jumps_loses_nothing(quick, archive, at_moment, recovered, seconds):
    code = at_moment(datetime.now(UTC).isoformat(), f"{seconds}@9")
    way = "forward" if seconds[0] == "+" else "back"

    name = "the clock jumps two days " + way
    # What was stored before the jump is two days old after it, and may be visited once more.
    counts = re.sub(r", visits/unchanged \d", "", counted(stats_of(archive)))
    assert is_current(name, code, counts, recovered(quick))


def test_a_clock_that_was_two_years_ahead_puts_off_nothing(quick, archive, replica, at_moment):
    code = at_moment((datetime.now(UTC) + timedelta(days=700)).isoformat())
    counts = counted(stats_of(archive))
    replica.change("title", article=3, title="Said when the clock was right")
    again = quick(replica.origin)
    titles = [row["title"] for row in archive.rows("SELECT title FROM articles")]
    after = f"{again.code}: {len(titles)} of {ARTICLES} articles, {counted(again.stats)}"

    assert "Said when the clock was right" in titles
    assert is_current("a clock that was two years ahead", code, counts, after)


def test_the_page_has_no_row_of_a_fault_that_no_test_makes():
    page = PAGE.read_text(encoding="utf-8")
    rows = [line.split(" | ")[0][2:] for line in page.splitlines() if line.startswith("| ")]
    ours = (ROOT / "tests/stories/test_faults.py").read_text(encoding="utf-8")

    assert HEAD in page
    assert set(FAULTS) <= set(rows)
    assert [row for row in rows[2:] if not any(row.startswith(name) for name in known(ours))] == []


def known(source):
    """Everything in quotes that could be a row's name."""
    return re.findall(r'"([^"{}]{7,})', source)
