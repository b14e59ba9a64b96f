"""A crawl that keeps no names: what the database then says of people."""

import pytest
from sqlalchemy import Text, cast, select

from boredcrawl.db.models import Base
from boredcrawl.replica import Replica

NAME = "Zebulon Quillfeather"


def columns_with(archive, *signs):
    engine = archive.engine()
    found = []
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                values = connection.execute(select(cast(column, Text))).scalars()
                if any(sign in (value or "") for value in values for sign in signs):
                    found.append(f"{table.name}.{column.name}")
    engine.dispose()
    return found


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, make_archive):
    """A site crawled twice without names."""
    archive = make_archive(tmp_path_factory.mktemp("names"))
    with Replica(articles=4, seed=5) as replica:
        number = replica.numbers()[0]
        said = replica.change("add_comment", article=number, name=NAME, text="A heron!")
        answer = f"@{NAME}, where?"
        replica.change("add_comment", article=number, parent=said[0]["comment"], text=answer)
        first = archive.crawl(replica.origin, "-s", "COMMENTER_NAMES=pseudonym")
        comments = archive.rows("SELECT id, identity, text FROM comments ORDER BY id")
        archive.change("UPDATE frontier SET next_visit_at = discovered_at WHERE visits > 0")
        second = archive.crawl(replica.origin, "-s", "COMMENTER_NAMES=pseudonym")
        yield replica, archive, (first, second), comments


def test_no_column_says_who_commented(crawled):
    _, archive, (first, second), _ = crawled

    assert (first.code, second.code) == (0, 0), first.output + second.output
    assert columns_with(archive, NAME, "zebulon-quillfeather") == []
    assert archive.rows("SELECT name FROM commenters WHERE name NOT LIKE 'anon-%'") == []
    assert archive.rows("SELECT text FROM comments WHERE text LIKE '@anon-%, where?'") != []


def test_every_comment_is_the_same_at_the_second_visit(crawled):
    _, archive, _, comments = crawled

    assert archive.rows("SELECT id, identity, text FROM comments ORDER BY id") == comments
    assert archive.rows("SELECT sum(comments_gone) AS n FROM visits") == [{"n": 0}]


def test_without_the_key_it_was_made_with_nothing_is_crawled(crawled):
    replica, archive, *_ = crawled
    elsewhere = archive.folder / "elsewhere.key"
    ended = archive.crawl(replica.origin, "-s", f"PRIVACY_KEY_FILE={elsewhere}")

    assert ended.code == 5, ended.output
    assert f"there is no key {elsewhere}" in ended.last_line


def test_a_wrong_choice_is_one_line_before_anything_is_fetched(crawled):
    replica, archive, *_ = crawled
    ended = archive.crawl(replica.origin, "-s", "COMMENTER_NAMES=hide", "-L", "ERROR")

    assert ended.code == 1
    assert ended.last_line == (
        "boredcrawl: COMMENTER_NAMES='hide' is unknown: write keep, pseudonym or drop"
    )
