"""What people read of the data: docs/data.md, the views, the showcase."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect

from boredcrawl.db.document import column_meanings, whole
from boredcrawl.db.models import Base, articles, comments, crawling, parts, sites
from boredcrawl.db.models.views import VIEWS
from boredcrawl.db.queries import showcase, totals

DATA = Path(__file__).parents[2] / "docs" / "data.md"
CONTRACT = {
    "sites": "id name",
    "articles": "id site_id url kind layout title description language section published_raw "
    "published_at published_earliest published_latest modified_at body_html body_text word_count "
    "highlights score comments_declared comments_captured comments_complete content_hash "
    "first_seen_at last_seen_at changed_at gone_at next_visit_at",
    "article_urls": "url article_id",
    "authors": "id site_id name url role bio",
    "article_authors": "article_id author_id position",
    "images": "id url original_url sha256 path mime bytes width height",
    "article_images": "article_id image_id position alt caption credit credit_url is_lead",
    "list_items": "id article_id rank title text credit credit_url score image_id position",
    "embeds": "article_id position provider url author text",
    "polls": "article_id question",
    "poll_options": "poll_id position text votes",
    "article_tags": "kind",
    "related_links": "article_id url title",
    "commenters": "id site_id name url role",
    "comments": "id article_id list_item_id site_comment_id identity parent_id depth position "
    "commenter_id text html posted_raw posted_at posted_earliest posted_latest is_edited score "
    "first_seen_at last_seen_at gone_at",
    "article_revisions": "article_id content_hash seen_at title body_html body_text",
    "comment_revisions": "comment_id seen_at text is_edited",
    "comment_scores": "comment_id seen_at score",
    "frontier": "url site_id kind article_id discovered_at discovered_from lastmod next_visit_at "
    "failures etag last_modified",
    "visits": "crawl_id url article_id fetched_at status outcome warc_file warc_offset",
    "crawls": "id site_id started_at finished_at host pid reason exit_code stats",
}


def test_the_page_about_the_data_says_what_the_models_say():
    assert DATA.read_text(encoding="utf-8") == whole(DATA), "run python -m boredcrawl.db.document"


@pytest.mark.parametrize("module", [articles, comments, crawling, parts, sites])
def test_every_column_says_what_it_means(module):
    silent = [
        (name, column.name)
        for name, model in vars(module).items()
        if isinstance(model, type)
        and issubclass(model, Base)
        and model.__module__ == module.__name__
        for column in model.__table__.columns
        if not column_meanings(module, name).get(column.name)
    ]

    assert silent == []


@pytest.mark.parametrize("table", CONTRACT)
def test_the_names_people_rely_on_are_there(table):
    assert set(CONTRACT[table].split()) <= set(Base.metadata.tables[table].columns.keys())


def test_the_views_have_the_columns_they_are_said_to_have(engine):
    found = inspect(engine)
    columns = {
        name: [column["name"] for column in found.get_columns(name)]
        for name in found.get_view_names()
    }

    assert columns == {name: list(view.columns) for name, view in VIEWS.items()}


def test_the_overview_counts_over_the_other_tables(store, full, rows):
    store.save([full()])
    query = """
        SELECT authors, tags, images, list_items, comments, comments_gone, commenters, revisions
        FROM article_overview
    """

    assert rows(query) == [("Ann", "Animals, cats", 2, 2, 4, 0, 3, 1)]


def test_the_other_views_answer(store, full, rows):
    store.save([full(), full("more")])
    authors = rows("SELECT name, articles, comments, comments_per_article FROM author_activity")
    days = rows(
        "SELECT day, articles_published, articles_found, visits FROM daily_activity ORDER BY 1"
    )

    assert [(n, a, c, float(p)) for n, a, c, p in authors] == [("Ann", 2, 8, 4.0)]
    assert days == [("2026-11-20", 2, 0, 0), ("2026-11-22", 0, 2, 2)]


def test_the_showcase_has_threads_as_trees(engine, store, full, page):
    store.save([full(), page("quiet")])
    with engine.connect() as connection:
        [shown] = showcase(connection)
        counts = totals(connection)

    assert (shown.title, shown.authors, shown.comments) == ("Cats", ("Ann",), 4)
    assert [node.text for node in shown.thread] == ["first", "on the item"]
    assert shown.thread[0].replies[0].replies[0].text == "deeper"
    assert (counts["articles"], counts["comments"]) == (2, 4)
