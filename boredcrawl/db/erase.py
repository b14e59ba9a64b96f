"""A person erased from the tables: comments keep their place in the thread, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from boredcrawl.cleaning.mentions import Mentions, path_of, phrases_of
from boredcrawl.cleaning.pseudonyms import SITE
from boredcrawl.db import scrubbing
from boredcrawl.db.among import among
from boredcrawl.db.models import Comment, Commenter, CommentRevision, CommentScore, Visit, table
from boredcrawl.db.saving import noting
from boredcrawl.db.saving.erased import note, seal_of
from boredcrawl.db.sites import take_turns
from boredcrawl.db.transaction import WRITING, write
from boredcrawl.db.upsert import change, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from boredcrawl.cleaning.pseudonyms import Seal
    from boredcrawl.db.people import Target
    from boredcrawl.db.privacy import Privacy
    from boredcrawl.db.rows import Row

COMMENTS, COMMENTERS = table(Comment), table(Commenter)
REVISIONS, SCORES, VISITS = table(CommentRevision), table(CommentScore), table(Visit)

BLANK = {
    "text": "",
    "html": "",
    "commenter_id": None,
    "site_comment_id": None,
    "score": None,
    "is_edited": False,
}
"""What is left of an erased comment besides its place and time."""


@dataclass(slots=True)
class Erased:
    """What was erased, or would be."""

    comments: int = 0
    revisions: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    """Where the name or the profile still stands, because something is found by it."""


def mentions_of(known: str, phrases: set[tuple[str, ...]]) -> Mentions:
    """Make what finds a person in texts."""
    return Mentions.of(phrases, lambda other: other == known)


def signs_of(target: Target, phrases: set[tuple[str, ...]]) -> list[str]:
    """Give what stands in every text that mentions a person, in lower case.

    That is nothing, which stands everywhere, for a name SQLite cannot write in lower case.
    """
    words = {max(phrase, key=len).lower() for phrase in phrases}
    paths = {path_of(url).rpartition("/")[2].lower() for url in target.urls}
    return sorted({sign if sign.isascii() else "" for sign in words | paths})


def remember(engine: Engine, target: Target, privacy: Privacy) -> str:
    """Note a person, so that no crawl or replay brings them back; give the token.

    The key is made where there is none yet.
    """

    def work(connection: Connection) -> str:
        seal = seal_of(connection, privacy, target.site, target.site_id, make=True)
        token = target.token(seal)
        phrases = {seal.phrase(words): len(words) for words in target.phrases}
        note(connection, target.site_id, seal, persons=[token], phrases=phrases)
        return token

    return write(engine, work)


def said(connection: Connection, target: Target) -> list[tuple[str, str]]:
    """Give every text the person ever had here, with its markup."""
    theirs = select(COMMENTS.c.id).where(among(connection, COMMENTS.c.commenter_id, target.ids))
    now = select(COMMENTS.c.text, COMMENTS.c.html).where(COMMENTS.c.id.in_(theirs))
    once = select(REVISIONS.c.text, REVISIONS.c.html).where(REVISIONS.c.comment_id.in_(theirs))
    return [(text, html) for text, html in connection.execute(now.union(once))]


def erase(engine: Engine, target: Target, privacy: Privacy, now: datetime) -> Erased:
    """Erase a person from all tables, in one transaction."""

    def work(connection: Connection) -> Erased:
        take_turns(connection, [target.site_id])
        seal = seal_of(connection, privacy, target.site, target.site_id)
        return erase_rows(connection, target, seal, now)

    return write(engine, work)


def erase_rows(connection: Connection, target: Target, seal: Seal, now: datetime) -> Erased:
    """Do the work of `erase` within a transaction."""
    done = Erased()
    query = select(COMMENTS.c.id, COMMENTS.c.identity, COMMENTS.c.article_id).where(
        among(connection, COMMENTS.c.commenter_id, target.ids)
    )
    theirs = rows_of(connection, query)
    numbers = [row["id"] for row in theirs]
    done.comments = len(theirs)
    rekey(connection, theirs, seal)
    mine = among(connection, COMMENTS.c.id, numbers)
    connection.execute(update(COMMENTS).where(mine).values(BLANK))
    of_texts = delete(REVISIONS).where(among(connection, REVISIONS.c.comment_id, numbers))
    done.revisions = connection.execute(of_texts).rowcount
    connection.execute(delete(SCORES).where(among(connection, SCORES.c.comment_id, numbers)))
    connection.execute(delete(COMMENTERS).where(among(connection, COMMENTERS.c.id, target.ids)))
    people = mentions_of(target.known, target.phrases)
    scrubbed = scrubbing.scrub(connection, people, signs_of(target, target.phrases))
    scrubbing.rehash(connection, scrubbed, now)
    done.mentions = scrubbed.counts
    called = phrases_of(target.names, target.urls)
    done.left = scrubbing.left(
        connection, mentions_of(target.known, called), signs_of(target, called)
    )
    # Last, as the log wants it: whoever follows it has to forget the same.
    gone = {(row["article_id"], row["id"]) for row in theirs}
    gone |= scrubbing.whose(connection, scrubbed)
    noting.save_erased(connection, target.site_id, gone, now)
    return done


def rekey(connection: Connection, theirs: Sequence[Row], seal: Seal) -> None:
    """Digest the identities of comments, and of the replies below: they are made of names.

    The site's own ids name nobody, nor does what is made of them: those below one stay.
    """
    rows = {row["id"]: row["identity"] for row in theirs}
    above = [number for number, identity in rows.items() if not identity.startswith(SITE)]
    while above:
        query = select(COMMENTS.c.id, COMMENTS.c.identity).where(
            among(connection, COMMENTS.c.parent_id, above)
        )
        replies = {
            row["id"]: row["identity"]
            for row in rows_of(connection, query)
            if row["id"] not in rows and not row["identity"].startswith(SITE)
        }
        above = list(replies)
        rows |= replies
    keyed = [{"id": number, "identity": seal.identity(one)} for number, one in rows.items()]
    change(connection, COMMENTS, keyed)


def settle(engine: Engine, file: str, places: Mapping[datetime, Sequence[int]]) -> int:
    """Have visits point at where their answers stand in a rewritten file; give how many moved.

    One that points at an answer of its time stays: the file was not rewritten, or it was told.
    """

    def work(connection: Connection) -> int:
        query = select(VISITS.c.id, VISITS.c.fetched_at, VISITS.c.warc_offset).where(
            VISITS.c.warc_file == file
        )
        moved = [
            {"id": row.id, "warc_offset": stands[0]}
            for row in connection.execute(query)
            if (stands := places.get(row.fetched_at)) and row.warc_offset not in stands
        ]
        change(connection, VISITS, moved)
        return len(moved)

    return write(engine, work)


def rehearse(engine: Engine, target: Target, seal: Seal, now: datetime) -> Erased:
    """Say what `erase` would do, and do nothing."""
    with engine.execution_options(**{WRITING: True}).connect() as connection:
        done = erase_rows(connection, target, seal, now)
        connection.rollback()
    return done
