"""Who is meant by an address or a name, of those who comment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select

from boredcrawl.cleaning.identity import known_as
from boredcrawl.cleaning.mentions import path_of, phrases_of
from boredcrawl.cleaning.pseudonyms import PSEUDONYM, pseudonym
from boredcrawl.db.models import Author, Commenter, Site, table
from boredcrawl.db.saving.erased import read, seal_of
from boredcrawl.db.upsert import rows_of
from boredcrawl.exceptions import WrongOption
from boredcrawl.items import Commenter as Somebody

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from boredcrawl.cleaning.pseudonyms import Seal
    from boredcrawl.db.privacy import Privacy
    from boredcrawl.db.rows import Row

AUTHORS, COMMENTERS, SITES = table(Author), table(Commenter), table(Site)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """A person on one site, and what is known of them there."""

    site: str
    site_id: int
    known: str
    """How they are known: by profile or by name."""
    ids: tuple[int, ...] = ()
    """Their rows among the commenters: an address may have been met in several spellings."""
    names: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    namesakes: int = 0
    """How many others on the site have the same name; it cannot be told whom texts mean."""
    is_writer: bool = False
    """Whether the site has articles by them: their name and profile stay at the bylines."""

    @property
    def phrases(self) -> set[tuple[str, ...]]:
        """What they are called in texts, where that is nobody else."""
        called = phrases_of(self.names, self.urls)
        if not (self.namesakes or self.is_writer):
            return called
        shared = {" ".join(words).casefold() for words in phrases_of(self.names, ())}
        return {words for words in called if " ".join(words).casefold() not in shared}

    def token(self, seal: Seal) -> str:
        """Give the digest they are known by; who is stored under a pseudonym has it there."""
        given = self.known.removeprefix("name:")
        return given[5:] if PSEUDONYM.fullmatch(given) else seal.digest("person", self.known)


def is_address(given: str) -> bool:
    """Tell an address from a name."""
    return given.startswith(("http://", "https://"))


def candidates(
    connection: Connection,
    given: str,
    site: str | None,
    also: Sequence[str] = (),
    privacy: Privacy | None = None,
) -> list[Target]:
    """Give who may be meant by an address, or by a name; `also` are other names they had.

    An address may be somebody's of whom nothing is stored (any more). With the key, those are
    found too whose name was replaced by a pseudonym.
    """
    if is_address(given) and not path_of(given):
        raise WrongOption(f"{given} is nobody's profile: write its whole address")
    sites = {
        row["name"]: row["id"]
        for row in rows_of(connection, select(SITES.c.name, SITES.c.id).order_by(SITES.c.id))
        if site in {None, row["name"]}
    }
    if site is not None and not sites:
        raise WrongOption(f"nothing of {site} is stored: write --site and one that is")
    found: list[Target] = []
    who = Somebody(url=given) if is_address(given) else Somebody(name=given)
    for name, number in sites.items():
        rows = matching(connection, given, number)
        groups = dict.fromkeys(map(known_of, rows)) or {known_as(who) or "": None}
        for known in groups:
            same = [row for row in rows if known_of(row) == known]
            same += renamed(connection, privacy, name, number, known)
            if same or (is_address(given) and len(sites) == 1):
                one = Target(site=name, site_id=number, known=known)
                urls = (given,) if is_address(given) else ()
                found.append(described(connection, one, same, also, urls))
    return found


def renamed(
    connection: Connection, privacy: Privacy | None, site: str, number: int, known: str
) -> list[Row]:
    """Give the rows in which a person's name was replaced by a pseudonym."""
    if privacy is None or number not in read(connection, [number]):
        return []
    token = seal_of(connection, privacy, site, number).digest("person", known)
    query = select(COMMENTERS).where(
        COMMENTERS.c.site_id == number, COMMENTERS.c.name == pseudonym(token)
    )
    return rows_of(connection, query)


def matching(connection: Connection, given: str, number: int) -> list[Row]:
    """Give the commenters of a site who have an address or a name."""
    query = select(COMMENTERS).where(COMMENTERS.c.site_id == number).order_by(COMMENTERS.c.id)
    if not is_address(given):
        return rows_of(connection, query.where(COMMENTERS.c.name == given))
    last = path_of(given).rpartition("/")[2].lower()
    named = func.lower(COMMENTERS.c.url).contains(last, autoescape=True)
    return [
        row
        for row in rows_of(connection, query.where(named))
        if known_of(row) == known_as(Somebody(url=given)) and host_of(row["url"]) == host_of(given)
    ]


def known_of(row: Row) -> str:
    """Say how a stored commenter is known."""
    return known_as(Somebody(name=row["name"], url=row["url"])) or ""


def host_of(url: str) -> str:
    """Give the host of an address, without the www. that may be left out.

    >>> host_of("https://www.Cats.test:8000/a"), host_of("http://cats.test:8000/")
    ('cats.test:8000', 'cats.test:8000')
    """
    return urlsplit(url).netloc.lower().removeprefix("www.")


def described(
    connection: Connection,
    target: Target,
    rows: Sequence[Row],
    also: Sequence[str],
    urls: Sequence[str],
) -> Target:
    """Add what is known of a person, and count who else is called so."""
    number, known = target.site_id, target.known
    names = tuple(dict.fromkeys((*(row["name"] for row in rows if row["name"]), *also)))
    ids = tuple(row["id"] for row in rows)
    others = select(func.count()).where(
        COMMENTERS.c.site_id == number, COMMENTERS.c.name.in_(names), COMMENTERS.c.id.not_in(ids)
    )
    writers = rows_of(
        connection,
        select(AUTHORS.c.name, AUTHORS.c.url).where(
            AUTHORS.c.site_id == number, or_(AUTHORS.c.name.in_(names), AUTHORS.c.url.is_not(None))
        ),
    )
    is_writer = any(known_of(row) == known for row in writers)
    namesakes = sum(row["name"] in names and known_of(row) != known for row in writers)
    return replace(
        target,
        ids=ids,
        names=names,
        urls=tuple(dict.fromkeys((*(row["url"] for row in rows if row["url"]), *urls))),
        namesakes=namesakes + connection.execute(others).scalar_one(),
        is_writer=is_writer,
    )


def the_one(given: str, found: Sequence[Target]) -> Target:
    """Give the person meant; raises `WrongOption`, naming the choices, where that is not one."""
    if not found:
        raise WrongOption(
            f"no commenter is known by {given!r}: write the profile's whole address, or the name "
            "exactly as shown"
        )
    if len(found) == 1:
        return found[0]
    sites = {one.site for one in found}
    if len(sites) == len(found):
        raise WrongOption(
            f"{given} is known on {', '.join(sorted(sites))}: write --site and one of these"
        )
    shown = [one.urls[0] if one.urls else f"{one.names[0]} without a profile" for one in found]
    raise WrongOption(
        f"{len(found)} people are called {given!r}: write --commenter and the address of the one "
        f"who is meant: {', '.join(shown[:10])}"
    )
