"""A person erased from the tables: what is left, and what is not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text

from boredcrawl.cleaning.pseudonyms import Seal
from boredcrawl.db import erase
from boredcrawl.db.models import Visit, table
from boredcrawl.db.search.finding import search
from boredcrawl.db.shrink import shrink
from boredcrawl.exceptions import WrongOption
from boredcrawl.items import Author, Commenter

ANN = "https://www.example.com/user/Annika-Vell/"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
VISITS = table(Visit)
SIGNS = ("Annika Vell", "annika-vell", "secret", "user/Annika-Vell")


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
