"""How far a site's word is believed: validators that lie, modifications that were none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boredcrawl.db import backfill, frontier, looking_back
from boredcrawl.db.sites import lied_at, site_id
from boredcrawl.items import Link

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PREFIX = "https://www.example.com/"


@pytest.fixture
def site(engine):
    return site_id(engine, "example")


@pytest.fixture
def visit(page):
    """Make a visit whose answer had an ETag."""

    def make(hours, etag='"same"', **fields):
        made = page("cats", hours=hours, comments_complete=True, **fields)
        made.etag = etag
        return made

    return make


def test_a_page_that_changed_behind_its_etag_is_a_lie(engine, site, store, visit, rows):
    store.save([visit(0)])
    store.save([visit(1)])
    honest = lied_at(engine, site)
    store.save([visit(2, title="Dogs", etag='"other"')])
    store.save([visit(3, title="Birds", etag='"other"')])

    assert honest is None
    assert lied_at(engine, site) == NOON + timedelta(hours=3)
    assert rows("SELECT lies FROM sites") == [(1,)]


def test_an_answer_without_a_page_counts_as_a_visit_and_keeps_the_validators(store, visit, rows):
    store.save([visit(0)])
    unmodified = visit(30)
    unmodified.article, unmodified.status, unmodified.etag = None, 304, None
    unmodified.outcome = "unchanged"
    outcomes = store.save([unmodified])
    (row,) = rows("SELECT visits, failures, etag FROM frontier")

    assert outcomes == ["unchanged"]
    assert row == (2, 0, '"same"')
    assert rows("SELECT outcome, article_id FROM visits ORDER BY id")[1] == ("unchanged", 1)


def test_modifications_that_were_none_are_believed_less_and_less(engine, site, store, visit, rows):
    waits = []
    store.save([visit(0)])
    for day in range(1, 6):
        now = NOON + timedelta(days=200 * day)
        hours = 24 * 200 * day
        store.save([visit(hours - 1)])
        link = Link(url=f"{PREFIX}cats/", lastmod=now)
        frontier.enter(engine, site, [link], now=now)
        (due,) = frontier.due(engine, site, now + timedelta(days=170), 1)
        found = rows("SELECT next_visit_at, is_hinted FROM frontier")[0]
        waits.append(found[1])
        store.save([visit(hours + 24 * 100)])

    told, true = rows("SELECT lastmods, lastmods_true FROM sites")[0]
    assert all(waits)
    assert (told, true) == (5, 0)
    assert due.url == f"{PREFIX}cats/"


def test_a_backfill_goes_on_where_it_stood_and_is_nobody_elses_work(engine, site):
    first = {f"{PREFIX}latest/#backfill": f"{PREFIX}latest/"}
    second = {f"{PREFIX}latest/page/2/#backfill": f"{PREFIX}latest/"}
    begun = backfill.enter(engine, site, first, NOON)
    again = backfill.enter(engine, site, first, NOON)
    backfill.end(engine, site, next(iter(first)), second, failed=False, now=NOON)
    left = backfill.due(engine, site, NOON)
    others = frontier.count_due(engine, site, NOON), frontier.due(engine, site, NOON, 9)
    backfill.end(engine, site, next(iter(second)), {}, failed=True, now=NOON)
    failed = backfill.due(engine, site, NOON), backfill.left(engine, site)
    backfill.end(engine, site, next(iter(second)), first, failed=False, now=NOON)

    assert (begun, again) == (1, 1)
    assert [document.url for document in left] == list(second)
    assert others == (0, [])
    assert failed == ([], 1)
    assert backfill.left(engine, site) == backfill.enter(engine, site, first, NOON) == 0


def test_the_outlook_counts_what_is_due_and_when_the_next_is(engine, site):
    for hours in (0, 5, 50):
        link = Link(url=f"{PREFIX}{hours}/")
        frontier.enter(engine, site, [link], now=NOON + timedelta(hours=hours))
    seen = looking_back.outlook(engine, site, NOON)
    (told,) = looking_back.sites(engine, NOON)

    assert seen == (1, 1, NOON + timedelta(hours=5))
    assert (told["never_visited"], told["due_now"], told["last_crawl"]) == (3, 1, None)


def test_where_comments_were_missing_the_next_visit_asks_for_the_whole_page(store, page, rows):
    part = page("cats")
    part.etag = part.last_modified = "same"
    store.save([part])

    assert rows("SELECT etag, last_modified FROM frontier") == [(None, None)]
