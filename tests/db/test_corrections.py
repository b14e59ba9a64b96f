"""Visits that are stored already, read once more: corrected where they stand."""

import pytest

from boredcrawl.db.store import Store

TITLES = "SELECT title FROM article_revisions ORDER BY seen_at"
TEXTS = "SELECT text FROM comment_revisions ORDER BY seen_at"


@pytest.fixture
def again(engine):
    """A store that corrects."""
    return Store(engine, rereads=True)


@pytest.fixture
def told(rows):
    """What the log of changes, the visits and all times say."""
    return lambda: [
        rows(query)
        for query in (
            "SELECT change, seen_at, comment_id FROM changes ORDER BY id",
            "SELECT outcome, comments_new, comments_edited, comments_gone FROM visits ORDER BY id",
            "SELECT first_seen_at, last_seen_at, changed_at, gone_at, url FROM articles",
            "SELECT first_seen_at, last_seen_at, gone_at FROM comments ORDER BY id",
        )
    ]


def test_the_revision_of_each_visit_is_corrected_and_none_is_added(store, again, page, rows, told):
    for hours, title in enumerate(("One", "One", "Two")):
        store.save([page(hours=hours, title=title)])
    before = told()
    again.save([page(hours=hours, title=f"{t}!") for hours, t in enumerate(("One", "One", "Two"))])

    assert rows(TITLES) == [("One!",), ("Two!",)]
    assert rows("SELECT title FROM articles") == [("Two!",)]
    assert told() == before


def test_a_part_of_the_visits_corrects_what_was_in_force_then(store, again, page, rows, told):
    for hours, title in enumerate(("One", "One", "Two", "Two")):
        store.save([page(hours=hours, title=title)])
    before = told()
    again.save([page(hours=1, title="One!")])

    assert rows(TITLES) == [("One!",), ("Two",)]
    assert rows("SELECT title FROM articles") == [("Two",)]
    assert told() == before


@pytest.fixture
def comments(page, said):
    """Three visits of an article with one comment, that is edited, and voted for."""

    def make(sign=""):
        return [
            page(hours=n, comments=(said(text + sign, identity="1", score=n),))
            for n, text in enumerate(("One cat is here", "One dog is here", "One dog is here"))
        ]

    return make


def test_texts_and_votes_of_comments_are_corrected(store, again, comments, rows, told):
    for visit in comments():
        store.save([visit])
    before = told()
    again.save(comments(" now"))

    assert rows(TEXTS) == [("One cat is here now",), ("One dog is here now",)]
    assert rows("SELECT text, score FROM comments") == [("One dog is here now", 2)]
    assert rows("SELECT score FROM comment_scores ORDER BY seen_at") == [(0,), (1,), (2,)]
    assert told() == before


def test_comments_that_are_read_now_are_stored_and_none_goes(store, again, page, said, rows):
    both = (said("One cat is here", identity="1"), said("Dogs!", "Bob", identity="2", position=1))
    store.save([page(comments=both[:1], comments_complete=True)])
    log = rows("SELECT * FROM changes")
    again.save([page(comments=both[1:], comments_complete=True)])

    assert rows("SELECT text, gone_at FROM comments ORDER BY id") == [
        ("One cat is here", None),
        ("Dogs!", None),
    ]
    assert rows("SELECT * FROM changes") == log


def test_a_visit_never_stored_is_stored_as_a_crawl_does(store, again, page, rows):
    store.save([page()])
    again.save([page(), page(hours=1, title="More cats")])

    assert rows("SELECT change FROM changes ORDER BY id") == [("new",), ("edited",)]
    assert rows(TITLES) == [("Cats",), ("More cats",)]


def test_an_article_keeps_its_address_when_another_is_read_of_it(store, again, page, rows):
    store.save([page("cats"), page("dogs", hours=1, title="Dogs", body_text="One dog.")])
    other = page("dogs", visited="https://www.example.com/cats/")
    again.save([other])

    assert rows("SELECT url FROM articles ORDER BY id") == [
        ("https://www.example.com/cats/",),
        ("https://www.example.com/dogs/",),
    ]
    assert rows("SELECT count(*) FROM article_revisions") == [(2,)]
