"""Comments that have grown old: their names replaced, or all of them but their place erased."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, func, or_, select, update

from boredcrawl.cleaning.pseudonyms import pseudonym
from boredcrawl.db.among import among
from boredcrawl.db.erase import BLANK, rekey
from boredcrawl.db.models import (
    Article,
    Comment,
    Commenter,
    CommentRevision,
    CommentScore,
    Site,
    table,
)
from boredcrawl.db.saving import noting
from boredcrawl.db.saving.erased import note_key, seal_of
from boredcrawl.db.sites import take_turns
from boredcrawl.db.transaction import reading, write
from boredcrawl.db.upsert import change, rows_of, upsert
from boredcrawl.exceptions import WrongOption
from boredcrawl.items import Commenter as Somebody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine, Select

    from boredcrawl.cleaning.pseudonyms import Seal
    from boredcrawl.db.privacy import Privacy
    from boredcrawl.db.rows import Row

ARTICLES, COMMENTS, COMMENTERS = table(Article), table(Comment), table(Commenter)

AT_ONCE = 5000
"""Comments changed in one transaction."""


def old(site_id: int, before: datetime, *, whole: bool) -> Select[Any]:
    """Select the comments of a site that were surely posted before a time, and still say who.

    Where `whole` is asked for, those that still say anything.
    """
    posted = func.coalesce(COMMENTS.c.posted_latest, COMMENTS.c.posted_at, COMMENTS.c.first_seen_at)
    is_named = COMMENTERS.c.id.is_not(None)
    named = or_(COMMENTERS.c.url.is_not(None), COMMENTERS.c.name.not_like("anon-%"))
    says = or_(is_named, COMMENTS.c.text != "", COMMENTS.c.html != "")
    return (
        select(
            COMMENTS.c.id,
            COMMENTS.c.identity,
            COMMENTS.c.article_id,
            COMMENTERS.c.name,
            COMMENTERS.c.url,
            COMMENTERS.c.role,
        )
        .join(ARTICLES, ARTICLES.c.id == COMMENTS.c.article_id)
        .outerjoin(COMMENTERS, COMMENTERS.c.id == COMMENTS.c.commenter_id)
        .where(ARTICLES.c.site_id == site_id, posted < before, says if whole else named)
    )


def count_old(engine: Engine, site: str | None, before: datetime, *, whole: bool) -> int:
    """Count the comments that `retire` would change."""
    with reading(engine) as connection:
        return sum(
            connection.execute(
                select(func.count()).select_from(old(number, before, whole=whole).subquery())
            ).scalar_one()
            for number in sites(connection, site).values()
        )


def retire(
    engine: Engine, privacy: Privacy, site: str | None, before: datetime, *, whole: bool
) -> int:
    """Replace the names of old comments, or empty the comments; give how many it were.

    What was taken out stays out: the next visit that finds such a comment knows it again.
    """
    with reading(engine) as connection:
        found = sites(connection, site)
    total = 0
    for name, number in found.items():

        def work(connection: Connection, name: str = name, number: int = number) -> int:
            take_turns(connection, [number])
            rows = rows_of(connection, old(number, before, whole=whole).limit(AT_ONCE))
            if rows:
                seal = seal_of(connection, privacy, name, number, make=True)
                note_key(connection, number, seal)
                (empty if whole else rename)(connection, number, rows, seal)
                forget_idle(connection, number)
                places = {(row["article_id"], row["id"]) for row in rows}
                noting.save_erased(connection, number, places, datetime.now(UTC))
            return len(rows)

        while changed := write(engine, work):
            total += changed
    return total


def sites(connection: Connection, site: str | None) -> dict[str, int]:
    """Give the sites meant, by name."""
    kept = table(Site)
    rows = rows_of(connection, select(kept.c.name, kept.c.id).order_by(kept.c.id))
    found = {row["name"]: row["id"] for row in rows if site in {None, row["name"]}}
    if site is not None and not found:
        raise WrongOption(f"nothing of {site} is stored: write --site and one that is")
    return found


def rename(connection: Connection, site_id: int, rows: Sequence[Row], seal: Seal) -> None:
    """Attribute comments to pseudonyms."""
    tokens = {row["id"]: seal.person(Somebody(name=row["name"], url=row["url"])) for row in rows}
    people = [
        {
            "site_id": site_id,
            "key": f"name:{pseudonym(tokens[row['id']] or '')}",
            "name": pseudonym(tokens[row["id"]] or ""),
            "url": None,
            "role": row["role"],
        }
        for row in rows
    ]
    ids = upsert(connection, COMMENTERS, people, key=("site_id", "key"), keep=("role",))
    rekey(connection, rows, seal)
    change(
        connection,
        COMMENTS,
        [
            {"id": row["id"], "commenter_id": ids[site_id, person["key"]]}
            for row, person in zip(rows, people, strict=True)
        ],
    )


def empty(connection: Connection, site_id: int, rows: Sequence[Row], seal: Seal) -> None:
    """Leave of comments their place and time."""
    del site_id
    rekey(connection, rows, seal)
    numbers = [row["id"] for row in rows]
    theirs = among(connection, COMMENTS.c.id, numbers)
    connection.execute(update(COMMENTS).where(theirs).values(BLANK))
    for model in (CommentRevision, CommentScore):
        kept = table(model)
        connection.execute(delete(kept).where(among(connection, kept.c.comment_id, numbers)))


def forget_idle(connection: Connection, site_id: int) -> None:
    """Delete the commenters of a site who have no comment any more."""
    speaks = exists().where(COMMENTS.c.commenter_id == COMMENTERS.c.id)
    connection.execute(delete(COMMENTERS).where(COMMENTERS.c.site_id == site_id, ~speaks))
