"""What no reader calls content makes no revision; one word does."""

from datetime import timedelta

import pytest
from looking import look

from boredcrawl.db.changes import follow
from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store
from boredcrawl.replica import Replica

ARTICLES = 200
SINCE_THE_FIRST = "SELECT count(*) AS n FROM comment_scores"


@pytest.fixture
def replica():
    with Replica(articles=ARTICLES, seed=4, now="2026-11-20T12:00:00+00:00") as replica:
        yield replica


@pytest.fixture
def engine(archive):
    opened = open_database(archive.url)
    yield opened
    opened.dispose()


def test_ads_votes_and_links_make_no_revision_of_200_articles_and_one_word_makes_one(
    engine, replica, archive
):
    store = Store(engine)

    def visit_all():
        replica.advance(timedelta(hours=5))
        store.save(look(replica))
        return archive.rows("SELECT count(*) AS n FROM article_revisions")[0]["n"]

    first = visit_all()
    last = list(follow(engine))[-1].cursor
    replica.change("ads")
    for truth in replica.truths():
        number = truth["number"]
        replica.change("vote", article=number, by=7)
        replica.change("related", article=number)
        for comment in truth["comments"][:2]:
            replica.change("vote", article=number, comment=comment["id"], by=3)
    second = visit_all()
    noted = list(follow(engine, cursor=last))
    words = replica.truth(9)["paragraphs"][0].split()
    words[len(words) // 2] = "otherwise"
    replica.change("paragraph", article=9, paragraph=0, text=" ".join(words))
    third = visit_all()

    assert (first, second, third) == (ARTICLES, ARTICLES, ARTICLES + 1)
    assert noted == []
    assert [(e.change, e.url) for e in follow(engine, cursor=last)] == [("edited", replica.url(9))]
    assert archive.rows(SINCE_THE_FIRST)[0]["n"] > ARTICLES
