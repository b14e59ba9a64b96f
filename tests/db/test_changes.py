"""The log of changes: everything new, edited, gone and restored, in an order to rely on."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from boredcrawl.db.changes import follow
from boredcrawl.db.store import Store
from boredcrawl.exceptions import UnknownSite

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def told(engine):
    """List the changes, short."""

    def read(**options):
        return [(e.change, e.text or e.title) for e in follow(engine, **options)]

    return read


@pytest.fixture
def crawl(store, page):
    def visit(hours, *comments, **fields):
        fields = {"comments_complete": True, **fields}
        return store.save([page(hours=hours, comments=comments, **fields)])

    return visit


def gone(page, hours):
    visit = page(hours=hours)
    visit.article, visit.outcome, visit.status = None, "gone", 410
    return visit


def test_the_life_of_an_article_is_told(crawl, store, page, told):
    crawl(0)
    crawl(1, title="More cats")
    crawl(2, title="More cats", score=9)
    store.save([gone(page, 3)])
    store.save([gone(page, 4)])
    crawl(5, title="Most cats")

    assert told() == [
        ("new", "Cats"),
        ("edited", "More cats"),
        ("gone", "More cats"),
        ("restored", "Most cats"),
        ("edited", "Most cats"),
    ]


def test_the_life_of_a_comment_is_told(crawl, said, told):
    crawl(0, said("one"), said("two", position=1))
    crawl(1, said("one"))
    crawl(2, said("one"), said("two", position=1))
    crawl(3, said("won", identity="one"), said("two", position=1, score=5))

    assert told()[1:] == [
        ("new", "one"),
        ("new", "two"),
        ("gone", "two"),
        ("restored", "two"),
        ("edited", "won"),
    ]


def test_a_second_look_at_the_same_notes_nothing(store, full, counts):
    store.save([full()])
    before = counts()["changes"]
    store.save([full(hours=1)])

    assert counts()["changes"] == before == 5


def test_who_goes_on_from_a_cursor_loses_nothing_and_gets_nothing_twice(crawl, said, engine):
    for hours in range(6):
        crawl(hours, *(said(f"c{n}", position=n) for n in range(hours + 1)))
    whole = list(follow(engine))
    pieces = []
    while piece := list(follow(engine, cursor=pieces[-1].cursor if pieces else 0, limit=2)):
        pieces += piece

    assert pieces == whole
    assert [e.cursor for e in whole] == sorted({e.cursor for e in whole})
    assert len(whole) == 7


def test_since_begins_with_what_was_noted_at_that_moment(crawl, told, engine):
    crawl(0)
    noted_at = list(follow(engine))[-1].noted_at
    crawl(1, title="More cats")

    assert told(since=noted_at) == [("new", "Cats"), ("edited", "More cats")]
    assert told(since=noted_at + timedelta(microseconds=1)) == [("edited", "More cats")]
    assert told(since=datetime.now(UTC) + timedelta(days=1)) == []


def test_an_old_record_read_today_is_news_today_and_says_how_old_it_is(crawl, engine, told):
    crawl(5, title="Now")
    cursor = list(follow(engine))[-1].cursor
    crawl(0, title="Before")
    [found] = follow(engine, cursor=cursor)

    assert (found.change, found.title, found.seen_at) == ("edited", "Before", NOON)
    assert told() == [("new", "Now"), ("edited", "Before")]


def test_an_old_record_does_not_bring_back_what_was_found_gone_later(
    crawl, store, page, told, rows
):
    crawl(0)
    store.save([gone(page, 3)])
    store.save([gone(page, 4)])
    crawl(1)

    assert told() == [("new", "Cats"), ("gone", "Cats")]
    assert rows("SELECT gone_at IS NULL FROM articles") == [(False,)]


def test_a_site_has_its_own_changes(crawl, store, page, told):
    crawl(0)
    other = page("dogs", title="Dogs")
    other.site = other.article.site = "elsewhere"
    store.save([other])

    assert told(site="elsewhere") == [("new", "Dogs")]
    with pytest.raises(UnknownSite, match="it has: elsewhere, example"):
        told(site="nowhere")


def test_the_clock_may_be_set_back(crawl, engine):
    crawl(0)
    ahead = datetime.now(UTC) + timedelta(days=2)
    with engine.begin() as connection:
        statement = text("UPDATE changes SET noted_at = :at").bindparams(
            at=ahead if engine.dialect.name != "sqlite" else f"{ahead:%Y-%m-%d %H:%M:%S.%f}+00:00"
        )
        connection.execute(statement)
    crawl(1, title="More cats")

    assert [e.noted_at for e in follow(engine)] == [ahead, ahead]


def test_a_follower_misses_nothing_of_writers_at_once(engine, page):
    """On PostgreSQL, ids drawn first may be visible last; the log's must not."""
    writers = 4
    done = threading.Event()
    begun = threading.Barrier(writers + 1)

    def crawl_site(site):
        store = Store(engine)
        begun.wait()
        for number in range(15):
            visit = page(f"{site}-{number}", hours=number)
            visit.site = visit.article.site = site
            store.save([visit])

    threads = [threading.Thread(target=crawl_site, args=(f"s{n}",)) for n in range(writers)]
    for thread in threads:
        thread.start()
    begun.wait()
    waiter = threading.Thread(target=lambda: ([t.join() for t in threads], done.set()))
    waiter.start()
    seen = []
    while True:
        is_over = done.is_set()
        seen += follow(engine, cursor=seen[-1].cursor if seen else 0)
        if is_over:
            break
    waiter.join()

    assert seen == list(follow(engine))
    assert len(seen) == writers * 15


def test_a_number_is_never_given_twice(crawl, engine, said):
    crawl(0, said("one"))
    last = list(follow(engine))[-1].cursor
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM comments")
    crawl(1, said("another"))

    assert [e.cursor > last for e in follow(engine, cursor=1)] == [True]
