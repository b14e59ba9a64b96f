"""What changed between two texts, found by whatever URL an article was met at."""

from __future__ import annotations

import pytest

from boredcrawl.db.versions import article_at, differences, edits, revisions
from boredcrawl.exceptions import WrongOption
from boredcrawl.items import ListItem

URL = "https://www.example.com/cats/"


@pytest.fixture
def changed(engine):
    """Give what changed between two revisions, marked as a terminal without colour does."""

    def between(first, second):
        with engine.connect() as connection:
            known = revisions(connection, article_at(connection, URL))
        found = differences(known[first - 1], known[second - 1])
        return [(field, marked(pieces)) for field, pieces in found]

    return between


def marked(pieces):
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in pieces)


def test_the_words_that_changed_are_marked(store, page, changed):
    store.save([page(body_text="One cat.\n\nTwo cats sat.\n\nThree.")])
    store.save([page(hours=1, title="Cats!", body_text="One cat.\n\nTwo dogs sat.\n\nFour.")])

    assert changed(1, 2) == [
        ("title", "Cats{+!+}"),
        ("text", "Two [-cats-]{+dogs+} sat."),
        ("text", "[-Three.-]"),
        ("text", "{+Four.+}"),
    ]


def test_any_two_can_be_compared(store, page, changed):
    for hours, title in enumerate(("One", "Two", "Three")):
        store.save([page(hours=hours, title=title)])

    assert changed(1, 3) == [("title", "[-One-]{+Three+}")]
    assert changed(3, 1) == [("title", "[-Three-]{+One+}")]
    assert changed(2, 2) == []


def test_entries_that_voting_moved_did_not_change(store, page, changed):
    def listing(hours, *told):
        entries = tuple(
            ListItem(position=n, rank=n + 1, title=title, text=text)
            for n, (title, text) in enumerate(told)
        )
        text = "\n\n".join(f"#{e.rank} {e.title}\n\n{e.text}" for e in entries)
        store.save([page(hours=hours, kind="list", list_items=entries, body_text=text)])

    listing(0, ("Tom", "A fine cat."), ("Tim", "Another cat."))
    listing(1, ("Tim", "Another cat."), ("Tom", "A fine old cat."))

    assert changed(1, 2) == [
        ("text", "A fine {+old +}cat."),
        ("item", "Tom\nA fine {+old +}cat."),
    ]


def test_edits_of_comments_are_told_one_by_one(store, page, said, engine):
    for hours, words in enumerate(("A cat", "A big cat", "A big dog")):
        comment = said(words, identity="one")
        store.save([page(hours=hours, comments=(comment, said("never edited", position=1)))])
    with engine.connect() as connection:
        found = list(edits(connection, article_at(connection, URL)))

    assert [(edit.commenter, marked(edit.pieces)) for edit in found] == [
        ("Ann", "A {+big +}cat"),
        ("Ann", "A big [-cat-]{+dog+}"),
    ]
    assert found[0].after_at == found[1].before_at


@pytest.mark.parametrize(
    "address",
    [
        URL,
        "http://www.example.com/cats/",
        f"{URL}?utm_source=x#here",
        "https://example.com/old-name",
    ],
)
def test_an_article_is_found_by_any_of_its_urls(store, page, engine, address):
    store.save([page(urls=("https://example.com/old-name",))])
    with engine.connect() as connection:
        assert article_at(connection, address) == 1


def test_what_was_never_met_is_said_to_be(engine):
    with engine.connect() as connection, pytest.raises(WrongOption, match="has no article"):
        article_at(connection, URL)
