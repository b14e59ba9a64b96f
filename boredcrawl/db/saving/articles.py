"""Articles, their URLs and revisions."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from boredcrawl.db.among import among
from boredcrawl.db.bounds import Bounds, narrow
from boredcrawl.db.identity import find, urls_of
from boredcrawl.db.models import Article as ArticleModel
from boredcrawl.db.models import ArticleRevision, ArticleUrl, table
from boredcrawl.db.revisions import Version, has_hash, to_add
from boredcrawl.db.rows import LONGEST_URL, Row, article_row, published, revision_row
from boredcrawl.db.saving.reading import Reading
from boredcrawl.db.upsert import add, add_missing, change, reserve, rows_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from boredcrawl.items import Visit

ARTICLES, URLS, REVISIONS = table(ArticleModel), table(ArticleUrl), table(ArticleRevision)

MOVING = ("last_seen_at", "comments_declared", "comments_captured", "comments_complete", "score")
"""What moves at nearly every visit, though nothing a reader reads has changed."""


def read(
    connection: Connection, visits: Sequence[Visit], sites: Mapping[str, int]
) -> list[Reading]:
    """Recognise the articles that pages were read of."""
    pages = [(visit, visit.article) for visit in visits if visit.article is not None]
    wanted = {url for _, article in pages for url in urls_of(article)}
    if not wanted:
        return []
    met = {
        row.url: row.article_id
        for row in connection.execute(
            select(URLS.c.url, URLS.c.article_id).where(among(connection, URLS.c.url, wanted))
        )
    }
    query = select(ARTICLES).where(
        or_(
            among(connection, ARTICLES.c.url, {article.url for _, article in pages}),
            among(connection, ARTICLES.c.id, set(met.values())),
        )
    )
    by_id = {row["id"]: row for row in rows_of(connection, query)}
    canonical = {row["url"]: row for row in by_id.values()}
    readings = []
    for visit, article in pages:
        found = find(article, canonical, met, by_id)
        readings.append(
            Reading(
                visit=visit,
                article=article,
                site_id=sites[visit.site],
                stored=found.row,
                note=found.note,
            )
        )
    return readings


def save(connection: Connection, readings: Sequence[Reading], counts: Counter[str]) -> None:
    """Store the articles: rows, URLs, revisions; set each reading's id and outcome."""
    fresh = [reading for reading in readings if reading.stored is None]
    for reading, number in zip(fresh, reserve(connection, ARTICLES, len(fresh)), strict=True):
        reading.article_id = number
    add(connection, ARTICLES, [new_row(reading) for reading in fresh])
    for reading in fresh:
        reading.note_change("new")
    known = [reading for reading in readings if reading.stored is not None]
    save_known(connection, known, counts)
    add(connection, REVISIONS, [revision(reading) for reading in fresh])
    save_urls(connection, readings)


def new_row(reading: Reading) -> Row:
    """Give the whole row of an article never seen before."""
    bounds = published(reading.article)
    return {
        "id": reading.article_id,
        "site_id": reading.site_id,
        "url": reading.article.url,
        **article_row(reading.article),
        **bounds_columns(bounds),
        "content_hash": reading.content_hash,
        "first_seen_at": reading.at,
        "last_seen_at": reading.at,
        "changed_at": reading.at,
    }


def save_known(connection: Connection, readings: Sequence[Reading], counts: Counter[str]) -> None:
    """Update articles seen before, and add the revisions that readings of them brought."""
    light: list[Row] = []
    full: list[Row] = []
    for reading in readings:
        assert reading.stored is not None
        reading.article_id = reading.stored["id"]
        stored_hash = reading.stored["content_hash"]
        is_same = reading.content_hash == stored_hash or has_hash(reading.article, stored_hash)
        reading.outcome = "unchanged" if is_same or reading.is_again else "changed"
        row = merged(reading, reading.stored, counts)
        different = {name for name, value in row.items() if reading.stored[name] != value}
        if different <= set(MOVING):
            light.append({name: row[name] for name in ("id", *MOVING)})
        else:
            full.append(row)
    change(connection, ARTICLES, light)
    change(connection, ARTICLES, full)
    save_revisions(connection, [r for r in readings if r.outcome == "changed"])


