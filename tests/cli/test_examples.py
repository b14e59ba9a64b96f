"""Every command's example, as its help gives it, run on an archive."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from boredcrawl.archive.exchange import Exchange
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.cli import app
from boredcrawl.db import crawls
from boredcrawl.db.engine import open_database
from boredcrawl.db.lease import acquire
from boredcrawl.db.store import Store
from boredcrawl.items import Article, Author, Comment, Commenter, Visit

ELSEWHERE = {
    "demo": "the stories run a whole crawl; the demo is the same, for people to watch",
    "sites resume": "tests/stories/test_politeness.py stops a host before it resumes it",
    "serve": "tests/web starts it as a user does, and Chromium walks its pages",
    "erase": "tests/stories/test_erasure.py runs it, with the key and the WARC it needs",
}
"""Commands whose examples need more than an archive, and where they run instead."""


def leaves(group, path=()):
    """Give the commands of a group and of the groups in it, by what one types."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(leaves(get_command(app)))


def example_of(name):
    return re.search(r"^\s*Example: (boredcrawl .+)$", COMMANDS[name].help, re.MULTILINE)[1]


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A folder to stand in, with an archive as the examples suppose it."""
    monkeypatch.chdir(tmp_path)
    url = "https://www.boredpanda.com/some-article/"
    engine = open_database(f"sqlite:///{tmp_path / 'archive/boredcrawl.db'}")
    store = Store(engine)
    for day, text in (
        (20, "A landlord."),
        (21, "A love letter."),
        (22, "A landlord's love letter."),
    ):
        at = f"2026-11-{day}T12:00:00+00:00"
        article = Article(
            url=url,
            site="boredpanda",
            kind="list",
            fetched_at=datetime.fromisoformat(at),
            published_at=datetime(2026, 11, 19, 12, tzinfo=UTC),
            title='The landlord\'s "love letter"',
            body_text=text,
            body_html=f"<p>{text}</p>",
            authors=(Author(name="Ann Lee"),),
            comments=(Comment(commenter=Commenter(name="Foggy Goose"), text="Honk", identity="1"),),
        )
        store.save(
            [
                Visit(
                    url=url,
                    site="boredpanda",
                    fetched_at=datetime.fromisoformat(at),
                    status=200,
                    article=article,
                )
            ]
        )
    site_id = acquire(engine, "boredpanda", datetime.now(UTC)).site_id
    crawl_id = crawls.start(engine, site_id, datetime.now(UTC), {"site": "boredpanda"})
    crawls.finish(engine, crawl_id, datetime.now(UTC), stats={}, reason="finished", exit_code=0)
    engine.dispose()
    write_warc(tmp_path)
    return tmp_path


def write_warc(folder):
    """Archive a page as a crawl of last week would have."""
    page = b"<html><title>Cats</title><h1>Cats</h1><p>One cat, and another one.</p></html>"
    writer = WarcWriter(folder / "archive")
    writer.write(
        Exchange(
            url="https://www.boredpanda.com/cats/",
            fetched_at=datetime.now(UTC) - timedelta(days=7),
            request_headers=((b"Host", b"www.boredpanda.com"),),
            status=200,
            headers=((b"Content-Type", b"text/html"),),
            body=page,
            ip_address=None,
            facts={},
        )
    ).result()
    writer.close()
    (file,) = (folder / "archive/warc").glob("*.warc.gz")
    shutil.copy(file, folder / "somebody-elses.warc.gz")


def test_every_command_has_an_example():
    assert [name for name in COMMANDS if "Example: boredcrawl" not in COMMANDS[name].help] == []


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - set(ELSEWHERE)))
def test_the_example_works(name, archive):
    _, *words = shlex.split(example_of(name))
    done = CliRunner().invoke(app, words)

    assert (done.exit_code, done.exception) == (0, None), done.output
    assert done.output or any(archive.rglob(words[words.index("-o") + 1] if "-o" in words else "*"))


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_says_what_it_does_in_a_sentence(name):
    first, *_ = COMMANDS[name].help.strip().splitlines()

    assert first[0].isupper()
    assert first.rstrip().endswith((".", "last two."))
