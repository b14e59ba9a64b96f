"""What `boredcrawl reparse` refuses before it reads anything, and how it sums up."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from boredcrawl.archive.exchange import Exchange
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.cli import app


@pytest.fixture
def reparse(tmp_path):
    """Read an archive of one small page again."""
    writer = WarcWriter(tmp_path)
    page = b"<html><title>Cats</title><article><h1>Cats</h1><p>They sleep all day.</p></article>"
    headers = ((b"Content-Type", b"text/html"),)
    at = datetime(2026, 11, 22, 12, tzinfo=UTC)
    writer.write(
        Exchange(url="http://cats.test/1", fetched_at=at, status=200, headers=headers, body=page)
    )
    writer.close()
    database = f"sqlite:///{tmp_path / 'boredcrawl.db'}"

    def invoke(*words):
        return CliRunner().invoke(
            app, ["reparse", "--archive", str(tmp_path), "--database", database, *words]
        )

    return invoke


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--parquet", "set"), "--parquet needs: pip install 'boredcrawl[parquet]'"),
        (("--spool", "s3://bucket/spool"), "pip install 'boredcrawl[s3]'"),
        (("--warc", "s3://bucket/warc"), "pip install 'boredcrawl[s3]'"),
    ],
)
def test_what_a_place_needs_is_said_before_anything_is_read(
    reparse, tmp_path, monkeypatch, words, sentence
):
    for name in ("pyarrow", "s3fs"):
        monkeypatch.setitem(sys.modules, name, None)
    ended = reparse(*words)

    assert ended.exit_code != 0
    assert sentence in str(ended.exception)
    assert not (tmp_path / "boredcrawl.db").exists()
    assert not (tmp_path / "reparse").exists()


def test_a_run_is_summed_up_in_one_line(reparse):
    first = reparse().stdout
    nothing = reparse("--since", "1h").stdout

    assert first.startswith("1 WARC file: 1 visits read, 1 articles new; ")
    assert nothing == "1 WARC file: nothing to read\n"
