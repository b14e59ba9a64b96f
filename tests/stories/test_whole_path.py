"""The path from URL to row, whole: a real site, a real crawl, the rows beside the truth."""

import gzip
import subprocess
import sys
from collections import Counter

import pytest
from compare import differences
from fastwarc.warc import ArchiveIterator, WarcRecordType

from boredcrawl.replica import Replica

ARTICLES = 200


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, make_archive):
    """A site of both layouts, crawled once."""
    archive = make_archive(tmp_path_factory.mktemp("crawled"))
    with Replica(articles=ARTICLES, seed=3) as replica:
        ended = archive.crawl(replica.origin)
        yield replica, archive, ended


def test_the_crawl_ends_well_and_finds_everything(crawled):
    replica, archive, ended = crawled

    assert ended.code == 0, ended.output
    assert archive.rows("SELECT count(*) AS n FROM articles")[0]["n"] == ARTICLES
    layouts = Counter(row["layout"] for row in archive.rows("SELECT layout FROM articles"))
    assert layouts == Counter(truth["layout"] for truth in replica.truths())


def test_every_field_of_every_article_is_what_was_published(crawled):
    replica, archive, _ = crawled
    engine = archive.engine()
    with engine.connect() as connection:
        wrong = [
            (truth["path"], field, got, wanted)
            for truth in replica.truths()
            for field, got, wanted in differences(connection, truth)
        ]
    engine.dispose()

    assert wrong == []


def test_every_visit_is_found_in_the_archive_at_its_offset(crawled):
    _, archive, _ = crawled
    visits = archive.rows("SELECT url, warc_file, warc_offset FROM visits")

    assert len(visits) == ARTICLES
    for visit in visits:
        with (archive.folder / "warc" / visit["warc_file"].rpartition("/")[2]).open("rb") as file:
            file.seek(visit["warc_offset"])
            record = next(ArchiveIterator(file, record_types=WarcRecordType.response))
            assert record.headers["WARC-Target-URI"] == visit["url"]


def test_warcio_accepts_the_archive(crawled, tmp_path):
    _, archive, _ = crawled
    for file in (archive.folder / "warc").glob("*.warc.gz"):
        again = tmp_path / file.name
        check = [sys.executable, "-m", "warcio.cli", "check", "-v", str(file)]
        checked = subprocess.run(check, capture_output=True, text=True, check=False)
        recompress = [sys.executable, "-m", "warcio.cli", "recompress", str(file), str(again)]
        packed = subprocess.run(recompress, capture_output=True, text=True, check=False)

        assert checked.returncode == 0, checked.stdout
        assert packed.returncode == 0, packed.stderr
        with gzip.open(again) as repacked:
            assert repacked.read(8) == b"WARC/1.1"


def test_a_second_crawl_without_changes_adds_only_its_own_record(crawled):
    replica, archive, _ = crawled
    before = archive.counts()
    make_all_due = (
        "UPDATE frontier SET next_visit_at = discovered_at WHERE next_visit_at > discovered_at"
    )
    archive.change(make_all_due)
    ended = archive.crawl(replica.origin)
    after = archive.counts()

    assert ended.code == 0, ended.output
    assert {name for name in after if after[name] != before[name]} == {"visits", "crawls"}
    assert after["visits"] == 2 * ARTICLES
    assert after["article_revisions"] == ARTICLES


def test_a_crawl_with_nothing_due_visits_nothing(crawled):
    replica, archive, _ = crawled
    replica.clear_log()
    ended = archive.crawl(replica.origin)

    assert ended.code == 0, ended.output
    assert [entry for entry in replica.log() if entry["path"].count("/") == 2] == []


def test_a_replay_into_an_empty_database_gives_the_same_articles(crawled, make_archive, tmp_path):
    _, archive, _ = crawled
    again = make_archive(tmp_path)
    ended = again.scrapy("crawl", "replay", "-a", f"warc={archive.folder / 'warc'}")
    contents = "SELECT url, title, content_hash, comments_captured FROM articles ORDER BY url"

    assert ended.code == 0, ended.output
    assert again.rows(contents) == archive.rows(contents)
