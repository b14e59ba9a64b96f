from pathlib import Path

import pyarrow.parquet as pq
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from boredcrawl.reparse.parquet import TABLES
from boredcrawl.reparse.spool import read_file


def rows(folder, table):
    files = sorted((Path(folder) / table).glob("*.parquet"))
    return [row for file in files for row in pq.read_table(file).to_pylist()]


@pytest.fixture
def places(exchange, write):
    gone = exchange(7, "/7", body=b"<p>Nothing")
    return write([exchange(1), exchange(2, "/2")], [exchange(3), gone])


def test_each_file_is_a_part_of_every_table(places, planned, tmp_path):
    for task in planned(places, parquet=str(tmp_path / "set")).tasks:
        read_file(task)
    articles = rows(tmp_path / "set", "articles")

    assert {path.name for path in (tmp_path / "set").iterdir()} == set(TABLES)
    assert [(r["site"], r["url"], r["title"], r["fetched_at"].second) for r in articles] == [
        ("cats.test", "http://cats.test/1", "Cats /1", 1),
        ("cats.test", "http://cats.test/2", "Cats /2", 2),
        ("cats.test", "http://cats.test/1", "Cats /1", 3),
    ]
    assert "The cat sat on the mat" in articles[0]["body_text"]
    assert len(rows(tmp_path / "set", "visits")) == 4


def test_a_part_written_twice_is_there_once(places, planned, tmp_path):
    for target in ("first", "second"):
        for task in planned(places, parquet=str(tmp_path / "set"), target=target).tasks:
            read_file(task)

    assert len(rows(tmp_path / "set", "articles")) == 3


def test_parts_can_go_where_fsspec_reaches(places, planned):
    for task in planned(places, parquet="memory://bucket/set").tasks:
        read_file(task)
    found = MemoryFileSystem().find("memory://bucket/set")
    MemoryFileSystem.store.clear()

    assert len(found) == len(TABLES) * 2
