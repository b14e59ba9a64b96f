"""Comments whose identity is stored as a digest, recognised on pages that name people.

Names may be kept at one visit and not at another: `COMMENTER_NAMES` was changed, old names
were replaced, a person was erased. Of one identity either form can be stored; a page is
compared with the form that is. What was once taken out of the database stays out.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.cleaning.pseudonyms import KEYED, PSEUDONYM, pseudonym
from boredcrawl.db.among import among
from boredcrawl.db.models import Commenter as CommenterModel
from boredcrawl.db.models import table
from boredcrawl.db.recognition import first_name
from boredcrawl.db.saving import emptied
from boredcrawl.db.saving.erased import blank
from boredcrawl.items import Commenter

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from boredcrawl.cleaning.pseudonyms import Seal
    from boredcrawl.db.rows import Row
    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Comment

COMMENTERS = table(CommenterModel)


def align(
    connection: Connection,
    readings: Sequence[Reading],
    stored: Mapping[int, Mapping[str, Row]],
    seals: Mapping[int, Seal],
) -> None:
    """Give comments the form of identity that is stored, and no names where none are kept.

    `seals` are the digests of the sites of which anything is stored in that form.
    """
    for reading in readings:
        rows, seal = stored.get(reading.article_id), seals.get(reading.site_id)
        if rows and seal:
            nobody = unnamed(connection, rows.values())
            align_thread(reading.article.comments, rows.values(), seal, nobody)
            emptied.match(reading.article.comments, rows.values())


def is_keyed(identity: str) -> bool:
    """Tell whether an identity is a digest by the key."""
    return identity.startswith(KEYED)


def align_thread(
    comments: Sequence[Comment], rows: Collection[Row], seal: Seal, nobody: Collection[int]
) -> None:
    """Align the comments of one article; `nobody` are the rows of comments without a name."""
    known: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        known[first_name(row)].append(row)
    plain = {seal.identity(name): name for name in known if not is_keyed(name)}
    for comment in comments:
        identity = comment.identity or ""
        if identity not in known:
            other = plain.get(identity, "") if is_keyed(identity) else seal.identity(identity)
            identity = other if other in known else identity
            comment.identity = identity
        same = known.get(identity, ())
        if same and all(row["id"] in nobody for row in same):
            if not any(row["text"] or row["html"] for row in same):
                blank(comment, None)
            unname(comment, seal, is_kept=same[0]["commenter_id"] is not None)


def unname(comment: Comment, seal: Seal, *, is_kept: bool) -> None:
    """Take the name of a comment as its row has it: replaced, or left out."""
    token = seal.person(comment.commenter)
    role = comment.commenter.role
    comment.commenter = Commenter()
    if token and is_kept:
        comment.commenter = Commenter(name=pseudonym(token), role=role, token=token)


def unnamed(connection: Connection, rows: Collection[Row]) -> set[int]:
    """Give the ids of comments from which a name was taken: keyed, with a pseudonym or nobody."""
    people = {row["commenter_id"] for row in rows} - {None}
    query = select(COMMENTERS.c.id, COMMENTERS.c.name).where(
        among(connection, COMMENTERS.c.id, people)
    )
    hidden = {
        number for number, name in connection.execute(query) if name and PSEUDONYM.fullmatch(name)
    }
    return {
        row["id"]
        for row in rows
        if row["commenter_id"] in hidden
        or (row["commenter_id"] is None and is_keyed(row["identity"]))
    }
