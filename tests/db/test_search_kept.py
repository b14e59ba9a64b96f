"""The indexes follow the rows, by whatever way these change."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import delete, text, update

from boredcrawl.db.models import Article, Comment
from boredcrawl.db.search.finding import search
from boredcrawl.db.search.forgetting import forget


@pytest.fixture
def found(engine):
    """Count the hits of a search."""
    return lambda typed: len(search(engine, typed).hits)


@pytest.fixture
def whole(engine):
    """Say whether every index holds just what its table does."""

    def ask():
        for index, owners in (
            ("article_search", "articles"),
            ("list_item_search", "list_items"),
            ("comment_search", "comments"),
        ):
            with engine.begin() as connection:
                if engine.dialect.name == "sqlite":
                    # Raises where the index and the texts differ.
                    check = f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"
                    connection.execute(text(check))
                    continue
                ids = f"SELECT array_agg(id ORDER BY id) FROM {index}"
                of_rows = f"SELECT array_agg(id ORDER BY id) FROM {owners}"
                if connection.execute(
                    text(f"SELECT ({ids}) IS DISTINCT FROM ({of_rows})")
                ).scalar():
                    return False
        return True

    return ask


def test_an_edit_replaces_the_words(store, page, said, found, whole):
    store.save([page(title="Kittens", comments=(said("Lovely", identity="1"),))])
    store.save([page(title="Puppies", comments=(said("Horrid", identity="1"),), hours=1)])

    assert (found("kittens"), found("puppies")) == (0, 1)
    assert (found("lovely"), found("horrid")) == (0, 1)
    assert whole()


def test_what_goes_by_cascade_goes_from_the_indexes(engine, store, full, found, whole):
    store.save([full("a"), full("b")])
    before = found("deeper")
    with engine.begin() as connection:
        # Answers refer to what they answer, without a cascade.
        connection.execute(update(Comment).values(parent_id=None))
        connection.execute(delete(Article).where(Article.url.contains("/a/")))

    assert (before, found("deeper"), found("tom")) == (2, 1, 1)
    assert whole()


def test_people_may_change_texts_by_sql(engine, store, full, found, whole):
    store.save([full()])
    with engine.begin() as connection:
        connection.execute(text("UPDATE comments SET text = 'elephants' WHERE text = 'deeper'"))
        connection.execute(text("UPDATE list_items SET title = NULL WHERE title = 'Tom'"))
        connection.execute(text("UPDATE articles SET title = NULL, body_text = ''"))

    assert (found("elephants"), found("deeper"), found("tom"), found("cats")) == (1, 0, 0, 0)
    assert whole()


def test_a_visit_that_changes_no_text_writes_no_index(engine, store, full, whole):
    store.save([full()])
    if engine.dialect.name == "sqlite":
        size = "SELECT count(*), sum(length(block)) FROM comment_search_data"
    else:
        size = "SELECT count(*), sum(xmin::text::bigint) FROM comment_search"
    with engine.connect() as connection:
        before = connection.execute(text(size)).one()
    store.save([full(hours=1)])
    with engine.connect() as connection:
        after = connection.execute(text(size)).one()

    assert after == before
    assert whole()


def test_a_text_of_any_length_can_be_stored_and_found(store, page, found):
    endless = " ".join(f"w{n}" for n in range(60_000))
    store.save([page(body_text=f"{endless} {'x' * 5000} end", title="t " * 20_000)])

    assert (found("w29000"), found('"w1 w2"'), found('"w29000 w29001"')) == (1, 1, 1)


def test_a_gone_comment_is_found_and_said_to_be_gone(engine, store, page, said):
    store.save([page(comments=(said("elephant"), said("b")), comments_complete=True)])
    store.save([page(comments=(said("b"),), comments_complete=True, hours=1)])
    (hit,) = search(engine, "elephant").hits

    assert hit.gone_at is not None


def test_of_what_was_deleted_and_forgotten_no_word_is_left_in_the_file(
    engine, store, page, said, found
):
    store.save([page(comments=(said("Xylophagous beetles"), said("kept")))])
    with engine.begin() as connection:
        connection.execute(delete(Comment).where(Comment.text.startswith("Xylo")))
        connection.execute(text("DELETE FROM changes WHERE comment_id IS NOT NULL"))
        forget(connection)

    assert (found("xylophagous"), found("kept")) == (0, 1)
    if engine.dialect.name == "sqlite":
        engine.dispose()
        file = Path(engine.url.database)
        connection = sqlite3.connect(file)
        connection.execute("VACUUM")
        connection.close()
        assert b"ylophag" not in file.read_bytes().lower()


def test_comments_stored_together_are_one_piece_of_the_index(engine, store, page, said):
    if engine.dialect.name == "postgresql":
        pytest.skip("pieces are FTS5's")
    store.save([page(comments=tuple(said(f"word{n}", identity=f"{n}") for n in range(64)))])
    with engine.connect() as connection:
        # FTS5's account of its pieces: levels, pieces, and how many pages were ever written.
        account = connection.execute(text("SELECT block FROM comment_search_data WHERE id = 10"))
        _, pieces, written = account.scalar_one()[4:7]

    assert (pieces, written) == (1, 1)


def test_every_index_merges_its_pieces_by_eights(engine):
    if engine.dialect.name == "postgresql":
        pytest.skip("pieces are FTS5's")
    with engine.connect() as connection:
        by = [
            connection.execute(text(f"SELECT v FROM {index}_config WHERE k = 'automerge'")).scalar()
            for index in ("article_search", "list_item_search", "comment_search")
        ]

    assert by == [8, 8, 8]
