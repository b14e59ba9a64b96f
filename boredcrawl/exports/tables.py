"""Articles as tables: a row an article, a comment, a list item, an image; for CSV and Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boredcrawl.exports.plain import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from boredcrawl.db.whole import Whole

Row = dict[str, Any]

INT, TEXT, TIME, YES_NO = "int", "text", "time", "bool"

ARTICLE = {
    "id": INT,
    "site": TEXT,
    "url": TEXT,
    "kind": TEXT,
    "layout": TEXT,
    "title": TEXT,
    "description": TEXT,
    "language": TEXT,
    "section": TEXT,
    "published_raw": TEXT,
    "published_at": TIME,
    "published_earliest": TIME,
    "published_latest": TIME,
    "modified_at": TIME,
    "authors": TEXT,
    "tags": TEXT,
    "highlights": TEXT,
    "score": INT,
    "word_count": INT,
    "comments_declared": INT,
    "comments_captured": INT,
    "comments_complete": YES_NO,
    "first_seen_at": TIME,
    "last_seen_at": TIME,
    "changed_at": TIME,
    "gone_at": TIME,
    "body_text": TEXT,
    "body_html": TEXT,
}
COMMENT = {
    "id": INT,
    "article_id": INT,
    "article_url": TEXT,
    "list_item_id": INT,
    "site_comment_id": TEXT,
    "parent_id": INT,
    "depth": INT,
    "position": INT,
    "commenter_id": INT,
    "commenter_name": TEXT,
    "commenter_url": TEXT,
    "commenter_role": TEXT,
    "text": TEXT,
    "html": TEXT,
    "posted_raw": TEXT,
    "posted_at": TIME,
    "posted_earliest": TIME,
    "posted_latest": TIME,
    "is_edited": YES_NO,
    "score": INT,
    "first_seen_at": TIME,
    "last_seen_at": TIME,
    "gone_at": TIME,
}
LIST_ITEM = {
    "id": INT,
    "article_id": INT,
    "article_url": TEXT,
    "site_item_id": TEXT,
    "position": INT,
    "rank": INT,
    "title": TEXT,
    "text": TEXT,
    "credit": TEXT,
    "credit_url": TEXT,
    "score": INT,
    "image_url": TEXT,
    "gone_at": TIME,
}
IMAGE = {
    "article_id": INT,
    "article_url": TEXT,
    "position": INT,
    "url": TEXT,
    "original_url": TEXT,
    "alt": TEXT,
    "caption": TEXT,
    "credit": TEXT,
    "credit_url": TEXT,
    "is_lead": YES_NO,
    "sha256": TEXT,
    "path": TEXT,
    "mime": TEXT,
    "bytes": INT,
    "width": INT,
    "height": INT,
}
TABLES = {"articles": ARTICLE, "comments": COMMENT, "list_items": LIST_ITEM, "images": IMAGE}
"""The columns of every table that is exported, in order, and what they hold."""


def rows_of(article: Whole) -> Iterator[tuple[str, Row]]:
    """Give the rows of an article, each with the table it belongs to.

    Lists within a row (authors, tags, highlights) are JSON.
    """
    listed = {
        "authors": as_json([author["name"] for author in article["authors"]]),
        "tags": as_json([tag["name"] for tag in article["tags"]]),
        "highlights": as_json(article["highlights"]),
    }
    yield "articles", {name: listed.get(name, article.get(name)) for name in ARTICLE}
    whose = {"article_id": article["id"], "article_url": article["url"]}
    for name, columns in TABLES.items():
        for part in article[name] if name != "articles" else ():
            yield name, {column: (part | whose).get(column) for column in columns}


def month_of(article: Whole) -> str:
    """Give the month an article was published in, or first seen where no date is known.

    >>> from datetime import datetime
    >>> month_of({"published_at": None, "first_seen_at": datetime(2026, 11, 22)})
    '2026-11'
    """
    moment: datetime = article["published_at"] or article["first_seen_at"]
    return f"{moment:%Y-%m}"
