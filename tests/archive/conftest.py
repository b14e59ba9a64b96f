import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boredcrawl.archive.exchange import Exchange
from boredcrawl.archive.writer import WarcWriter

MOMENT = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def moment():
    return MOMENT


@pytest.fixture(scope="session")
def run():
    """Run a command of ours; give what it prints."""

    def run_one(command, code=0, **options):
        name, *words = shlex.split(command)
        child = subprocess.run(
            [Path(sys.executable).with_name(name), *words],
            capture_output=True,
            text=True,
            check=False,
            **options,
        )

        assert child.returncode == code, child.stdout + child.stderr
        return child.stdout + child.stderr if code else child.stdout

    return run_one


@pytest.fixture(scope="session")
def select():
    def rows(database, query):
        with closing(sqlite3.connect(database)) as connection:
            return sorted(connection.execute(query).fetchall(), key=repr)

    return rows


@pytest.fixture
def exchange():
    """Make the exchange of page number `n`; whatever is given replaces what it has."""

    def make(n=0, **fields):
        body = fields.pop("body", f"<html><title>Page {n}</title><p>{'words ' * 50}".encode())
        base = {
            "url": f"http://cats.test/{n}",
            "fetched_at": MOMENT + timedelta(seconds=n),
            "request_headers": ((b"Accept", b"text/html"), (b"Host", b"cats.test")),
            "status": 200,
            "headers": (
                (b"Content-Type", b"text/html; charset=utf-8"),
                (b"Content-Length", str(len(body)).encode()),
                (b"Set-Cookie", b"a=1"),
                (b"Set-Cookie", b"b=2"),
            ),
            "body": body,
            "ip_address": "127.0.0.1",
            "facts": {"fetchTimeMs": "12"},
        }
        return Exchange(**(base | fields))

    return make


@pytest.fixture
def archive(tmp_path):
    """Write exchanges with one writer; give their places."""

    def write(*exchanges, **options):
        writer = WarcWriter(tmp_path, **options)
        places = [writer.write(one).result(10) for one in exchanges]
        writer.close()
        return places

    return write


@pytest.fixture
def warc_files(tmp_path):
    return lambda: sorted((tmp_path / "warc").glob("*.warc.gz"))
