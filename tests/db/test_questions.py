"""The twenty worked questions of docs/data.md, asked of a small site on either database."""

from __future__ import annotations

import itertools
import re
import shutil
from copy import copy
from datetime import timedelta
from pathlib import Path

import pytest
from looking import look
from sqlalchemy import text

from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Base
from boredcrawl.db.store import Store
from boredcrawl.replica import Replica

DATA = Path(__file__).parents[2] / "docs/data.md"
QUESTIONS = re.findall(
    r"^### \d+\. ([^\n]+)\n.*?```sql\n(.+?)```",
    DATA.read_text(encoding="utf-8"),
    re.DOTALL | re.MULTILINE,
)


@pytest.fixture(scope="module")
def visits():
    """A month of looking at a small site that changes: read once, stored on both databases."""
    with Replica(articles=24, seed=5, now="2026-10-20T12:00:00+00:00", partial=0) as replica:
        read = []
        for _ in range(4):
            read.append(look(replica))
            replica.advance(timedelta(days=3))
            replica.change("random", count=60)
            delete_one(replica)
        read[-1].append(reposted(read[-1][0]))
        for visit in itertools.chain(*read):
            visit.article.comments_complete = True  # this site has no buttons to press
        return read


def delete_one(replica):
    """Delete a comment for certain; chance may restore what it deleted."""
    truth = next(truth for truth in replica.truths() if truth["comments"])
    leaf = truth["comments"][-1]["id"]
    replica.change("delete_comment", article=truth["number"], comment=leaf)


def reposted(visit):
    """Give the same article as it stands at another address."""
    again, article = copy(visit), copy(visit.article)
    again.article, again.url = article, article.url.rstrip("/") + "-new-pics/"
    article.url, article.urls, article.title = again.url, (), f"{article.title} (New Pics)"
    return again


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def asked(request, visits, tmp_path_factory):
    """Ask a database that holds all the visits."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("questions") / "boredcrawl.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        engine = open_database(f"sqlite:///{file}")
    else:
        url = request.getfixturevalue("migrated_postgresql")
        engine = open_database(url.render_as_string(hide_password=False))
        with engine.begin() as connection:
            names = ", ".join(Base.metadata.tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    store = Store(engine)
    for round_of_visits in visits:
        store.save(round_of_visits)

    def ask(query):
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query.replace("%", "%%"))]

    yield ask
    engine.dispose()


def test_there_are_twenty_questions():
    assert len(QUESTIONS) == 20


@pytest.mark.parametrize(("question", "query"), QUESTIONS, ids=[q for q, _ in QUESTIONS])
def test_a_worked_question_has_an_answer(asked, question, query):
    assert asked(query), question