def merged(reading: Reading, stored: Row, counts: Counter[str]) -> Row:
    """Give an article's row as it is to be after this reading."""
    bounds, contradiction = narrow(stored_bounds(stored), published(reading.article))
    if contradiction and not reading.is_newest:
        bounds = stored_bounds(stored)
    counts["contradictions/published"] += contradiction
    first_seen_at = min(stored["first_seen_at"], reading.at)
    if not reading.is_newest:
        # A WARC read again after later visits: history gains, the present stays.
        return {**stored, **bounds_columns(bounds), "first_seen_at": first_seen_at}
    is_changed = reading.outcome == "changed"
    gone_at = stored["gone_at"]
    if gone_at is not None and reading.at > gone_at:
        gone_at = None
        reading.note_change("restored")
    return {
        "id": stored["id"],
        "url": reading.article.url,
        **article_row(reading.article),
        **bounds_columns(bounds),
        "content_hash": reading.content_hash,
        "first_seen_at": first_seen_at,
        "last_seen_at": max(stored["last_seen_at"], reading.at),
        "changed_at": reading.at if is_changed else stored["changed_at"],
        "gone_at": gone_at,
    }


def save_revisions(connection: Connection, readings: Sequence[Reading]) -> None:
    """Add the revisions of articles whose content is not the stored one."""
    if not readings:
        return
    query = (
        select(REVISIONS.c.article_id, REVISIONS.c.seen_at, REVISIONS.c.content_hash)
        .where(among(connection, REVISIONS.c.article_id, {r.article_id for r in readings}))
        .order_by(REVISIONS.c.seen_at, REVISIONS.c.id)
    )
    history: defaultdict[int, list[Version[bool]]] = defaultdict(list)
    article_of = {reading.article_id: reading.article for reading in readings}
    for article_id, seen_at, stored_hash in connection.execute(query):
        is_same = has_hash(article_of[article_id], stored_hash)
        history[article_id].append(Version(seen_at, is_same))
    added = []
    for reading in readings:
        if to_add(history[reading.article_id], None, Version(reading.at, True)):
            added.append(revision(reading))
            reading.note_change("edited")
        elif not reading.is_newest:
            reading.outcome = "unchanged"
    add(connection, REVISIONS, added)


def revision(reading: Reading) -> Row:
    """Give the row of the content a reading brought."""
    return {
        "article_id": reading.article_id,
        "seen_at": reading.at,
        "content_hash": reading.content_hash,
        **revision_row(reading.article),
    }


def save_urls(connection: Connection, readings: Sequence[Reading]) -> None:
    """Note every URL an article was met by; one that led elsewhere before stays there."""
    rows = {
        url: {"url": url, "article_id": reading.article_id, "first_seen_at": reading.at}
        for reading in reversed(readings)
        for url in (reading.article.url, *reading.article.urls)
        if len(url) <= LONGEST_URL
    }
    present = select(URLS.c.url).where(among(connection, URLS.c.url, rows))
    known = set(connection.execute(present).scalars())
    missing = [row for url, row in sorted(rows.items()) if url not in known]
    add_missing(connection, URLS, missing, key=("url",))


def stored_bounds(stored: Row) -> Bounds:
    """Give the bounds of publication as stored."""
    return Bounds(
        raw=stored["published_raw"],
        at=stored["published_at"],
        earliest=stored["published_earliest"],
        latest=stored["published_latest"],
    )


def bounds_columns(bounds: Bounds) -> Row:
    """Give the bounds of publication as columns."""
    return {
        "published_raw": bounds.raw,
        "published_at": bounds.at,
        "published_earliest": bounds.earliest,
        "published_latest": bounds.latest,
    }
