import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from boredcrawl.archive.reader import read_at
from boredcrawl.replica import Replica

SAME = {
    "articles": "SELECT url, layout, title, published_at, body_html, comments_captured, "
    "content_hash, first_seen_at, last_seen_at, changed_at, gone_at FROM articles",
    "visits": "SELECT url, fetched_at, status, outcome, warc_file, warc_offset, "
    "comments_new, comments_edited, comments_gone FROM visits",
    "urls": "SELECT u.url, a.url FROM article_urls u JOIN articles a ON a.id = article_id",
    "comments": "SELECT a.url, identity, text, depth, c.position, posted_earliest, posted_latest, "
    "c.first_seen_at, c.last_seen_at, c.gone_at FROM comments c JOIN articles a ON a.id=article_id",
    "revisions": "SELECT a.url, r.content_hash, seen_at FROM article_revisions r "
    "JOIN articles a ON a.id = article_id",
}
"""What a replay must bring back: everything but ids and the bookkeeping of crawls."""


def scrapy(folder, database, *arguments):
    settings = [f"DATABASE_URL=sqlite:///{folder / database}", f"ARCHIVE_DIR={folder}"]
    child = subprocess.run(
        [
            Path(sys.executable).with_name("scrapy"),
            "crawl",
            *arguments,
            *(word for setting in settings for word in ("-s", setting)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )

    assert child.returncode == 0, child.stderr


def select(database, query):
    with closing(sqlite3.connect(database)) as connection:
        return sorted(connection.execute(query).fetchall(), key=repr)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Crawl a replica twice, an edit and a comment between; read its archive again."""
    folder = tmp_path_factory.mktemp("archive")
    with Replica(articles=8, seed=5) as replica:
        scrapy(folder, "live.db", "articles", "-a", f"origin={replica.origin}")
        replica.change("paragraph", article=3)
        replica.change("add_comment", article=7)
        urls = ",".join(replica.url(number) for number in replica.numbers())
        scrapy(folder, "live.db", "articles", "-a", f"origin={replica.origin}", "-a", f"url={urls}")
    scrapy(folder, "again.db", "replay", "-a", f"warc={folder}")
    return folder


def test_warcio_accepts_the_archive_of_a_crawl(crawled):
    warcio = Path(sys.executable).with_name("warcio")
    for path in (crawled / "warc").glob("*.warc.gz"):
        for command in (["check", path], ["recompress", path, crawled / "again.warc.gz"]):
            child = subprocess.run([warcio, *command], capture_output=True, text=True, check=False)

            assert child.returncode == 0, child.stdout
            assert "No Errors Found" in child.stdout or not child.stdout


def test_every_visit_is_found_at_its_place_in_the_archive(crawled):
    visits = select(
        crawled / "live.db", "SELECT url, fetched_at, warc_file, warc_offset FROM visits"
    )
    found = [read_at(crawled / file, offset) for _, _, file, offset in visits]

    assert len(visits) == 16
    assert [(r.url, r.fetched_at.isoformat(sep=" ")) for r in found] == [v[:2] for v in visits]


@pytest.mark.parametrize("table", SAME)
def test_a_replay_brings_back_what_the_crawl_stored(crawled, table):
    live = select(crawled / "live.db", SAME[table])

    assert live
    assert select(crawled / "again.db", SAME[table]) == live
