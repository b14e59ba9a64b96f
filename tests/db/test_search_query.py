"""The language of searches: what can be said, and what is said of what cannot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boredcrawl.db.search.query import Choice, Term, parse
from boredcrawl.db.search.snippets import snippet
from boredcrawl.exceptions import WrongQuery


def test_a_query_of_everything_is_understood():
    query = parse(
        'Crème "two words" cat* dogs OR puppies -vet -"no thanks" site:boredpanda '
        'author:"Ann Lee" -commenter:Bob kind:list kind:story tag:animals '
        "after:2026-01-31 before:2026-02-28 in:comment in:title"
    )

    assert query.clauses == (
        (Term(("creme",)),),
        (Term(("two", "words")),),
        (Term(("cat",), is_prefix=True),),
        (Term(("dogs",)), Term(("puppies",))),
    )
    assert query.unwanted == (Term(("vet",)), Term(("no", "thanks")))
    assert query.filters.site == Choice(("boredpanda",))
    assert query.filters.author == Choice(("Ann Lee",))
    assert query.filters.commenter == Choice((), ("Bob",))
    assert query.filters.kind == Choice(("list", "story"))
    assert query.filters.after == datetime(2026, 1, 31, tzinfo=UTC)
    assert query.filters.before == datetime(2026, 2, 28, tzinfo=UTC)
    assert query.filters.places == {"comment", "title"}


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("don't", [("don", "t")]),
        ("“two words”", [("two", "words")]),
        ("cats & dogs", [("cats",), ("dogs",)]),
        ("https://x.com/a", [("https", "x", "com", "a")]),
        ("12:30", [("12", "30")]),
        ("or", [("or",)]),
        ("Update: cats", [("update",), ("cats",)]),
    ],
)
def test_punctuation_is_what_it_is_in_texts(typed, terms):
    assert [term.words for term in parse(typed).wanted] == terms


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", "nothing to look for"),
        ("!!!", "nothing to look for"),
        ("🙂", "nothing to look for"),
        ("-cats", "write cats -dogs"),
        ('"cats', "not closed"),
        ("ca*ts", "end of a word"),
        ("ca*", "at least 3 letters"),
        ("*", "at least 3 letters"),
        ("OR cats", "between two words"),
        ("cats OR", "between two words"),
        ("cats OR OR dogs", "between two words"),
        ("cats OR -dogs", "OR joins"),
        ("cats OR kind:list", "between two words"),
        ("auther:Ann", "no filter auther"),
        ("site:", "site:"),
        ('site:""', "needs a value"),
        ("kind:lists", "story, list, community, article"),
        ("in:comments", "title, body, item, comment"),
        ("after:2026", "after:2026-01-31"),
        ("before:2026-02-30", "is no day"),
        ("-in:title", "turned around"),
        ("commenter:Ann in:title", "in: leaves out"),
        ("cat " * 51, "at most 50 words"),
        ("c" * 201, "at most 200 letters"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(typed, hint):
    with pytest.raises(WrongQuery, match=r"^[^\n]+$") as error:
        parse(typed)

    assert hint in str(error.value)


@given(typed=st.text(st.sampled_from(list('ab" *-:ORincomt\t🙂é“”\0\ud83d')), max_size=30))
def test_nothing_typed_fails_otherwise(typed):
    try:
        parse(typed)
    except WrongQuery as error:
        assert str(error)  # noqa: PT017 - it may also be understood


def test_a_snippet_shows_most_of_the_words_and_says_where():
    text = "cats " + "lorem ipsum " * 50 + "cats and dogs play. " + "lorem ipsum " * 50
    piece = snippet(text, parse("cats dogs").wanted)

    assert [piece.text[a:b] for a, b in piece.ranges] == ["cats", "dogs"]
    assert (piece.is_cut_before, piece.is_cut_after) == (True, True)
    assert len(piece.text) <= 220


@given(
    said=st.text(max_size=400),
    typed=st.sampled_from(["a", "abc* OR b", '"a b"', "é"]),
    length=st.integers(10, 300),
)
def test_a_snippet_is_a_piece_of_its_text(said, typed, length):
    piece = snippet(said, parse(typed).wanted, length)

    assert piece.text in said
    assert all(0 <= start < end <= len(piece.text) for start, end in piece.ranges)
    assert list(piece.ranges) == sorted(piece.ranges)
