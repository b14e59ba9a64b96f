"""A clock that was far ahead: what it put off is due again, and what is found later is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boredcrawl.db import clock, frontier, hosts, sources
from boredcrawl.db.sites import site_id
from boredcrawl.db.work import all_work
from boredcrawl.items import Link, Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
AHEAD = timedelta(days=700)
URL = "https://www.example.com/cats/"
LISTING = "https://www.example.com/list/"


@pytest.fixture
def site(engine):
    return site_id(engine, "example")


@pytest.fixture
def visited(engine, site, store, page, said):
    """A listing and an article, met and visited when the clock said this."""

    def visit(at):
        sources.enter(engine, site, {LISTING: "listing"}, at)
        frontier.enter(engine, site, [Link(url=URL)], now=at)
        sources.start_walks(engine, site, at)
        sources.end_walk(engine, LISTING, found=1, failed=False, now=at)
        hours = (at - NOON) / timedelta(hours=1)
        store.save([page("cats", hours=hours, comments=(said("First!"),))])

    return visit


@pytest.fixture
def reads(store, page):
    """Store a visit that read the article."""
    return lambda **read: store.save([page("cats", **read)])


@pytest.fixture
def miss(store):
    """Store a visit that found the article missing."""

    def visit(at):
        store.save([Visit(url=URL, site="example", fetched_at=at, status=404, outcome="gone")])

    return visit


@pytest.fixture
def set_right(engine, site):
    """Set right at noon what was written before."""
    return lambda: clock.set_right(engine, site, NOON)


@pytest.fixture
def due(engine, site):
    """What is due at a moment: articles, and sources."""

    def urls(at):
        walks = sources.start_walks(engine, site, at)
        return [row.url for row in (*frontier.due(engine, site, at, 9), *walks)]

    return urls


def test_what_a_clock_ahead_has_visited_is_due_when_it_is_right_again(visited, set_right, due):
    visited(NOON + AHEAD)
    put_off = due(NOON)
    found = set_right()

    assert put_off == []
    assert found == 2
    assert due(NOON) == [URL, LISTING]
    assert set_right() == 0


def test_a_visit_after_a_clock_ahead_changes_what_is_stored(visited, set_right, reads, said, rows):
    visited(NOON + AHEAD)
    set_right()
    reads(hours=1, title="More cats", comments=(said("Second!"),), comments_complete=True)

    assert rows("SELECT title FROM articles") == [("More cats",)]
    assert rows("SELECT text, gone_at IS NULL FROM comments ORDER BY text") == [
        ("First!", False),
        ("Second!", True),
    ]


def test_an_article_that_a_clock_ahead_found_gone_can_come_back(
    visited, set_right, miss, reads, rows
):
    visited(NOON)
    for days in (700, 701):
        miss(NOON + timedelta(days=days))
    set_right()
    reads(hours=1)

    assert rows("SELECT gone_at FROM articles") == [(None,)]


def test_the_next_visits_are_chosen_as_if_the_clock_had_been_right(visited, set_right, reads, rows):
    visited(NOON + AHEAD)
    set_right()
    reads(hours=1)
    ((next_visit_at,),) = rows("SELECT next_visit_at FROM frontier WHERE kind = 'article'")
    at = next_visit_at if isinstance(next_visit_at, datetime) else parsed(next_visit_at)

    assert timedelta() < at - NOON < timedelta(days=60)


def parsed(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize("hours", [-1000, 0, 1])
def test_what_a_clock_wrote_that_was_right_is_left_alone(visited, set_right, rows, hours):
    visited(NOON + timedelta(hours=hours))
    before = rows("SELECT * FROM frontier")

    assert set_right() == 0
    assert rows("SELECT * FROM frontier") == before


def test_a_clock_that_begins_at_1970_accuses_no_other(engine, site, visited):
    visited(NOON)

    assert clock.set_right(engine, site, NOON.replace(year=1970)) == 0


def test_a_worker_that_takes_any_site_takes_one_that_a_clock_ahead_put_off(engine, visited):
    visited(NOON + AHEAD)

    assert [work.due for work in all_work(engine, NOON)] == [2]


def test_a_host_stopped_by_a_clock_ahead_is_welcome_again(engine):
    for host, at in (("ahead", NOON + AHEAD), ("right", NOON)):
        stop = hosts.Stop(host, 1, at + timedelta(hours=9), is_blocking=True, reason="HTTP 403")
        hosts.stop(engine, stop, at)
    clock.doubt_stops(engine, NOON)
    stops = hosts.stops_of(engine)

    assert {host: stop.until - NOON for host, stop in stops.items()} == {
        "ahead": timedelta(),
        "right": timedelta(hours=9),
    }
