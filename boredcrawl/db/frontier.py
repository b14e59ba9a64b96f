"""The frontier: URLs entered with what sources say of them, and given out as they are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, or_, select, tuple_, update

from boredcrawl import revisit
from boredcrawl.db.among import among
from boredcrawl.db.models import Article, Frontier, Site, table
from boredcrawl.db.rows import LONGEST_URL, Row, storable
from boredcrawl.db.saving import erased
from boredcrawl.db.sites import take_turns
from boredcrawl.db.transaction import reading, write
from boredcrawl.db.upsert import add_missing, change, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Engine, Select

    from boredcrawl.db.privacy import Privacy
    from boredcrawl.items import Link

ARTICLES, FRONTIER, SITES = table(Article), table(Frontier), table(Site)

ARTICLE, BACKFILL = "article", "backfill"

COUNTS = ("visits", "changes", "failures", "missing", "finds", "exposure")
"""Columns of a row that begin at nothing."""

STEP = 1e-6
"""What one place in a listing is worth: a tenth of a second's age, so that it only decides
between links that a source says nothing else of."""


COUNTED_ANEW = timedelta(hours=1)
"""A count that is the same as before is noted again after so long."""


class Entered(NamedTuple):
    """What entering links did."""

    new: int
    hastened: int
    """Known articles whose next visit a hint brought forward."""


class Due(NamedTuple):
    """A URL to visit now."""

    url: str
    kind: str
    worth: float
    id: int
    visits: int
    etag: str | None
    last_modified: str | None
    walk_is_open: bool
    last_visit_at: datetime | None = None

    @property
    def cursor(self) -> tuple[float, int]:
        """Where to go on: `after` of the next question."""
        return self.worth, self.id


def enter(
    engine: Engine,
    site_id: int,
    links: Iterable[Link],
    *,
    found_on: str | None = None,
    now: datetime,
    privacy: Privacy | None = None,
) -> Entered:
    """Enter links; known ones are visited sooner where their hints say something is new.

    Their titles are kept without the people who were erased from the site.
    """
    wanted = {link.url: link for link in links if len(link.url) <= LONGEST_URL}
    if not wanted:
        return Entered(0, 0)

    def work(connection: Connection) -> Entered:
        take_turns(connection, [site_id])
        people = erased.people(connection, site_id, privacy)
        if people is not None:
            for url, link in wanted.items():
                wanted[url] = replace(link, title=link.title and people.scrub(link.title))
        query = select(FRONTIER).where(among(connection, FRONTIER.c.url, wanted))
        known = {row["url"]: row for row in rows_of(connection, query)}
        fresh = [
            fresh_row(site_id, link, found_on, now, place)
            for place, (url, link) in enumerate(wanted.items())
            if url not in known
        ]
        add_missing(connection, FRONTIER, sorted(fresh, key=itemgetter("url")), key=("url",))
        return Entered(len(fresh), hint(connection, known, wanted, now))

    return write(engine, work)


def fresh_row(site_id: int, link: Link, found_on: str | None, now: datetime, place: int) -> Row:
    """Give the row of a URL never met before; it is due at once, in its source's order."""
    return {
        "url": link.url,
        "site_id": site_id,
        "kind": link.kind,
        "discovered_at": now,
        "discovered_from": found_on,
        "title": storable(link.title),
        "lastmod": link.lastmod,
        "comment_count": link.comment_count,
        "counted_at": None if link.comment_count is None else now,
        "next_visit_at": now,
        "worth": revisit.worth_of_new(min(link.lastmod or now, now)) - place * STEP,
        **dict.fromkeys(COUNTS, 0),
        "is_hinted": False,
        "walk_is_open": link.kind != ARTICLE,
    }


def hint(
    connection: Connection, known: Mapping[str, Row], links: Mapping[str, Link], now: datetime
) -> int:
    """Note what sources say of known URLs; give how many next visits that brings forward."""
    changed: list[Row] = []
    news: list[tuple[Row, bool]] = []
    for url, row in known.items():
        link = links[url]
        said = {
            "title": storable(link.title) or row["title"],
            # A feed says when an article was published, a sitemap when it was changed.
            "lastmod": max(filter(None, (link.lastmod, row["lastmod"])), default=None),
            "comment_count": row["comment_count"]
            if link.comment_count is None
            else link.comment_count,
            "counted_at": row["counted_at"] if link.comment_count is None else now,
        }
        if is_counted := has_other_count(row, link):
            news.append((row, True))
        elif is_modified(row, link):
            news.append((row, False))
        # That a count was given again is worth a write only where nobody noted it for long.
        is_noted = row["counted_at"] is not None and now - row["counted_at"] < COUNTED_ANEW
        names = said.keys() - ({"counted_at"} if is_noted and not is_counted else set())
        if any(row[name] != said[name] for name in names):
            changed.append({"id": row["id"], **said})
    change(connection, FRONTIER, changed)
    return hasten(connection, news, now)


