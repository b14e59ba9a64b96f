"""Articles read whole, and which of them a search means."""

from __future__ import annotations

import pytest

from boredcrawl.db.selecting import read_whole, select_articles
from boredcrawl.db.whole import wholes
from boredcrawl.exceptions import WrongQuery


@pytest.fixture
def three(store, full, page, said):
    """A list with everything, a plain article, and one with a talkative goose under it."""
    goose = said("honey is mine", "Foggy Goose")
    store.save([full("list"), page("plain"), page("goose", title="Geese", comments=(goose,))])


@pytest.mark.usefixtures("three")
def test_an_article_comes_with_everything_that_hangs_on_it(engine):
    with engine.connect() as connection:
        (whole,) = wholes(connection, [1])

    assert whole["site"] == "example"
    assert len(whole["urls"]) == 3
    assert [author["name"] for author in whole["authors"]] == ["Ann"]
    assert [(image["position"], image["is_lead"]) for image in whole["images"]] == [
        (0, True),
        (1, False),
    ]
    assert [item["image_url"] for item in whole["list_items"]] == [whole["images"][0]["url"], None]
    assert [(option["text"], option["votes"]) for option in whole["polls"][0]["options"]] == [
        ("Yes", 3),
        ("No", None),
    ]
    assert [(tag["name"], tag["kind"]) for tag in whole["tags"]] == [
        ("Animals", "category"),
        ("cats", "tag"),
    ]
    assert [(one["text"], one["commenter_name"], one["depth"]) for one in whole["comments"]] == [
        ("first", "Ann", 0),
        ("reply", "Ben", 1),
        ("deeper", "Ann", 2),
        ("on the item", "Cy", 0),
    ]
    assert whole["comments"][3]["list_item_id"] == whole["list_items"][1]["id"]


@pytest.mark.usefixtures("three")
def test_articles_come_in_the_order_asked_and_none_is_made_up(engine):
    with engine.connect() as connection:
        found = wholes(connection, [3, 99, 1])

    assert [whole["id"] for whole in found] == [3, 1]
    assert found[0]["embeds"] == found[0]["polls"] == []


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        (None, ["list", "plain", "goose"]),
        ("kind:list", ["list"]),
        ("-kind:list", ["plain", "goose"]),
        ("tag:cats", ["list"]),
        ("-tag:cats", ["plain", "goose"]),
        ("author:Ann kind:list", ["list"]),
        ("author:Ann -tag:cats", []),
        ("geese", ["goose"]),
        ("honey", ["goose"]),
        ('commenter:"Foggy Goose"', ["goose"]),
        ("cat* OR honey", ["list", "plain", "goose"]),
        ("zebra", []),
    ],
)
def test_a_search_means_all_articles_it_finds_anything_in(engine, typed, slugs):
    chosen = select_articles(engine, typed)

    assert [whole["url"].split("/")[3] for whole in read_whole(engine, chosen)] == slugs


def test_a_search_that_cannot_be_read_is_refused(engine):
    with pytest.raises(WrongQuery, match="quotation mark"):
        select_articles(engine, '"cats')
