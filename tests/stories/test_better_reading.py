"""A page class improves: what is stored is corrected, and the site's history says nothing of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Archive
from repeated import Crawler
from rows import unlike, whole

from boredcrawl.replica import Replica

IMPROVED = Path(__file__).parent / "improved"
HISTORY = """
SELECT article_id, seen_at FROM article_revisions ORDER BY id
"""
COMMENT_HISTORY = "SELECT comment_id, seen_at FROM comment_revisions ORDER BY id"


def again(archive, *command, better=False, **environment):
    """Read the archive again."""
    if better:
        environment |= {"PYTHONPATH": str(IMPROVED), "BOREDCRAWL_TEST_READING": "louder"}
    program, *words = command
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *words],
        cwd=ROOT,
        env={**archive.environment, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    return done.stdout


def reparse(archive, *words, **options):
    return again(archive, "boredcrawl", "reparse", *words, **options)


def replay(archive, **options):
    return again(archive, "scrapy", "crawl", "replay", "-a", f"warc={archive.folder}", **options)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A site crawled three times, with edits of articles and comments between."""
    folder = tmp_path_factory.mktemp("better")
    archive = Archive(folder, f"sqlite:///{folder / 'live.db'}")
    with Replica(articles=4, seed=5, partial=0) as replica:
        number = replica.numbers()[0]
        said = replica.change("add_comment", article=number, name="Zebulon Quillfeather", text="A!")
        comment = said[0]["comment"]
        crawler = Crawler(archive, replica, ROOT)
        for turn in range(3):
            crawler.crawl()
            crawler.cursor = 1
            replica.change("title", article=number, title=f"Another title {turn}")
            replica.change("edit_comment", article=number, comment=comment, text=f"A heron {turn}")
        crawler.stop()
    return archive


@pytest.fixture
def copy(crawled, tmp_path):
    """The crawled database, to be read again into."""
    shutil.copy(crawled.folder / "live.db", tmp_path / "copy.db")
    return Archive(crawled.folder, f"sqlite:///{tmp_path / 'copy.db'}")


def test_what_would_change_is_shown_by_field_and_nothing_is_written(crawled, copy):
    said = reparse(copy, "--dry-run", better=True)

    assert "4 of 4 articles would change, 0 visits would be new" in said
    assert "title: 4 articles" in said
    assert "{+!+}" in said
    assert "nothing was written" in said
    assert copy.counts() == crawled.counts()
    assert copy.rows("SELECT * FROM articles") == crawled.rows("SELECT * FROM articles")


@pytest.mark.parametrize("read", [reparse, replay])
def test_a_better_reading_corrects_the_past_and_invents_no_edits(crawled, copy, read):
    said = read(copy, better=True)

    assert "articles changed" not in said
    assert copy.rows("SELECT title FROM articles WHERE title NOT LIKE '%!'") == []
    assert copy.rows("SELECT title FROM article_revisions WHERE title NOT LIKE '%!'") == []
    assert copy.rows("SELECT text FROM comments WHERE text NOT LIKE '%(read better)%'") == []
    assert copy.rows("SELECT 1 FROM comment_revisions WHERE text NOT LIKE '%(read better)%'") == []
    assert len(copy.rows(COMMENT_HISTORY)) == 3
    for table in ("changes", "visits", "comment_scores"):
        assert copy.rows(f"SELECT * FROM {table}") == crawled.rows(f"SELECT * FROM {table}")
    for query in (HISTORY, COMMENT_HISTORY, "SELECT id, first_seen_at, gone_at FROM comments"):
        assert copy.rows(query) == crawled.rows(query)


def test_a_reading_that_was_worse_is_corrected_back(crawled, copy):
    reparse(copy, better=True)
    reparse(copy)
    engines = crawled.engine(), copy.engine()
    left = unlike(*map(whole, engines))
    for engine in engines:
        engine.dispose()

    assert left == {}
