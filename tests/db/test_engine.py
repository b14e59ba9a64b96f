"""Opening a database: what is made, what is refused, and in which words."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import text

from boredcrawl.db import migrate
from boredcrawl.db.connection import database_url, make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.exceptions import DatabaseTrouble, NewerSchema, WrongOption


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://me@db/x",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+pg8000://h/x",
    ],
)
def test_what_is_no_database_url_is_a_wrong_option(url):
    with pytest.raises(WrongOption, match="DATABASE_URL") as caught:
        open_database(url)

    assert "\n" not in str(caught.value)
    assert "sqlite:///archive/boredcrawl.db" in str(caught.value)


def test_the_directory_of_a_sqlite_file_is_made(tmp_path):
    open_database(f"sqlite:///{tmp_path / 'a' / 'b' / 'c.db'}").dispose()

    assert (tmp_path / "a" / "b" / "c.db").exists()


def test_sqlite_is_set_up_for_readers_beside_a_writer(tmp_path):
    engine = open_database(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        settings = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]
    engine.dispose()

    assert settings == ["wal", 1, 1, 30_000]


@pytest.mark.parametrize("what", ["a directory in the way", "a file in the way", "another format"])
def test_a_sqlite_file_that_cannot_be_is_trouble_in_one_line(tmp_path, what):
    file = tmp_path / "boredcrawl.db"
    if what == "a directory in the way":
        file.mkdir()
    elif what == "a file in the way":
        file.touch()
        file /= "deeper.db"
    else:
        file.write_text("just some text, and more of it than a header has" * 99)
    with pytest.raises(DatabaseTrouble) as caught:
        open_database(f"sqlite:///{file}")

    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("postgresql://me:secret@127.0.0.1:1/x", "is PostgreSQL running there"),
        ("postgresql://me:secret@name.invalid/x", "DATABASE_URL right?"),
    ],
)
def test_a_server_that_does_not_answer_is_trouble_in_one_line(url, advice):
    with pytest.raises(DatabaseTrouble, match=advice) as caught:
        open_database(url)

    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_database_the_server_lacks_is_trouble_in_one_line(postgresql):
    with pytest.raises(DatabaseTrouble, match="make it first") as caught:
        open_database(postgresql.set(database="nowhere").render_as_string(hide_password=False))

    assert "\n" not in str(caught.value)


def test_both_ways_to_write_postgresql_mean_psycopg():
    assert {database_url(f"{name}://h/x").drivername for name in ("postgres", "postgresql")} == {
        "postgresql+psycopg"
    }


def test_a_newer_schema_is_refused(empty_url):
    engine = open_database(empty_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    with pytest.raises(NewerSchema, match="upgrade boredcrawl"):
        open_database(empty_url)
    with pytest.raises(NewerSchema, match="upgrade boredcrawl"):
        open_database(empty_url, migrate=False)


@pytest.mark.parametrize("migrate", [True, False])
@pytest.mark.parametrize("name", ["articles", "visits"])
def test_another_programs_tables_are_left_alone(empty_url, name, migrate):
    engine = make_engine(database_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE {name} (id INTEGER)"))
    engine.dispose()

    with pytest.raises(DatabaseTrouble, match="another program's tables"):
        open_database(empty_url, migrate=migrate)


def test_a_file_of_another_program_is_no_place_for_ours_and_a_server_is(empty_url):
    engine = make_engine(database_url(empty_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bookmarks (id INTEGER)"))
    kind = engine.dialect.name
    engine.dispose()
    if kind == "postgresql":
        open_database(empty_url).dispose()
        return

    with pytest.raises(DatabaseTrouble, match="another program's tables"):
        open_database(empty_url)


def test_reading_makes_nothing(tmp_path):
    with pytest.raises(DatabaseTrouble, match="run a crawl first"):
        open_database(f"sqlite:///{tmp_path / 'x' / 'y.db'}", migrate=False)

    assert not list(tmp_path.iterdir())


def test_reading_an_empty_database_says_so(empty_url):
    engine = make_engine(database_url(empty_url))
    engine.connect().close()
    engine.dispose()

    with pytest.raises(DatabaseTrouble, match="run a crawl first"):
        open_database(empty_url, migrate=False)


OPEN = "import sys; from boredcrawl.db.engine import open_database; open_database(sys.argv[1])"


def test_several_processes_may_start_at_once(empty_url):
    started = [
        subprocess.Popen([sys.executable, "-c", OPEN, empty_url], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    ended = [(process.communicate()[1].decode(), process.returncode) for process in started]
    engine = open_database(empty_url, migrate=False)
    engine.dispose()

    assert ended == [("", 0)] * 4


def test_a_current_database_is_opened_without_alembic(url):
    script = f"{OPEN}; assert 'alembic' not in sys.modules"

    assert subprocess.run([sys.executable, "-c", script, url], check=False).returncode == 0


def test_the_newest_migration_is_the_one_the_code_knows():
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    assert ScriptDirectory(str(migrate.migrations())).get_heads() == [migrate.HEAD]
