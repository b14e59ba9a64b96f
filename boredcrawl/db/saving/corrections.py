"""Visits read once more: histories corrected where they stand, nothing added to them.

A history tells what the site changed. When our reading improves, the text that was in force at a
visit is put right in the row that holds it; that the rows are as many as before, and at the same
times, is what keeps our own changes out of the site's history.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from boredcrawl.db.among import among
from boredcrawl.db.models import (
    Article,
    ArticleRevision,
    CommentRevision,
    CommentScore,
    Visit,
    table,
)
from boredcrawl.db.revisions import has_hash
from boredcrawl.db.rows import Row, revision_row, storable
from boredcrawl.db.upsert import change, rows_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from boredcrawl.db.saving.reading import Reading

ARTICLES, VISITS, REVISIONS = table(Article), table(Visit), table(ArticleRevision)
TEXTS, SCORES = table(CommentRevision), table(CommentScore)

NOT_MODIFIED = 304

READ = ("new", "changed", "unchanged")
"""Outcomes of visits that could be read."""


def find(connection: Connection, readings: Sequence[Reading]) -> None:
    """Mark the readings of visits that were stored before, and give them the article they had."""
    query = select(VISITS.c.url, VISITS.c.fetched_at, VISITS.c.article_id).where(
        among(connection, VISITS.c.url, {reading.visit.url for reading in readings}),
        VISITS.c.outcome.in_(READ),
        VISITS.c.article_id.is_not(None),
    )
    known = {(row.url, row.fetched_at): row.article_id for row in connection.execute(query)}
    numbers = {
        id(reading): known[reading.visit.url, reading.at]
        for reading in readings
        if (reading.visit.url, reading.at) in known
    }
    if not numbers:
        return
    rows = select(ARTICLES).where(among(connection, ARTICLES.c.id, set(numbers.values())))
    stored = {row["id"]: row for row in rows_of(connection, rows)}
    read_at = last_read(connection, stored)
    for reading in readings:
        if id(reading) in numbers:
            reading.stored = stored[numbers[id(reading)]]
            reading.is_again = True
            reading.read_at = read_at[reading.stored["id"]]
            met = (*reading.article.urls, reading.article.url)
            # An article keeps its address: another may have it by now.
            reading.article.url = reading.stored["url"]
            reading.article.urls = tuple(dict.fromkeys(met))


def last_read(connection: Connection, article_ids: Iterable[int]) -> dict[int, datetime]:
    """Say when articles were read last; that nothing had changed (304) is no reading."""
    query = (
        select(VISITS.c.article_id, func.max(VISITS.c.fetched_at).label("read_at"))
        .where(
            among(connection, VISITS.c.article_id, article_ids),
            VISITS.c.outcome.in_(READ),
            VISITS.c.status != NOT_MODIFIED,
        )
        .group_by(VISITS.c.article_id)
    )
    return {row.article_id: row.read_at for row in connection.execute(query)}


def save(connection: Connection, readings: Sequence[Reading], counts: Counter[str]) -> None:
    """Correct the histories of what was read once more."""
    again = [reading for reading in readings if reading.is_again]
    if not again:
        return
    counts["revisions/corrected"] += correct_articles(connection, again)
    comments = {number: r for r in again for number in r.reread}
    counts["comments/corrected"] += correct_texts(connection, comments)
    correct_scores(connection, comments)


def correct_articles(connection: Connection, readings: Sequence[Reading]) -> int:
    """Put right the revisions that were in force; give how many were not right."""
    history = in_force(connection, REVISIONS, "article_id", {r.article_id: r.at for r in readings})
    written = []
    for reading in readings:
        before = history.get(reading.article_id)
        if before is None:
            continue
        row = {"id": before["id"], "content_hash": reading.content_hash}
        row |= revision_row(reading.article)
        is_own = before["seen_at"] == reading.at
        if (is_own or not has_hash(reading.article, before["content_hash"])) and differs(
            before, row
        ):
            written.append(row)
    change(connection, REVISIONS, written)
    return len(written)


def correct_texts(connection: Connection, comments: Mapping[int, Reading]) -> int:
    """Put right the texts of comments that were in force."""
    at = {number: reading.at for number, reading in comments.items()}
    written = []
    for number, before in in_force(connection, TEXTS, "comment_id", at).items():
        comment = comments[number].reread[number]
        row = {
            "id": before["id"],
            "text": storable(comment.text),
            "html": storable(comment.html),
            "is_edited": comment.is_edited,
        }
        is_own = before["seen_at"] == at[number]
        if (is_own or before["text"] != row["text"]) and differs(before, row):
            written.append(row)
    change(connection, TEXTS, written)
    return len(written)


def correct_scores(connection: Connection, comments: Mapping[int, Reading]) -> None:
    """Put right the votes of comments that were in force."""
    at = {number: reading.at for number, reading in comments.items()}
    written = []
    for number, before in in_force(connection, SCORES, "comment_id", at).items():
        score = comments[number].reread[number].score
        if score is not None and score != before["score"]:
            written.append({"comment_id": number, "seen_at": before["seen_at"], "score": score})
    change(connection, SCORES, written, key=("comment_id", "seen_at"))


def in_force(
    connection: Connection, kept: Table, owner: str, at: Mapping[int, datetime]
) -> dict[int, Row]:
    """Read, for each owner, the row of its history that was in force at a moment."""
    if not at:
        return {}
    query = select(kept).where(among(connection, kept.c[owner], set(at))).order_by(kept.c.seen_at)
    found: defaultdict[int, Row] = defaultdict(dict)
    for row in rows_of(connection, query):
        if row["seen_at"] <= at[row[owner]]:
            found[row[owner]] = row
    return dict(found)


def differs(before: Row, row: Mapping[str, Any]) -> bool:
    """Tell whether writing a row would change it."""
    return any(before[name] != value for name, value in row.items())
