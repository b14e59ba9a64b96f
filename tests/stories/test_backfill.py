"""A backfill walks everything once, whatever stops it and whatever runs in between."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

from boredcrawl.replica import Replica

DOCUMENT = re.compile(r"/page/\d+/|/post-sitemap\d+|/sitemap.xml")


def killed(archive, origin, replica, requests):
    """Start a backfill, and kill it without warning after so many requests."""
    already = len(replica.log())
    arguments = ["-a", f"origin={origin}", "-a", "backfill=yes", "-s", "DOWNLOAD_DELAY=0.02"]
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", "articles", *arguments],
        env=archive.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while len(replica.log()) < already + requests and process.poll() is None:
        pass
    process.kill()
    return process.wait()


def test_a_backfill_killed_twice_walks_every_page_once_and_finds_everything(archive):
    with Replica(articles=70, seed=5, layout="classic", partial=0) as replica:
        # What a normal run knows does not stop it.
        normal = archive.crawl(replica.origin, "-s", "LISTING_PAGES=1", "-a", "limit=3")
        replica.clear_log()
        ends = [killed(archive, replica.origin, replica, count) for count in (20, 25)]
        between = archive.crawl(replica.origin, "-a", "limit=5")
        last = archive.crawl(replica.origin, "-a", "backfill=yes")
        walked = Counter(entry["path"] for entry in replica.log() if DOCUMENT.search(entry["path"]))
        after = archive.crawl(replica.origin, "-a", "backfill=yes")
        numbers = replica.numbers()

    assert normal.code == between.code == last.code == after.code == 0, last.output
    assert ends == [-9, -9]
    assert archive.rows("SELECT count(*) AS n FROM articles")[0]["n"] == len(numbers) == 70
    pages = [f"{base}page/{page}/" for base in ("/", "/latest/") for page in range(2, 5)]
    assert set(pages) & walked.keys()
    # Only what was in hand when a run was killed is walked a second time.
    assert sum(count - 1 for path, count in walked.items() if "/page/" in path) <= 2 * 4
    assert "the backfill: complete" in after.output
    assert archive.rows("SELECT count(*) AS n FROM visits")[0]["n"] <= 70 + 2


def test_a_complete_backfill_is_walked_again_when_asked_for_and_an_unfinished_one_goes_on(archive):
    with Replica(articles=30, seed=5, layout="classic", partial=0) as replica:

        def walk(answer, *words):
            replica.clear_log()
            ended = archive.crawl(replica.origin, "-a", f"backfill={answer}", *words)
            walked = {entry["path"] for entry in replica.log() if DOCUMENT.search(entry["path"])}
            return ended, walked

        _, first = walk("yes")
        done, second = walk("yes")
        # An article that a normal run would not find: it is lost here, not at the site.
        archive.change("DELETE FROM frontier WHERE url = " + f"'{replica.truth(1)['url']}'")
        _, again = walk("again")
        archive.change(
            "UPDATE frontier SET walk_is_open = 1, next_visit_at = discovered_at "
            "WHERE url LIKE '%/page/2/#backfill'"
        )
        ended, rest = walk("again")
        (found,) = archive.rows(
            "SELECT count(*) AS n FROM frontier WHERE url = :url", url=replica.truth(1)["url"]
        )

    assert "complete" in done.output
    assert (len(first) > 2, again) == (True, first)
    assert len(second & first) < len(first)
    assert {path for path in rest if "/page/" in path} == {
        path for path in first if path.endswith("/page/2/")
    }
    assert ended.code == 0, ended.output
    assert found == {"n": 1}


def test_an_unchanged_page_is_not_sent_again_and_a_lying_host_is_found_out(archive):
    make_due = "UPDATE frontier SET next_visit_at = discovered_at WHERE kind = 'article'"
    options = {"articles": 6, "seed": 5, "now": "2026-11-22T12:00:00Z", "partial": 0}
    with Replica(**options, layout="modern") as replica:
        archive.crawl(replica.origin)
        replica.clear_log()
        archive.change(make_due)
        second = archive.crawl(replica.origin)
        statuses = Counter(entry["status"] for entry in replica.log())
        outcomes = archive.rows("SELECT outcome, count(*) AS n FROM visits GROUP BY 1 ORDER BY 1")
        replica.change("add_comment", article=1)
        replica.change("title", article=2)
        replica.fault("unmodified")
        # As at the fifth visit, which asks for the whole page, whatever the host says.
        archive.change(make_due)
        archive.crawl(replica.origin)
        believed = archive.rows("SELECT count(*) AS n FROM visits WHERE outcome='changed'")
        archive.change("UPDATE frontier SET visits = 5 WHERE kind = 'article'")
        archive.change(make_due)
        archive.crawl(replica.origin)
        found_out = archive.rows("SELECT count(*) AS n FROM visits WHERE outcome='changed'")

    assert second.code == 0, second.output
    assert statuses[304] == 6
    assert outcomes == [{"outcome": "new", "n": 6}, {"outcome": "unchanged", "n": 6}]
    assert (believed[0]["n"], found_out[0]["n"]) == (0, 1)
