"""Comments to rows: what a reading makes of the row stored before. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.db.bounds import Bounds, narrow
from boredcrawl.db.rows import Row, posted, storable

if TYPE_CHECKING:
    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Comment

CHANGEABLE = (
    "list_item_id",
    "site_comment_id",
    "position",
    "commenter_id",
    "text",
    "html",
    "posted_raw",
    "posted_at",
    "posted_earliest",
    "posted_latest",
    "is_edited",
    "score",
    "first_seen_at",
    "last_seen_at",
    "gone_at",
)
"""What a later sighting may change. Identity, parent, depth and path are for ever."""


def new_row(
    reading: Reading,
    comment: Comment,
    number: int,
    parent: Row | None,
    facts: Row,
) -> Row:
    """Give the row of a comment never seen before."""
    step = f"{number:010x}"
    gone_at = None
    if reading.stored is not None and not reading.is_newest and reading.stored["comments_complete"]:
        # Read from an old record, and no longer there when the whole thread was last read.
        gone_at = reading.stored["last_seen_at"]
    return {
        "id": number,
        "article_id": reading.article_id,
        "parent_id": parent["id"] if parent else None,
        "depth": parent["depth"] + 1 if parent else 0,
        "path": f"{parent['path']}/{step}" if parent else step,
        **facts,
        "site_comment_id": storable(comment.site_comment_id),
        "position": comment.position,
        "text": storable(comment.text),
        "html": storable(comment.html),
        **bounds_columns(posted(comment)),
        "is_edited": comment.is_edited,
        "score": comment.score,
        "first_seen_at": reading.at,
        "last_seen_at": reading.at,
        "gone_at": gone_at,
    }


def changed_row(reading: Reading, comment: Comment, before: Row, facts: Row) -> tuple[Row, bool]:
    """Give a stored comment's row as this reading leaves it, and whether dates contradict.

    What the page no longer says (a name, a number of votes) does not erase what it said.
    """
    bounds, contradiction = narrow(stored_bounds(before), posted(comment))
    if contradiction and not reading.is_newest:
        bounds = stored_bounds(before)
    row = {
        "id": before["id"],
        **{name: before[name] for name in CHANGEABLE},
        **bounds_columns(bounds),
        "first_seen_at": min(before["first_seen_at"], reading.at),
        "last_seen_at": max(before["last_seen_at"], reading.at),
    }
    is_last = reading.is_again and reading.at >= before["last_seen_at"]
    if not (reading.is_newest or is_last):
        return row, contradiction
    row |= {
        "list_item_id": facts["list_item_id"],
        "position": comment.position,
        "text": storable(comment.text),
        "html": storable(comment.html),
        "is_edited": comment.is_edited,
        "gone_at": None if reading.is_newest else before["gone_at"],
    }
    if facts["commenter_id"] is not None:
        row["commenter_id"] = facts["commenter_id"]
    if comment.score is not None:
        row["score"] = comment.score
    if comment.site_comment_id is not None:
        row["site_comment_id"] = storable(comment.site_comment_id)
    return row, contradiction


def missed_row(reading: Reading, before: Row) -> Row | None:
    """Give the row of a comment the reading lacks, if that means that it is gone.

    It does only if the whole thread was read, and no later than anything else known.
    """
    if not (reading.article.comments_complete and reading.is_newest) or before["gone_at"]:
        return None
    if reading.is_again:
        # It was read at this very visit: whether it is gone, the next one tells.
        return None
    row = {"id": before["id"], **{name: before[name] for name in CHANGEABLE}}
    return row | {"gone_at": reading.at}


def stored_bounds(row: Row) -> Bounds:
    """Give the bounds of posting as stored."""
    return Bounds(
        raw=row["posted_raw"],
        at=row["posted_at"],
        earliest=row["posted_earliest"],
        latest=row["posted_latest"],
    )


def bounds_columns(bounds: Bounds) -> Row:
    """Give the bounds of posting as columns."""
    return {
        "posted_raw": bounds.raw,
        "posted_at": bounds.at,
        "posted_earliest": bounds.earliest,
        "posted_latest": bounds.latest,
    }
