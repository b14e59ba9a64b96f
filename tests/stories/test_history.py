"""Rounds of random changes, crawled after each: the database's history is the site's own."""

import os

import pytest
from compare import differences
from conftest import ROOT
from ledger import Ledger
from repeated import Crawler

from boredcrawl.replica import Replica

ROUNDS = int(os.environ.get("BOREDCRAWL_ROUNDS", "10"))
"""How many rounds; the promise is made for 50 (see CONTRIBUTING.md)."""

SEED = int(os.environ.get("BOREDCRAWL_SEED", "11"))
CHANGES_A_ROUND = 6


@pytest.fixture
def crawler(kept, replica):
    started = Crawler(kept, replica, ROOT)
    yield started
    started.stop()


@pytest.fixture
def replica():
    with Replica(articles=8, seed=SEED, partial=0) as replica:
        yield replica


def test_after_rounds_of_random_changes_the_history_is_the_sites_own_log(crawler, replica, kept):
    ledger = Ledger(replica)
    wrong = []
    for turn in range(ROUNDS + 1):
        if turn:
            for _ in range(CHANGES_A_ROUND):
                for event in replica.change("random"):
                    ledger.apply(event)
        crawler.crawl()
        noted, votes = ledger.crawl()
        got, got_votes = crawler.noted(), crawler.voted()
        wrong += [(turn, "not noted", *one) for one in (noted - got).elements()]
        wrong += [(turn, "never happened", *one) for one in (got - noted).elements()]
        wrong += [(turn, "votes not noted", *one) for one in (votes - got_votes).elements()]
        wrong += [(turn, "votes never given", *one) for one in (got_votes - votes).elements()]

    assert wrong == []
    assert left_wrong(kept, replica) == []


def left_wrong(kept, replica):
    """Compare what is left after the rounds with what the site shows.

    The replica's clock shows whole minutes: what it calls "just now" may be older than that.
    """
    engine = kept.engine()
    with engine.connect() as connection:
        wrong = [
            (truth["path"], field, got, wanted)
            for truth in replica.truths()
            for field, got, wanted in differences(connection, truth)
            if not field.endswith("posted in its bounds")
        ]
    engine.dispose()
    return wrong
