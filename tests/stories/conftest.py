"""What a story needs: a site, a database, and a crawl as the user types it."""

import itertools
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from boredcrawl.db.connection import make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Base

ROOT = Path(__file__).parents[2]


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
        done = subprocess.run(
            [sys.executable, "-m", "scrapy", *words],
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


def on_sqlite(folder: Path) -> Archive:
    return Archive(folder, f"sqlite:///{folder / 'boredcrawl.db'}")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return on_sqlite(tmp_path)


@pytest.fixture(scope="session")
def make_archive():
    return on_sqlite


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def make_either(request):
    """Make archives on either database; a test that asks is run for both."""
    if request.param == "sqlite":
        return on_sqlite
    server = request.getfixturevalue("postgresql")
    numbers = itertools.count()

    def on_postgresql(folder: Path) -> Archive:
        name = f"story_{next(numbers)}"
        engine = make_engine(server)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        url = server.set(database=name).render_as_string(hide_password=False)
        return Archive(folder, url)

    return on_postgresql
