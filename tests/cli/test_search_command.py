"""`boredcrawl search`, as one types it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from boredcrawl.cli import app
from boredcrawl.db.engine import open_database
from boredcrawl.db.store import Store
from boredcrawl.exceptions import WrongQuery
from boredcrawl.items import Article, Comment, Commenter, ListItem, Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def run(tmp_path):
    url = f"sqlite:///{tmp_path / 'boredcrawl.db'}"
    engine = open_database(url)
    article = Article(
        url="https://example.com/cats/",
        site="example",
        fetched_at=NOON,
        title="Cats [of] the attic",
        body_text="Nobody saw\nthem come.",
        list_items=(ListItem(position=0, title="Tom", text="A fine cat"),),
        comments=(Comment(commenter=Commenter(name="Ann"), text="fine", identity="1"),),
    )
    Store(engine).save(
        [Visit(url=article.url, site="example", fetched_at=NOON, status=200, article=article)]
    )
    engine.dispose()
    return lambda *words: CliRunner().invoke(app, ["search", *words, "--database", url])


def test_it_shows_what_was_found_where(run):
    shown = run("fine").output

    assert "item     2026-11-22  Tom, in: Cats [of] the attic" in shown
    assert "comment  2026-11-22  Ann, under: Cats [of] the attic" in shown
    assert "https://example.com/cats/" in shown


def test_what_is_piped_on_is_not_broken_into_lines(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")

    assert "Tom, in: Cats [of] the attic" in run("fine").output


def test_as_json_it_says_where_the_words_are(run):
    (line,) = run("attic -dogs", "--json").output.splitlines()
    hit = json.loads(line)

    assert hit["title"]["ranges"] == [[14, 19]]
    assert hit["at"] == "2026-11-22T12:00:00+00:00"
    assert (hit["kind"], hit["gone_at"]) == ("article", None)


def test_a_search_may_begin_with_what_it_leaves_out(run):
    assert "nothing found" in run("-fine cat").output


def test_a_page_says_how_to_go_on(run):
    first = run("fine", "--limit", "1")
    second = run("fine", "--limit", "1", "--cursor", "0.1")

    assert "--cursor 0.1" in first.output
    assert "--cursor" not in second.output
    assert first.output.split()[0] != second.output.split()[0]


def test_what_cannot_be_read_is_one_sentence(run):
    ended = run('"fine')

    assert isinstance(ended.exception, WrongQuery)
    assert str(ended.exception) == 'a quotation mark is opened and not closed: "fine'
