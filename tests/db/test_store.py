"""Visits stored: what is there afterwards, and what a second look adds."""

from __future__ import annotations


def test_everything_a_page_states_has_its_row(store, full, counts):
    outcomes = store.save([full()])

    assert outcomes == ["new"]
    assert counts() == {
        "sites": 1,
        "crawls": 0,
        "articles": 1,
        "article_urls": 3,
        "article_revisions": 1,
        "authors": 1,
        "article_authors": 1,
        "article_field_sources": 1,
        "article_dropped": 1,
        "images": 2,
        "article_images": 2,
        "list_items": 2,
        "embeds": 1,
        "polls": 1,
        "poll_options": 2,
        "tags": 2,
        "article_tags": 2,
        "related_links": 1,
        "commenters": 3,
        "comments": 4,
        "comment_revisions": 0,
        "comment_scores": 0,
        "changes": 5,
        "article_similar": 0,
        "article_bands": 0,
        "erasures": 0,
        "hosts": 0,
        "frontier": 1,
        "visits": 1,
    }


def test_a_second_look_at_the_same_adds_a_visit_and_nothing_else(store, full, counts):
    store.save([full("one"), full("two")])
    before = counts()

    assert store.save([full("one", hours=5), full("two", hours=5)]) == ["unchanged"] * 2
    assert counts() == {**before, "visits": before["visits"] + 2}


def test_a_record_replayed_changes_nothing(store, full, counts, rows):
    store.save([full(), full(hours=5)])
    before = counts()
    articles = rows("SELECT * FROM articles")
    frontier = rows("SELECT * FROM frontier")

    assert store.save([full()]) == ["unchanged"]
    assert store.save([full(hours=5)]) == ["unchanged"]
    assert counts() == before
    assert rows("SELECT * FROM articles") == articles
    assert rows("SELECT * FROM frontier") == frontier
