"""Several processes and threads at one database."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from boredcrawl.db import transaction
from boredcrawl.db.connection import database_url, make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store
from boredcrawl.exceptions import DatabaseTrouble

ARTICLES = int(os.environ.get("BOREDCRAWL_TOGETHER", "40"))
"""How many articles are stored at once; the promise was tried with 2,000 (CONTRIBUTING.md)."""

SAVE = textwrap.dedent(
    """
    import sys
    from datetime import UTC, datetime, timedelta
    from boredcrawl.db.engine import open_database
    from boredcrawl.db.store import Store
    from boredcrawl.items import Article, Author, Comment, Commenter, Image, Tag, Visit

    def visit(number, hours):
        at = datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(hours=hours)
        url = f"https://www.example.com/{number}/"
        # Shared authors, images and commenters, each process meeting them in its own order.
        people = [f"p{(number * step) % 7}" for step in (1, 2, 3)]
        return Visit(
            url=url, site="example", fetched_at=at, status=200,
            article=Article(
                url=url, site="example", fetched_at=at, title=f"Title {number}",
                body_text="One.", comments_complete=True,
                authors=tuple(Author(name=name) for name in people[:1]),
                images=tuple(Image(url=f"https://img.example.com/{p}.jpg") for p in people[:1]),
                tags=tuple(Tag(name=name) for name in people[:1]),
                comments=tuple(
                    Comment(text=f"c{place}", html="", identity=f"c{place}", position=place,
                            commenter=Commenter(name=name))
                    for place, name in enumerate(people)
                ),
            ),
        )

    url, hours, step, articles = sys.argv[1], *map(int, sys.argv[2:5])
    store = Store(open_database(url))
    numbers = list(range(articles))[::step]
    for start in range(0, articles, 4):
        store.save([visit(number, hours) for number in numbers[start:start + 4]])
    """
)


def test_two_processes_store_the_same_articles_at_once(url, counts):
    started = [
        subprocess.Popen(
            [sys.executable, "-c", SAVE, url, str(hours), str(step), "40"], stderr=subprocess.PIPE
        )
        for hours, step in ((0, 1), (1, -1), (2, 1))
    ]
    ended = [(process.communicate()[1].decode(), process.returncode) for process in started]
    found = counts()

    assert ended == [("", 0)] * 3
    assert found["articles"] == found["article_revisions"] == found["frontier"] == 40
    assert found["comments"] == 120
    assert found["visits"] == 120
    assert found["commenters"] == 7
    assert found["comment_revisions"] == 0


ASK = textwrap.dedent(
    """
    import sys
    from sqlalchemy import text
    from boredcrawl.db.changes import follow
    from boredcrawl.db.engine import open_database
    from boredcrawl.db.transaction import reading

    engine = open_database(sys.argv[1], migrate=False)
    sys.stdout.write("ready\\n")
    sys.stdout.flush()
    asked = 0
    cursor = 0
    last = 4 * int(sys.argv[2])
    while cursor < last or asked < 5:
        with reading(engine) as connection:
            articles = connection.execute(text("SELECT count(*) FROM article_overview")).scalar()
            threads = connection.execute(text("SELECT * FROM comment_threads LIMIT 50")).all()
            whole = connection.execute(
                text("SELECT min(n) FROM (SELECT count(c.id) AS n FROM articles a LEFT JOIN"
                     " comments c ON c.article_id = a.id GROUP BY a.id) counted")
            ).scalar()
        assert whole in (None, 3), f"an article was seen with {whole} of 3 comments"
        for entry in follow(engine, cursor=cursor):
            assert entry.cursor > cursor
            cursor = entry.cursor
        asked += 1
    """
)


def test_two_crawls_store_what_eight_others_are_asking_for(url, counts):
    def start(script, *words):
        command = [sys.executable, "-c", script, url, *words]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True)

    readers = [start(ASK, str(ARTICLES)) for _ in range(8)]
    ready = [reader.stdout.readline() for reader in readers]
    writers = [
        start(SAVE, str(hours), str(step), str(ARTICLES)) for hours, step in ((0, 1), (1, -1))
    ]
    ended = [(process.communicate()[1], process.returncode) for process in writers + readers]
    found = counts()

    assert ready == ["ready\n"] * 8
    assert ended == [("", 0)] * 10
    assert found["articles"] == found["article_revisions"] == found["frontier"] == ARTICLES
    assert found["comments"] == 3 * ARTICLES
    assert found["changes"] == 4 * ARTICLES
    assert found["visits"] == 2 * ARTICLES


def test_threads_share_a_store(store, page, counts):
    with ThreadPoolExecutor(8) as threads:
        outcomes = threads.map(
            lambda number: store.save([page(f"n{number % 5}", hours=number)]), range(40)
        )
        assert sorted({outcome for batch in outcomes for outcome in batch}) == ["new", "unchanged"]

    assert counts()["articles"] == 5
    assert counts()["visits"] == 40


def test_a_reader_sees_nothing_of_a_batch_that_is_not_whole(engine, store, page):
    with engine.connect() as reader:
        before = reader.execute(text("SELECT count(*) FROM articles")).scalar()
        store.save([page()])
        reader.rollback()
        after = reader.execute(text("SELECT count(*) FROM articles")).scalar()

    assert (before, after) == (0, 1)


def test_a_lock_that_is_never_given_is_trouble_in_one_line(tmp_path, monkeypatch, page):
    monkeypatch.setattr(transaction, "ATTEMPTS", 2)
    url = f"sqlite:///{tmp_path / 'x.db'}"
    open_database(url).dispose()
    impatient = make_engine(database_url(f"{url}?timeout=0"))
    holder = make_engine(database_url(url))
    with (
        holder.execution_options(**{transaction.WRITING: True}).begin(),
        pytest.raises(DatabaseTrouble, match="another program keeps it locked") as caught,
    ):
        Store(impatient).save([page()])
    impatient.dispose()
    holder.dispose()

    assert "\n" not in str(caught.value)


def test_a_connection_the_server_cut_is_replaced(store, page, url):
    if "postgresql" not in url:
        pytest.skip("SQLite has no connections to cut")
    store.save([page()])
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    cutter = make_engine(database_url(url))
    with cutter.connect() as connection:
        connection.execute(text(f"{kill} AND datname = current_database()"))
    cutter.dispose()

    assert store.save([page(hours=1)]) == ["unchanged"]
