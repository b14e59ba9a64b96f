"""A real WordPress, crawled with nothing told of it but its address."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from sqlalchemy import create_engine, text

ROOT = Path(__file__).parents[2]


class Archive:
    """One user's archive, and the commands run on it."""

    def __init__(self, folder, name="boredcrawl.db"):
        self.folder = folder
        self.url = f"sqlite:///{folder / name}"

    def scrapy(self, *words):
        environment = {
            **os.environ,
            "BOREDCRAWL_DATABASE_URL": self.url,
            "BOREDCRAWL_ARCHIVE_DIR": str(self.folder),
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

    def rows(self, sql, **values):
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(sql), values)]
        engine.dispose()
        return found

    def wait_a_day(self):
        """Make due what a day later would be due."""
        engine = create_engine(self.url)
        past = "2026-01-01 00:00:00.000000+00:00"
        with engine.begin() as connection:
            for sql in (
                "UPDATE frontier SET next_visit_at = :past WHERE kind <> 'article'",
                "UPDATE frontier SET last_visit_at = :past WHERE kind = 'article'",
            ):
                connection.execute(text(sql), {"past": past})
        engine.dispose()


@pytest.fixture(scope="module")
def crawled(wordpress, tmp_path_factory):
    archive = Archive(tmp_path_factory.mktemp("archive"))
    archive.ended = archive.scrapy("crawl", "articles", "-a", f"start={wordpress.origin}/")
    return archive


THREAD = """
SELECT c.site_comment_id, p.site_comment_id, k.name, c.text, c.posted_at
FROM comments c JOIN articles a ON a.id = c.article_id
LEFT JOIN comments p ON p.id = c.parent_id LEFT JOIN commenters k ON k.id = c.commenter_id
WHERE a.url = :url
"""


def thread(archive, url):
    return {
        (number, parent, name, words, datetime.fromisoformat(at))
        for number, parent, name, words, at in archive.rows(THREAD, url=url)
    }


def told(post):
    return {
        (
            str(comment["id"]),
            str(comment["parent"]) if comment["parent"] else None,
            comment["author"],
            comment["text"],
            datetime.fromisoformat(comment["at"]),
        )
        for comment in post["comments"]
    }


def test_it_is_recognised_and_crawled_to_its_end(crawled):
    assert crawled.ended.returncode == 0, crawled.ended.stderr
    assert "WordPress (generator WordPress" in crawled.ended.stderr


def test_every_post_is_there_and_nothing_else(wordpress, crawled):
    articles = crawled.rows(
        "SELECT a.url, a.title, a.published_at, u.name FROM articles a"
        " JOIN article_authors x ON x.article_id = a.id JOIN authors u ON u.id = x.author_id"
    )

    assert {
        (url, title, datetime.fromisoformat(at), name) for url, title, at, name in articles
    } == {
        (post["url"], post["title"], datetime.fromisoformat(post["at"]), post["author"])
        for post in wordpress.posts
    }
    assert len(articles) == len(wordpress.posts)
    assert crawled.rows("SELECT count(*) FROM articles") == [(len(wordpress.posts),)]


def test_every_comment_of_every_page_of_comments_is_there_once(wordpress, crawled):
    many = [post for post in wordpress.posts if len(post["comments"]) > 10]

    assert many
    for post in wordpress.posts:
        assert thread(crawled, post["url"]) == told(post)
    counts = crawled.rows("SELECT comments_captured, comments_declared FROM articles")
    assert Counter(captured for captured, _ in counts) == Counter(
        len(post["comments"]) for post in wordpress.posts
    )
    assert all(captured == declared for captured, declared in counts)


def test_every_page_of_comments_is_in_the_archive(wordpress, crawled):
    pages = set()
    for path in sorted((crawled.folder / "warc").glob("*.warc.gz")):
        with path.open("rb") as stream:
            for record in ArchiveIterator(stream):
                pages.add(record.headers.get("WARC-Target-URI"))
    many = [post["url"] for post in wordpress.posts if len(post["comments"]) > 10]

    assert {f"{url}comment-page-2/" for url in many} <= pages


