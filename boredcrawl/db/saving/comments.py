"""Comments: matched with what is stored, judged, and written as few statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from boredcrawl.db.among import among
from boredcrawl.db.models import Article, Commenter, table
from boredcrawl.db.models import Comment as CommentModel
from boredcrawl.db.recognition import Read, recognise, unused
from boredcrawl.db.rows import Row, commenter_row, person_key, storable
from boredcrawl.db.saving import histories, keyed
from boredcrawl.db.saving.comment_rows import CHANGEABLE, changed_row, missed_row, new_row
from boredcrawl.db.upsert import add, change, reserve, rows_of, upsert

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from boredcrawl.cleaning.pseudonyms import Seal
    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.db.upsert import Key
    from boredcrawl.items import Comment
    from boredcrawl.items import Commenter as Person

ARTICLES, COMMENTS = table(Article), table(CommentModel)

READ = tuple(
    COMMENTS.c[name]
    for name in ("article_id", "identity", "id", "parent_id", "depth", "path", *CHANGEABLE)
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
    edited: dict[tuple[int, datetime], Reading] = field(default_factory=dict)
    """The readings that found another text, by comment and time."""


@dataclass(slots=True)
class Thread:
    """The comments of one reading, and which of the stored ones they are."""

    reading: Reading
    read: list[Read]
    stored: dict[str, Row]
    found: dict[int, Row]


def save(
    connection: Connection,
    readings: Sequence[Reading],
    counts: Counter[str],
    seals: Mapping[int, Seal],
) -> None:
    """Store the comments of a batch, and what became of those stored before."""
    stored = load(connection, [r.article_id for r in readings if r.stored is not None])
    keyed.align(connection, readings, stored, seals)
    commenters = save_commenters(connection, readings)
    threads = [
        read_thread(reading, stored[reading.article_id], commenters, counts) for reading in readings
    ]
    new = sum(len(thread.read) - len(thread.found) for thread in threads)
    numbers = iter(reserve(connection, COMMENTS, new))
    writes = Writes(counts)
    for thread in threads:
        save_thread(thread, numbers, writes)
    write(connection, writes)


def read_thread(
    reading: Reading,
    stored: dict[str, Row],
    commenters: Mapping[tuple[int, str], int],
    counts: Counter[str],
) -> Thread:
    """Recognise the comments of one reading."""
    read: dict[str, Read] = {}
    for place, comment in enumerate(reading.article.comments):
        identity = storable(comment.identity)
        if identity is None:
            raise ValueError(f"{reading.article.url}: a comment has no identity yet")
        if identity in read:
            counts["comments/doubled"] += 1
            continue
        key = person_key(comment.commenter.url, comment.commenter.name)
        read[identity] = Read(
            place=place,
            comment=comment,
            text=storable(comment.text) or "",
            identity=identity,
            person=commenters[reading.site_id, key] if key else None,
            item=None if comment.list_item is None else reading.list_items.get(comment.list_item),
        )
    comments = list(read.values())
    return Thread(reading, comments, stored, recognise(comments, stored) if stored else {})


def save_thread(thread: Thread, numbers: Iterator[int], writes: Writes) -> None:
    """Judge every comment of one reading, and every stored one it lacks."""
    reading, rows = thread.reading, dict(thread.found)
    comments = reading.article.comments
    names = set(thread.stored)
    places = {one.identity: one.place for one in thread.read}
    # A reply's row needs its parent's, and a page may print them in any order.
    for one in sorted(thread.read, key=lambda one: one.comment.depth):
        facts = {"list_item_id": one.item, "commenter_id": one.person}
        before = rows.get(one.place)
        if before is not None:
            judge(reading, one.comment, before, facts, writes)
            continue
        parent = one.comment.parent
        above = None if parent is None else rows[places[storable(comments[parent].identity) or ""]]
        row = new_row(reading, one.comment, next(numbers), above, facts)
        row["identity"] = unused(one.identity, names)
        names.add(row["identity"])
        rows[one.place] = row
        writes.new.append(row)
        reading.comments_new += 1
        reading.note_change("new", row["id"])
        if row["gone_at"] is not None:
            reading.note_change("gone", row["id"], row["gone_at"])
    is_read = {row["id"] for row in thread.found.values()}
    for before in thread.stored.values():
        missed = None if before["id"] in is_read else missed_row(reading, before)
        if missed is not None:
            writes.changed.append(missed)
            reading.comments_gone += 1
            reading.note_change("gone", before["id"])


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
    if reading.is_again:
        # What differs is our reading: the histories are corrected, not added to.
        reading.reread[before["id"]] = comment
    elif storable(comment.text) != before["text"]:
        writes.texts.append(histories.text_change(before, comment, reading.at))
        writes.edited[before["id"], reading.at] = reading
        reading.comments_edited += reading.is_newest
    is_other = comment.score is not None and comment.score != before["score"]
    if is_other and not reading.is_again:
        writes.scores.append(histories.score_change(before, comment, reading.at))
    if before["gone_at"] is not None and row["gone_at"] is None:
        reading.comments_restored += 1
        reading.note_change("restored", row["id"])
    different = {name for name, value in row.items() if before[name] != value}
    if different == {"last_seen_at"} and reading.is_newest:
        writes.seen_again.append(row["id"])
    elif different:
        writes.changed.append(row)


def save_commenters(
    connection: Connection, readings: Sequence[Reading]
) -> Mapping[tuple[int, str], int]:
    """Store who comments; give their ids by site and key."""
    # The talkative are the same people in every comment; their rows are made once, of what the
    # last page says, and readings come by date.
    people: dict[tuple[int, str | None, str | None, str | None], tuple[Person, datetime]] = {}
    for reading in readings:
        for comment in reading.article.comments:
            person = comment.commenter
            if person.url or person.name:
                key = reading.site_id, person.url, person.name, person.role
                people.pop(key, None)  # what is said again counts where it is said last
                people[key] = person, reading.at
    said = [(commenter_row(person, key[0]), at) for key, (person, at) in people.items()]
    seen = {(row["site_id"], row["key"]): at for row, at in said}
    ids = upsert(
        connection,
        table(Commenter),
        [row for row, _ in said],
        key=("site_id", "key"),
        keep=("name", "url", "role"),
        overtaken=partial(_seen_later, connection, seen),
    )
    return {(site_id, key): number for (site_id, key), number in ids.items()}


def _seen_later(
    connection: Connection, seen: Mapping[Key, datetime], ids: Mapping[Key, int]
) -> list[Key]:
    """Give the people under whose comments a later page has been than the one that is read."""
    last = func.max(COMMENTS.c.last_seen_at).label("last")
    query = select(COMMENTS.c.commenter_id, last).group_by(COMMENTS.c.commenter_id)
    rows = connection.execute(query.where(among(connection, COMMENTS.c.commenter_id, ids.values())))
    later = {row.commenter_id: row.last for row in rows}
    return [key for key, number in ids.items() if later.get(number, seen[key]) > seen[key]]


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
    for comment_id, at in histories.save(connection, writes.texts, writes.scores):
        writes.edited[comment_id, at].note_change("edited", comment_id)
