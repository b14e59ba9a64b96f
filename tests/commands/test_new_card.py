"""`scrapy fixture URL --new NAME`: a site that no card knows gets its card and first case."""

import importlib.util
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from papers import Paper, mapped_paper

from boredcrawl.commands.case import plain, read_case
from boredcrawl.commands.new_card import new_card
from boredcrawl.exceptions import WrongOption

ROOT = Path(__file__).parents[2]


@pytest.fixture
def paper():
    with Paper() as paper:
        yield mapped_paper(paper)


@pytest.fixture
def fixture(tmp_path):
    (tmp_path / "cards").mkdir()

    def run(url, *words):
        folders = ("--cards", str(tmp_path / "cards"), "--folder", str(tmp_path / "cases"))
        return subprocess.run(
            [sys.executable, "-m", "scrapy", "fixture", url, *words, *folders, "-L", "ERROR"],
            cwd=ROOT,
            env={**os.environ, "BOREDCRAWL_ARCHIVE_DIR": str(tmp_path / "archive")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


def card_of(path, name):
    spec = importlib.util.spec_from_file_location("a_new_card", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)()


def test_the_card_holds_what_was_found_and_reads_the_first_case(fixture, paper, tmp_path):
    url = f"{paper.origin}/2026/fence-3.html"
    ended = fixture(url, "--new", "harbour_news")
    card = card_of(tmp_path / "cards/harbour_news.py", "HarbourNews")
    case = tmp_path / "cases/harbour_news/fence_3"
    told = json.loads((case / "item.json").read_text("utf-8"))
    html = (case / "page.html").read_bytes()
    article = read_case(card, html, url, datetime.fromisoformat(told["fetched_at"]))

    assert ended.returncode == 0, ended.stderr
    assert card.slug == "harbour_news"
    assert [source.path for source in card.sources] == ["/map.xml", "/rss", "/"]
    assert told["item"]["title"] == "A goat on fence number 3"
    assert plain(article) == told["item"]
    assert "scrapy crawl articles -a site=harbour_news" in ended.stdout


def test_the_card_is_clean_as_it_is_written(fixture, paper, tmp_path):
    fixture(f"{paper.origin}/2026/fence-3.html", "--new", "harbour_news")
    path = str(tmp_path / "cards/harbour_news.py")
    checks = [
        subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--config", str(ROOT / "pyproject.toml"), path],
            capture_output=True,
            text=True,
            check=False,
        )
        # Where it lies now it is in no package.
        for words in (("check", "--ignore", "INP001"), ("format", "--check"))
    ]

    assert [check.returncode for check in checks] == [0, 0], [check.stdout for check in checks]


@pytest.mark.parametrize(
    ("url", "name", "advice"),
    [
        ("http://127.0.0.1:9/a/", "Goats", "write small letters"),
        ("http://127.0.0.1:9/a/", "class", "write small letters"),
        ("http://127.0.0.1:9/a/", "boredpanda", "is taken"),
        ("https://www.demilked.com/goats/", "goats", "it is demilked's"),
        ("goats", "goats", "is no address"),
        ("http://127.0.0.1:9/a/", "there", "is there already"),
    ],
)
def test_a_wrong_wish_says_what_to_write_instead(tmp_path, url, name, advice):
    (tmp_path / "there.py").touch()
    with pytest.raises(WrongOption) as raised:
        new_card(url, name, tmp_path, force=False)

    assert advice in str(raised.value)


def test_a_page_that_is_none_leaves_nothing_behind(fixture, paper, tmp_path):
    ended = fixture(f"{paper.origin}/no-such-page/", "--new", "harbour_news")

    assert ended.returncode == 2
    assert ended.stderr.endswith("HTTP 404\n")
    assert list((tmp_path / "cards").iterdir()) == []
    assert not (tmp_path / "cases").exists()
