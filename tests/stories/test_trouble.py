"""What goes wrong around a crawl: nothing is lost, and the exit code says what it was."""

import os
import signal
import subprocess
import sys

import pytest

from boredcrawl.replica import Replica


@pytest.fixture
def replica():
    with Replica(articles=40, seed=7) as replica:
        yield replica


def test_a_killed_crawl_is_taken_up_by_the_next_one(archive, replica):
    replica.fault("slow", pattern=".*", count=1_000)
    crawl = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"origin={replica.origin}"],
        env=archive.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in crawl.stderr:
        if "Spider opened" in line:
            break
    while len(replica.log()) < 15:
        assert crawl.poll() is None
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    crawl.stderr.close()
    replica.behave()
    ended = archive.crawl(replica.origin)

    assert ended.code == 0, ended.output
    assert archive.counts()["articles"] == 40
    assert [r["exit_code"] for r in archive.rows("SELECT exit_code FROM crawls")] == [None, 0]


def test_a_page_that_cannot_be_read_is_named_and_the_rest_goes_on(archive, replica):
    path = replica.truth(5)["path"]
    replica.fault("garbage", pattern=path, count=10)
    ended = archive.crawl(replica.origin)
    (visit,) = archive.rows("SELECT * FROM visits WHERE outcome NOT IN ('new')")

    assert ended.code == 0, ended.output
    assert archive.counts()["articles"] == 39
    assert visit["url"].endswith(path)
    assert visit["error"]
    assert visit["warc_file"]


def test_a_site_that_blocks_ends_with_a_code_of_its_own(archive, replica):
    replica.fault("block", pattern=".*", count=1_000)
    ended = archive.crawl(replica.origin, "-s", "RETRY_TIMES=0")

    assert ended.code == 4
    assert "blocked" in ended.last_line


def test_an_archive_that_cannot_be_written_stops_the_crawl(archive, replica, tmp_path):
    (tmp_path / "warc").write_text("a file where the folder should be")
    ended = archive.crawl(replica.origin)

    assert ended.code == 5
    assert archive.counts()["articles"] == 0


def test_an_article_deleted_at_the_site_stays_in_the_archive(archive, replica):
    archive.crawl(replica.origin)
    url = replica.truth(9)["url"]
    replica.change("delete", article=9, status=410)
    for _ in range(2):
        ended = archive.crawl(replica.origin, "-a", f"url={url}")
    (row,) = archive.rows("SELECT title, gone_at FROM articles WHERE url = :url", url=url)

    assert ended.code == 0, ended.output
    assert row["title"]
    assert row["gone_at"]


def test_a_first_interrupt_ends_the_visits_in_hand(archive, replica):
    replica.fault("slow", pattern=".*", count=1_000)
    crawl = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"origin={replica.origin}"],
        env=archive.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    while len(replica.log()) < 15:
        assert crawl.poll() is None
    os.kill(crawl.pid, signal.SIGTERM)
    _, told = crawl.communicate(timeout=60)
    (held,) = archive.rows("SELECT lease_token FROM sites")

    assert crawl.returncode == 0, told
    assert held["lease_token"] is None
