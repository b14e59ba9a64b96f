"""Many workers on one PostgreSQL: they share the sites, and none shares a site."""

import os
import signal
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from time import monotonic

import pytest
from sqlalchemy import update

from boredcrawl.db.engine import open_database
from boredcrawl.db.lease import LASTS
from boredcrawl.db.models import Site, table
from boredcrawl.replica import Replica

SHARED = [
    tuple(map(int, size.split("x")))
    for size in os.environ.get("BOREDCRAWL_WORKERS", "4x2,4x4").split(",")
]
"""How many sites, and how many workers; the promise is made for 12x2 and 12x4."""

ARTICLES = 12
DELAY = 0.1
SITES_TABLE = table(Site)


@pytest.fixture
def replicas():
    """Start so many sites."""
    with ExitStack() as stack:
        yield lambda many: [
            stack.enter_context(Replica(articles=ARTICLES, seed=n, partial=0)) for n in range(many)
        ]


@pytest.mark.parametrize(("sites", "many"), SHARED)
def test_workers_started_together_crawl_every_site_once_and_one_that_dies_is_replaced(
    on_postgresql, replicas, sites, many
):
    archive, replicas = on_postgresql, replicas(sites)
    open_database(archive.url).dispose()
    for replica in replicas:
        added = archive.run("boredcrawl", "sites", "add", "boredpanda", "--origin", replica.origin)
        assert added.code == 0, added.output
    words = ["-a", "site=all", "-s", f"DOWNLOAD_DELAY={DELAY}"]
    workers = [archive.start(*words) for _ in range(many)]
    while not (victim := amid_a_crawl(archive, replicas)):
        assert any(worker.poll() is None for worker in workers)
    next(w for w in workers if w.pid == victim["pid"]).send_signal(signal.SIGKILL)
    killed_at = monotonic()
    while crawls_of(archive, victim["site_id"]) < 2:
        assert any(worker.poll() is None for worker in workers)
    replaced_in = monotonic() - killed_at
    codes = [worker.wait() for worker in workers]
    left = archive.rows(
        "SELECT count(*) AS n FROM frontier "
        "WHERE last_visit_at IS NULL AND next_visit_at IS NOT NULL"
    )[0]["n"]
    crawls = archive.rows(
        "SELECT site_id, pid, started_at, finished_at FROM crawls ORDER BY site_id, started_at"
    )
    of_victim = [row for row in crawls if row["pid"] == victim["pid"]]
    others = [row for row in crawls if row["pid"] != victim["pid"]]
    gaps = [gap for replica in replicas for gap in gaps_of(replica)]
    told = f"exit codes {codes}, replaced in {replaced_in:.1f} s, least gap {min(gaps):.4f} s"
    print(f"{sites} sites, {many} workers: {told}")  # noqa: T201

    assert replaced_in <= LASTS.total_seconds()
    assert sorted(codes) == [-signal.SIGKILL, *[0] * (many - 1)]
    assert left == 0
    assert archive.counts()["articles"] == sites * ARTICLES
    assert len({row["site_id"] for row in others} | {row["site_id"] for row in of_victim}) == sites
    assert len(others) == len({row["site_id"] for row in others})
    assert not [pair for pair in pairwise(crawls) if overlap(*pair)]
    assert min(gaps) >= DELAY
    for replica in replicas:
        assert visited_once(replica, slack=len(of_victim) > 0)


def amid_a_crawl(archive, replicas):
    """A crawl that has begun to fetch articles and still has some to fetch."""
    asked = {replica.origin: replica.about()["requests"] for replica in replicas}
    running = archive.rows(
        "SELECT s.name, c.pid, c.site_id FROM crawls c JOIN sites s ON s.id = c.site_id "
        "WHERE c.finished_at IS NULL"
    )
    for crawl in running:
        if 7 <= asked["http://" + crawl["name"].partition("@")[2]] <= ARTICLES:
            return crawl
    return None


def crawls_of(archive, site_id):
    """How many crawls of a site have begun."""
    sql = "SELECT count(*) AS n FROM crawls WHERE site_id = :site"
    return archive.rows(sql, site=site_id)[0]["n"]


def overlap(first, second):
    """Whether two crawls of one site were under way at once; a killed one has no end."""
    return (
        first["site_id"] == second["site_id"]
        and first["finished_at"] is not None
        and second["started_at"] < first["finished_at"]
    )


def gaps_of(replica):
    """Seconds between requests, as the site sees them."""
    times = [entry["started"] for entry in replica.log()]
    return [later - earlier for earlier, later in pairwise(times)]


def visited_once(replica, *, slack):
    """Whether each article was fetched once; of a killed crawl what was in hand may be twice."""
    paths = [truth["path"] for truth in replica.truths()]
    log = [entry["path"] for entry in replica.log()]
    return all(1 <= log.count(path) <= 1 + slack for path in paths)


@pytest.fixture
def pair():
    with (
        Replica(articles=3, seed=1, partial=0) as one,
        Replica(articles=3, seed=2, partial=0) as two,
    ):
        yield one, two


@pytest.fixture
def held_elsewhere(archive, pair):
    """Two sites, the second in the hands of a machine that will say nothing more."""

    def hold(**lasts):
        for replica in pair:
            words = ["boredpanda", "--origin", replica.origin]
            assert archive.run("boredcrawl", "sites", "add", *words).code == 0
        name = f"boredpanda@{pair[1].origin.removeprefix('http://')}"
        engine = archive.engine()
        with engine.begin() as connection:
            now = datetime.now(UTC)
            expires_at = now + timedelta(**lasts)
            values = {"lease_token": "x", "lease_host": "elsewhere", "lease_pid": 1}
            values |= {"lease_acquired_at": now, "lease_expires_at": expires_at}
            of_site = update(SITES_TABLE).where(SITES_TABLE.c.name == name)
            assert connection.execute(of_site.values(values)).rowcount == 1
        engine.dispose()
        return expires_at

    return hold


def test_a_worker_that_has_worked_waits_for_what_a_dead_machine_holds(
    archive, pair, held_elsewhere
):
    expires_at = held_elsewhere(seconds=15)
    ended = archive.scrapy("crawl", "articles", "-L", "ERROR", "-a", "site=all")
    asked = [entry["started"] for entry in pair[1].log()]

    assert ended.code == 0, ended.output
    assert archive.counts()["articles"] == 6
    assert asked[0] >= expires_at.timestamp()


def test_a_worker_that_is_told_to_stop_waits_no_longer(archive, pair, held_elsewhere):
    held_elsewhere(hours=1)
    worker = archive.start("-a", "site=all")
    while not archive.rows("SELECT 1 FROM crawls WHERE finished_at IS NOT NULL"):
        assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=30) == 0
    assert pair[1].log() == []


def test_a_worker_that_finds_everything_held_ends_with_6(archive, pair, held_elsewhere):
    held_elsewhere(hours=1)
    archive.change("DELETE FROM frontier WHERE site_id <> (SELECT id FROM sites WHERE lease_pid=1)")
    ended = archive.scrapy("crawl", "articles", "-L", "ERROR", "-a", "site=all")

    assert ended.code == 6, ended.output
    assert [replica.log() for replica in pair] == [[], []]
