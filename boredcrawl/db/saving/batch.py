"""A batch of visits, in the order in which its subjects need each other."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from boredcrawl.db.identity import urls_of
from boredcrawl.db.saving import articles, comments, corrections, erased, noting, parts, similar
from boredcrawl.db.saving import visits as visits_of
from boredcrawl.db.sites import site_ids, take_turns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from boredcrawl.db.privacy import Privacy
    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Outcome, Visit


class Saved(NamedTuple):
    """What became of a batch."""

    outcomes: list[Outcome]
    counts: Counter[str]


def save(
    connection: Connection,
    visits: Sequence[Visit],
    crawl_id: int | None,
    privacy: Privacy | None = None,
    *,
    rereads: bool = False,
) -> Saved:
    """Store visits, all of them within the caller's one transaction.

    With `rereads`, those stored before are corrected, and their history says nothing of it.
    """
    counts: Counter[str] = Counter()
    sites = site_ids(connection, {visit.site for visit in visits})
    take_turns(connection, sites.values())
    outcomes: dict[int, Outcome] = {}
    noted: list[noting.Noted] = []
    for places in rounds(visits):
        chosen = [visits[place] for place in places]
        seals = erased.forget(connection, chosen, sites, privacy, counts)
        readings = articles.read(connection, chosen, sites)
        if rereads:
            corrections.find(connection, readings)
        articles.save(connection, readings, counts)
        similar.save(connection, readings)
        parts.save(connection, readings)
        comments.save(connection, readings, counts, seals)
        corrections.save(connection, readings, counts)
        by_visit = {id(reading.visit): reading for reading in readings}
        of_place = {
            place: by_visit[id(visit)]
            for place, visit in enumerate(chosen)
            if id(visit) in by_visit
        }
        for reading in readings:
            noted += reading.noted
        ended = visits_of.save(connection, chosen, of_place, sites, crawl_id, noted=noted)
        outcomes |= zip(places, ended, strict=True)
        count(counts, readings, ended)
    noting.save(connection, noted)
    return Saved([outcomes[place] for place in range(len(visits))], counts)


def rounds(visits: Sequence[Visit]) -> Iterator[list[int]]:
    """Divide visits, oldest first, so that no two in one round can be of one article.

    Rounds are stored one after another. Nearly always there is only one.
    """
    left = sorted(range(len(visits)), key=lambda place: visits[place].fetched_at)
    while left:
        taken: set[str] = set()
        chosen: list[int] = []
        later: list[int] = []
        for place in left:
            visit = visits[place]
            urls = {visit.url, *(urls_of(visit.article) if visit.article else ())}
            # Also what merely waits for a later round must be stored in its order.
            (later if urls & taken else chosen).append(place)
            taken |= urls
        yield chosen
        left = later


def count(counts: Counter[str], readings: Sequence[Reading], outcomes: Sequence[Outcome]) -> None:
    """Count what a report wants to tell."""
    counts.update(f"visits/{outcome}" for outcome in outcomes)
    for reading in readings:
        counts["comments/new"] += reading.comments_new
        counts["comments/edited"] += reading.comments_edited
        counts["comments/gone"] += reading.comments_gone
        counts["comments/restored"] += reading.comments_restored
        counts["urls/reused"] += reading.note is not None
