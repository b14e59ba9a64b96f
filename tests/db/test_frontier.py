"""The frontier: what is entered, what is due, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boredcrawl.db import frontier, sources
from boredcrawl.db.sites import site_id
from boredcrawl.items import Link

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def url(slug):
    return f"https://www.example.com/{slug}/"


@pytest.fixture
def site(engine):
    return site_id(engine, "example")


@pytest.fixture
def enter(engine, site):
    """Enter links as one listing gives them, at an hour."""

    def links(*slugs, hours=0, **hints):
        given = [Link(url=url(slug), **hints) for slug in slugs]
        at = NOON + timedelta(hours=hours)
        return tuple(frontier.enter(engine, site, given, found_on=url("list"), now=at))

    return links


@pytest.fixture
def due(engine, site):
    """The slugs of what is due at an hour, in order."""

    def slugs(hours=0, limit=100, **bounds):
        rows = frontier.due(engine, site, NOON + timedelta(hours=hours), limit, **bounds)
        return [row.url.split("/")[3] for row in rows]

    return slugs


def test_new_links_are_counted_and_due_at_once_in_their_order(enter, due):
    assert enter("a", "b", "c") == (3, 0)
    assert enter("b", "c", "d", hours=-1) == (1, 0)
    assert due() == ["a", "b", "c", "d"]


def test_the_new_go_before_the_overdue_and_the_lively_before_the_quiet(
    enter, due, store, page, said
):
    enter("quiet", "lively")
    for days in (0, 1, 2):
        talk = tuple(said(str(number)) for number in range(days))
        at = {"hours": 24 * days}
        store.save([page("lively", comments=talk, **at), page("quiet", **at)])
    enter("new", hours=49)

    assert due(hours=24 * 90) == ["new", "lively", "quiet"]


def test_what_was_stored_is_not_due(enter, due, store, page):
    enter("a", "b")
    store.save([page("a")])

    assert due() == ["b"]


def test_a_frontier_is_gone_through_piece_by_piece(engine, site, enter, store, page):
    enter(*(f"n{number}" for number in range(5)))
    enter("old1", "old2")
    store.save([page("old1"), page("old2")])
    later, after, seen = NOON + timedelta(days=99), None, []
    while rows := frontier.due(engine, site, later, 2, after=after):
        after = rows[-1].cursor
        seen += [row.url for row in rows]

    assert len(seen) == len(set(seen)) == 7


def test_a_later_comment_count_brings_the_visit_forward(enter, due, store, page):
    enter("a", comment_count=3, hours=-24 * 9)
    store.save([page("a")])

    assert enter("a", comment_count=3) == (0, 0)
    assert due(hours=24 * 9) == []
    assert enter("a", hours=2, comment_count=4) == (0, 1)
    # It came after the listing was read before, and is to be seen within a day of that.
    assert due(hours=23) == []
    assert due(hours=23.5) == ["a"]


def test_a_modification_after_the_last_visit_brings_the_next_forward(enter, due, store, page):
    enter("a")
    store.save([page("a", hours=1)])

    assert enter("a", hours=1.1, lastmod=NOON) == (0, 0)
    assert enter("a", hours=1.2, lastmod=NOON + timedelta(hours=1.1)) == (0, 1)
    assert due(hours=1.2) == ["a"]


def test_a_source_that_always_says_modified_just_now_is_not_believed_twice(enter, store, page):
    enter("a")
    store.save([page("a")])
    tomorrow = NOON + timedelta(days=1)

    assert enter("a", lastmod=tomorrow) == (0, 1)
    store.save([page("a", hours=1)])
    assert enter("a", hours=1, lastmod=tomorrow) == (0, 0)


def test_a_hint_about_another_url_of_an_article_reaches_the_article(enter, due, store, page):
    enter("b-title", comment_count=3)
    store.save([page("a-title", visited=url("b-title"), urls=(url("b-title"),))])
    enter("b-title", comment_count=5)

    assert due(hours=23) == []
    assert due(hours=23.5) == ["a-title"]


def test_since_leaves_out_what_is_known_to_be_older(enter, due):
    enter("old", lastmod=NOON - timedelta(days=9))
    enter("recent", lastmod=NOON - timedelta(days=1))
    enter("unknown")

    assert due(since=NOON - timedelta(days=2)) == ["unknown", "recent"]


def test_failures_wait_ever_longer_and_do_not_come_first(enter, due, store, page):
    def fail(slug, hours):
        visit = page(slug, hours=hours)
        visit.article, visit.outcome, visit.error = None, "failed", "TimeoutError"
        store.save([visit])

    enter("broken", "fine")
    fail("broken", 0)
    after_one = due(hours=1)
    fail("broken", 1)

    assert after_one == ["fine", "broken"]
    assert due(hours=2) == ["fine"]
    assert due(hours=3) == ["fine", "broken"]


def test_a_page_that_failed_once_and_was_never_discovered_is_not_pursued(store, page, counts):
    visit = page("typo")
    visit.article, visit.outcome = None, "gone"
    store.save([visit])

    assert counts()["frontier"] == 0
    assert counts()["visits"] == 1


def test_what_one_crawl_left_is_due_for_the_next(engine, site, enter):
    enter("a", "b")

    assert frontier.count_due(engine, site, NOON) == 2
    assert frontier.count_due(engine, site, NOON - timedelta(hours=1)) == 0


def test_a_source_is_walked_at_the_pace_of_its_yield(engine, site):
    def walks(minutes):
        at = NOON + timedelta(minutes=minutes)
        return [row.walk_is_open for row in sources.start_walks(engine, site, at)]

    def end(minutes, found, *, failed=False):
        at = NOON + timedelta(minutes=minutes)
        sources.end_walk(engine, url("feed"), found=found, failed=failed, now=at)

    sources.enter(engine, site, {url("feed"): "feed"}, NOON)
    sources.enter(engine, site, {url("feed"): "feed"}, NOON)
    first = walks(0)
    end(0, found=40)

    assert first == [True]
    assert walks(9) == []
    assert walks(10) == [False]
    # Killed here: the next walk knows that this one never ended.
    assert walks(11) == [True]
    end(60, found=0)
    assert walks(149) == []
    assert walks(150) == [False]


def test_a_source_that_fails_keeps_its_walk_open_and_waits(engine, site):
    sources.enter(engine, site, {url("feed"): "feed"}, NOON)
    sources.start_walks(engine, site, NOON)
    sources.end_walk(engine, url("feed"), found=3, failed=True, now=NOON)

    assert sources.start_walks(engine, site, NOON + timedelta(minutes=59)) == []
    [walk] = sources.start_walks(engine, site, NOON + timedelta(minutes=60))
    assert walk.walk_is_open
