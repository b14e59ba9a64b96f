"""A person's name and profile in all texts of the database, wherever they were mentioned."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text, cast, func, or_, select

from boredcrawl.db import models
from boredcrawl.db.among import among
from boredcrawl.db.models import Base, table
from boredcrawl.db.revisions import content_hash
from boredcrawl.db.upsert import change, rows_of
from boredcrawl.items import Article, ListItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Table

    from boredcrawl.cleaning.mentions import Mentions
    from boredcrawl.db.rows import Row

TEXTS: dict[type[Base], tuple[str, ...]] = {
    models.Article: (*("title", "description", "section", "body_html", "body_text", "highlights"),),
    models.ArticleRevision: (
        *("title", "description", "body_html", "body_text", "highlights", "list_items"),
    ),
    models.ArticleImage: ("alt", "caption", "credit", "credit_url"),
    models.ListItem: ("title", "text", "credit", "credit_url"),
    models.Embed: ("author", "text", "url"),
    models.Poll: ("question",),
    models.PollOption: ("text",),
    models.RelatedLink: ("title", "url"),
    models.Comment: ("text", "html"),
    models.CommentRevision: ("text", "html"),
    models.Frontier: ("title",),
    models.Visit: ("error", "note"),
}
"""Where people may be mentioned, and a mention can be taken out."""

UNTOLD = frozenset({"identity", "path", "content_hash", "token", "key_check", "method"})
"""Columns that hold digests and numbers."""

UNREAD = frozenset({models.Frontier, models.Visit})
"""What nobody reads who follows the changes of articles and comments."""


@dataclass(slots=True)
class Scrubbed:
    """What changed."""

    counts: Counter[str] = field(default_factory=Counter)
    """How many texts, by table and column."""
    articles: set[int] = field(default_factory=set)
    """Articles whose content is another now."""
    revisions: set[int] = field(default_factory=set)
    comments: set[int] = field(default_factory=set)
    """Comments whose earlier texts changed."""
    polls: set[int] = field(default_factory=set)
    told: set[tuple[int, int | None]] = field(default_factory=set)
    """Other articles, and comments of articles, of which something changed."""


def scrub(connection: Connection, people: Mentions, signs: Sequence[str]) -> Scrubbed:
    """Take people out of all texts; `signs` stand in every text they stand in, in lower case."""
    done = Scrubbed()
    for model, names in TEXTS.items() if signs else ():
        kept = table(model)
        key = tuple(column.name for column in kept.primary_key)
        for name in names:
            changed: list[Row] = []
            for row in having(connection, kept, name, signs):
                clean = without(row[name], people)
                if clean != row[name]:
                    changed.append({**{k: row[k] for k in key}, name: clean})
                    note(done, model, row)
            change(connection, kept, changed, key=key)
            if changed:
                done.counts[f"{kept.name}.{name}"] += len(changed)
    return done


def note(done: Scrubbed, model: type[Base], row: Row) -> None:
    """Note whose content a changed row is."""
    if model is models.Article:
        done.articles.add(row["id"])
    elif model is models.ListItem:
        done.articles.add(row["article_id"])
    elif model is models.ArticleRevision:
        done.revisions.add(row["id"])
    if model is models.Article:
        done.told.add((row["id"], None))
    elif model is models.Comment:
        done.told.add((row["article_id"], row["id"]))
    elif model is models.CommentRevision:
        done.comments.add(row["comment_id"])
    elif model is models.PollOption:
        done.polls.add(row["poll_id"])
    elif model not in UNREAD:
        done.told.add((row["article_id"], None))


def whose(connection: Connection, done: Scrubbed) -> set[tuple[int, int | None]]:
    """Give the articles, and the comments of articles, of which anything changed."""
    comments, polls = table(models.Comment), table(models.Poll)
    earlier = select(comments.c.article_id, comments.c.id).where(
        among(connection, comments.c.id, done.comments)
    )
    voted = select(polls.c.article_id).where(among(connection, polls.c.id, done.polls))
    told = {(article, comment) for article, comment in connection.execute(earlier)}
    return done.told | told | {(number, None) for number in connection.execute(voted).scalars()}


def left(connection: Connection, people: Mentions, signs: Sequence[str]) -> Counter[str]:
    """Count where people are still mentioned: in addresses and names that lead to something."""
    counts: Counter[str] = Counter()
    if not signs:
        return counts
    for kept in Base.metadata.sorted_tables:
        for column in kept.columns:
            if isinstance(column.type, String) and column.name not in UNTOLD:
                rows = having(connection, kept, column.name, signs)
                found = sum(bool(people.edits(str(row[column.name]))) for row in rows)
                if found:
                    counts[f"{kept.name}.{column.name}"] += found
    return counts


def having(connection: Connection, kept: Table, name: str, signs: Iterable[str]) -> list[Row]:
    """Read the rows in which any of the signs stands."""
    wanted = {*(column.name for column in kept.primary_key), name}
    wanted |= {"article_id", "comment_id", "poll_id"} & set(kept.c.keys())
    text = func.lower(cast(kept.c[name], Text))
    query = select(*(kept.c[one] for one in sorted(wanted)))
    return rows_of(connection, query.where(or_(*(holds(connection, text, s) for s in signs))))


def holds(connection: Connection, text: ColumnElement[str], sign: str) -> ColumnElement[bool]:
    """Say that a text holds a sign; without patterns, which a name could be full of."""
    find = func.strpos if connection.dialect.name == "postgresql" else func.instr
    return find(text, sign) > 0


def without(value: Any, people: Mentions) -> Any:
    """Take people out of a text, or of all texts of a JSON value.

    >>> from boredcrawl.cleaning.mentions import Mentions
    >>> ann = Mentions.of({("Ann",)}, bool)
    >>> without([{"title": "Ann", "rank": 3}], ann)
    [{'title': '[erased]', 'rank': 3}]
    """
    if isinstance(value, str):
        return people.scrub(value)
    if isinstance(value, list):
        return [without(one, people) for one in value]
    if isinstance(value, dict):
        return {name: without(one, people) for name, one in value.items()}
    return value


def rehash(connection: Connection, done: Scrubbed, now: datetime) -> None:
    """Digest the contents that were changed anew, so that the next visit finds them as they are."""
    kept, revisions, items = (
        table(model) for model in (models.Article, models.ArticleRevision, models.ListItem)
    )
    if done.articles:
        query = select(items).where(
            among(connection, items.c.article_id, done.articles), items.c.gone_at.is_(None)
        )
        listed: dict[int, list[Row]] = {}
        for row in rows_of(connection, query.order_by(items.c.position)):
            listed.setdefault(row["article_id"], []).append(row)
        found = rows_of(connection, select(kept).where(among(connection, kept.c.id, done.articles)))
        hashes = {row["id"]: hash_of(row, listed.get(row["id"], []), now) for row in found}
        change(connection, kept, [{"id": n, "content_hash": one} for n, one in hashes.items()])
    if done.revisions:
        query = select(revisions).where(among(connection, revisions.c.id, done.revisions))
        past = rows_of(connection, query)
        hashes = {row["id"]: hash_of(row, row["list_items"], now) for row in past}
        change(connection, revisions, [{"id": n, "content_hash": one} for n, one in hashes.items()])


def hash_of(row: Row, items: Sequence[Row], now: datetime) -> str:
    """Digest a stored content by the recipe its digest was made by."""
    article = Article(
        url="",
        site="",
        fetched_at=now,
        title=row["title"],
        description=row["description"],
        body_text=row["body_text"],
        highlights=tuple(row["highlights"]),
        list_items=tuple(
            ListItem(position=place, title=item["title"], text=item["text"])
            for place, item in enumerate(items)
        ),
    )
    return content_hash(article, row["content_hash"].partition(":")[0])
