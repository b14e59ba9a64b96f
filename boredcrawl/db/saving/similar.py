"""Articles that are alike, found when they are stored: linked, never merged."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select, union

from boredcrawl.db.among import among
from boredcrawl.db.likeness import ALIKE, METHOD, bands, sequences, similarity
from boredcrawl.db.models import Article, ArticleBand, ArticleSimilar, table
from boredcrawl.db.rows import storable
from boredcrawl.db.upsert import add, add_missing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Connection

    from boredcrawl.db.rows import Row
    from boredcrawl.db.saving.reading import Reading

ARTICLES, BANDS, SIMILAR = table(Article), table(ArticleBand), table(ArticleSimilar)


def save(connection: Connection, readings: Sequence[Reading]) -> None:
    """Link articles whose text is new with those that were there before and say the same."""
    texts = {
        reading.article_id: sequences(reading.article.body_text)
        for reading in to_compare(connection, readings)
    }
    keys = {number: bands(found) for number, found in texts.items()}
    edited = [r.article_id for r in readings if r.article_id in texts and r.stored is not None]
    if edited:
        connection.execute(BANDS.delete().where(among(connection, BANDS.c.article_id, edited)))
        connection.execute(SIMILAR.delete().where(among(connection, SIMILAR.c.article_id, edited)))
    holders = claim(connection, keys)
    others = {number: {holders[key] for key in found} - {number} for number, found in keys.items()}
    stored = text_of(connection, set().union(*others.values()) - texts.keys())
    at = {reading.article_id: reading.at for reading in readings}
    rows: dict[tuple[int, int], Row] = {}
    for number, candidates in sorted(others.items()):
        for other in sorted(candidates):
            share = similarity(texts[number], texts.get(other) or stored[other])
            if share >= ALIKE and (other, number) not in rows:
                rows[number, other] = {
                    "article_id": number,
                    "similar_id": other,
                    "similarity": share,
                    "method": METHOD,
                    "seen_at": at[number],
                }
    add(connection, SIMILAR, without_turned(connection, rows, edited))


def to_compare(connection: Connection, readings: Sequence[Reading]) -> list[Reading]:
    """Give the readings whose text is to be compared: the new, the edited, the never compared."""
    known = [r.article_id for r in readings if r.outcome == "unchanged"]
    compared: set[int] = set()
    if known:
        query = union(
            select(BANDS.c.article_id).where(among(connection, BANDS.c.article_id, known)),
            select(SIMILAR.c.article_id).where(among(connection, SIMILAR.c.article_id, known)),
        )
        compared = set(connection.execute(query).scalars())
    return [
        r for r in readings if r.is_newest and (r.article_id not in compared or is_corrected(r))
    ]


def is_corrected(reading: Reading) -> bool:
    """Tell whether a visit read once more gave another text than before."""
    return (
        reading.is_again
        and reading.stored is not None
        and reading.stored["body_text"] != storable(reading.article.body_text)
    )


def claim(connection: Connection, keys: Mapping[int, Collection[int]]) -> dict[int, int]:
    """Give the article that holds each key: the first that had it."""
    wanted: defaultdict[int, list[int]] = defaultdict(list)
    for number, found in keys.items():
        for key in found:
            wanted[key].append(number)
    holders = read_holders(connection, wanted)
    free = sorted(wanted.keys() - holders.keys())
    if free:
        rows = [{"band": key, "article_id": min(wanted[key])} for key in free]
        add_missing(connection, BANDS, rows, key=("band",))
        # On PostgreSQL another site's writer may have been quicker.
        holders |= read_holders(connection, free)
    return holders


def read_holders(connection: Connection, keys: Collection[int]) -> dict[int, int]:
    """Read which articles hold these keys."""
    if not keys:
        return {}
    query = select(BANDS.c.band, BANDS.c.article_id).where(among(connection, BANDS.c.band, keys))
    return {row.band: row.article_id for row in connection.execute(query)}


def text_of(connection: Connection, numbers: Collection[int]) -> dict[int, set[str]]:
    """Read the word sequences of stored articles."""
    if not numbers:
        return {}
    query = select(ARTICLES.c.id, ARTICLES.c.body_text).where(
        among(connection, ARTICLES.c.id, numbers)
    )
    return {row.id: sequences(row.body_text) for row in connection.execute(query)}


def without_turned(
    connection: Connection, rows: Mapping[tuple[int, int], Row], edited: Collection[int]
) -> list[Row]:
    """Leave out the pairs that are stored already the other way round: a pair is there once."""
    pairs = list(rows.values())
    if not edited or not pairs:
        return pairs
    query = select(SIMILAR.c.similar_id, SIMILAR.c.article_id).where(
        among(connection, SIMILAR.c.similar_id, edited)
    )
    turned = {tuple(row) for row in connection.execute(query)}
    return [row for pair, row in rows.items() if pair not in turned]
