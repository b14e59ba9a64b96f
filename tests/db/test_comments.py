"""The life of a comment: read, edited, voted on, vanished, back again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boredcrawl.items import Commenter

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIVES = "SELECT text, gone_at IS NOT NULL FROM comments ORDER BY position"
TEXTS = "SELECT comment_revisions.text FROM comment_revisions ORDER BY seen_at"


@pytest.fixture
def crawl(store, page):
    """Store what a visit at an hour read; the thread is whole unless said otherwise."""

    def visit(hours, *comments, **fields):
        fields = {"comments_complete": True, **fields}
        return store.save([page(hours=hours, comments=comments, **fields)])

    return visit


def test_a_thread_is_kept_as_a_tree(crawl, said, rows):
    crawl(
        0,
        said("one", "Ann"),
        said("two", "Ben", parent=0, depth=1, position=1),
        said("three", "Ann", parent=1, depth=2, position=2),
        said("four", "Cy", parent=0, depth=1, position=3),
        said("five", "Ben", position=4),
    )

    query = "SELECT depth, commenter_name, in_reply_to, text FROM comment_threads"
    assert rows(query) == [
        (0, "Ann", None, "one"),
        (1, "Ben", "Ann", "two"),
        (2, "Ann", "Ben", "three"),
        (1, "Cy", "Ann", "four"),
        (0, "Ben", None, "five"),
    ]


def test_a_page_may_print_replies_before_what_they_answer(crawl, said, rows):
    crawl(0, said("reply", parent=1, depth=1), said("comment", position=1))

    assert rows("SELECT depth, text FROM comment_threads") == [(0, "comment"), (1, "reply")]


def test_a_comment_that_came_later_stands_under_what_it_answers(crawl, said, rows):
    first, second = said("first"), said("second", position=1)
    crawl(0, first, second)
    crawl(1, first, said("reply", "Ben", parent=0, depth=1, position=1), second)

    threads = rows("SELECT depth, text FROM comment_threads")
    assert threads == [(0, "first"), (1, "reply"), (0, "second")]


def test_an_edited_comment_keeps_its_earlier_texts(crawl, said, rows):
    crawl(0, said("I like cats", identity="a"))
    crawl(1, said("I like dogs", identity="a", is_edited=True))
    crawl(2, said("I like dogs", identity="a", is_edited=True))
    crawl(3, said("I like cats", identity="a", is_edited=True))

    assert rows(TEXTS) == [("I like cats",), ("I like dogs",), ("I like cats",)]
    assert rows("SELECT text FROM comments") == [("I like cats",)]


def test_a_comment_never_edited_has_no_revisions(crawl, said, counts):
    crawl(0, said("same", score=1))
    crawl(1, said("same", score=1))

    assert counts()["comment_revisions"] == counts()["comment_scores"] == 0


def test_votes_are_kept_from_the_first_change_on(crawl, said, rows):
    for hours, score in enumerate((3, 3, 5, None, 4)):
        crawl(hours, said("a", score=score))

    assert rows("SELECT score FROM comment_scores ORDER BY seen_at") == [(3,), (5,), (4,)]
    assert rows("SELECT score FROM comments") == [(4,)]


def test_votes_first_told_later_begin_with_the_first_number(crawl, said, rows):
    for hours, score in enumerate((None, 3, 5)):
        crawl(hours, said("a", score=score))

    assert rows("SELECT score FROM comment_scores ORDER BY seen_at") == [(3,), (5,)]


def test_a_comment_missing_from_a_whole_thread_is_gone(crawl, said, rows):
    crawl(0, said("stays"), said("goes", position=1))
    crawl(1, said("stays"))
    visit = "SELECT comments_new, comments_gone FROM visits ORDER BY fetched_at"

    assert rows(LIVES) == [("stays", False), ("goes", True)]
    assert rows(visit) == [(2, 0), (0, 1)]


def test_a_comment_missing_from_part_of_a_thread_is_not_gone(crawl, said, rows):
    crawl(0, said("stays"), said("further down", position=1))
    crawl(1, said("stays"), comments_complete=False)

    assert rows(LIVES) == [("stays", False), ("further down", False)]


def test_a_failed_visit_takes_no_comment_away(crawl, store, page, said, rows):
    crawl(0, said("stays"))
    failed = page(hours=1)
    failed.article, failed.outcome, failed.status = None, "failed", 503
    store.save([failed])

    assert rows(LIVES) == [("stays", False)]


def test_a_comment_that_is_back_is_no_longer_gone(crawl, said, rows):
    crawl(0, said("stays"), said("goes", position=1))
    crawl(1, said("stays"))
    crawl(2, said("stays"), said("goes", position=1))

    assert rows(LIVES) == [("stays", False), ("goes", False)]
    assert rows("SELECT sum(comments_restored) FROM visits") == [(1,)]


def test_a_parent_is_never_rewritten(crawl, said, rows):
    crawl(0, said("question"), said("answer", parent=0, depth=1, position=1))
    crawl(1, said("answer"))

    assert rows("SELECT text, depth, gone_at IS NULL FROM comment_threads") == [
        ("question", 0, False),
        ("answer", 1, True),
    ]


def test_a_comment_under_a_list_item_follows_the_item(store, full, rows):
    store.save([full()])
    swapped = full(hours=1)
    tom, tim = swapped.article.list_items
    tom.position, tom.rank, tim.position, tim.rank = 1, 2, 0, 1
    swapped.article.list_items = (tim, tom)
    swapped.article.comments[3].list_item = 0
    store.save([swapped])

    query = "SELECT list_item_rank, list_item_title, text FROM comment_threads"
    assert rows(f"{query} WHERE list_item_title IS NOT NULL") == [(1, "Tim", "on the item")]


def test_every_sighting_narrows_when_it_was_posted(crawl, said, rows):
    def seen(hours, raw, first, last):
        earliest, latest = NOON - timedelta(hours=first), NOON - timedelta(hours=last)
        middle = earliest + (latest - earliest) / 2
        comment = said(
            "a", posted_raw=raw, posted_at=middle, posted_earliest=earliest, posted_latest=latest
        )
        crawl(hours, comment)

    seen(0, "2 hours ago", 3, 2)
    seen(1, "3 hours ago", 3.5, 2.5)
    hours = "SELECT posted_raw, posted_earliest, posted_at, posted_latest FROM comments"
    [(raw, *bounds)] = rows(hours)

    assert raw == "2 hours ago"
    assert [NOON - datetime.fromisoformat(str(bound)) for bound in bounds] == [
        timedelta(hours=3),
        timedelta(hours=2.75),
        timedelta(hours=2.5),
    ]


def test_contradicting_dates_are_counted_and_the_newest_kept(crawl, store, said, rows):
    def at(day):
        moment = datetime(2026, 11, day, tzinfo=UTC)
        return {"posted_at": moment, "posted_earliest": moment, "posted_latest": moment}

    crawl(0, said("a", posted_raw="the 1st", **at(1)))
    crawl(1, said("a", posted_raw="the 2nd", **at(2)))

    assert rows("SELECT posted_raw FROM comments") == [("the 2nd",)]
    assert store.counts["contradictions/posted"] == 1


def test_a_person_is_known_by_their_page_and_may_change_their_name(crawl, said, rows):
    ann = said("a", "Ann")
    crawl(0, ann)
    ann.commenter.name = "Anna"
    crawl(1, ann)

    assert rows("SELECT name FROM commenters") == [("Anna",)]


def test_a_nameless_comment_is_nobodys(crawl, said, rows):
    comment = said("a")
    comment.commenter.name = comment.commenter.url = None
    crawl(0, comment)

    assert rows("SELECT commenter_id FROM comments") == [(None,)]


def test_a_comment_printed_twice_is_stored_once_and_counted(crawl, store, said, counts):
    crawl(0, said("a"), said("a", position=1))

    assert counts()["comments"] == 1
    assert store.counts["comments/doubled"] == 1


def test_an_old_record_adds_what_was_gone_before_and_changes_nothing_else(crawl, said, rows):
    crawl(5, said("stays", score=5))
    crawl(0, said("stays", score=1), said("lost", position=1))

    assert rows(LIVES) == [("stays", False), ("lost", True)]
    assert rows("SELECT score FROM comments WHERE text = 'stays'") == [(5,)]
    assert rows("SELECT score FROM comment_scores ORDER BY seen_at") == [(1,), (5,)]


@pytest.mark.parametrize("together", [True, False])
def test_a_person_has_the_name_of_the_page_fetched_last_whichever_is_stored_last(
    store, page, said, rows, together
):
    def visit(slug, hours, name, role=None):
        comment = said(name)
        comment.commenter = Commenter(name=name, url="https://www.example.com/user/1", role=role)
        return page(slug, hours=hours, comments=(comment,), comments_complete=True)

    visits = [visit("a", 0, "Old"), visit("c", 2, "New"), visit("b", 1, "Between", "Member")]
    for batch in [visits] if together else [[one] for one in visits]:
        store.save(batch)

    assert rows("SELECT name, role FROM commenters") == [("New", "Member")]
