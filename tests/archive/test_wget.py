"""An archive that wget made of a site is as good as one of ours."""

import shutil
import subprocess

import pytest

from boredcrawl.replica import Replica

pytestmark = pytest.mark.skipif(not shutil.which("wget"), reason="no wget: apt-get install wget")

# Not the moments: "16 hours ago" means another one a second later.
ARTICLES = (
    "SELECT url, kind, layout, title, description, section, published_raw, body_html,"
    " body_text, word_count, highlights, score, comments_declared, content_hash FROM articles"
)


def test_what_wget_archived_replays_to_the_same_articles(tmp_path, run, select):
    with Replica(articles=8, seed=5) as replica:
        origin, urls = replica.origin, [replica.url(number) for number in replica.numbers()]
        subprocess.run(
            ["wget", "--quiet", "--warc-file=theirs", "-P", "pages", *urls],
            cwd=tmp_path,
            check=True,
        )
        places = f"-s DATABASE_URL=sqlite:///{tmp_path}/live.db -s ARCHIVE_DIR={tmp_path}/live"
        run(
            "scrapy crawl articles -s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=0"
            f" -a origin={origin} -a url={','.join(urls)} {places}"
        )
    (warc,) = tmp_path.glob("theirs.warc*")
    run(
        f"scrapy crawl replay -a warc={warc} -a site=boredpanda -a origin={origin}"
        f" -s DATABASE_URL=sqlite:///{tmp_path}/theirs.db -s ARCHIVE_DIR={tmp_path}/theirs"
    )
    live = select(tmp_path / "live.db", ARTICLES)

    assert len(live) == 8
    assert select(tmp_path / "theirs.db", ARTICLES) == live
