"""What a person sees who reads in the archive from the command line."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from boredcrawl.cli import app
from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store
from boredcrawl.exceptions import WrongOption
from boredcrawl.items import Article, Author, Comment, Commenter, ListItem, Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://example.com/cats/"


@pytest.fixture
def run(tmp_path):
    database = f"sqlite:///{tmp_path / 'boredcrawl.db'}"
    engine = open_database(database)
    article = Article(
        url=URL,
        site="example",
        kind="list",
        fetched_at=NOON,
        published_at=NOON,
        title="Cats [of] the attic",
        body_text="Nobody saw.\n\nThem come.",
        authors=(Author(name="Ann Lee", role="Editor"),),
        list_items=(ListItem(position=0, rank=1, title="Tom", text="A fine cat"),),
        comments=(
            Comment(commenter=Commenter(name="Bob"), text="[red]fine[/red]", identity="1", score=3),
            Comment(text="Quite", identity="2", parent=0, depth=1, position=1),
            Comment(text="Tom!", identity="3", list_item=0, position=2),
        ),
        comments_captured=3,
        comments_declared=4,
    )
    Store(engine).save(
        [Visit(url=URL, site="example", fetched_at=NOON, status=200, article=article)]
    )
    engine.dispose()

    def invoke(*words):
        return CliRunner().invoke(app, [*words, "--database", database])

    return invoke


@pytest.mark.parametrize("which", [URL, "http://example.com/cats?utm_source=x", "1"])
def test_an_article_is_shown_by_any_url_or_its_id(run, which):
    shown = run("show", which).output

    assert "Cats [of] the attic" in shown
    assert "by Ann Lee · 2026-11-22 · list" in shown
    assert "Nobody saw." in shown
    assert "3 of 4 comments" in shown


def test_a_thread_is_a_tree_in_which_words_are_only_words(run):
    shown = run("thread", "1").output

    assert "├── Bob  +3" in shown.replace("└", "├")
    assert "[red]fine[/red]" in shown
    assert "    └── somebody" in shown
    assert "under #1 Tom" in shown


def test_a_thread_is_json_and_a_feed_too(run):
    lines = [json.loads(line) for line in run("thread", "1", "--json").output.splitlines()]

    assert [line["text"] for line in lines] == ["[red]fine[/red]", "Quite", "Tom!"]
    assert run("thread", "1", "--rss").output.count("<item>") == 3


def test_a_person_is_found_by_name_or_by_id(run):
    assert "Editor" in run("author", "Ann Lee").output
    assert "Cats [of] the attic" in run("author", "1").output
    assert "[red]fine[/red]" in run("commenter", "Bob").output
    assert json.loads(run("commenter", "Bob", "--json").output)["score"] == 3


@pytest.mark.parametrize("words", [("author", "Zoe"), ("commenter", "Zoe"), ("show", "9")])
def test_who_or_what_is_not_there_is_said_in_a_line(run, words):
    error = run(*words).exception

    assert isinstance(error, WrongOption)
    assert "\n" not in str(error)


def test_counts_are_told_by_site_and_by_table(run):
    told = json.loads(run("stats", "--json").output)

    assert told["sites"][0]["comments"] == 3
    assert told["tables"]["articles"] == 1


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("csv", "title,n\nCats [of] the attic,3\n"),
        ("json", '{"title": "Cats [of] the attic", "n": 3}\n'),
    ],
)
def test_an_answer_in_sql_can_be_piped_on(run, style, shown):
    asked = "SELECT title, comments AS n FROM article_overview"

    assert run("sql", asked, "--format", style).output == shown
    assert "Cats [of] the attic" in run("sql", asked).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "csv"), "needs a place"),
        (("zebra",), "no article is meant"),
        (("--format", "parquet", "-o", "{file}"), "is a file"),
        (("-o", "{folder}"), "is a folder"),
        (("--format", "csv", "-o", "{folder}"), "is not empty"),
    ],
)
def test_an_export_that_cannot_be_made_says_what_to_write(run, tmp_path, words, said):
    (tmp_path / "file").touch()
    places = {"file": tmp_path / "file", "folder": tmp_path}
    error = run("export", *(word.format(**places) for word in words)).exception

    assert isinstance(error, WrongOption)
    assert said in str(error)
