"""The end of a visit: its row, and when to come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from boredcrawl import revisit
from boredcrawl.db.among import among
from boredcrawl.db.frontier import COUNTS
from boredcrawl.db.models import Article as ArticleModel
from boredcrawl.db.models import Frontier, table
from boredcrawl.db.models import Visit as VisitModel
from boredcrawl.db.rows import Row, storable
from boredcrawl.db.saving.noting import Kind, Noted
from boredcrawl.db.saving.trust import Trust
from boredcrawl.db.upsert import add_missing, change, rows_of, upsert

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Outcome, Visit

ARTICLES, FRONTIER, VISITS = table(ArticleModel), table(Frontier), table(VisitModel)

NOT_MODIFIED = 304
"""The answer that a page is as its validators say it was; it has none of its own."""

BELIEVED = 2
"""Answers in a row that a page is gone, from which on it is believed."""

COLUMNS = tuple(column.name for column in FRONTIER.c if column.name != "id")


def save(
    connection: Connection,
    visits: Sequence[Visit],
    readings: Mapping[int, Reading],
    sites: Mapping[str, int],
    crawl_id: int | None,
    *,
    noted: list[Noted],
) -> list[Outcome]:
    """Store how the visits ended; `readings` has those that read a page, by their place.

    Adds to `noted` the articles that are gone now, or back.
    """
    stored_already = known(connection, visits)
    frontier = load(connection, visits, readings)
    outcomes: list[Outcome] = []
    rows: list[Row] = []
    articles: dict[int, Row] = {}
    trust = Trust()
    for place, visit in enumerate(visits):
        reading = readings.get(place)
        outcome: Outcome = reading.outcome if reading else (visit.outcome or "failed")
        outcomes.append(outcome)
        if (visit.url, visit.fetched_at) in stored_already:
            continue
        url = reading.article.url if reading else visit.url
        if reading and url not in frontier:
            frontier[url] = discovered(url, sites[visit.site], visit)
        held = frontier.get(url)
        if held and is_later(visit, held):
            trust.judge(held, visit, reading)
            frontier[url] = after(held, visit, reading, outcome)
            note_turn(noted, sites[visit.site], visit, held, frontier[url])
            held = frontier[url]
            note_article(articles, held)
        other = frontier.get(visit.url)
        if reading and visit.url != url and other and is_later(visit, other):
            frontier[visit.url] = after_elsewhere(other, visit, reading)
            note_turn(noted, sites[visit.site], visit, other, frontier[visit.url])
            note_article(articles, frontier[visit.url])
        rows.append(visit_row(visit, reading, outcome, crawl_id, held))
    upsert(
        connection,
        FRONTIER,
        [{name: row[name] for name in COLUMNS} for row in frontier.values()],
        key=("url",),
    )
    change(connection, ARTICLES, list(articles.values()))
    trust.save(connection)
    retire_other_urls(connection, {r.article_id for r in readings.values()})
    add_missing(connection, VISITS, rows, key=("url", "fetched_at"))
    return outcomes


def known(connection: Connection, visits: Sequence[Visit]) -> set[tuple[str, datetime]]:
    """Give which of these visits are stored already: records replayed once more."""
    query = select(VISITS.c.url, VISITS.c.fetched_at).where(
        among(connection, VISITS.c.url, {visit.url for visit in visits})
    )
    return {(row.url, row.fetched_at) for row in connection.execute(query)}


def load(
    connection: Connection, visits: Sequence[Visit], readings: Mapping[int, Reading]
) -> dict[str, Row]:
    """Read the frontier rows of the visits, each with the article it is the canonical URL of."""
    urls = {visit.url for visit in visits} | {r.article.url for r in readings.values()}
    held = (ARTICLES.c.id == FRONTIER.c.article_id) & (ARTICLES.c.url == FRONTIER.c.url)
    query = (
        select(
            FRONTIER,
            ARTICLES.c.id.label("held_id"),
            ARTICLES.c.published_at,
            ARTICLES.c.last_seen_at,
            ARTICLES.c.gone_at,
        )
        .outerjoin(ARTICLES, held)
        .where(among(connection, FRONTIER.c.url, urls))
    )
    return {row["url"]: row for row in rows_of(connection, query)}


def discovered(url: str, site_id: int, visit: Visit) -> Row:
    """Give a frontier row for a URL that was visited without having been discovered."""
    return {
        **dict.fromkeys(COLUMNS),
        "url": url,
        "site_id": site_id,
        "kind": "article",
        "discovered_at": visit.fetched_at,
        "worth": 0.0,
        "walk_is_open": False,
        **dict.fromkeys(COUNTS, 0),
        "is_hinted": False,
    }


def is_later(visit: Visit, row: Row) -> bool:
    """Tell whether the visit came after all others; an old record decides nothing.

    One that was due came after them whatever their times say: the clock was ahead then, and
    the page would be due, and fetched, again and again until the clock has caught up.
    """
    last, due = row["last_visit_at"], row["next_visit_at"]
    return (
        last is None
        or bool(last < visit.fetched_at)
        or (due is not None and bool(due <= visit.fetched_at))
    )


def after(row: Row, visit: Visit, reading: Reading | None, outcome: Outcome) -> Row:
    """Give the frontier row as a visit leaves it."""
    at, before = visit.fetched_at, row["last_visit_at"]
    row = {**row, "last_visit_at": at}
    if outcome == "gone":
        return missed(row, at)
    if outcome in {"failed", "unreadable"}:
        failures = row["failures"] + 1
        # What was never read is new no longer: it would always be tried before all else.
        worth = row["worth"] if row["visits"] else 0.0
        next_visit_at = revisit.after_failure(at, failures)
        return {**row, "failures": failures, "next_visit_at": next_visit_at, "worth": worth}
    row |= {"failures": 0, "missing": 0, "gone_at": None, "last_seen_at": at}
    if visit.status != NOT_MODIFIED:
        # Where comments were missing it must not suffice next time that nothing has changed.
        is_whole = reading is None or reading.article.comments_complete
        row["etag"] = visit.etag if is_whole else None
        row["last_modified"] = visit.last_modified if is_whole else None
    if reading:
        row |= {"article_id": reading.article_id, "held_id": reading.article_id}
        row["published_at"] = reading.article.published_at
        if reading.found_something and row["visits"]:
            # The first visit finds everything new, however old and quiet it is.
            row |= {"changes": row["changes"] + 1, "last_changed_at": at}
    row["visits"] += 1
    counted_at = row["counted_at"]
    past = revisit.learn(
        revisit.Past(
            born_at=row["published_at"] or row["discovered_at"],
            last_visit_at=before and min(before, at),
            finds=row["finds"],
            exposure=row["exposure"],
            stirred_at=row["stirred_at"],
            is_watched=counted_at is not None and at - counted_at <= revisit.WATCHED_FOR,
        ),
        at,
        reading.found if reading else 0,
    )
    return {
        **row,
        **{name: getattr(past, name) for name in ("finds", "exposure", "stirred_at")},
        "is_hinted": False,
        "next_visit_at": revisit.next_visit(at, past),
        "worth": revisit.worth(at, past),
    }


def missed(row: Row, at: datetime) -> Row:
    """Give the frontier row of an article that was not there; the second time it is gone."""
    missing = row["missing"] + 1
    gone_at = row["gone_at"] or (at if missing >= BELIEVED else None)
    return {
        **row,
        "missing": missing,
        "failures": 0,
        "gone_at": gone_at,
        "next_visit_at": revisit.after_missing(at, missing),
    }


def after_elsewhere(row: Row, visit: Visit, reading: Reading) -> Row:
    """Give the frontier row of a URL that led to an article with another canonical URL."""
    at = visit.fetched_at
    row = {**row, "last_visit_at": at}
    if row["held_id"] not in {None, reading.article_id}:
        # Here stood another article, which now is nowhere.
        return missed(row, at)
    return {**row, "held_id": None, "article_id": reading.article_id, "next_visit_at": None}


def note_article(articles: dict[int, Row], row: Row) -> None:
    """Note what the end of a visit changes about the article itself."""
    if row.get("held_id") is not None:
        articles[row["held_id"]] = {
            "id": row["held_id"],
            **{name: row[name] for name in ("next_visit_at", "last_seen_at", "gone_at")},
        }


def note_turn(noted: list[Noted], site_id: int, visit: Visit, before: Row, now: Row) -> None:
    """Note it where a visit found an article gone, or back."""
    article_id = before.get("held_id")
    was_gone, is_gone = (row.get("gone_at") is not None for row in (before, now))
    if article_id is not None and was_gone != is_gone:
        change: Kind = "gone" if is_gone else "restored"
        noted.append(Noted(site_id, article_id, None, change, visit.fetched_at))


def retire_other_urls(connection: Connection, article_ids: Collection[int]) -> None:
    """Leave of the frontier rows that lead to one article only the canonical one due."""
    if article_ids:
        canonical = select(ARTICLES.c.url).where(ARTICLES.c.id == FRONTIER.c.article_id)
        connection.execute(
            update(FRONTIER)
            .where(
                among(connection, FRONTIER.c.article_id, article_ids),
                FRONTIER.c.next_visit_at.is_not(None),
                FRONTIER.c.url != canonical.scalar_subquery(),
            )
            .values(next_visit_at=None)
        )


def visit_row(
    visit: Visit, reading: Reading | None, outcome: Outcome, crawl_id: int | None, held: Row | None
) -> Row:
    """Give the row of a visit."""
    return {
        "crawl_id": crawl_id,
        "url": visit.url,
        "article_id": reading.article_id if reading else (held and held["article_id"]),
        "fetched_at": visit.fetched_at,
        "status": visit.status,
        "outcome": outcome,
        "error": storable(visit.error),
        "note": reading and storable(reading.note),
        "comments_new": reading.comments_new if reading else 0,
        "comments_edited": reading.comments_edited if reading else 0,
        "comments_gone": reading.comments_gone if reading else 0,
        "comments_restored": reading.comments_restored if reading else 0,
        "warc_file": visit.warc_file,
        "warc_offset": visit.warc_offset,
    }
