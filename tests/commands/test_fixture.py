"""`scrapy fixture`: a page becomes a case; buttons tell what they request."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from boredcrawl.commands.case import plain, read_case
from boredcrawl.replica import Replica
from boredcrawl.sites import card_named
from boredcrawl.spiders.browser import NAMES

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site():
    variant = {"wiring": "script", "era": "now"}
    with Replica(articles=6, seed=4, thread=40, layout="classic", variant=variant) as site:
        yield site


@pytest.fixture
def scrapy(tmp_path):
    def run(*words):
        environment = {
            **os.environ,
            "BOREDCRAWL_DATABASE_URL": f"sqlite:///{tmp_path / 'x.db'}",
            "BOREDCRAWL_ARCHIVE_DIR": str(tmp_path / "archive"),
            "BOREDCRAWL_CONTACT": "",
        }
        return subprocess.run(
            [sys.executable, "-m", "scrapy", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def fixture(scrapy, site, tmp_path):
    def run(*words):
        told = ("--folder", str(tmp_path / "sites"), "--origin", site.origin, "-L", "ERROR")
        return scrapy("fixture", *words, *told)

    return run


def read(folder):
    case = json.loads((folder / "item.json").read_text("utf-8"))
    html = (folder / "page.html").read_bytes()
    fetched_at = datetime.fromisoformat(case["fetched_at"])
    article = read_case(card_named(folder.parent.name)(), html, case["url"], fetched_at)
    return plain(article), case["item"]


def test_a_page_of_the_network_becomes_a_case(fixture, site, tmp_path):
    truth = site.truth(2)
    ended = fixture(truth["url"], "--as", "porridge")
    again, item = read(tmp_path / "sites" / "boredpanda" / "porridge")

    assert ended.returncode == 0, ended.stderr
    assert truth["title"] in ended.stdout
    assert item["title"] == truth["title"]
    assert again == item


def test_a_case_that_is_there_is_written_over_only_by_force(fixture, site):
    first = fixture(site.url(2), "--as", "porridge")
    second = fixture(site.url(3), "--as", "porridge")
    third = fixture(site.url(3), "--as", "porridge", "--force")

    assert [e.returncode for e in (first, second, third)] == [0, 1, 0]
    assert second.stderr.count("\n") == 1
    assert "--force" in second.stderr


def test_a_page_of_an_archive_becomes_a_case_without_the_network(fixture, scrapy, site, tmp_path):
    url = site.url(1)
    crawled = scrapy("crawl", "articles", "-a", f"origin={site.origin}", "-a", f"url={url}")
    site.clear_log()
    ended = fixture(url, "--as", "kept", "--warc", str(tmp_path / "archive" / "warc"))
    asked = site.log()
    absent = fixture(site.url(2), "--warc", str(tmp_path / "archive" / "warc"))
    again, item = read(tmp_path / "sites" / "boredpanda" / "kept")

    assert crawled.returncode == 0, crawled.stderr
    assert ended.returncode == 0, ended.stderr
    assert asked == []
    assert again == item
    assert absent.returncode == 1
    assert "there is no answer for" in absent.stderr


def test_a_page_that_is_none_ends_with_a_code_and_a_line(fixture, scrapy, site, tmp_path):
    gone = fixture(f"{site.origin}/no-such-page/")
    unknown = scrapy("fixture", "http://other.example/x/", "-L", "ERROR")
    nameless = scrapy("fixture", "https://www.boredpanda.com/some-goat/", "-L", "ERROR")
    silent = scrapy(
        "fixture", "http://127.0.0.1:9/x/", "--origin", "http://127.0.0.1:9", "-L", "CRITICAL"
    )

    assert [e.returncode for e in (gone, unknown, nameless, silent)] == [2, 1, 1, 3]
    assert "HTTP 404" in gone.stderr
    assert "no card owns" in unknown.stderr
    assert "CONTACT" in nameless.stderr
    assert not (tmp_path / "sites").exists()


@pytest.mark.skipif(
    importlib.util.find_spec("scrapy_playwright") is None or not any(map(shutil.which, NAMES)),
    reason="there is no Chromium, or no scrapy-playwright: install boredcrawl[browser], chromium",
)
def test_a_probe_tells_what_the_buttons_request(fixture, site):
    truth = site.truth(site.about()["long_thread"])
    kind = truth["variant"]["endpoint"]
    method, path, token = {
        "html-get": ("GET", "/comments/load/", "token"),
        "html-post": ("POST", "/comments/more/", "token"),
        "json-post": ("POST", "/api/v2/comments/list", "cursor"),
    }[kind]
    ended = fixture(truth["url"], "--probe")

    assert ended.returncode == 0, ended.stderr
    assert f"{method} {path}" in ended.stdout
    assert f"  {token} = " in ended.stdout
    assert f'Dialect(endpoint="{path}"' in ended.stdout
    assert f'token="{token}")' in ended.stdout
    assert "comment" in ended.stdout.partition("sample: ")[2]
