"""Many workers on one PostgreSQL: they share the sites, and none shares a site."""

import os
import signal
from contextlib import ExitStack
from itertools import pairwise

import pytest

from boredcrawl.db.engine import open_database
from boredcrawl.replica import Replica

SITES, WORKERS = map(int, os.environ.get("BOREDCRAWL_WORKERS", "4x2").split("x"))
"""How many sites, and how many workers; the promise is made for 12x2 and 12x4."""

ARTICLES = 12
DELAY = 0.1


@pytest.fixture
def replicas():
    with ExitStack() as stack:
        yield [
            stack.enter_context(Replica(articles=ARTICLES, seed=n, partial=0)) for n in range(SITES)
        ]


def test_workers_started_together_crawl_every_site_once_and_one_that_dies_is_replaced(
    on_postgresql, replicas
):
    archive = on_postgresql
    open_database(archive.url).dispose()
    for replica in replicas:
        added = archive.run("boredcrawl", "sites", "add", "boredpanda", "--origin", replica.origin)
        assert added.code == 0, added.output
    words = ["-a", "site=all", "-s", f"DOWNLOAD_DELAY={DELAY}"]
    workers = [archive.start(*words) for _ in range(WORKERS)]
    while not (victim := amid_a_crawl(archive, replicas)):
        assert any(worker.poll() is None for worker in workers)
    next(w for w in workers if w.pid == victim["pid"]).send_signal(signal.SIGKILL)
    codes = [worker.wait() for worker in workers]
    # Where the others had nothing left to do and were gone, the next start of cron takes it.
    cron = archive.scrapy("crawl", "articles", "-L", "ERROR", *words)
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
    print(f"{SITES} sites, {WORKERS} workers: exit codes {codes}, least gap {min(gaps):.4f} s")  # noqa: T201

    assert cron.code == 0, cron.output
    assert sorted(codes) == [-signal.SIGKILL, *[0] * (WORKERS - 1)]
    assert left == 0
    assert archive.counts()["articles"] == SITES * ARTICLES
    assert len({row["site_id"] for row in others} | {row["site_id"] for row in of_victim}) == SITES
    assert len(others) == len({row["site_id"] for row in others})
    assert not [pair for pair in pairwise(crawls) if overlap(*pair)]
    assert min(gaps) >= DELAY
    for replica in replicas:
        assert visited_once(replica, slack=len(of_victim) > 0)


def amid_a_crawl(archive, replicas):
    """A crawl that has begun to fetch articles and still has some to fetch."""
    asked = {replica.origin: replica.about()["requests"] for replica in replicas}
    running = archive.rows(
        "SELECT s.name, c.pid FROM crawls c JOIN sites s ON s.id = c.site_id "
        "WHERE c.finished_at IS NULL"
    )
    for crawl in running:
        if 7 <= asked["http://" + crawl["name"].partition("@")[2]] <= ARTICLES:
            return crawl
    return None


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
