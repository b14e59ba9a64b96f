"""Long threads: a page sent in parts comes whole, and a thread of several pages does."""

import json
import shutil
from contextlib import contextmanager
from urllib.request import urlopen

import pytest
from lxml import html
from sqlalchemy import text

from boredcrawl.db.asking.thread import AT_ONCE
from boredcrawl.db.engine import open_database
from boredcrawl.web.app import PART

CHAIN = """INSERT INTO comments (id, article_id, identity, parent_id, depth, position, path,
        text, html, is_edited, first_seen_at, last_seen_at)
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {last})
    SELECT 1000000 + i, 1, 'long ' || i, CASE WHEN i % 7 THEN 1000000 + i - 1 END, i % 7, 1000 + i,
        'long/' || i, '{said}', '<p>{said}</p>', 0, at, at
    FROM n, (SELECT first_seen_at AS at FROM articles WHERE id = 1)"""
"""A thread of conversations, each six deep."""

SAID = "said at length " * 30


@pytest.fixture
def long(serve, archive, crawled, tmp_path):
    """Serve the archive with a thread made so long; give where, and the archive."""

    @contextmanager
    def serving(last):
        shutil.copy(crawled.folder / "boredcrawl.db", tmp_path / "boredcrawl.db")
        kept = archive(f"sqlite:///{tmp_path / 'boredcrawl.db'}", tmp_path)
        engine = open_database(kept.url)
        with engine.begin() as connection:
            connection.execute(text(CHAIN.format(last=last, said=SAID)))
        engine.dispose()
        with serve(kept) as base:
            yield base, kept

    return serving


def ids(kept):
    return [number for (number,) in kept.rows("SELECT id FROM comments WHERE article_id = 1")]


def data(address):
    return json.load(urlopen(address))


def test_a_thread_sent_in_parts_is_whole(long):
    with long(400) as (base, kept):
        answer = urlopen(f"{base}/articles/1")
        page = answer.read().decode()
    root = html.fromstring(page)
    shown = {
        int(one.get("id")[1:]): next(
            (int(above.get("id")[1:]) for above in one.iterancestors("details")), None
        )
        for one in root.iter("details")
        if (one.get("id") or "").startswith("c")
    }

    assert len(page) > 2 * PART
    assert answer.headers["content-length"] is None
    assert page.rstrip().endswith("</html>")
    assert shown == dict(kept.rows("SELECT id, parent_id FROM comments WHERE article_id = 1"))


def test_the_pages_of_a_long_thread_have_each_comment_once(long):
    with long(2 * AT_ONCE) as (base, kept):
        pages = [data(f"{base}/articles/1.json")]
        while (start := pages[-1]["thread"]["following"]) is not None:
            pages.append(data(f"{base}/articles/1.json?start={start}"))
    shown = [one["id"] for page in pages for one in page["thread"]["comments"]]

    assert len(pages) == 3
    assert sorted(shown) == sorted(ids(kept))
    assert {page["thread"]["total"] for page in pages} == {len(shown)}


def test_an_address_that_names_a_comment_opens_the_page_it_is_on(long):
    with long(2 * AT_ONCE) as (base, kept):
        wanted = max(ids(kept))
        first = html.fromstring(urlopen(f"{base}/articles/1").read())
        alone = html.fromstring(urlopen(f"{base}/comments/{wanted}").read())
        (way,) = alone.xpath("//p[@class='kind']/a/@href")
        page = html.fromstring(urlopen(f"{base}{way}").read())
        (back,) = page.xpath("//a[text()='From the beginning']/@href")
        again = html.fromstring(urlopen(f"{base}{back}").read())

    assert f"c{wanted}" not in first.xpath("//details/@id")
    assert page.get_element_by_id(f"c{wanted}") is not None
    assert again.xpath("//details/@id") == first.xpath("//details/@id")
