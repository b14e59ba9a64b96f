"""Which comment is which, on sites that give no ids: told by what the last printing held."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boredcrawl.cleaning.identity import identify
from boredcrawl.items import Comment, Commenter

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIVES = "SELECT text, gone_at IS NOT NULL FROM comments ORDER BY id"
TEXTS = "SELECT comment_revisions.text FROM comment_revisions ORDER BY seen_at, id"


def by(name, text, *, parent=None, day=0, profile=True):
    url = f"https://www.example.com/user/{name}" if profile else None
    at = NOON - timedelta(days=300 - day)
    return Comment(
        commenter=Commenter(name=name, url=url),
        text=text,
        html=f"<p>{text}</p>",
        parent=parent,
        depth=0 if parent is None else 1,
        posted_at=at,
        posted_earliest=at - timedelta(hours=6),
        posted_latest=at + timedelta(hours=6),
    )


@pytest.fixture
def crawl(store, page):
    """Store what a visit at an hour read of a thread, named as its pages alone name it."""

    def visit(hours, *comments):
        tops = [comment for comment in comments if comment.parent is None]
        identify(tops, "", None)
        for index, above in enumerate(comments):
            replies = [comment for comment in comments if comment.parent == index]
            identify(replies, "", above.identity)
        for position, comment in enumerate(comments):
            comment.position = position
        return store.save([page(hours=hours, comments=comments, comments_complete=True)])

    return visit


def test_a_younger_comment_does_not_become_the_older_one_that_was_deleted(crawl, rows):
    crawl(0, by("Ann", "I had a cat.", day=1), by("Ann", "Where is it?", day=5))
    crawl(1, by("Ann", "Where is it?", day=5))

    assert rows(LIVES) == [("I had a cat.", True), ("Where is it?", False)]
    assert rows(TEXTS) == []


def test_nor_does_it_when_its_replies_were_written_by_the_same_people(crawl, rows):
    first, second = by("Ann", "I had a cat.", day=1), by("Ann", "Where is it?", day=5)
    crawl(
        0,
        first,
        by("Ben", "Me too.", parent=0, day=6),
        second,
        by("Ben", "Under the sofa.", parent=2, day=7),
    )
    crawl(1, by("Ann", "Where is it?", day=5), by("Ben", "Under the sofa.", parent=0, day=7))

    assert rows(LIVES) == [
        ("I had a cat.", True),
        ("Where is it?", False),
        ("Me too.", True),
        ("Under the sofa.", False),
    ]
    assert rows(TEXTS) == []


def test_who_writes_again_after_a_deletion_writes_something_new(crawl, rows):
    crawl(0, by("Ann", "First words.", day=1), by("Ann", "Second words.", day=5))
    crawl(1, by("Ann", "Second words.", day=5))
    crawl(2, by("Ann", "Second words.", day=5), by("Ann", "A third thing.", day=9))
    crawl(3, by("Ann", "Second words.", day=5), by("Ann", "A third thing, edited.", day=9))

    assert rows(LIVES) == [
        ("First words.", True),
        ("Second words.", False),
        ("A third thing, edited.", False),
    ]
    assert rows(TEXTS) == [("A third thing.",), ("A third thing, edited.",)]


def test_a_deleted_comment_is_not_edited_into_one_of_another_time(crawl, rows):
    crawl(0, by("Ann", "Old and wise.", day=1))
    crawl(1, by("Ann", "Something else entirely.", day=200))

    assert rows(LIVES) == [("Old and wise.", True), ("Something else entirely.", False)]


def test_an_edit_that_leaves_no_word_is_an_edit_where_the_time_is_the_same(crawl, rows):
    crawl(0, by("Ann", "Old and wise.", day=1))
    crawl(1, by("Ann", "Something else entirely.", day=1))

    assert rows(LIVES) == [("Something else entirely.", False)]
    assert rows(TEXTS) == [("Old and wise.",), ("Something else entirely.",)]


def test_who_is_renamed_keeps_their_comments_and_the_replies_to_them(crawl, rows):
    words = "My cat does this with my left slipper."
    crawl(0, by("Ann", words, profile=False), by("Ben", "Mine too!", parent=0))
    crawl(1, by("Annette", words, profile=False), by("Ben", "Mine too!", parent=0))

    query = "SELECT commenter_name, text, in_reply_to, gone_at IS NULL FROM comment_threads"
    assert rows(query) == [
        ("Annette", words, None, True),
        ("Ben", "Mine too!", "Annette", True),
    ]


def test_what_anybody_says_is_not_taken_for_a_renaming(crawl, rows):
    crawl(0, by("Ann", "So cute!", profile=False))
    crawl(1, by("Ben", "So cute!", profile=False))

    assert rows(LIVES) == [("So cute!", True), ("So cute!", False)]


def test_a_deleted_comment_comes_back_as_itself(crawl, rows):
    both = by("Ann", "First words.", day=1), by("Ann", "Second words.", day=5)
    crawl(0, *both)
    crawl(1, by("Ann", "Second words.", day=5))
    crawl(2, by("Ann", "First words.", day=1), by("Ann", "Second words.", day=5))

    assert rows(LIVES) == [("First words.", False), ("Second words.", False)]
    assert rows("SELECT comments_restored FROM visits ORDER BY fetched_at") == [(0,), (0,), (1,)]


def test_a_site_that_stops_printing_ids_has_the_same_comments(crawl, rows):
    numbered = by("Ann", "I had a cat."), by("Ben", "Me too.", parent=0)
    for number, comment in enumerate(numbered):
        comment.site_comment_id = str(number)
    crawl(0, *numbered)
    crawl(1, by("Ann", "I had a cat."), by("Ben", "Me too.", parent=0))

    assert rows(LIVES) == [("I had a cat.", False), ("Me too.", False)]
    assert rows("SELECT site_comment_id FROM comments ORDER BY id") == [("0",), ("1",)]


def test_comments_of_other_ids_are_others_though_they_say_the_same(crawl, rows):
    once, again = by("Ann", "I had a cat."), by("Ann", "I had a cat.")
    once.site_comment_id, again.site_comment_id = "1", "2"
    crawl(0, once)
    crawl(1, again)

    assert rows(LIVES) == [("I had a cat.", True), ("I had a cat.", False)]


def test_a_thread_of_thousands_that_lost_its_ids_is_matched_in_no_time(crawl, rows, counts):
    def thread(hours, named):
        comments = [by(f"p{number % 7}", f"Number {number}.") for number in range(2000)]
        for number, comment in enumerate(comments):
            comment.site_comment_id = str(number) if named else None
        return crawl(hours, *comments)

    thread(0, named=True)
    thread(1, named=False)

    assert counts()["comments"] == 2000
    assert rows("SELECT count(*) FROM comments WHERE gone_at IS NOT NULL") == [(0,)]
