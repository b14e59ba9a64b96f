"""The histories of comments: texts and votes, kept from the first change on."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.models import CommentRevision, CommentScore, table
from boredcrawl.db.revisions import Version, to_add
from boredcrawl.db.rows import Row, storable
from boredcrawl.db.upsert import add

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from boredcrawl.items import Comment


class Change(NamedTuple):
    """A stored value of a comment and another that was read."""

    comment_id: int
    first: Version[Any]
    read: Version[Any]
    rows: dict[Any, Row]
    """For either value the columns its row in the history has."""


def text_change(before: Row, comment: Comment, at: datetime) -> Change:
    """Describe an edit: the text stored, and the one read."""
    text = storable(comment.text) or ""
    return Change(
        before["id"],
        Version(before["first_seen_at"], before["text"]),
        Version(at, text),
        {
            before["text"]: {name: before[name] for name in ("text", "html", "is_edited")},
            text: {
                "text": text,
                "html": storable(comment.html) or "",
                "is_edited": comment.is_edited,
            },
        },
    )


def score_change(before: Row, comment: Comment, at: datetime) -> Change:
    """Describe a change of votes."""
    old, new = before["score"], comment.score
    return Change(
        before["id"],
        Version(before["first_seen_at"], old),
        Version(at, new),
        {old: {"score": old}, new: {"score": new}},
    )


def save(
    connection: Connection, texts: Sequence[Change], scores: Sequence[Change]
) -> list[tuple[int, datetime]]:
    """Add to both histories what was read; give the comments, and times, of new texts."""
    # Votes first told at a later visit have no number before.
    save_one(connection, CommentScore, "score", scores)
    return save_one(connection, CommentRevision, "text", texts)


def save_one(
    connection: Connection,
    model: type[CommentRevision | CommentScore],
    column: str,
    changes: Sequence[Change],
) -> list[tuple[int, datetime]]:
    """Add to one history what was read, with the first value where nothing was kept yet."""
    if not changes:
        return []
    kept = table(model)
    query = (
        select(kept.c.comment_id, kept.c.seen_at, kept.c[column])
        .where(among(connection, kept.c.comment_id, {c.comment_id for c in changes}))
        .order_by(kept.c.seen_at)
    )
    known: defaultdict[int, list[Version[Any]]] = defaultdict(list)
    for comment_id, seen_at, value in connection.execute(query):
        known[comment_id].append(Version(seen_at, value))
    added = [
        (change, version)
        for change in changes
        for version in to_add(known[change.comment_id], change.first, change.read)
        if version.value is not None
    ]
    rows = [
        {"comment_id": change.comment_id, "seen_at": version.seen_at, **change.rows[version.value]}
        for change, version in added
    ]
    add(connection, kept, rows)
    return [(change.comment_id, change.read.seen_at) for change, v in added if v is change.read]
