"""Somebody asks to be erased: what is left of them, and what comes back."""

import gzip
import re
import subprocess
import sys
import warnings

import pytest
from sqlalchemy import LargeBinary, MetaData, Text, cast, select
from sqlalchemy.exc import SAWarning
from typer.testing import CliRunner

from boredcrawl.archive.reader import read_at
from boredcrawl.cli import app
from boredcrawl.db.search.finding import search
from boredcrawl.exceptions import WrongOption
from boredcrawl.replica import Replica

NAME = "Zebulon Quillfeather"
SLUG = "zebulon-quillfeather"
SAID = (
    "My left slipper was stolen by a heron, and nobody at the office believed a word of it.",
    "The heron came back on Tuesday & it wore the slipper, I swear: 5 < 7.",
    "Quite so!",
)
EDITED = "My right slipper was stolen by a heron, and I have changed my mind about birds."
ANSWER = f"@{NAME} herons are protected, you know; {NAME}'s slipper is not."
SIGNS = (NAME, SLUG, "slipper was stolen", "came back on Tuesday", "changed my mind about birds")

THREAD = """SELECT a.url, c.path, c.depth, c.position, c.gone_at,
    CASE WHEN c.text = '' THEN NULL ELSE p.name END AS name, c.text
    FROM comments c JOIN articles a ON a.id = c.article_id
    LEFT JOIN commenters p ON p.id = c.commenter_id ORDER BY a.url, c.path"""


def publish(replica):
    """Let one person comment, be answered, and be written about, in both layouts."""
    classic, modern, *_ = replica.numbers()
    replica.change("layout", article=classic, layout="classic")
    replica.change("layout", article=modern, layout="modern")
    said = {}
    for number in (classic, modern):
        for k, text in enumerate(SAID):
            event = replica.change("add_comment", article=number, name=NAME, text=text)[0]
            said[number, k] = event["comment"]
        answer = replica.change(
            "add_comment", article=number, name="Ann Heron", text=ANSWER, parent=said[number, 0]
        )[0]["comment"]
        replica.change(
            "add_comment", article=number, name="Cy Stork", text="Quite so!", parent=answer
        )
    story = f"A heron was seen by {NAME}, who lost a slipper over it and told everybody."
    replica.change("paragraph", article=classic, paragraph=0, text=story)
    return said


def edit(replica, said):
    for (number, k), comment in said.items():
        if k == 0:
            replica.change("edit_comment", article=number, comment=comment, text=EDITED)


def erase(archive, *words):
    """Run the command, in this process: that spares each a second."""
    where = ("--database", archive.url, "--archive", str(archive.folder))
    return CliRunner().invoke(app, ["erase", *where, *words])


def recrawl(archive, replica):
    archive.change("UPDATE frontier SET next_visit_at = discovered_at WHERE visits > 0")
    # Every page in full: what a person said is in the archive once a visit, then.
    ended = archive.crawl(replica.origin, "-s", "CONDITIONAL_REQUESTS=False")

    assert ended.code == 0, ended.output


def found_in_tables(archive):
    """Say in which columns anything of the person stands, whatever the column holds.

    The indexes know single words in small letters.
    """
    engine = archive.engine()
    found = []
    everything = MetaData()
    with engine.connect() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # of what the indexes' own tables hold
        everything.reflect(connection)
        for table in everything.sorted_tables:
            signs = ("quillfeather", "zebulon") if "_search" in table.name else SIGNS
            for column in table.columns:
                # As bytes on SQLite, whose indexes keep what is no text.
                kind = LargeBinary if engine.dialect.name == "sqlite" else Text
                values = connection.execute(select(cast(column, kind))).scalars()
                texts = (str(value or b"") for value in values)
                if any(sign in text for text in texts for sign in signs):
                    found.append(f"{table.name}.{column.name}")
    found += [f"search: {hit.url}" for hit in search(engine, "quillfeather").hits]
    engine.dispose()
    return found


def found_in_files(archive):
    """Say in which files anything of the person stands: databases as they are, WARC unpacked."""
    found = []
    for path in sorted(archive.folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            records = gzip.decompress(data) if path.suffix == ".gz" else data
            bodies = unpacked(path) if path.suffix == ".gz" else b""
            found += [
                (path.name, sign)
                for sign in SIGNS
                if sign.encode() in data or sign.encode() in records or sign.encode() in bodies
            ]
    return found


def unpacked(path):
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415

    with path.open("rb") as file:
        return b"\n".join(record.content_stream().read() for record in ArchiveIterator(file))


def warcio_check(archive):
    for path in (archive.folder / "warc").glob("*.warc.gz"):
        check = [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)]
        checked = subprocess.run(check, capture_output=True, text=True, check=False)

        assert checked.returncode == 0, checked.stdout


