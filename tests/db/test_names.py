"""Names kept, replaced or left out: comments stay the same whatever was chosen when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from boredcrawl.cleaning.naming import unname
from boredcrawl.db import erase
from boredcrawl.db.keys import require_key
from boredcrawl.db.people import candidates, the_one
from boredcrawl.db.privacy import Privacy
from boredcrawl.db.retention import count_old, retire
from boredcrawl.db.store import Store
from boredcrawl.db.transaction import reading
from boredcrawl.exceptions import WrongOption

MODES = ("keep", "pseudonym", "drop")


@pytest.fixture
def crawl(engine, page, said, tmp_path):
    """Store one thread as a crawl would that treats names in some way."""

    def run(names, *, hours=0, more=()):
        privacy = Privacy(names=names, key_file=tmp_path / "privacy.key")
        require_key(engine, privacy)
        comments = (
            said("I am first", identity="1a"),
            said("@Ann no", "Ben", parent=0, depth=1, position=1, identity="2b"),
            said("Same!", "Cy", position=2, identity="3c"),
            said("By its id", "Dee", position=3, identity="site:7", site_comment_id="7"),
            *more,
        )
        visit = page(hours=hours, comments=comments, comments_declared=4, comments_complete=True)
        for comment in comments:
            comment.posted_at = visit.fetched_at - timedelta(days=400 - 100 * comment.position)
        if names != "keep":
            unname(visit.article, privacy.seal("example"), drop=names == "drop")
        store = Store(engine, privacy)
        store.save([visit])
        return store.counts

    return run


@pytest.fixture
def people(rows):
    """Say by whom the comments are."""
    query = """SELECT p.name, p.url FROM comments c
        LEFT JOIN commenters p ON p.id = c.commenter_id ORDER BY c.position"""
    return lambda: rows(query)


@pytest.mark.parametrize("names", MODES)
def test_comments_are_the_same_at_every_visit(crawl, rows, names):
    crawl(names)
    before = rows("SELECT id, identity, text, commenter_id FROM comments ORDER BY id")
    counts = crawl(names, hours=1)

    assert rows("SELECT id, identity, text, commenter_id FROM comments ORDER BY id") == before
    assert (counts["comments/new"], counts["comments/edited"], counts["comments/gone"]) == (0, 0, 0)


@pytest.mark.parametrize("first", MODES)
@pytest.mark.parametrize("then", MODES)
def test_another_choice_makes_no_comment_new(crawl, rows, first, then):
    crawl(first)
    before = rows("SELECT id FROM comments ORDER BY id")
    counts = crawl(then, hours=1)

    assert rows("SELECT id FROM comments ORDER BY id") == before
    assert (counts["comments/new"], counts["comments/gone"]) == (0, 0)


def test_a_pseudonym_is_one_persons_and_says_nothing_of_them(crawl, people, rows, said):
    crawl("pseudonym", more=(said("And again", position=4, identity="5e"),))
    names = [name for name, _ in people()]

    assert names[0] == names[4]
    assert len(set(names)) == 4
    assert all(name.startswith("anon-") for name in names)
    assert rows("SELECT DISTINCT url FROM commenters") == [(None,)]
    assert rows("SELECT text FROM comments WHERE depth = 1") == [(f"@{names[0]} no",)]


def test_dropped_names_leave_nobody(crawl, people, rows):
    crawl("drop")

    assert people() == [(None, None)] * 4
    assert rows("SELECT count(*) FROM commenters") == [(0,)]
    assert rows("SELECT text FROM comments WHERE depth = 1") == [("@[name] no",)]


def test_keeping_names_makes_no_key(crawl, tmp_path):
    crawl("keep")

    assert not (tmp_path / "privacy.key").exists()


def test_a_wrong_choice_is_refused_in_one_line():
    with pytest.raises(WrongOption, match="write keep, pseudonym or drop"):
        Privacy.of({"COMMENTER_NAMES": "hash", "ARCHIVE_DIR": "archive"})


@pytest.fixture
def retired(engine, crawl, tmp_path, page):
    """Store a thread with names, and replace those of comments older than 250 days."""

    def run(*, whole=False):
        crawl("keep")
        privacy = Privacy(key_file=tmp_path / "privacy.key")
        before = page().fetched_at - timedelta(days=250)
        expected = count_old(engine, None, before, whole=whole)
        changed = retire(engine, privacy, None, before, whole=whole)

        assert (expected, changed) == (2, 2)
        assert count_old(engine, None, before, whole=whole) == 0

    return run


def test_names_of_old_comments_are_replaced_and_of_others_kept(retired, people, rows):
    retired()
    names = [name for name, _ in people()]

    assert [name[:5] for name in names] == ["anon-", "anon-", "Cy", "Dee"]
    assert rows("SELECT name FROM commenters WHERE name IN ('Ann', 'Ben')") == []


def test_a_name_that_was_replaced_does_not_come_back(crawl, retired, people, rows):
    retired()
    before = people()
    counts = crawl("keep", hours=1)

    assert people() == before
    assert rows("SELECT name FROM commenters WHERE name IN ('Ann', 'Ben')") == []
    assert (counts["comments/new"], counts["comments/gone"]) == (0, 0)


def test_old_comments_can_be_emptied_for_good(crawl, retired, people, rows):
    retired(whole=True)
    crawl("keep", hours=1)

    assert rows("SELECT text FROM comments ORDER BY position") == [
        ("",),
        ("",),
        ("Same!",),
        ("By its id",),
    ]
    assert [name for name, _ in people()] == [None, None, "Cy", "Dee"]
    assert rows("SELECT count(*) FROM comment_revisions") == [(0,)]


def test_a_site_nothing_is_stored_of_is_refused(engine, page, tmp_path):
    privacy = Privacy(key_file=tmp_path / "privacy.key")
    with pytest.raises(WrongOption, match="nothing of cats is stored"):
        retire(engine, privacy, "cats", page().fetched_at, whole=False)


@pytest.mark.parametrize("given", ["https://www.example.com/user/Ann", None])
def test_who_has_a_pseudonym_can_be_erased_by_address_or_pseudonym(
    engine, crawl, people, tmp_path, given
):
    crawl("pseudonym")
    given = given or people()[0][0]
    privacy = Privacy(names="pseudonym", key_file=tmp_path / "privacy.key")
    with reading(engine) as connection:
        target = the_one(given, candidates(connection, given, None, (), privacy))
    erase.remember(engine, target, privacy)
    done = erase.erase(engine, target, privacy, datetime.now(UTC))
    crawl("pseudonym", hours=1)

    assert done.comments == 1
    assert people()[0] == (None, None)
    assert len({name for name, _ in people()}) == 4
