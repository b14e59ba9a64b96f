"""DeMilked's card is one short file; the theme it shares is Bored Panda's."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import create_engine, text

from boredcrawl.replica import Replica

ROOT = Path(__file__).parents[2]


def test_its_pages_at_another_origin_are_crawled_whole(tmp_path):
    url = f"sqlite:///{tmp_path / 'x.db'}"
    environment = {
        **os.environ,
        "BOREDCRAWL_DATABASE_URL": url,
        "BOREDCRAWL_ARCHIVE_DIR": str(tmp_path),
    }
    with Replica(articles=12, seed=6, layout="classic") as replica:
        told = ("-a", "site=demilked", "-a", f"origin={replica.origin}")
        ended = subprocess.run(
            [sys.executable, "-m", "scrapy", "crawl", "articles", *told],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        truths = {truth["url"]: truth for truth in replica.truths()}
        name = f"demilked@{replica.origin.removeprefix('http://')}"
    engine = create_engine(url)
    with engine.connect() as connection:
        sql = "SELECT url, title, comments_captured, layout FROM articles"
        articles = {row.url: row for row in connection.execute(text(sql))}
        sites = connection.execute(text("SELECT name FROM sites")).scalars().all()
    engine.dispose()

    assert ended.returncode == 0, ended.stderr
    assert sites == [name]
    assert articles.keys() == truths.keys()
    assert all(articles[url].title == truth["title"] for url, truth in truths.items())
    assert all(
        articles[url].comments_captured == len(truth["comments"]) for url, truth in truths.items()
    )
    assert {row.layout for row in articles.values()} == {"classic"}
