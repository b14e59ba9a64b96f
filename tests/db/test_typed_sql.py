"""SQL a person types: answered, and never obeyed."""

from __future__ import annotations

import _thread
import threading

import pytest

from boredcrawl.db.typed_sql import asking
from boredcrawl.exceptions import WrongOption


@pytest.fixture
def answered(engine, store, page):
    store.save([page()])

    def ask(statement, seconds=10):
        with asking(engine, statement, seconds) as answer:
            return answer.columns, list(answer.rows)

    return ask


def test_a_question_has_columns_and_rows(answered):
    assert answered("SELECT title, word_count FROM articles WHERE title LIKE 'C%'") == (
        ("title", "word_count"),
        [("Cats", 0)],
    )


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles",
        "UPDATE articles SET title = 'x' RETURNING id",
        "DROP TABLE comments",
        "CREATE TABLE mine (a int)",
        "SELECT 1; DELETE FROM articles",
        "COMMIT; DELETE FROM articles",
        "WITH gone AS (DELETE FROM articles RETURNING id) SELECT * FROM gone",
        "selec",
        "",
    ],
)
def test_nothing_can_be_changed(answered, rows, statement):
    with pytest.raises(WrongOption):
        answered(statement)

    assert rows("SELECT count(*) FROM articles") == [(1,)]


def test_settings_of_the_file_stay_as_they_are(engine, answered):
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has pragmas")
    with pytest.raises(WrongOption, match="not authorized"):
        answered("PRAGMA journal_mode = DELETE")

    assert answered("PRAGMA journal_mode")[1] == [("wal",)]
    assert answered("PRAGMA table_info(articles)")[1]


def test_no_other_file_is_made(engine, answered, tmp_path):
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has files to attach")
    with pytest.raises(WrongOption, match="not authorized"):
        answered(f"ATTACH '{tmp_path}/other.db' AS other")

    assert not (tmp_path / "other.db").exists()


def test_a_question_without_end_is_stopped(answered):
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    )

    with pytest.raises(WrongOption, match=r"stopped after 0\.2 seconds"):
        answered(endless, 0.2)


def test_what_was_told_one_connection_is_forgotten(answered, store, page):
    answered("SELECT 1")

    store.save([page("dogs")])
    assert answered("SELECT count(*) FROM articles")[1] == [(2,)]


def test_a_question_that_is_interrupted_ends_as_interrupted(answered):
    threading.Timer(0.3, _thread.interrupt_main).start()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"

    with pytest.raises(KeyboardInterrupt):
        answered(f"SELECT count(*) FROM ({endless}) AS counted", seconds=30)
