"""The comments under an article, as trees, in the order a reader wants."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sqlalchemy import func, select

from boredcrawl.cleaning.differences import by_words
from boredcrawl.db.among import among
from boredcrawl.db.models import Comment, Commenter, CommentRevision, CommentScore, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row

    from boredcrawl.cleaning.differences import Piece

COMMENTS, COMMENTERS = table(Comment), table(Commenter)
TEXTS, SCORES = table(CommentRevision), table(CommentScore)

Order = Literal["shown", "time", "score"]
"""As the page showed it, the oldest first, or the most votes first; always among siblings."""

AT_ONCE = 500
"""Comments on a page. With 1,000 of 5,000 PostgreSQL and the reader worked 42 to 51 ms at p95, with
500 33 to 43 (22 November 2026, a busy machine); a page of all 5,000 was 3 MB."""


class Said(NamedTuple):
    """A comment as it was when last seen; a tuple, because pages have thousands."""

    id: int
    parent_id: int | None
    list_item_id: int | None
    depth: int
    position: int
    commenter_id: int | None
    name: str | None
    text: str
    html: str
    posted_raw: str | None
    posted_at: datetime | None
    is_edited: bool
    score: int | None
    first_seen_at: datetime
    gone_at: datetime | None
    texts: int
    """How many texts the archive has seen it have; 0 where it never changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Speaker:
    """Somebody in a thread: how often they spoke, and where first."""

    commenter_id: int
    name: str | None
    comments: int
    first_id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Thread:
    """A page of a thread, each comment before the replies to it."""

    order: Order
    total: int
    start: int
    comments: tuple[Said, ...]
    following: int | None
    """Where the next page starts; None after the last."""
    speakers: tuple[Speaker, ...]


def thread(
    connection: Connection, article_id: int, order: Order = "shown", start: int = 0, at: int = 0
) -> Thread:
    """Give the comments of an article: its own thread, then those of its list items.

    Of a long thread a page: the one that a comment `at` is on, else from `start` on.
    """
    mine = COMMENTS.c.article_id == article_id
    bones = select(COMMENTS.c.id, COMMENTS.c.parent_id, COMMENTS.c.commenter_id).where(mine)
    rows = connection.execute(bones.order_by(*ranks(order))).all()
    # By columns, because Python takes as long over five thousand rows as the database.
    numbers, parents, people = zip(*rows, strict=True) if rows else ((), (), ())
    ids = arranged(numbers, parents)
    if at:
        start = (ids.index(at) if at in ids else start) // AT_ONCE * AT_ONCE
    page = ids[start : start + AT_ONCE]
    is_whole = len(ids) <= AT_ONCE
    found = read(connection, mine if is_whole else among(connection, COMMENTS.c.id, page))
    return Thread(
        order=order,
        total=len(ids),
        start=start,
        # One may have been erased since the order was read.
        comments=tuple(found[number] for number in page if number in found),
        following=start + AT_ONCE if start + AT_ONCE < len(ids) else None,
        speakers=speakers(connection, ids, dict(zip(numbers, people, strict=True))),
    )


def arranged(ids: Sequence[int], parent_ids: Sequence[int | None]) -> list[int]:
    """Put comments, which come in the order of siblings, into that of the thread.

    >>> arranged([3, 1, 4, 2], [None, None, 1, 1])
    [3, 1, 4, 2]
    >>> arranged([4, 3, 2, 1], [1, None, 9, None])
    [3, 2, 1, 4]
    """
    known = set(ids)
    replies: dict[int | None, list[int]] = {}
    for number, parent_id in zip(reversed(ids), reversed(parent_ids), strict=True):
        # A reply may outlive its parent; it then begins a thread.
        replies.setdefault(parent_id if parent_id in known else None, []).append(number)
    waiting = replies.get(None, [])
    done = []
    while waiting:
        number = waiting.pop()
        done.append(number)
        if number in replies:
            waiting += replies[number]
    return done


def ranks(order: Order) -> list[ColumnElement[Any]]:
    """Say where a comment stands among its siblings: the article's own thread first."""
    by: dict[Order, list[ColumnElement[Any]]] = {
        "shown": [],
        "time": [COMMENTS.c.posted_at.is_(None), COMMENTS.c.posted_at],
        "score": [func.coalesce(COMMENTS.c.score, 0).desc()],
    }
    under = func.coalesce(COMMENTS.c.list_item_id, 0)
    return [under, *by[order], COMMENTS.c.position, COMMENTS.c.id]


