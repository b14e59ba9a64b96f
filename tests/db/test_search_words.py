"""The words of texts: SQLite, PostgreSQL and Python agree on every one."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from boredcrawl.db.connection import make_engine
from boredcrawl.db.search.letters import CAPITALS, LETTERS, MARKS, SEPARATORS, SMALL, ranges, words

PATTERNS = ("{}", "q{}q", "Q{} ")


def characters():
    """Give all of the first scripts, and of the rest the ends of every range there is."""
    edges = [
        point
        for first, last in ranges(LETTERS)
        for point in (first - 1, first, last, min(last + 1, 0x10FFFF))
    ]
    young = [point for first, last in ranges(SEPARATORS) for point in range(first, last + 1)]
    points = {*range(1, 0x3000), *edges, *young, *map(ord, CAPITALS + SMALL + MARKS)}
    return [chr(point) for point in sorted(points) if not 0xD800 <= point <= 0xDFFF]


def folded(said):
    return [word.folded for word in words(said)]


@pytest.fixture
def tokens(migrated_sqlite):
    """Ask the index's own tokeniser, as the migration made it, for the words of texts."""
    with sqlite3.connect(migrated_sqlite) as made:
        (sql,) = made.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'comment_search'"
        ).fetchone()
    made.close()
    connection = sqlite3.connect(":memory:")
    connection.execute(sql.replace("content='comments', content_rowid='id'", "content=''"))
    connection.execute("CREATE VIRTUAL TABLE said USING fts5vocab(comment_search, 'instance')")

    def ask(texts):
        connection.execute("INSERT INTO comment_search (comment_search) VALUES ('delete-all')")
        connection.executemany(
            "INSERT INTO comment_search (rowid, text) VALUES (?, ?)", enumerate(texts, 1)
        )
        found = [[] for _ in texts]
        for term, row in connection.execute("SELECT term, doc FROM said ORDER BY doc, offset"):
            found[row - 1].append(term)
        return found

    yield ask
    connection.close()


def test_python_and_sqlite_agree_on_the_characters_of_every_script(tokens):
    said = [pattern.format(c) for c in characters() for pattern in PATTERNS[:2]]
    different = [s for s, found in zip(said, tokens(said), strict=True) if found != folded(s)]

    assert different == []


def test_python_and_postgresql_agree_on_the_characters_of_every_script(migrated_postgresql):
    said = characters()
    engine = make_engine(migrated_postgresql)
    different = []
    with engine.connect() as connection:
        for start in range(0, len(said), 10_000):
            piece = " . ".join(f"q{c}Q {c}" for c in said[start : start + 10_000])
            found = connection.execute(text("SELECT search_words(:said)"), {"said": piece}).scalar()
            different += [(a, b) for a, b in zip(found, folded(piece), strict=True) if a != b]
    engine.dispose()

    assert different == []


def test_what_is_folded_stays_as_it_is():
    assert folded(" ".join(SMALL)) == list(SMALL)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_they_agree_on_any_text(tokens, said):
    assert tokens([said]) == [folded(said)]


def test_emoji_divide_words_and_apostrophes_do():
    assert folded("lol🤣🙂ok it’s don't") == ["lol", "ok", "it", "s", "don", "t"]


def test_plain_text_has_the_words_it_has_beside_other_letters():
    plain = "".join(f"{chr(one)}a{chr(one)} " for one in range(128))

    assert list(words(plain)) == list(words(f"{plain}é"))[:-1]
    assert "aaa" in {word.folded for word in words(plain)}
