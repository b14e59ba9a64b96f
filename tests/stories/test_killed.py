"""`kill -9` at random moments of a crawl, again and again: nothing is lost, nothing is doubled."""

import os
import random
import re
import signal

import pytest

from boredcrawl.db.engine import open_database
from boredcrawl.replica import Replica
from boredcrawl.spiders.articles import WINDOW

ARTICLES, KILLS = map(int, os.environ.get("BOREDCRAWL_KILLS", "24x3").split("x"))
"""How large the crawl is, and how often it is killed; the promise is made for 400x50."""

ARTICLE = re.compile(r"/[\w-]+/")


@pytest.fixture
def replica():
    with Replica(articles=ARTICLES, seed=3, partial=0) as replica:
        yield replica


def fetched(replica, since=0):
    """Paths of the articles asked for."""
    paths = {truth["path"] for truth in replica.truths()}
    return [entry["path"] for entry in replica.log(since) if entry["path"] in paths]


def stored(archive, origin):
    """Paths of the articles whose visits are stored."""
    return {row["url"].removeprefix(origin) for row in archive.rows("SELECT url FROM visits")}


def test_a_crawl_killed_again_and_again_keeps_every_article_and_comment_once(kept, replica):
    open_database(kept.url).dispose()
    dice = random.Random(KILLS)
    words = ["-a", f"origin={replica.origin}", "-s", "STORE_BATCH=4"]
    in_hand, twice = [], []
    for _ in range(KILLS):
        before, begun = stored(kept, replica.origin), replica.about()["requests"]
        crawl = kept.start(*words)
        wanted = dice.randint(0, 2 * ARTICLES // KILLS + 30)
        # The moment is told by the site's log, so that a slow machine is killed as early.
        while crawl.poll() is None and replica.about()["requests"] - begun < wanted:
            pass
        for _ in range(dice.randint(0, 40)):
            replica.about()
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
        visited = fetched(replica, begun)
        twice += [path for path in visited if path in before]
        in_hand.append(len(set(visited) - stored(kept, replica.origin)))
    ended = kept.crawl(replica.origin, "-L", "ERROR")
    truths = list(replica.truths())
    comments = sum(len(truth["comments"]) for truth in truths)
    visits = kept.rows("SELECT count(*) AS n, count(DISTINCT url) AS urls FROM visits")
    again = len(fetched(replica)) - ARTICLES
    print(f"{ARTICLES} articles, {KILLS} kills: {again} fetched again, in hand {in_hand}")  # noqa: T201

    assert ended.code == 0, ended.output
    assert kept.counts()["articles"] == ARTICLES
    assert kept.counts()["comments"] == comments
    assert visits == [{"n": ARTICLES, "urls": ARTICLES}]
    assert twice == []
    assert again <= sum(in_hand)
    assert max(in_hand) <= WINDOW
