"""A copy of the database, whole and of one moment, while it is written to."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest

from boredcrawl.db.backup import back_up
from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store
from boredcrawl.exceptions import DatabaseTrouble, WrongOption


@pytest.fixture
def url(migrated_sqlite, tmp_path):
    file = tmp_path / "it is 100% #ours.db"
    file.write_bytes(migrated_sqlite.read_bytes())
    return f"sqlite:///{file}"


def counted(file):
    with closing(sqlite3.connect(file)) as copy:
        names = ("articles", "visits", "article_revisions", "frontier")
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}


def test_a_copy_is_whole_though_a_crawl_is_writing(engine, page, url, tmp_path):
    store, stop = Store(engine), threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            batch = [page(f"n{number + k}", hours=number, body_text="x" * 20000) for k in range(5)]
            store.save(batch)
            number += 5

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [tmp_path / "backups" / f"{number}.db" for number in range(5)]
        sizes = [back_up(url, file) for file in copies]
    finally:
        stop.set()
        writer.join()

    assert sizes == [file.stat().st_size for file in copies]
    assert all(len(counted(file)) == 1 for file in copies)
    assert sorted(file.name for file in (tmp_path / "backups").iterdir()) == [
        f"{number}.db" for number in range(5)
    ]


def test_a_copy_is_a_database_like_any_other(store, page, url, tmp_path):
    store.save([page()])
    back_up(url, tmp_path / "copy.db")
    copy = open_database(f"sqlite:///{tmp_path / 'copy.db'}")
    outcome = Store(copy).save([page(hours=1)])
    copy.dispose()

    assert outcome == ["unchanged"]


def test_nothing_is_written_over(url, tmp_path):
    there = tmp_path / "there.db"
    there.write_text("mine")

    with pytest.raises(WrongOption, match="is there already"):
        back_up(url, there)
    assert there.read_text() == "mine"


def test_what_cannot_be_copied_is_trouble_in_one_line(url, tmp_path):
    with pytest.raises(DatabaseTrouble, match=r"no database .* yet"):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copy.db")
    (tmp_path / "file").write_text("a file, not a folder")
    with pytest.raises(DatabaseTrouble, match="could not be copied"):
        back_up(url, tmp_path / "file" / "copy.db")
    broken = tmp_path / "broken.db"
    broken.write_text("this is no database at all, though it is called one" * 100)
    with pytest.raises(DatabaseTrouble, match="not a database"):
        back_up(f"sqlite:///{broken}", tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert not (tmp_path / "copy.db.part").exists()


def test_for_postgresql_the_command_is_named_without_the_password(tmp_path):
    with pytest.raises(WrongOption, match="pg_dump --format=custom") as caught:
        back_up("postgresql://me:secret@db/crawl", tmp_path / "copy.dump")

    assert "secret" not in str(caught.value)
