"""`boredcrawl changes`, `diff` and `backup`, as they are typed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store
from boredcrawl.items import Article, Comment, Commenter, Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://www.example.com/cats/"


def visit(hours, title, said):
    at = NOON + timedelta(hours=hours)
    comment = Comment(text=said, html="", identity="1", commenter=Commenter(name="Ann & Ben"))
    article = Article(
        url=URL,
        site="example",
        fetched_at=at,
        title=title,
        body_text="One – two.",
        comments=(comment,),
    )
    return Visit(url=URL, site="example", fetched_at=at, status=200, article=article)


@pytest.fixture
def run(tmp_path):
    url = f"sqlite:///{tmp_path / 'boredcrawl.db'}"
    engine = open_database(url)
    Store(engine).save([visit(0, "Cats", "One cat?"), visit(1, "Cats <3", "One \x0bcat!")])
    engine.dispose()

    def typed(*words, **environment):
        return subprocess.run(
            [sys.executable, "-c", "from boredcrawl.cli import main; main()", *words],
            env={**os.environ, "BOREDCRAWL_DATABASE_URL": url, "COLUMNS": "200", **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return typed


def test_changes_are_lines_for_people_and_say_how_to_go_on(run):
    ended = run("changes", "--since", "1h")

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == [
        f"2026-11-22 12:00  new       article  Cats  {URL}",
        f"2026-11-22 12:00  new       comment  Ann & Ben: One cat?  {URL}",
        f"2026-11-22 13:00  edited    article  Cats <3  {URL}",
        f"2026-11-22 13:00  edited    comment  Ann & Ben: One cat!  {URL}",
    ]
    assert ended.stderr == "go on with: boredcrawl changes --cursor 4\n"
    assert run("changes", "--cursor", "4").stdout == ""


def test_changes_are_lines_of_json(run):
    first, *_, last = map(json.loads, run("changes", "--since", "1h", "--json").stdout.splitlines())

    assert (first["cursor"], first["kind"], first["change"]) == (1, "article", "new")
    assert (last["kind"], last["commenter"], last["text"]) == (
        "comment",
        "Ann & Ben",
        "One \x0bcat!",
    )
    assert last["seen_at"] == "2026-11-22T13:00:00+00:00"


def test_the_cursor_before_the_first_change_is_nought(run):
    assert run("changes", "--cursor", "0").stdout == run("changes", "--since", "1h").stdout


@pytest.mark.parametrize("words", [("export",), ("show", "1")])
def test_what_is_piped_on_is_utf8_in_every_locale(run, words):
    here = run(*words, PYTHONIOENCODING="utf-8")
    there = run(*words, PYTHONIOENCODING="ascii")

    assert "–" in here.stdout
    assert (there.stdout, there.returncode) == (here.stdout, 0)


def test_an_article_is_compared_by_its_id_too(run):
    assert run("diff", "1").stdout == run("diff", URL).stdout


def test_changes_are_a_feed(run):
    root = ET.fromstring(run("changes", "--since", "1h", "--format", "rss").stdout)  # noqa: S314 - our own

    assert [item.findtext("title") for item in root.iter("item")] == [
        "new: Cats",
        "new: Ann & Ben on Cats",
        "edited: Cats <3",
        "edited: Ann & Ben on Cats <3",
    ]
    assert len({item.findtext("guid") for item in root.iter("item")}) == 4


def test_a_feed_of_nothing_is_a_feed(run):
    root = ET.fromstring(run("changes", "--cursor", "99", "--format", "rss").stdout)  # noqa: S314 - our own

    assert list(root.iter("item")) == []


def test_a_diff_is_plain_where_there_is_no_terminal_and_coloured_where_there_is(run):
    plain = run("diff", URL, "--comments").stdout
    coloured = run("diff", URL, FORCE_COLOR="1").stdout

    assert "title: Cats{+ <3+}" in plain
    assert "Ann & Ben, 2026-11-22 13:00: One cat[-?-]{+!+}" in plain
    assert "\x1b[" not in plain
    assert "\x1b[32m <3\x1b[0m" in coloured


def test_a_diff_is_json(run):
    told = json.loads(run("diff", URL, "--from", "1", "--to", "2", "--json").stdout)

    assert [step["number"] for step in (told["from"], told["to"])] == [1, 2]
    assert told["changes"][0]["pieces"][-1] == {"kind": "added", "text": " <3"}


def test_a_backup_is_made_once(run, tmp_path):
    made = run("backup", str(tmp_path / "copy.db"))
    again = run("backup", str(tmp_path / "copy.db"))

    assert made.returncode == 0, made.stderr
    assert "copy.db" in made.stdout
    assert again.returncode == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("changes",), "say from where on"),
        (("changes", "--since", "soon"), "'soon' is no moment"),
        (("changes", "--since", "1h", "--site", "x"), "no site 'x'; it has: example"),
        (("changes", "--sinze", "1h"), "No such option: --sinze"),
        (("changes", "--cursor", "9" * 30), "Invalid value for '--cursor'"),
        (("changes", "--since", "0001-01-01T00:00+14:00"), "is no moment"),
        (("author", "Ann", "--limit", "9" * 30), "Invalid value for '--limit'"),
        (("author", "9" * 30), "has no author"),
        (("crawls", "9" * 30), "Invalid value for '[ID]'"),
        (("diff", "9" * 30), "has no article with the id"),
        (("doctor", "--offline", "--site", "nope"), "no site is called 'nope'; write one of"),
        (("erase", "--older-than", ""), "'' is no age"),
        (("erase", "--older-than", "1y", "--database", "sqlite:////proc/none/x.db"), "no database"),
        (("export", "--output", "/proc/none/x.jsonl"), "/proc/none: No such file or directory"),
        (("export", "--output", "/dev/full"), "No space left on device"),
        (("diff",), "Missing argument"),
        (("diff", "https://www.example.com/dogs/"), "has no article"),
        (("diff", URL, "--to", "7"), "no revision 7: the article has 2"),
        (("diff", URL, "--database", "sqlite:///nowhere/x.db"), "there is no database"),
        (("backup", "x", "--database", "postgresql://me@db/x"), "pg_dump --format=custom"),
    ],
)
def test_what_goes_wrong_is_one_line(run, typed, told):
    ended = run(*typed)

    assert ended.returncode in {1, 5}
    assert told in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
