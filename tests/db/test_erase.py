"""A person erased from the tables, and what later visits make of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Text, cast, select, text

from boredcrawl.cleaning.pseudonyms import Seal
from boredcrawl.db import erase, frontier, people
from boredcrawl.db.changes import follow
from boredcrawl.db.models import Base, Visit, table
from boredcrawl.db.privacy import Privacy
from boredcrawl.db.search.finding import search
from boredcrawl.db.shrink import shrink
from boredcrawl.db.store import Store
from boredcrawl.db.transaction import reading
from boredcrawl.exceptions import DatabaseTrouble, WrongOption
from boredcrawl.items import Author, Commenter, Link, ListItem, Poll, PollOption

ANN = "https://www.example.com/user/Annika-Vell/"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
VISITS = table(Visit)
SIGNS = ("Annika Vell", "annika-vell", "secret", "user/Annika-Vell")


@pytest.fixture
def privacy(tmp_path):
    return Privacy(key_file=tmp_path / "privacy.key")


@pytest.fixture
def store(engine, privacy):
    return Store(engine, privacy)


@pytest.fixture
def save(store, thread):
    """Store the thread, as it was found at some hours."""
    return lambda *hours: store.save([thread(hours=hour) for hour in hours])


@pytest.fixture
def thread(page, said):
    """Make a visit of a thread in which Annika speaks, is answered, and is spoken of."""

    def make(*, hours=0, words="my secret", **fields):
        ann = Commenter(name="Annika Vell", url=ANN, role="Member")
        comments = [
            said(f"{words} is a heron", position=0, score=3, identity="1a"),
            said("@Annika Vell no!", "Ben", parent=0, depth=1, position=1, identity="2b"),
            said("Same!", parent=1, depth=2, position=2, identity="3c"),
            said("Same!", "Cy", position=3, identity="4d"),
        ]
        for comment in comments:
            if comment.commenter.name == "Ann":
                comment.commenter = ann
        comments[1].html = f'<p>@<a href="{ANN}">Annika Vell</a> no!</p>'
        whole = {
            "title": "Herons",
            "body_text": "A heron.\n\nAnnika Vell saw it.",
            "highlights": ("Annika Vell!",),
            "list_items": (ListItem(position=0, title="By Annika Vell", credit_url=ANN),),
            "comments": tuple(comments),
            "comments_declared": len(comments),
            "comments_complete": True,
            **fields,
        }
        return page("herons", hours=hours, **whole)

    return make


@pytest.fixture
def target(engine):
    def find(given, site=None):
        with reading(engine) as connection:
            return people.the_one(given, people.candidates(connection, given, site))

    return find


@pytest.fixture
def erased(engine, privacy, target):
    """Erase somebody."""

    def run(given=ANN):
        whom = target(given)
        erase.remember(engine, whom, privacy)
        return erase.erase(engine, whom, privacy, NOW)

    return run


@pytest.fixture
def found(engine):
    """Say in which columns any of the signs stands."""

    def look(*signs):
        places = []
        with engine.connect() as connection:
            for kept in Base.metadata.sorted_tables:
                for column in kept.columns:
                    values = connection.execute(select(cast(column, Text))).scalars()
                    if any(sign in (value or "") for value in values for sign in signs or SIGNS):
                        places.append(f"{kept.name}.{column.name}")
        return places

    return look


THREAD = "SELECT path, depth, text, html, commenter_id, gone_at FROM comments ORDER BY path"


def test_nothing_of_the_person_is_left_in_any_column(store, thread, erased, found):
    store.save([thread(), thread(hours=1, words="my old secret")])
    done = erased()

    assert (done.comments, done.revisions) == (2, 2)
    assert found() == []
    assert done.left == {}
    assert done.mentions["articles.body_text"] == 1
    assert done.mentions["list_items.credit_url"] == 1


def test_replies_stay_under_the_place_that_is_left(store, thread, erased, rows):
    store.save([thread()])
    before = rows("SELECT id, parent_id, path, depth FROM comments ORDER BY id")
    erased()

    assert rows("SELECT id, parent_id, path, depth FROM comments ORDER BY id") == before
    assert rows("SELECT text FROM comments ORDER BY position") == [
        ("",),
        ("@[erased] no!",),
        ("",),
        ("Same!",),
    ]
    assert rows("SELECT count(*) FROM comment_scores") == [(0,)]


def test_the_next_visit_brings_nothing_back_and_finds_nothing_new(save, erased, found, rows):
    save(0)
    erased()
    threads = rows(THREAD)
    outcomes = save(2, 3)

    assert outcomes == ["unchanged", "unchanged"]
    assert found() == []
    assert rows(THREAD) == threads
    assert rows("SELECT count(*) FROM article_revisions") == [(1,)]
    assert rows("SELECT rule, count FROM article_dropped") == [("erased person", 2)]


def test_what_the_person_says_later_is_stored_as_a_place_alone(store, thread, erased, found, rows):
    store.save([thread()])
    erased()
    visit = thread(hours=1)
    new = replace(visit.article.comments[0], text="another secret", position=4, identity="5e")
    visit.article.comments = (*visit.article.comments, new)
    store.save([visit])

    assert found() == []
    assert rows("SELECT text, identity LIKE 'anon:%' FROM comments ORDER BY id")[-1] == ("", True)


def test_an_edit_of_an_erased_comment_is_none(store, thread, erased, rows):
    store.save([thread()])
    erased()
    store.save([thread(hours=1, words="another secret")])

    assert rows("SELECT count(*) FROM comment_revisions") == [(0,)]
    assert rows("SELECT comments_edited FROM visits ORDER BY id") == [(0,), (0,)]


def test_identities_that_were_made_of_the_name_cannot_be_tried_out(store, thread, erased, rows):
    store.save([thread()])
    erased()
    kept = [identity for (identity,) in rows("SELECT identity FROM comments ORDER BY position")]

    assert [one.startswith("anon:") for one in kept] == [True, True, True, False]


def test_a_name_others_bear_stays_where_it_may_mean_them(store, thread, erased, said, rows):
    namesake = said("I am another", position=4, identity="5e")
    namesake.commenter = Commenter(name="Annika Vell", url="https://www.example.com/user/av2/")
    visit = thread()
    visit.article.comments = (*visit.article.comments, namesake)
    store.save([visit])
    done = erased()

    assert rows("SELECT name, url FROM commenters WHERE name = 'Annika Vell'") == [
        ("Annika Vell", "https://www.example.com/user/av2/")
    ]
    assert rows("SELECT body_text FROM articles") == [("A heron.\n\nAnnika Vell saw it.",)]
    assert done.left["articles.body_text"] == 1


def test_of_several_people_of_one_name_the_address_is_asked_for(store, thread, target, said):
    namesake = said("I am another", position=4, identity="5e")
    namesake.commenter = Commenter(name="Annika Vell", url="https://www.example.com/user/av2/")
    visit = thread()
    visit.article.comments = (*visit.article.comments, namesake)
    store.save([visit])

    with pytest.raises(WrongOption, match=r"2 people are called 'Annika Vell'.*user/av2/"):
        target("Annika Vell")


def test_the_bylines_of_who_writes_too_stay(store, thread, erased, rows):
    store.save([thread(authors=(Author(name="Annika Vell", url=ANN),))])
    done = erased()

    assert rows("SELECT name, url FROM authors") == [("Annika Vell", ANN)]
    assert rows("SELECT count(*) FROM comments WHERE text LIKE '%secret%'") == [(0,)]
    assert done.left["authors.name"] == 1


def test_a_rehearsal_changes_nothing(engine, save, target, rows):
    save(0)
    before = rows(THREAD)
    done = erase.rehearse(engine, target(ANN), Seal(b"any key", "example"), NOW)

    assert done.comments == 2
    assert rows(THREAD) == before
    assert rows("SELECT count(*) FROM commenters") == [(3,)]


def test_an_address_in_another_spelling_is_the_same_profile(store, thread, target):
    store.save([thread()])

    assert target("http://example.com/user/annika-vell").ids == target(ANN).ids


def test_an_address_is_remembered_though_nothing_is_stored_of_it(store, page, said, erased, rows):
    store.save([page(comments=(said("hello"),))])
    erased("https://www.example.com/user/Stranger-1/")
    new = said("a secret", "Stranger-1", position=1)
    store.save([page(hours=1, comments=(said("hello"), new))])

    assert rows("SELECT text FROM comments ORDER BY id") == [("hello",), ("",)]


def test_without_its_key_a_database_with_erased_people_takes_nothing(
    engine, store, thread, erased, privacy
):
    store.save([thread()])
    erased()
    privacy.key_file.unlink()

    with pytest.raises(DatabaseTrouble, match="there is no key"):
        store.save([thread(hours=1)])
    with pytest.raises(DatabaseTrouble, match="its key must be named"):
        Store(engine).save([thread(hours=1)])


def test_another_key_is_refused(store, thread, erased, privacy):
    store.save([thread()])
    erased()
    privacy.key_file.unlink()
    privacy.seal("example", make=True)

    with pytest.raises(DatabaseTrouble, match="is not the key that example was erased with"):
        store.save([thread(hours=1)])


def test_the_file_holds_nothing_of_what_was_erased(engine, save, erased, tmp_path):
    save(0)
    erased()
    shrink(engine)
    if engine.dialect.name != "sqlite":
        return
    files = [path for path in tmp_path.iterdir() if path.name.startswith("boredcrawl.db")]
    data = b"".join(path.read_bytes() for path in files)

    assert [sign for sign in SIGNS if sign.encode() in data] == []
    with closing(sqlite3.connect(tmp_path / "boredcrawl.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_nothing_of_the_person_is_found_by_searching(engine, save, erased):
    save(0)
    before = [len(search(engine, typed).hits) for typed in ("secret", '"annika vell"', "heron")]
    erased()
    after = [len(search(engine, typed).hits) for typed in ("secret", '"annika vell"', "heron")]

    assert before[0] == 1
    assert before[1] >= 2
    assert after == [0, 0, before[2] - 1]


def test_a_source_gives_no_title_with_the_name_in_it_again(engine, save, erased, privacy, rows):
    save(0)
    erased()
    known, new = "https://www.example.com/herons/", "https://www.example.com/new/"
    links = [Link(url=url, title="Annika Vell, And A Heron") for url in (known, new)]
    for _ in range(2):
        frontier.enter(engine, 1, links, now=NOW, privacy=privacy)

    assert rows("SELECT url, title FROM frontier ORDER BY url") == [
        (known, "[erased], And A Heron"),
        (new, "[erased], And A Heron"),
    ]


def test_those_who_follow_learn_what_to_forget_and_not_of_whom(engine, save, erased):
    save(0, 1)
    last = [entry.cursor for entry in follow(engine)][-1]
    erased()
    told = list(follow(engine, cursor=last))

    assert {entry.change for entry in told} == {"erased"}
    assert [(entry.kind, entry.text) for entry in told] == [
        ("article", None),
        ("comment", ""),
        ("comment", "@[erased] no!"),
        ("comment", ""),
    ]
    assert [entry.commenter for entry in told] == [None, None, "Ben", None]
    assert "Annika" not in repr(list(follow(engine)))
    assert "secret" not in repr(list(follow(engine)))


def test_a_poll_and_an_earlier_text_are_told_too(engine, store, thread, erased):
    poll = Poll(question="Who?", options=(PollOption(text="Annika Vell", votes=1),))
    words = {"title": "No herons", "body_text": "", "highlights": (), "list_items": ()}
    store.save([thread(**words, polls=(poll,))])
    edited = thread(**words, polls=(poll,), hours=1)
    edited.article.comments[1].text = edited.article.comments[1].html = "no!"
    store.save([edited])
    last = [entry.cursor for entry in follow(engine)][-1]
    erased()

    assert [(entry.kind, entry.text) for entry in follow(engine, cursor=last)] == [
        ("article", None),
        ("comment", ""),
        ("comment", "no!"),
        ("comment", ""),
    ]


def test_visits_follow_their_answers_and_only_those_that_moved(engine, save, rows):
    save(0, 1)
    with engine.begin() as connection:
        connection.execute(text("UPDATE visits SET warc_file = 'warc/a', warc_offset = id * 100"))
    with engine.connect() as connection:
        first, second = connection.execute(
            select(VISITS.c.fetched_at).order_by(VISITS.c.id)
        ).scalars()
    moved = erase.settle(engine, "warc/a", {first: [7], second: [3, 200]})

    assert moved == 1
    assert rows("SELECT warc_offset FROM visits ORDER BY id") == [(7,), (200,)]