def read(connection: Connection, which: Any) -> dict[int, Said]:
    """Read comments with their commenters' names and the number of their texts."""
    # Not a join, for which PostgreSQL reads all commenters there are.
    name = select(COMMENTERS.c.name).where(COMMENTERS.c.id == COMMENTS.c.commenter_id)
    query = select(
        *(name.scalar_subquery() if of == "name" else COMMENTS.c[of] for of in Said._fields[:-1])
    ).where(which)
    rows = connection.execute(query).all()
    ids = [row[0] for row in rows]
    changed = select(TEXTS.c.comment_id).where(among(connection, TEXTS.c.comment_id, ids))
    texts = Counter(connection.execute(changed).scalars())
    return {row[0]: Said._make((*row, texts.get(row[0], 0))) for row in rows}


def speakers(
    connection: Connection, ids: Sequence[int], people: Mapping[int, int | None]
) -> tuple[Speaker, ...]:
    """Give who spoke most in a thread, the first thirty."""
    spoke = [people[number] for number in ids]
    most = Counter(number for number in spoke if number is not None).most_common(30)
    first = dict(zip(reversed(spoke), reversed(ids), strict=True))
    query = select(COMMENTERS.c.id, COMMENTERS.c.name).where(
        among(connection, COMMENTERS.c.id, [number for number, _ in most])
    )
    names: dict[int, str | None] = {row.id: row.name for row in connection.execute(query)}
    return tuple(
        Speaker(commenter_id=number, name=names[number], comments=count, first_id=first[number])
        for number, count in most
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A text a comment had, and how it differs from the one before."""

    seen_at: datetime
    text: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Votes:
    """Votes at a moment."""

    seen_at: datetime
    score: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A comment with what it answers, the answers to it, and its past."""

    article_id: int
    comment: Said
    above: tuple[Said, ...]
    """What it answers, from the top of the thread down."""
    replies: tuple[Said, ...]
    versions: tuple[Version, ...]
    votes: tuple[Votes, ...]


def exchange(connection: Connection, comment_id: int) -> Exchange | None:
    """Give a comment in its place; None where there is none of this id."""
    found = connection.execute(
        select(COMMENTS.c.article_id, COMMENTS.c.path).where(COMMENTS.c.id == comment_id)
    ).one_or_none()
    if found is None:
        return None
    line: list[Said] = []
    wanted: int | None = comment_id
    seen: set[int] = set()
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        here = read(connection, COMMENTS.c.id == wanted).get(wanted)
        if here is None:
            break
        line.append(here)
        wanted = here.parent_id
    replies = read(connection, COMMENTS.c.parent_id == comment_id)
    return Exchange(
        article_id=found.article_id,
        comment=line[0],
        above=tuple(reversed(line[1:])),
        replies=tuple(sorted(replies.values(), key=lambda said: said.id)),
        versions=versions(connection, comment_id),
        votes=tuple(
            Votes(seen_at=row.seen_at, score=row.score)
            for row in connection.execute(
                select(SCORES.c.seen_at, SCORES.c.score)
                .where(SCORES.c.comment_id == comment_id)
                .order_by(SCORES.c.seen_at)
            )
        ),
    )


def versions(connection: Connection, comment_id: int) -> tuple[Version, ...]:
    """Give the texts of a comment that changed, the first one first."""
    query = (
        select(TEXTS.c.seen_at, TEXTS.c.text)
        .where(TEXTS.c.comment_id == comment_id)
        .order_by(TEXTS.c.seen_at, TEXTS.c.id)
    )
    rows: list[Row[Any]] = list(connection.execute(query))
    found = []
    for place, row in enumerate(rows):
        before = rows[place - 1].text if place else row.text
        pieces = tuple(by_words(before, row.text))
        found.append(Version(seen_at=row.seen_at, text=row.text, pieces=pieces))
    return tuple(found)


def latest(connection: Connection, article_id: int, limit: int) -> list[Said]:
    """Give the comments of an article that were met last."""
    few = (
        select(COMMENTS.c.id)
        .where(COMMENTS.c.article_id == article_id, COMMENTS.c.gone_at.is_(None))
        .order_by(COMMENTS.c.id.desc())
        .limit(limit)
    )
    ids = list(connection.execute(few).scalars())
    found = read(connection, among(connection, COMMENTS.c.id, ids))
    return [found[number] for number in ids]
