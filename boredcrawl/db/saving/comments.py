"""Comments: matched with what is stored, judged, and written as few statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from boredcrawl.db.among import among
from boredcrawl.db.models import Article, Commenter, table
from boredcrawl.db.models import Comment as CommentModel
from boredcrawl.db.rows import Row, commenter_row, person_key, storable
from boredcrawl.db.saving import histories
from boredcrawl.db.saving.comment_rows import CHANGEABLE, changed_row, missed_row, new_row
from boredcrawl.db.upsert import add, change, reserve, rows_of, upsert

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Comment

ARTICLES, COMMENTS = table(Article), table(CommentModel)

READ = tuple(
    COMMENTS.c[name] for name in ("article_id", "identity", "id", "depth", "path", *CHANGEABLE)
)


@dataclass(slots=True)
class Writes:
    """What a batch does to the comments."""

    counts: Counter[str]
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    seen_again: list[int] = field(default_factory=list)
    """Comments found as they were."""
    texts: list[histories.Change] = field(default_factory=list)
    scores: list[histories.Change] = field(default_factory=list)


def save(connection: Connection, readings: Sequence[Reading], counts: Counter[str]) -> None:
    """Store the comments of a batch, and what became of those stored before."""
    commenters = save_commenters(connection, readings)
    stored = load(connection, [r.article_id for r in readings if r.stored is not None])
    numbers = iter(
        reserve(
            connection,
            COMMENTS,
            sum(
                len(
                    {comment.identity for comment in r.article.comments}
                    - stored[r.article_id].keys()
                )
                for r in readings
            ),
        )
    )
    writes = Writes(counts)
    for reading in readings:
        save_thread(reading, stored[reading.article_id], commenters, numbers, writes)
    write(connection, writes)


def save_thread(
    reading: Reading,
    stored: dict[str, Row],
    commenters: Mapping[tuple[int, str], int],
    numbers: Iterator[int],
    writes: Writes,
) -> None:
    """Judge every comment of one reading; what is left in `stored` then was not read."""
    comments = reading.article.comments
    rows: dict[str | None, Row] = {}
    # A reply's row needs its parent's, and a page may print them in any order.
    for comment in sorted(comments, key=lambda comment: comment.depth):
        if comment.identity is None:
            raise ValueError(f"{reading.article.url}: a comment has no identity yet")
        if comment.identity in rows:
            writes.counts["comments/doubled"] += 1
            continue
        person = person_key(comment.commenter.url, comment.commenter.name)
        facts = {
            "list_item_id": None
            if comment.list_item is None
            else reading.list_items.get(comment.list_item),
            "commenter_id": person and commenters[reading.site_id, person],
        }
        before = stored.pop(storable(comment.identity) or "", None)
        if before is not None:
            rows[comment.identity] = before
            judge(reading, comment, before, facts, writes)
            continue
        parent = None if comment.parent is None else rows[comments[comment.parent].identity]
        row = new_row(reading, comment, next(numbers), parent, facts)
        rows[comment.identity] = row
        writes.new.append(row)
        reading.comments_new += 1
    for before in stored.values():
        missed = missed_row(reading, before)
        if missed is not None:
            writes.changed.append(missed)
            reading.comments_gone += 1


def judge(
    reading: Reading,
    comment: Comment,
    before: Row,
    facts: Row,
    writes: Writes,
) -> None:
    """Compare a comment read with the one stored, and note what is to be written."""
    row, contradiction = changed_row(reading, comment, before, facts)
    writes.counts["contradictions/posted"] += contradiction
    if storable(comment.text) != before["text"]:
        writes.texts.append(histories.text_change(before, comment, reading.at))
        reading.comments_edited += reading.is_newest
    if comment.score is not None and comment.score != before["score"]:
        writes.scores.append(histories.score_change(before, comment, reading.at))
    reading.comments_restored += before["gone_at"] is not None and row["gone_at"] is None
    different = {name for name, value in row.items() if before[name] != value}
    if different == {"last_seen_at"} and reading.is_newest:
        writes.seen_again.append(row["id"])
    elif different:
        writes.changed.append(row)


def save_commenters(
    connection: Connection, readings: Sequence[Reading]
) -> Mapping[tuple[int, str], int]:
    """Store who comments; give their ids by site and key."""
    # The talkative are the same people in every comment; their rows are made once.
    people = {
        (reading.site_id, person.url, person.name, person.role): person
        for reading in readings
        for comment in reading.article.comments
        if (person := comment.commenter).url or person.name
    }
    ids = upsert(
        connection,
        table(Commenter),
        [commenter_row(person, key[0]) for key, person in people.items()],
        key=("site_id", "key"),
        keep=("name", "url", "role"),
    )
    return {(site_id, key): number for (site_id, key), number in ids.items()}


def load(connection: Connection, article_ids: Sequence[int]) -> defaultdict[int, dict[str, Row]]:
    """Read the stored comments of articles, by article and identity."""
    stored: defaultdict[int, dict[str, Row]] = defaultdict(dict)
    if article_ids:
        query = select(*READ).where(among(connection, COMMENTS.c.article_id, article_ids))
        for row in rows_of(connection, query):
            stored[row["article_id"]][row["identity"]] = row
    return stored


def write(connection: Connection, writes: Writes) -> None:
    """Write what was judged."""
    add(connection, COMMENTS, writes.new)
    change(connection, COMMENTS, writes.changed)
    if writes.seen_again:
        last_seen_at = select(ARTICLES.c.last_seen_at).where(ARTICLES.c.id == COMMENTS.c.article_id)
        connection.execute(
            update(COMMENTS)
            .where(among(connection, COMMENTS.c.id, writes.seen_again))
            .values(last_seen_at=last_seen_at.scalar_subquery())
        )
    histories.save(connection, writes.texts, writes.scores)