@pytest.fixture(scope="module")
def erased(tmp_path_factory, make_either):
    """A site crawled before and after edits, one person of it erased."""
    archive = make_either(tmp_path_factory.mktemp("erased"))
    with Replica(articles=4, seed=5) as replica:
        said = publish(replica)
        archive.crawl(replica.origin)
        edit(replica, said)
        recrawl(archive, replica)
        url = archive.rows("SELECT url FROM commenters WHERE name = :name", name=NAME)[0]["url"]
        before = archive.rows(THREAD)
        rehearsed = erase(archive, "--commenter", url, "--dry-run")
        untouched = archive.rows(THREAD) == before and found_in_files(archive) != []
        ended = erase(archive, "--commenter", url, "--yes")
        yield replica, archive, ended, rehearsed, before, untouched


def test_a_rehearsal_says_what_would_be_done_and_does_nothing(erased):
    *_, rehearsed, _, untouched = erased

    assert rehearsed.exit_code == 0, rehearsed.output
    assert "6 comments, 4 earlier texts" in rehearsed.output
    assert untouched


def test_nothing_of_the_person_is_left_in_any_column_file_or_record(erased):
    _, archive, ended, *_ = erased

    assert ended.exit_code == 0, ended.output
    assert "6 comments" in ended.output
    assert found_in_tables(archive) == []
    assert found_in_files(archive) == []


def test_others_keep_their_words_and_every_thread_its_shape(erased):
    _, archive, _, _, before, _ = erased
    after = archive.rows(THREAD)
    shape = ("url", "path", "depth", "position", "gone_at")
    theirs = {row["path"] for row in before if row["name"] == NAME}
    others = [row for row in before if row["path"] not in theirs and NAME not in row["text"]]

    assert [[row[k] for k in shape] for row in after] == [[row[k] for k in shape] for row in before]
    assert [row["text"] for row in after if row["path"] in theirs] == [""] * 6
    assert [row for row in others if row not in after] == []
    assert "Quite so!" in {row["text"] for row in after if row["name"] == "Cy Stork"}
    answers = {row["text"] for row in after if row["name"] == "Ann Heron"}
    assert answers == {"@[erased] herons are protected, you know; [erased]'s slipper is not."}


def astray(archive):
    """Give the visits that do not point at their record."""
    visits = archive.rows("SELECT url, fetched_at, warc_file, warc_offset FROM visits")
    found = [read_at(archive.folder / v["warc_file"], v["warc_offset"]) for v in visits]
    return [
        visit
        for visit, record in zip(visits, found, strict=True)
        if (record.url, str(record.fetched_at)) != (visit["url"], str(visit["fetched_at"]))
    ]


def test_the_archive_is_whole_and_every_visit_points_at_its_record(erased):
    _, archive, *_ = erased

    warcio_check(archive)
    assert astray(archive) == []
    assert not list((archive.folder / "warc").glob("*.erasing"))


def test_run_again_it_repairs_what_an_interruption_left(erased):
    _, archive, first, *_ = erased
    url = re.search(r"https?://\S+", first.output)[0]
    archive.change("UPDATE visits SET warc_offset = warc_offset + 1")
    ended = erase(archive, "--commenter", url, "--yes")

    assert ended.exit_code == 0, ended.output
    assert astray(archive) == []
    assert found_in_tables(archive) == []


def test_a_replay_brings_nothing_back_and_changes_nothing(erased):
    _, archive, *_ = erased
    before = archive.rows(THREAD)
    counts = archive.counts()
    del counts["article_dropped"]  # says anew how many comments were not stored
    ended = archive.scrapy("crawl", "replay", "-a", f"warc={archive.folder / 'warc'}")

    assert ended.code == 0, ended.output
    assert found_in_tables(archive) == []
    assert archive.rows(THREAD) == before
    assert archive.counts().items() >= counts.items()


def test_a_new_crawl_brings_nothing_back_and_changes_nothing(erased):
    replica, archive, *_ = erased
    before = archive.rows(THREAD)
    revisions = archive.rows("SELECT count(*) AS n FROM article_revisions")
    recrawl(archive, replica)

    assert found_in_tables(archive) == []
    assert archive.rows(THREAD) == before
    assert archive.rows("SELECT count(*) AS n FROM article_revisions") == revisions
    assert archive.rows("SELECT * FROM article_dropped WHERE rule = 'erased person'") != []


def test_a_new_database_learns_from_the_archive_whom_not_to_keep(erased, make_either, tmp_path):
    _, archive, *_ = erased
    again = make_either(tmp_path)
    oldest = min((archive.folder / "warc").glob("*.warc.gz"))
    key = f"PRIVACY_KEY_FILE={archive.folder / 'privacy.key'}"
    ended = again.scrapy("crawl", "replay", "-a", f"warc={oldest}", "-s", key)
    person = "SELECT token FROM erasures WHERE kind = 'person'"

    assert ended.code == 0, ended.output
    assert found_in_tables(again) == []
    assert again.rows(person) == archive.rows(person)
    assert again.rows("SELECT count(*) AS n FROM comments WHERE text = ''") == [{"n": 6}]


def test_a_stranger_is_refused_with_one_line(erased):
    _, archive, *_ = erased
    ended = erase(archive, "--commenter", "Nobody Inparticular", "--yes")

    assert isinstance(ended.exception, WrongOption)
    assert "no commenter is known by 'Nobody Inparticular'" in str(ended.exception)
