"""Names that are not to be kept, and people who were erased: a reparse brings neither back."""

import shutil

import pyarrow.parquet as pq
import pytest
from conftest import Archive
from sqlalchemy import Text, cast, select
from typer.testing import CliRunner

from boredcrawl.cli import app
from boredcrawl.db.models import Base
from boredcrawl.replica import Replica

NAME = "Zebulon Quillfeather"
SIGNS = (NAME, "zebulon-quillfeather", "slipper was stolen")


def run(archive, command, *words):
    """Run a command in this process: that spares each a second."""
    where = ("--database", archive.url, "--archive", str(archive.folder))
    done = CliRunner().invoke(app, [command, *where, *words])

    assert done.exit_code == 0, done.output or done.exception


def columns_with(archive, *signs):
    engine = archive.engine()
    found = []
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                values = connection.execute(select(cast(column, Text))).scalars()
                if any(sign in (value or "") for value in values for sign in signs):
                    found.append(f"{table.name}.{column.name}")
    engine.dispose()
    return found


def values_with(folder, *signs):
    files = list(folder.rglob("*.parquet"))

    assert files
    return [
        row
        for file in files
        for row in pq.read_table(file).to_pylist()
        if any(sign in repr(row) for sign in signs)
    ]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, make_archive):
    """A site where somebody comments and is answered by name."""
    archive = make_archive(tmp_path_factory.mktemp("named"))
    with Replica(articles=3, seed=5, partial=0) as replica:
        number = replica.numbers()[0]
        text = "My left slipper was stolen by a heron, and nobody believed a word of it."
        said = replica.change("add_comment", article=number, name=NAME, text=text)
        answer = f"@{NAME}, where?"
        replica.change("add_comment", article=number, parent=said[0]["comment"], text=answer)
        ended = archive.crawl(replica.origin)

    assert ended.code == 0, ended.output
    assert columns_with(archive, *SIGNS)
    return archive


@pytest.fixture
def copy(crawled, tmp_path):
    shutil.copytree(crawled.folder, tmp_path / "copy")
    return Archive(tmp_path / "copy", f"sqlite:///{tmp_path / 'copy' / 'boredcrawl.db'}")


@pytest.mark.parametrize("choice", ["pseudonym", "drop"])
def test_names_that_are_not_kept_are_in_no_column_and_no_part(copy, choice):
    again = Archive(copy.folder, f"sqlite:///{copy.folder / 'again.db'}")
    run(again, "reparse", "--commenter-names", choice)
    run(again, "reparse", "--commenter-names", choice, "--parquet", str(copy.folder / "set"))

    assert columns_with(again, *SIGNS[:2]) == []
    assert again.rows("SELECT count(*) AS n FROM comments") == copy.rows(
        "SELECT count(*) AS n FROM comments"
    )
    assert values_with(copy.folder / "set", *SIGNS[:2]) == []


def test_an_erased_person_does_not_come_back_out_of_an_old_copy_of_the_archive(copy):
    old = copy.folder / "old"
    shutil.copytree(copy.folder / "warc", old)
    run(copy, "erase", "--commenter", NAME, "--yes")
    comments = copy.rows("SELECT id, identity, text FROM comments ORDER BY id")
    run(copy, "reparse", "--warc", str(old))
    run(copy, "reparse", "--warc", str(old), "--parquet", str(copy.folder / "set"))

    assert columns_with(copy, *SIGNS) == []
    assert copy.rows("SELECT id, identity, text FROM comments ORDER BY id") == comments
    assert values_with(copy.folder / "set", *SIGNS) == []