def test_every_picture_is_there(wordpress, crawled):
    found = crawled.rows(
        "SELECT a.url, i.original_url, x.is_lead FROM articles a"
        " JOIN article_images x ON x.article_id = a.id JOIN images i ON i.id = x.image_id"
    )

    assert Counter(found) == Counter(
        (post["url"], image, int(place == 0))
        for post in wordpress.posts
        for place, image in enumerate(post["images"])
    )


def test_a_replay_of_the_archive_reads_the_same(wordpress, crawled):
    again = Archive(crawled.folder, "again.db")
    ended = again.scrapy("crawl", "replay", "-a", f"warc={crawled.folder / 'warc'}")

    assert ended.returncode == 0, ended.stderr
    assert again.rows("SELECT count(*) FROM articles") == [(len(wordpress.posts),)]
    for post in wordpress.posts:
        assert thread(again, post["url"]) == told(post)


def test_what_an_editor_does_is_noticed_at_the_next_crawl(wordpress, crawled):
    edited = wordpress.posts[2]
    trashed = next(post for post in wordpress.posts if len(post["comments"]) > 10)
    gone = trashed["comments"][-1]["id"]
    crawled.wait_a_day()
    wordpress.php("edit.php", "text", str(edited["id"]), "The ferry sank, and this was added.")
    wordpress.php("edit.php", "trash", str(gone))
    ended = crawled.scrapy("crawl", "articles", "-a", f"start={wordpress.origin}/")
    revisions = crawled.rows(
        "SELECT r.body_text FROM article_revisions r JOIN articles a ON a.id = r.article_id"
        " WHERE a.url = :url ORDER BY r.seen_at",
        url=edited["url"],
    )
    missing = crawled.rows("SELECT site_comment_id FROM comments WHERE gone_at IS NOT NULL")

    assert ended.returncode == 0, ended.stderr
    assert len(revisions) == 2
    assert "The ferry sank" in json.dumps(revisions[1])
    assert "The ferry sank" not in json.dumps(revisions[0])
    assert missing == [(str(gone),)]


def counts(archive):
    sql = "SELECT title, comments_captured, comments_complete FROM articles"
    return {title: (captured, complete) for title, captured, complete in archive.rows(sql)}


def whole(wordpress):
    """The counts as they are now: one comment went to the trash above."""
    known = {post["title"]: len(post["comments"]) for post in wordpress.posts}
    trashed = next(post for post in wordpress.posts if len(post["comments"]) > 10)
    known[trashed["title"]] -= 1
    return {title: (count, 1) for title, count in known.items()}


def test_pages_alone_do_where_robots_txt_closes_the_interface(wordpress, tmp_path):
    robots = "User-agent: *\nDisallow: /wp-json/\n"
    (wordpress.root / "robots.txt").write_text(robots, encoding="utf-8")
    wordpress.php("edit.php", "option", "default_comments_page", "newest")
    wordpress.php("edit.php", "option", "comment_order", "desc")
    archive = Archive(tmp_path)
    ended = archive.scrapy("crawl", "articles", "-a", f"start={wordpress.origin}/")
    (wordpress.root / "robots.txt").unlink()
    asked = archive.rows("SELECT count(*) FROM frontier WHERE url LIKE '%wp-json%'")

    assert ended.returncode == 0, ended.stderr
    assert asked == [(0,)]
    assert counts(archive) == whole(wordpress)


def test_addresses_may_be_numbers(wordpress, tmp_path):
    wordpress.php("edit.php", "permalinks", "")
    archive = Archive(tmp_path)
    ended = archive.scrapy("crawl", "articles", "-a", f"start={wordpress.origin}/")
    urls = archive.rows("SELECT url FROM articles")

    assert ended.returncode == 0, ended.stderr
    assert {url for (url,) in urls} == {f"{wordpress.origin}/?p={p['id']}" for p in wordpress.posts}
    assert counts(archive) == whole(wordpress)
