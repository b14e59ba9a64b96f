"""Migrations: up, checked, and down again, with rows in the tables."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from boredcrawl.db.changes import follow
from boredcrawl.db.connection import database_url, make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.migrate import migrations
from boredcrawl.db.queries import totals
from boredcrawl.db.search.finding import search
from boredcrawl.db.store import Store

ROOT = Path(__file__).parents[2]

REVISIONS = sorted(file.name[:4] for file in (migrations() / "versions").glob("0*.py"))


@pytest.fixture
def alembic():
    """Run alembic as one does by hand, in the checkout."""

    def run(url, *words):
        ended = subprocess.run(
            [sys.executable, "-m", "alembic", *words],
            cwd=ROOT,
            env={**os.environ, "BOREDCRAWL_DATABASE_URL": url},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    return run


@pytest.fixture
def tables():
    def read(url):
        engine = make_engine(database_url(url))
        found = inspect(engine)
        names = {*found.get_table_names(), *found.get_view_names()}
        engine.dispose()
        return names - {"alembic_version"}

    return read


def test_by_hand_the_schema_goes_up_is_what_the_models_say_and_goes_down(
    alembic, tables, empty_url
):
    alembic(empty_url, "upgrade", "head")
    checked = alembic(empty_url, "check")
    up = tables(empty_url)
    alembic(empty_url, "downgrade", "base")

    assert "No new upgrade operations detected" in checked
    assert {"articles", "comments", "visits", "comment_threads"} <= up
    assert tables(empty_url) == set()


@pytest.fixture
def filled(full):
    """Store the same visits in a database; give the number of rows of each table."""

    def fill(url):
        engine = open_database(url)
        Store(engine).save([full(), full(hours=1)])
        with engine.connect() as connection:
            counts = totals(connection)
        engine.dispose()
        return counts

    return fill


def test_every_migration_goes_down_and_up_again_with_rows_in_the_tables(alembic, filled, empty_url):
    before = filled(empty_url)
    for _ in REVISIONS:
        alembic(empty_url, "downgrade", "-1")
    after = filled(empty_url)

    assert after == before
    assert before["comments"] == 4


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_from_every_revision_rows_come_to_the_newest_schema_whole(
    alembic, filled, tables, empty_url, revision
):
    before = filled(empty_url)
    alembic(empty_url, "downgrade", revision)
    known = tables(empty_url) & before.keys()
    # As a user's first command after an update does it.
    engine = open_database(empty_url)
    with engine.connect() as connection:
        after = totals(connection)
    found = search(engine, "deeper").hits
    told = [entry.change for entry in follow(engine)]
    engine.dispose()

    # The first schema knew no comments.
    comments = 4 if "comments" in known else 0

    assert "articles" in known
    assert {name: after[name] for name in known} == {name: before[name] for name in known}
    assert [hit.kind for hit in found] == ["comment"] * bool(comments)
    assert told == ["new"] * (1 + comments)


def test_views_are_made_anew_over_the_rows_there_are(alembic, filled, empty_url):
    before = filled(empty_url)
    alembic(empty_url, "downgrade", "-1")
    alembic(empty_url, "upgrade", "head")
    engine = open_database(empty_url, migrate=False)
    with engine.connect() as connection:
        counts = totals(connection)
        threads = connection.execute(text("SELECT count(*) FROM comment_threads")).scalar()
    engine.dispose()

    assert counts == before
    assert threads == 4


def test_the_sql_can_be_printed_instead(alembic, empty_url):
    printed = alembic(empty_url, "upgrade", "head", "--sql")

    assert "CREATE TABLE comments" in printed
    assert "CREATE VIEW comment_threads" in printed


def test_the_url_can_be_given_on_the_command_line(alembic, tables, empty_url):
    alembic("sqlite:////nowhere/x.db", "-x", f"url={empty_url}", "upgrade", "head")

    assert "articles" in tables(empty_url)
