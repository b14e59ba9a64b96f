import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

STORY = (
    "The cat sat on the mat until the mat was warm, and then it went to look for another one. "
    "Nobody in the house had seen it leave, and nobody in the house saw it come back. "
)


def page(title, paragraphs=4):
    text = "".join(f"<p>{STORY} This is line {n} of {title}.</p>" for n in range(paragraphs))
    return f"<html lang=en><title>{title}</title><article><h1>{title}</h1>{text}</article>".encode()


@pytest.fixture
def replay(tmp_path):
    """Run the replay; give its exit code and what it said."""

    def run(*arguments):
        child = subprocess.run(
            [
                Path(sys.executable).with_name("scrapy"),
                "crawl",
                "replay",
                *arguments,
                "-s",
                f"DATABASE_URL=sqlite:///{tmp_path}/cats.db",
                "-s",
                f"ARCHIVE_DIR={tmp_path}",
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        return child.returncode, child.stderr

    return run


@pytest.fixture
def rows(tmp_path):
    def select(query):
        database = sqlite3.connect(tmp_path / "cats.db")
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    return select


def everything(rows):
    tables = rows("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {
        name: rows(f'SELECT * FROM "{name}"')
        for (name,) in tables
        if "_fts" not in name and name != "crawls"
    }


def test_archived_pages_become_rows_as_of_when_they_were_fetched(
    archive, exchange, replay, rows, tmp_path
):
    places = archive(
        exchange(1, body=page("Cats")),
        exchange(2, body=page("Dogs")),
        exchange(3, body=b"\x89PNG", headers=((b"Content-Type", b"image/png"),)),
        exchange(4, status=404, body=page("Not found")),
    )
    code, said = replay("-a", f"warc={tmp_path}")

    assert code == 0, said
    assert rows("SELECT title, url, last_seen_at FROM articles ORDER BY id") == [
        ("Cats", "http://cats.test/1", "2026-11-22 12:00:01.123456+00:00"),
        ("Dogs", "http://cats.test/2", "2026-11-22 12:00:02.123456+00:00"),
    ]
    assert rows("SELECT outcome, warc_file, warc_offset FROM visits ORDER BY id") == [
        ("new", places[0].file, places[0].offset),
        ("new", places[1].file, places[1].offset),
    ]


def test_replaying_twice_changes_nothing(archive, exchange, replay, rows, tmp_path):
    archive(
        exchange(1, body=page("Cats")),
        exchange(1, body=page("More cats"), fetched_at=exchange(9).fetched_at),
    )
    replay("-a", f"warc={tmp_path}")
    once = everything(rows)
    code, said = replay("-a", f"warc={tmp_path}")

    assert code == 0, said
    assert everything(rows) == once
    assert rows("SELECT title FROM articles") == [("More cats",)]


def test_a_page_is_kept_with_the_urls_that_led_to_it(archive, exchange, replay, rows, tmp_path):
    moved = ((b"Location", b"/2"),)
    archive(
        exchange(1, status=301, body=b"", headers=moved),
        exchange(2, body=page("Cats")),
    )
    replay("-a", f"warc={tmp_path}")

    assert rows("SELECT url FROM visits") == [("http://cats.test/1",)]
    assert rows("SELECT url FROM article_urls ORDER BY url") == [
        ("http://cats.test/1",),
        ("http://cats.test/2",),
    ]


def test_a_broken_record_is_counted_and_the_rest_is_read(
    archive, exchange, replay, rows, warc_files
):
    places = archive(*(exchange(n, body=page(f"Cats {n}")) for n in range(3)))
    (path,) = warc_files()
    data = bytearray(path.read_bytes())
    data[places[1].offset + 60] ^= 0xFF
    path.write_bytes(data)
    _, said = replay("-a", f"warc={path}")

    assert rows("SELECT title FROM articles ORDER BY id") == [("Cats 0",), ("Cats 2",)]
    assert "1 records of the archive are damaged" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "name a WARC file, or a folder of them"),
        (("-a", "warc=nope.warc"), "there is no file nope.warc"),
        (("-a", "warc=x", "-a", "warp=9"), "there is no option warp=: write one of warc, site"),
    ],
)
def test_a_wrong_option_is_one_line(replay, arguments, sentence):
    code, said = replay(*arguments)

    assert code == 1
    assert sentence in said
    assert "Traceback" not in said


def test_an_arc_file_is_refused_with_a_sentence(replay, tmp_path):
    (tmp_path / "old.warc").write_bytes(
        b"filedesc://old.arc 0.0.0.0 20200101000000 text/plain 76\n"
    )
    code, said = replay("-a", f"warc={tmp_path}")

    assert code == 5
    assert "is an ARC file, which is not read" in said
    assert "Traceback" not in said
