"""A page longer than is sent at once comes whole, every reply inside what it answers."""

import shutil
from urllib.request import urlopen

from lxml import html
from sqlalchemy import text

from boredcrawl.db.engine import open_database
from boredcrawl.web.app import PART

CHAIN = """INSERT INTO comments (id, article_id, identity, parent_id, depth, position, path,
        text, html, is_edited, first_seen_at, last_seen_at)
    WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
    SELECT 1000000 + i, 1, 'long ' || i, CASE WHEN i % 7 THEN 1000000 + i - 1 END, i % 7, 1000 + i,
        'long/' || i, 'said', '<p>said</p>', 0, at, at
    FROM n, (SELECT first_seen_at AS at FROM articles WHERE id = 1)"""
"""A thread of conversations, each six deep."""


def test_a_thread_sent_in_parts_is_whole(serve, archive, crawled, tmp_path):
    shutil.copy(crawled.folder / "boredcrawl.db", tmp_path / "boredcrawl.db")
    kept = archive(f"sqlite:///{tmp_path / 'boredcrawl.db'}", tmp_path)
    engine = open_database(kept.url)
    with engine.begin() as connection:
        connection.execute(text(CHAIN))
    engine.dispose()
    with serve(kept) as base:
        answer = urlopen(f"{base}/articles/1")
        page = answer.read().decode()
    root = html.fromstring(page)
    shown = {
        int(one.get("id")[1:]): next(
            (int(above.get("id")[1:]) for above in one.iterancestors("details")), None
        )
        for one in root.iter("details")
        if (one.get("id") or "").startswith("c")
    }

    assert len(page) > 3 * PART
    assert answer.headers["content-length"] is None
    assert page.rstrip().endswith("</html>")
    assert shown == dict(kept.rows("SELECT id, parent_id FROM comments WHERE article_id = 1"))
