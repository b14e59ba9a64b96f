"""Erased people met again: their comments keep their place, and nothing else is stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.cleaning.mentions import Mentions
from boredcrawl.cleaning.pseudonyms import SITE, mark_of
from boredcrawl.db.among import among
from boredcrawl.db.models import Erasure, Site, table
from boredcrawl.db.upsert import add_missing
from boredcrawl.exceptions import DatabaseTrouble, WrongOption
from boredcrawl.items import Commenter

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from boredcrawl.cleaning.pseudonyms import Seal
    from boredcrawl.db.privacy import Privacy
    from boredcrawl.db.rows import Row
    from boredcrawl.items import Article, Comment, Visit

ERASURES, SITES = table(Erasure), table(Site)

RULE = "erased person"
"""Under this name `article.dropped` counts the comments that were stored without a person."""


@dataclass(slots=True)
class Erased:
    """Who was erased from one site."""

    persons: set[str] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    sizes: set[int] = field(default_factory=set)


def forget(
    connection: Connection,
    visits: Sequence[Visit],
    sites: Mapping[str, int],
    privacy: Privacy | None,
    counts: Counter[str],
) -> dict[int, Seal]:
    """Take erased people out of what was read, in place; a second time changes nothing.

    Gives the digests of those sites that have comments known only by them.
    """
    erased = read(connection, sites.values())
    seals: dict[int, Seal] = {}
    for visit in visits:
        article, number = visit.article, sites[visit.site]
        if article is None:
            continue
        marks = {mark for comment in article.comments if (mark := mark_of(comment.commenter))}
        is_unnamed = privacy is not None and privacy.names != "keep"
        if not marks and not is_unnamed and number not in erased:
            continue
        if number not in seals:
            seals[number] = seal_of(connection, privacy, visit.site, number)
            if is_unnamed and number not in erased:
                note_key(connection, number, seals[number])
        # An archive that was rewritten says of whom; a new database learns it from there.
        tokens = {mark.partition("-")[2] for mark in marks}
        note(connection, number, seals[number], persons=tokens - erased[number].persons)
        erased[number].persons |= tokens
        blanked = without(article, erased[number], seals[number])
        counts["comments/erased"] += blanked
        if blanked:
            article.dropped = {**article.dropped, RULE: blanked}
    return seals


def without(article: Article, erased: Erased, seal: Seal) -> int:
    """Take people out of an article and its thread, in place; say how many comments were theirs."""
    blanked = 0
    tainted: set[int] = set()
    for place, comment in enumerate(article.comments):
        mark = mark_of(comment.commenter)
        token = mark.partition("-")[2] if mark else seal.person(comment.commenter)
        identity = comment.identity or ""
        is_theirs = token in erased.persons
        if not identity.startswith(SITE) and (is_theirs or comment.parent in tainted):
            tainted.add(place)
        if is_theirs or place in tainted:
            comment.identity = seal.identity(identity)
        if is_theirs:
            blank(comment, mark)
            blanked += 1
    if erased.persons:
        scrub(article, mentions(erased, seal))
    return blanked


def blank(comment: Comment, mark: str | None) -> None:
    """Leave of a comment its place and time."""
    comment.commenter = Commenter(token=mark)
    comment.text = comment.html = ""
    comment.site_comment_id = comment.score = None
    comment.is_edited = False


def mentions(erased: Erased, seal: Seal) -> Mentions:
    """Make what finds the erased people in texts."""
    return Mentions(
        frozenset(erased.sizes),
        lambda words: seal.phrase(words) in erased.phrases,
        lambda known: seal.digest("person", known) in erased.persons,
    )


def people(connection: Connection, number: int, privacy: Privacy | None) -> Mentions | None:
    """Make what finds the people erased from a site in texts; None where nobody was."""
    erased = read(connection, [number]).get(number)
    if erased is None or not erased.persons:
        return None
    site = connection.execute(select(SITES.c.name).where(SITES.c.id == number)).scalar_one()
    return mentions(erased, seal_of(connection, privacy, site, number))


def scrub(article: Article, people: Mentions) -> None:
    """Take people out of all texts of an article, in place."""
    fields(article, people, "title", "description", "section", "body_html", "body_text")
    article.highlights = tuple(map(people.scrub, article.highlights))
    for image in article.images:
        fields(image, people, "alt", "caption", "credit", "credit_url")
    for item in article.list_items:
        fields(item, people, "title", "text", "credit", "credit_url")
    for embed in article.embeds:
        fields(embed, people, "author", "text", "url")
    for poll in article.polls:
        fields(poll, people, "question")
        for option in poll.options:
            fields(option, people, "text")
    for link in article.related:
        fields(link, people, "title", "url")
    for comment in article.comments:
        fields(comment, people, "text", "html")


def fields(item: object, people: Mentions, *names: str) -> None:
    """Take people out of some fields of an item."""
    for name in names:
        value = getattr(item, name)
        if value:
            setattr(item, name, people.scrub(value))


def read(connection: Connection, numbers: Iterable[int]) -> defaultdict[int, Erased]:
    """Read who was erased, by site."""
    query = select(ERASURES.c.site_id, ERASURES.c.kind, ERASURES.c.token, ERASURES.c.words).where(
        among(connection, ERASURES.c.site_id, set(numbers))
    )
    found: defaultdict[int, Erased] = defaultdict(Erased)
    for number, kind, token, words in connection.execute(query):
        erased = found[number]
        if kind == "person":
            erased.persons.add(token)
        elif kind == "phrase":
            erased.phrases.add(token)
            erased.sizes.add(words)
    return found


def note(
    connection: Connection,
    number: int,
    seal: Seal,
    *,
    persons: Collection[str] = (),
    phrases: Mapping[str, int] | None = None,
) -> None:
    """Note whom to know again on a site: tokens of persons, and of phrases with their size."""
    facts = {"site_id": number, "key_check": seal.check, "erased_at": datetime.now(UTC)}
    rows: list[Row] = [
        {**facts, "kind": "person", "token": token, "words": None} for token in sorted(persons)
    ]
    rows += [
        {**facts, "kind": "phrase", "token": token, "words": size}
        for token, size in sorted((phrases or {}).items())
    ]
    add_missing(connection, ERASURES, rows, key=("site_id", "kind", "token"))


def note_key(connection: Connection, number: int, seal: Seal) -> None:
    """Note that a site's rows can only be known again with this key."""
    row = {"site_id": number, "kind": "key", "token": "", "words": None}
    row |= {"key_check": seal.check, "erased_at": datetime.now(UTC)}
    add_missing(connection, ERASURES, [row], key=("site_id", "kind", "token"))


def seal_of(
    connection: Connection,
    privacy: Privacy | None,
    site: str,
    number: int | None,
    *,
    make: bool = False,
) -> Seal:
    """Give the digests of a site, by the key its rows were made with.

    Raises `DatabaseTrouble` where that key is not there: without it, erased people would
    come back unnoticed, and every comment known by a digest would be a new one.
    """
    if privacy is None:
        raise DatabaseTrouble("people were erased from this database: its key must be named")
    query = select(ERASURES.c.key_check).where(ERASURES.c.site_id == number).distinct()
    checks = set(connection.execute(query).scalars())
    try:
        seal = privacy.seal(site, make=make and not checks)
    except WrongOption as error:
        raise DatabaseTrouble(str(error)) from error
    if checks - {seal.check}:
        raise DatabaseTrouble(
            f"{privacy.key_file} is not the key that {site} was erased with: put the right one "
            "back, or name it with PRIVACY_KEY_FILE"
        )
    return seal
