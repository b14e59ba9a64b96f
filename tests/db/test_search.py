"""Search: the same hits on both databases."""

from __future__ import annotations

import random
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Base
from boredcrawl.db.search import postgresql, sqlite, windows
from boredcrawl.db.search.finding import search
from boredcrawl.db.store import Store
from boredcrawl.exceptions import WrongQuery
from boredcrawl.items import Article, Author, Comment, Commenter, ListItem, Tag, Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = ("cat", "cats", "dog", "café", "the", "at", "home", "sat", "Straße", "привет", "don’t")


def visit(slug, *, site="example", days=0, **fields):
    at = NOON + timedelta(days=days)
    url = f"https://{site}.com/{slug}/"
    fields = {"published_at": at, "kind": "story", **fields}
    article = Article(url=url, site=site, fetched_at=at, **fields)
    article.comments_captured = len(article.comments)
    return Visit(url=url, site=site, fetched_at=at, status=200, article=article)


def said(words, by="Ann", **fields):
    who = Commenter(name=by, url=f"https://example.com/user/{by}")
    return Comment(commenter=who, text=words, html=words, identity=words, **fields)


def corpus():
    """Make articles whose words are few, so that searches of them find much."""
    chance = random.Random(7)

    def say(few, many):
        return " ".join(chance.choices(WORDS, k=chance.randint(few, many)))

    yield visit(
        "special",
        title="A Cat In The Attic",
        body_text="The “café” was closed. Nobody sat at home.",
        kind="list",
        authors=(Author(name="Ann Lee", url="https://example.com/author/ann"),),
        tags=(Tag(name="animals"),),
        list_items=(ListItem(position=0, rank=1, title="Tom the cat", text="He sat on it."),),
        comments=(said("What a café! A very fine café.", "Bob"), said("No.", "Cy", score=3)),
    )
    # More of one word than a tsvector has places for, and a phrase behind them.
    yield visit("long", title="Long", body_text="purple " * 300 + "elephant. " + "purple rain " * 9)
    yield visit("mirror", site="example@127.0.0.1:8000", title="Mirrored cat", body_text="dog dog")
    for n in range(60):
        yield visit(
            f"n{n}",
            days=-n,
            title=say(1, 5),
            body_text=say(5, 30),
            kind=("story", "list", "community")[n % 3],
            authors=(Author(name=f"Author {n % 4}"),),
            tags=(Tag(name=f"tag {n % 5}"),),
            list_items=tuple(
                ListItem(position=i, title=say(1, 3), text=say(2, 9)) for i in range(n % 3)
            ),
            comments=tuple(
                said(f"{say(1, 12)} {n}.{i}", f"User {i}", posted_at=NOON - timedelta(days=n))
                for i in range(n % 7)
            ),
        )


@pytest.fixture(scope="module")
def both(tmp_path_factory, migrated_sqlite, migrated_postgresql):
    """The same articles in either database."""
    file = tmp_path_factory.mktemp("search") / "boredcrawl.db"
    shutil.copy(migrated_sqlite, file)
    url = migrated_postgresql.render_as_string(hide_password=False)
    engines = [open_database(f"sqlite:///{file}"), open_database(url)]
    with engines[1].begin() as connection:
        tables = ", ".join(Base.metadata.tables)
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
    for engine in engines:
        Store(engine).save(list(corpus()))
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture
def everywhere(both):
    """Search both databases, all pages; give what was found, which must be the same."""

    def ask(typed, **options):
        found = [set(keys(everything(engine, typed, **options))) for engine in both]

        assert found[0] == found[1], typed
        return found[0]

    return ask


def keys(hits):
    return [(hit.kind, hit.article_id, hit.id) for hit in hits]


def everything(engine, typed, limit=50):
    hits, cursor = [], None
    while True:
        page = search(engine, typed, limit=limit, cursor=cursor)
        hits += page.hits
        cursor = page.cursor
        if cursor is None:
            return hits


@pytest.fixture
def urls(both, everywhere):
    """Give the last parts of the URLs of the articles a search finds anything in."""

    def ask(typed):
        everywhere(typed)
        return {hit.url.split("/")[-2] for hit in everything(both[0], typed)}

    return ask


QUERIES = (
    *("cat", "CAFE", "strasse", "straße", "приВет", "привет*", "don't", "cat*", "nowhere", "t"),
    *('"the cat"', '"at home" cat', '"cat cat"', '"the caf"*', '"sat at home"', '"café the dog"'),
    *("cat -dog", "cat -dog -the", 'cat -"the dog"', "cat OR dog", "cat OR dog sat", "home -cat*"),
    *("in:title cat", "in:body cat", "in:item cat", "in:comment cat", "in:title in:item cat*"),
    *('in:body "the cat"', 'in:title "cat the"', "in:title cat -dog", "in:body home -cat*"),
    *("site:example cat", "site:nowhere cat", "-site:example cat", "SITE:Example cat"),
    *('author:"Author 1" cat', '-author:"author 1" cat', 'author:"Ann Lee" author:"Author 2"'),
    *("author:https://example.com/author/ann", 'commenter:"User 1"', 'commenter:"user 1" cat'),
    *('-commenter:"User 1" cat', "commenter:https://example.com/user/Bob", "kind:list cat"),
    *("-kind:list cat", "kind:list kind:story cat", 'tag:"tag 1" cat', 'tag:"Tag 1"', "tag:none"),
    *('-tag:"tag 1" cat', "after:2026-11-01 cat", "before:2026-11-01 cat", "before:2026-11-01"),
    *("after:2026-10-20 before:2026-11-01 the", "after:2026-10-20 before:2026-11-01 in:comment"),
    *('"purple elephant"', '"elephant purple"', '"purple rain"', "purple -elephant", "in:item"),
    *('purple -"purple elephant"', 'purple -"rain purple"', '"rain pur"*', '"purple purple"'),
)