def hasten(connection: Connection, news: list[tuple[Row, bool]], now: datetime) -> int:
    """Bring forward the visits of rows with news (counted or modified); give how many."""
    if not news:
        return 0
    query = select(SITES.c.lastmods, SITES.c.lastmods_true).where(
        SITES.c.id == news[0][0]["site_id"]
    )
    told, true = connection.execute(query).one()
    wanted: dict[datetime, tuple[bool, set[int], set[int]]] = {}
    for row, is_counted in news:
        at = (
            revisit.hastened(now, row["counted_at"])
            if is_counted
            else revisit.modified(now, told, true)
        )
        _, ids, of_articles = wanted.setdefault(at, (is_counted, set(), set()))
        if row["article_id"] is None:
            ids.add(row["id"])
        else:
            # It may be that another URL of the same article is the one visited.
            of_articles.add(row["article_id"])
    count = 0
    for at, (is_counted, ids, of_articles) in wanted.items():
        result = connection.execute(
            update(FRONTIER)
            .where(
                FRONTIER.c.next_visit_at > at,
                or_(
                    among(connection, FRONTIER.c.id, ids),
                    among(connection, FRONTIER.c.article_id, of_articles),
                ),
            )
            .values(next_visit_at=at, is_hinted=not is_counted)
        )
        count += result.rowcount
    return count


def has_other_count(row: Row, link: Link) -> bool:
    """Tell whether a source gives a visited article another number of comments than before.

    It is compared with what the same kind of source said before: counts of cards and of pages
    need not agree, and a hint must not repeat itself for ever.
    """
    is_visited = row["last_visit_at"] is not None and row["kind"] == ARTICLE
    counts = row["comment_count"], link.comment_count
    return is_visited and None not in counts and counts[0] != counts[1]


def is_modified(row: Row, link: Link) -> bool:
    """Tell whether a source says, for the first time, that a visited article was modified."""
    visited_at = row["last_visit_at"]
    if visited_at is None or row["kind"] != ARTICLE or link.lastmod is None:
        return False
    return bool(link.lastmod != row["lastmod"] and link.lastmod > visited_at)


def due(
    engine: Engine,
    site_id: int,
    now: datetime,
    limit: int,
    *,
    after: tuple[float, int] | None = None,
    since: datetime | None = None,
) -> list[Due]:
    """Give articles to visit now, in the order of worth: the new, then the lively.

    `after` is the cursor of the last one given, so that nobody need hold them all;
    `since` leaves out what is known to be older.
    """
    with reading(engine) as connection:
        # What was never visited is due whatever the time.
        never = due_query(site_id, since, after).where(FRONTIER.c.last_visit_at.is_(None))
        rows = list(connection.execute(never.limit(limit)))
        if len(rows) < limit:
            # Asked apart, because all of a new site may be waiting while little is overdue:
            # the one is found by worth, the other by time.
            again = due_query(site_id, since, after).where(
                FRONTIER.c.last_visit_at.is_not(None), FRONTIER.c.next_visit_at <= now
            )
            rows += connection.execute(again.limit(limit - len(rows)))
    return [Due(*row) for row in rows]


def due_query(site_id: int, since: datetime | None, after: tuple[float, int] | None) -> Select[Any]:
    """Ask for articles in the order of worth."""
    query = (
        select(*(FRONTIER.c[name] for name in Due._fields))
        .where(
            FRONTIER.c.site_id == site_id,
            FRONTIER.c.kind == ARTICLE,
        )
        .order_by(FRONTIER.c.worth.desc(), FRONTIER.c.id.desc())
    )
    if after is not None:
        query = query.where(tuple_(FRONTIER.c.worth, FRONTIER.c.id) < after)
    if since is not None:
        published_at = (
            select(ARTICLES.c.published_at)
            .where(ARTICLES.c.id == FRONTIER.c.article_id)
            .scalar_subquery()
        )
        known = func.coalesce(published_at, FRONTIER.c.lastmod)
        query = query.where(or_(known.is_(None), known >= since))
    return query


def count_due(engine: Engine, site_id: int, now: datetime) -> int:
    """Count the articles and sources to visit now."""
    query = (
        select(func.count())
        .select_from(FRONTIER)
        .where(
            FRONTIER.c.site_id == site_id,
            FRONTIER.c.kind != BACKFILL,
            FRONTIER.c.next_visit_at <= now,
        )
    )
    with reading(engine) as connection:
        return connection.execute(query).scalar_one()
