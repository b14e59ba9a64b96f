"""The options of `scrapy crawl articles`, and the one crawl that a site has at a time."""

from datetime import UTC, datetime

import pytest

from boredcrawl.db.lease import acquire
from boredcrawl.replica import Replica


@pytest.fixture(scope="module")
def replica():
    with Replica(articles=30, seed=5) as replica:
        yield replica


def test_a_limit_bounds_the_visits(archive, replica):
    ended = archive.crawl(replica.origin, "-a", "limit=7")

    assert ended.code == 0, ended.output
    assert archive.counts()["visits"] == 7
    assert archive.counts()["frontier"] > 30


def test_a_url_is_visited_alone_and_at_once(archive, replica):
    url = replica.url(3)
    first = archive.crawl(replica.origin, "-a", f"url={url}?utm_source=mail")
    second = archive.crawl(replica.origin, "-a", f"url={url}")

    assert (first.code, second.code) == (0, 0), first.output + second.output
    assert [row["url"] for row in archive.rows("SELECT url FROM articles")] == [url]
    assert [row["outcome"] for row in archive.rows("SELECT outcome FROM visits ORDER BY id")] == [
        "new",
        "unchanged",
    ]


def test_a_date_leaves_out_what_is_older(archive, replica):
    truths = list(replica.truths())
    middle = sorted(truth["modified_at"] for truth in truths)[15][:10]
    ended = archive.crawl(replica.origin, "-a", f"since={middle}")
    visited = {row["url"] for row in archive.rows("SELECT url FROM visits")}

    assert ended.code == 0, ended.output
    assert visited == {t["url"] for t in truths if t["modified_at"][:10] >= middle}


def test_a_site_that_is_held_is_left_alone(archive, replica):
    archive.crawl(replica.origin, "-a", "limit=1")
    name = archive.rows("SELECT name FROM sites")[0]["name"]
    engine = archive.engine()
    acquire(engine, name, datetime.now(UTC))
    engine.dispose()
    replica.clear_log()
    ended = archive.crawl(replica.origin, "-L", "ERROR")

    assert ended.code == 6
    assert ended.output.count("\n") == 1
    assert "is being crawled by process" in ended.output
    assert replica.log() == []
    assert len(archive.rows("SELECT id FROM crawls")) == 1
