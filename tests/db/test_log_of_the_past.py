"""A database from before there was a log of changes: the migration writes what is still known."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from boredcrawl.db.changes import follow
from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store

ROOT = Path(__file__).parents[2]


def alembic(url, *words):
    ended = subprocess.run(
        [sys.executable, "-m", "alembic", *words],
        cwd=ROOT,
        env={**os.environ, "BOREDCRAWL_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


def log(url):
    engine = open_database(url)
    found = [
        (e.change, e.kind, e.seen_at, e.text or e.title, e.noted_at == e.seen_at)
        for e in follow(engine)
    ]
    engine.dispose()
    return found


def test_what_the_tables_still_tell_of_the_past_is_in_the_log(empty_url, page, said):
    engine = open_database(empty_url)
    store = Store(engine)
    whole = {"comments_complete": True}
    store.save([page(comments=(said("one"), said("two", position=1)), **whole)])
    store.save([page(hours=1, title="More", comments=(said("won", identity="one"),), **whole)])
    for hours in (2, 3):
        visit = page(hours=hours)
        visit.article, visit.outcome, visit.status = None, "gone", 410
        store.save([visit])
    engine.dispose()
    lived = [entry[:-1] for entry in log(empty_url)]
    alembic(empty_url, "downgrade", "0005")
    alembic(empty_url, "upgrade", "head")
    told = log(empty_url)

    assert sorted(entry[:-1] for entry in told) == sorted(lived)
    assert [entry[2] for entry in told] == sorted(entry[2] for entry in lived)
    assert {entry[-1] for entry in told} == {True}
