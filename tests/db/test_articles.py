"""Articles: their revisions, and which of them a page is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boredcrawl import items

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TITLES = "SELECT title FROM article_revisions ORDER BY seen_at, id"


def test_an_edited_article_keeps_its_first_text(store, page, rows):
    outcomes = [
        store.save([page(hours=hours, title=title)])[0]
        for hours, title in enumerate(("Cats", "Cats", "More cats", "Cats"))
    ]

    assert outcomes == ["new", "unchanged", "changed", "changed"]
    assert rows(TITLES) == [("Cats",), ("More cats",), ("Cats",)]
    assert rows("SELECT title FROM articles") == [("Cats",)]


def test_one_changed_word_is_a_revision(store, page, counts):
    store.save([page(body_text="One cat.\n\nTwo cats.")])

    assert store.save([page(hours=1, body_text="One cat.\n\nTwo dogs.")]) == ["changed"]
    assert counts()["article_revisions"] == 2


@pytest.mark.parametrize(
    "change",
    [
        {"dropped": {"advertisement": 7}},
        {"related": (items.RelatedLink(url="https://www.example.com/other/"),)},
        {"score": 99, "comments_declared": 12},
        {"images": (items.Image(url="https://img.example.com/full-700.jpg"),)},
        {"body_text": "One  cat. \n\n Two cats.\n\n"},
        {"layout": "modern", "kind": "story"},
        {"tags": (items.Tag(name="dogs"),), "embeds": ()},
    ],
)
def test_what_no_reader_calls_content_is_no_revision(store, full, counts, change):
    text = {"body_text": "One cat.\n\nTwo cats."}
    store.save([full(**text)])

    assert store.save([full(hours=1, **{**text, **change})]) == ["unchanged"]
    assert counts()["article_revisions"] == 1


def test_list_items_that_voting_moved_are_the_same_list(store, page, counts, rows):
    def listing(hours, *names):
        entries = tuple(
            items.ListItem(position=place, rank=place + 1, title=name, text=f"About {name}.")
            for place, name in enumerate(names)
        )
        text = "\n\n".join(f"#{entry.rank} {entry.title}\n\n{entry.text}" for entry in entries)
        return store.save([page(hours=hours, kind="list", list_items=entries, body_text=text)])

    listing(0, "Tom", "Tim", "Zoe")
    ids = dict(rows("SELECT title, id FROM list_items"))

    assert listing(1, "Zoe", "Tom", "Tim") == ["unchanged"]
    assert dict(rows("SELECT title, id FROM list_items")) == ids
    assert listing(2, "Zoe", "Tom") == ["changed"]
    assert rows("SELECT title FROM list_items WHERE gone_at IS NOT NULL") == [("Tim",)]
    assert counts()["article_revisions"] == 2


def test_a_replayed_older_page_adds_its_revision_and_leaves_the_present(store, page, rows):
    store.save([page(hours=5, title="Now")])

    assert store.save([page(hours=0, title="Before")]) == ["changed"]
    assert store.save([page(hours=0, title="Before")]) == ["unchanged"]
    assert rows(TITLES) == [("Before",), ("Now",)]
    assert rows("SELECT title FROM articles") == [("Now",)]
    assert rows("SELECT count(*) FROM articles WHERE first_seen_at < last_seen_at") == [(1,)]


VARIANTS = [
    "http://www.example.com/cats/",
    "https://example.com/cats",
    "https://www.example.com/cats",
    "https://www.example.com/cats/?utm_source=x",
    "https://www.example.com/cats/?comment_id=7",
    "https://www.example.com/amp/cats/",
]


def test_an_article_is_one_however_it_was_met(store, page, counts, rows):
    for hours, url in enumerate(VARIANTS):
        store.save([page(hours=hours, visited=url, urls=(url,))])

    assert counts()["articles"] == 1
    assert counts()["article_urls"] == len(VARIANTS) + 1
    assert rows("SELECT url FROM frontier") == [("https://www.example.com/cats/",)]


def test_an_article_the_site_renamed_stays_the_same_article(store, page, counts, rows):
    old = "https://www.example.com/cats/"
    store.save([page("cats")])
    store.save([page("better-cats", hours=1, visited=old, urls=(old,))])

    assert counts()["articles"] == 1
    assert rows("SELECT url FROM articles") == [("https://www.example.com/better-cats/",)]
    due = "SELECT url FROM frontier WHERE next_visit_at IS NOT NULL"
    assert rows(due) == [("https://www.example.com/better-cats/",)]


def test_a_url_that_serves_another_article_is_noticed_and_not_merged(store, page, rows):
    old = "https://www.example.com/cats/"
    store.save([page("cats")])
    for hours in (1, 2):
        other = {"title": "Dogs", "body_text": "No cat here."}
        store.save([page("dogs", hours=hours, visited=old, urls=(old,), **other)])

    assert rows("SELECT title, gone_at IS NULL FROM articles ORDER BY id") == [
        ("Cats", False),
        ("Dogs", True),
    ]
    assert store.counts["urls/reused"] == 2
    assert "served" in rows("SELECT note FROM visits ORDER BY fetched_at")[1][0]


def test_an_address_in_http_is_the_one_in_https(store, page, counts):
    store.save([page("cats")])
    plain = page("cats", hours=1)
    plain.url = plain.article.url = "http://www.example.com/cats/"
    store.save([plain])

    assert counts()["articles"] == 1


def test_two_visits_of_one_article_in_a_batch_are_two_visits(store, page, counts):
    batch = [page(hours=2, title="Later"), page(hours=1, title="Cats")]

    assert store.save(batch) == ["changed", "new"]
    assert counts()["articles"] == 1
    assert counts()["visits"] == 2


def test_gone_is_believed_the_second_time_and_taken_back(store, page, rows):
    def gone(hours):
        visit = page(hours=hours)
        visit.article, visit.outcome, visit.status = None, "gone", 410
        return visit

    store.save([page()])
    store.save([gone(1)])
    once = rows("SELECT gone_at IS NULL FROM articles")
    store.save([gone(2)])
    twice = rows("SELECT gone_at IS NULL FROM articles")
    store.save([page(hours=3)])

    assert (once, twice) == ([(True,)], [(False,)])
    assert rows("SELECT gone_at IS NULL FROM articles") == [(True,)]


def test_a_page_that_did_not_change_was_seen_all_the_same(store, page, rows):
    store.save([page()])
    same = page(hours=9)
    same.article, same.outcome, same.status = None, "unchanged", 304
    store.save([same])
    [(seen,)] = rows("SELECT last_seen_at FROM articles")

    assert datetime.fromisoformat(str(seen)) == NOON + timedelta(hours=9)


def test_text_no_database_takes_is_mended(store, page, rows):
    store.save([page(title="Cats \x00 \ud83d\ude3a \ud83d", highlights=("a\x00",))])

    assert rows("SELECT title FROM articles") == [("Cats  \U0001f63a \ufffd",)]


def test_a_page_the_database_refuses_does_not_keep_the_others_out(store, page, rows):
    batch = [page("one"), page("two", score=10**30), page("three")]

    assert store.save(batch) == ["new", "failed", "new"]
    assert "not stored" in rows("SELECT error FROM visits WHERE outcome = 'failed'")[0][0]


def test_a_byline_that_is_missing_once_is_not_forgotten(store, full, counts):
    store.save([full()])
    store.save([full(hours=1, authors=(), tags=())])

    assert counts()["article_authors"] == 1
    assert counts()["article_tags"] == 2


def test_an_endless_picture_address_is_dropped_and_counted(store, page, rows):
    endless = items.Image(url="https://img.example.com/" + "x" * 3000)
    store.save([page(images=(endless, items.Image(url="https://img.example.com/a.jpg")))])

    assert rows("SELECT rule, count FROM article_dropped") == [("url-too-long", 1)]
    assert rows("SELECT url FROM images") == [("https://img.example.com/a.jpg",)]
