"""What an article is made of, as of its newest reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.models import (
    ArticleAuthor,
    ArticleDropped,
    ArticleFieldSource,
    ArticleImage,
    ArticleTag,
    Author,
    Embed,
    Poll,
    PollOption,
    RelatedLink,
    Tag,
    table,
)
from boredcrawl.db.rows import LONGEST_URL, Row, author_row, person_key, storable
from boredcrawl.db.saving import image_files, list_items
from boredcrawl.db.upsert import replace, upsert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from boredcrawl.db.saving.reading import Reading
    from boredcrawl.items import Article
    from boredcrawl.items import Image as ImageItem

LONG_URL = "url-too-long"
"""The rule under which pictures and links with an endless URL are counted as dropped."""


def save(connection: Connection, readings: Sequence[Reading]) -> None:
    """Store everything but text and comments.

    An older reading than the stored one leaves everything as it is, but for entries of
    its list that are there no more: comments may stand under them.
    """
    newest = [reading for reading in readings if reading.is_newest]
    owners = {reading.article_id for reading in newest}
    ids = image_files.save(connection, [(i, r) for r in readings for i in images_of(r.article)])
    list_items.save(connection, readings, ids)
    replace(
        connection,
        table(ArticleImage),
        [row for r in newest for row in article_image_rows(r, ids)],
        owner="article_id",
        owners=owners,
    )
    for model, rows in (
        (Embed, [row for r in newest for row in embed_rows(r)]),
        (RelatedLink, [row for r in newest for row in related_rows(r)]),
        (ArticleFieldSource, [row for r in newest for row in source_rows(r)]),
        (ArticleDropped, [row for r in newest for row in dropped_rows(r)]),
    ):
        replace(connection, table(model), rows, owner="article_id", owners=owners)
    save_authors(connection, [r for r in newest if r.article.authors])
    save_tags(connection, [r for r in newest if r.article.tags])
    save_polls(connection, newest)


def images_of(article: Article) -> list[ImageItem]:
    """Give the pictures of an article and of its list items."""
    of_items = [item.image for item in article.list_items if item.image is not None]
    return [image for image in (*article.images, *of_items) if 0 < len(image.url) <= LONGEST_URL]


def article_image_rows(reading: Reading, ids: dict[str, int]) -> list[Row]:
    """Give the places of an article's pictures."""
    return [
        {
            "article_id": reading.article_id,
            "position": position,
            "image_id": ids[storable(image.url) or ""],
            "alt": storable(image.alt),
            "caption": storable(image.caption),
            "credit": storable(image.credit),
            "credit_url": storable(image.credit_url),
            "is_lead": image.is_lead,
        }
        for position, image in enumerate(reading.article.images)
        if storable(image.url) in ids
    ]


def embed_rows(reading: Reading) -> list[Row]:
    """Give the foreign posts and videos."""
    return [
        {
            "article_id": reading.article_id,
            "position": position,
            "provider": storable(embed.provider),
            "url": storable(embed.url),
            "author": storable(embed.author),
            "text": storable(embed.text),
        }
        for position, embed in enumerate(reading.article.embeds)
    ]


def related_rows(reading: Reading) -> list[Row]:
    """Give the links to other articles."""
    return [
        {
            "article_id": reading.article_id,
            "position": position,
            "url": storable(link.url),
            "title": storable(link.title),
        }
        for position, link in enumerate(reading.article.related)
    ]


def source_rows(reading: Reading) -> list[Row]:
    """Give where each field was read."""
    return [
        {"article_id": reading.article_id, "field": field, "source": source}
        for field, source in reading.article.field_sources.items()
    ]


def dropped_rows(reading: Reading) -> list[Row]:
    """Give what was taken out, here included."""
    dropped = dict(reading.article.dropped)
    too_long = sum(len(image.url) > LONGEST_URL for image in reading.article.images)
    if too_long:
        dropped[LONG_URL] = dropped.get(LONG_URL, 0) + too_long
    return [
        {"article_id": reading.article_id, "rule": rule, "count": count}
        for rule, count in dropped.items()
    ]


def save_authors(connection: Connection, readings: Sequence[Reading]) -> None:
    """Store the authors of the readings that name any; a byline does not vanish."""
    ids = upsert(
        connection,
        table(Author),
        [author_row(author, r.site_id) for r in readings for author in r.article.authors],
        key=("site_id", "key"),
        keep=("url", "role", "bio"),
    )
    rows = [
        {
            "article_id": r.article_id,
            "author_id": ids[r.site_id, person_key(author.url, author.name)],
            "position": position,
        }
        for r in readings
        # Backwards, so that of an author named twice the first place is kept.
        for position, author in reversed(list(enumerate(r.article.authors)))
    ]
    owners = {reading.article_id for reading in readings}
    replace(connection, table(ArticleAuthor), rows, owner="article_id", owners=owners)


def save_tags(connection: Connection, readings: Sequence[Reading]) -> None:
    """Store what the articles are filed under, where the page says so."""
    ids = upsert(
        connection,
        table(Tag),
        [{"name": storable(tag.name)} for r in readings for tag in r.article.tags],
        key=("name",),
    )
    rows = [
        {
            "article_id": r.article_id,
            "tag_id": ids[storable(tag.name),],
            "kind": tag.kind,
            "position": position,
        }
        for r in readings
        for position, tag in reversed(list(enumerate(r.article.tags)))
    ]
    owners = {reading.article_id for reading in readings}
    replace(connection, table(ArticleTag), rows, owner="article_id", owners=owners)


def save_polls(connection: Connection, readings: Sequence[Reading]) -> None:
    """Store the polls and their options; those no longer asked go."""
    polls = table(Poll)
    owners = {reading.article_id for reading in readings}
    rows = [
        {"article_id": r.article_id, "position": position, "question": storable(poll.question)}
        for r in readings
        for position, poll in enumerate(r.article.polls)
    ]
    stored = {
        (row.article_id, row.position): row.id
        for row in connection.execute(
            select(polls.c.id, polls.c.article_id, polls.c.position).where(
                among(connection, polls.c.article_id, owners)
            )
        )
    }
    wanted = {(row["article_id"], row["position"]) for row in rows}
    stale = [number for place, number in stored.items() if place not in wanted]
    if stale:
        connection.execute(polls.delete().where(among(connection, polls.c.id, stale)))
    ids = upsert(connection, polls, rows, key=("article_id", "position"))
    options = [
        {
            "poll_id": ids[r.article_id, position],
            "position": place,
            "text": storable(option.text),
            "votes": option.votes,
        }
        for r in readings
        for position, poll in enumerate(r.article.polls)
        for place, option in enumerate(poll.options)
    ]
    replace(connection, table(PollOption), options, owner="poll_id", owners=set(ids.values()))
