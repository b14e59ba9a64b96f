"""How far a walk over a source goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from boredcrawl.items import Link
from boredcrawl.pages.sources import Sitemap
from boredcrawl.spiders.walk import Walk, onward

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD = NOON - timedelta(days=400)


def sitemap(name, lastmod):
    return Link(url=f"https://www.example.com/{name}.xml", kind="sitemap", lastmod=lastmod)


def test_sitemaps_that_say_they_were_read_already_are_left_out():
    links = (sitemap("new", NOON), sitemap("old", OLD), sitemap("silent", None))
    source = Sitemap("/sitemap.xml")
    known = Walk(url="a", source=source, is_full=False, max_pages=9, unchanged_since=NOON)
    first = Walk(url="a", source=source, is_full=True, max_pages=9)

    assert [link.url[24:] for link in known.onward(links, 0, 0)] == ["new.xml", "silent.xml"]
    assert len(first.onward(links, 0, 0)) == 3
    assert (known.outstanding, first.outstanding) == (3, 4)


def test_a_floor_of_time_ends_a_listing_and_leaves_old_sitemaps_out():
    page = Link(url="https://www.example.com/page/2/", kind="listing")
    cards = [Link(url=f"https://www.example.com/{at:%Y}/", lastmod=at) for at in (NOON, OLD)]
    floor = NOON - timedelta(days=30)

    assert onward((cards[0], cards[1], page), floor) == (page,)
    assert onward((cards[1], page), floor) == ()
    assert onward((sitemap("old", OLD), sitemap("new", NOON)), floor) == (sitemap("new", NOON),)