@pytest.mark.parametrize("typed", QUERIES)
def test_both_databases_find_the_same(everywhere, typed):
    assert isinstance(everywhere(typed), set)


@pytest.mark.parametrize("typed", ["cat", "cat OR dog sat", 'author:"Author 1" cat', "in:comment"])
def test_paging_gives_everything_once_in_windows_too(both, everywhere, typed, monkeypatch):
    whole = everywhere(typed)
    for module in (windows, postgresql):
        monkeypatch.setattr(module, "WINDOW", 7)
    monkeypatch.setattr("boredcrawl.db.search.finding.WINDOW", 7)
    paged = [keys(everything(engine, typed, limit=5)) for engine in both]

    assert len(whole) > 20
    assert [sorted(found) for found in paged] == [sorted(whole)] * 2


@pytest.mark.parametrize("typed", ["cat", 'cat author:"Author 1"', "cat after:2026-11-01", "tag:x"])
def test_however_sqlite_applies_filters_it_finds_the_same(everywhere, typed, monkeypatch):
    collected = everywhere(typed)
    monkeypatch.setattr(sqlite, "FEW", 0)

    assert everywhere(typed) == collected


@pytest.mark.parametrize("typed", ["cat", '"the cat"', "cat kind:list", "cat -dog"])
def test_however_far_postgresql_looks_it_finds_the_same(everywhere, typed, monkeypatch):
    whole = everywhere(typed)
    monkeypatch.setattr(postgresql, "MOST", 1000)
    for module in (windows, postgresql):
        monkeypatch.setattr(module, "WINDOW", 3)
    monkeypatch.setattr("boredcrawl.db.search.finding.WINDOW", 3)

    assert everywhere(typed) == whole


def test_what_is_found_is_what_was_asked_for(urls):
    assert urls('"at home" nobody') == {"special"}
    assert urls('in:title "in the attic"') == {"special"}
    assert urls('author:"ann lee"') == {"special"}
    assert urls("site:example mirrored") == {"mirror"}
    assert urls("commenter:Bob cafe") == {"special"}
    assert urls("in:item tom sat") == {"special"}
    assert urls('"elephant purple rain"') == {"long"}
    assert urls('"elephant rain"') == set()
    assert urls("commenter:Bob -cafe fine") == set()


def test_an_article_with_the_word_in_its_title_comes_first(both):
    first = [search(engine, "attic").hits[0] for engine in both]

    assert [hit.title.text for hit in first] == ["A Cat In The Attic"] * 2
    assert [hit.title.ranges for hit in first] == [((13, 18),)] * 2


def test_of_equals_the_newest_comes_first(both):
    numbers = [[hit.id for hit in search(e, "after:2026-11-01 in:comment").hits] for e in both]

    assert numbers[0] == sorted(numbers[0], reverse=True)
    assert numbers[1] == numbers[0]


def test_a_hit_says_who_said_what_where_and_when(both):
    for engine in both:
        (hit,) = search(engine, '"fine café" commenter:Bob').hits

        assert (hit.kind, hit.site, hit.name) == ("comment", "example", "Bob")
        assert (hit.url, hit.title.text) == ("https://example.com/special/", "A Cat In The Attic")
        assert [hit.text.text[a:b] for a, b in hit.text.ranges] == ["fine café"]
        assert (hit.title.ranges, hit.gone_at, hit.at) == ((), None, NOON)


@pytest.mark.parametrize("cursor", ["x", "1", "1.", "-1.0", "1.2.3", "9" * 40 + ".0", "٣.٣"])
def test_a_cursor_that_is_none_is_refused(both, cursor):
    with pytest.raises(WrongQuery, match="is no cursor"):
        search(both[0], "cat", cursor=cursor)


def test_behind_the_last_page_there_is_nothing(both):
    assert [search(engine, "cat", cursor="99999.99999").hits for engine in both] == [(), ()]


FRAGMENTS = (
    *(
        '"',
        "'",
        "''",
        "\\",
        ";--",
        "*",
        "-",
        "OR",
        "AND",
        "NOT",
        "NEAR(",
        ")",
        "{title}:",
        "^",
        "+",
    ),
    *(":*A", "<->", "&", "|", "!", "%", "%s", ":x", "$1", "\0", "\ud83d", "cat", "cats*", "café"),
    *("site:", "author:'", "in:title", "after:2026-01-01", "before:9999-12-31", "after:0001-01-01"),
    *('tag:"%"', "commenter:://", "a" * 200, " ", "\t", "\x1c", "\u3000", "привет*", "🙂"),
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=5), max_size=6), glue=...)
def test_whatever_is_typed_is_answered_alike_or_refused_in_a_sentence(
    both, parts: list[str], glue: bool
):
    typed = ("" if glue else " ").join(parts)
    answers = []
    for engine in both:
        try:
            answers.append(sorted(keys(everything(engine, typed))))
        except WrongQuery as error:
            answers.append(str(error))

    assert answers[0] == answers[1]
