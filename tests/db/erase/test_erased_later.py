"""What later visits make of a person who was erased, and what those who follow are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from boredcrawl.db import frontier
from boredcrawl.db.changes import follow
from boredcrawl.db.store import Store
from boredcrawl.exceptions import DatabaseTrouble
from boredcrawl.items import Link, Poll, PollOption

NOW = datetime(2026, 11, 23, tzinfo=UTC)


THREAD = "SELECT path, depth, text, html, commenter_id, gone_at FROM comments ORDER BY path"


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
