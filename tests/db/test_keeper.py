"""The keeper: what a crawl does with the database, from taking the site to giving it back."""

from __future__ import annotations

import asyncio

import pytest

from boredcrawl.db.keeper import Keeper
from boredcrawl.exceptions import SiteHeld
from boredcrawl.items import Link


def links(*slugs):
    return [Link(url=f"https://www.example.com/{slug}/") for slug in slugs]


def test_a_crawl_gives_out_what_is_due_stores_it_and_gives_the_site_back(url, page, rows):
    async def crawl():
        keeper = Keeper.open(url, "example", "https://www.example.com")
        with pytest.raises(SiteHeld):
            Keeper.open(url, "example", "https://www.example.com")
        new = await keeper.enter(links("a", "b", "c"))
        due = await keeper.due(2, articles=2)
        keeper.in_hand.update(row.url for row in due)
        outcomes = await keeper.save([page("a"), page("b")])
        await asyncio.wait_for(keeper.something_ended(), 5)
        rest = await keeper.due(9, articles=9)
        await keeper.close(stats={"n": 1}, reason="finished", exit_code=0)
        return new, [row.url[-2] for row in due], outcomes, [row.url[-2] for row in rest], keeper

    new, due, outcomes, rest, keeper = asyncio.run(crawl())

    assert (new, due, outcomes, rest) == (3, ["a", "b"], ["new", "new"], ["c"])
    assert keeper.in_hand == set()
    assert rows("SELECT reason, exit_code FROM crawls") == [("finished", 0)]
    assert rows("SELECT lease_token FROM sites") == [(None,)]
    assert rows("SELECT count(*) FROM visits WHERE crawl_id IS NOT NULL") == [(2,)]


def test_an_unfinished_walk_is_given_out_again_as_such(url):
    async def crawl():
        keeper = Keeper.open(url, "example")
        await keeper.enter_sources({"https://www.example.com/feed/": "feed"})
        given = await keeper.due(9, articles=9)
        await keeper.close(stats={}, reason="shutdown", exit_code=0)
        return [(row.kind, row.walk_is_open) for row in given]

    assert asyncio.run(crawl()) == [("feed", True)]
    assert asyncio.run(crawl()) == [("feed", True)]
