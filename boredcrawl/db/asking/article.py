"""One article with everything it is made of, except its thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from boredcrawl.db.among import among
from boredcrawl.db.asking.listing import Person, bylines
from boredcrawl.db.models import (
    Article,
    ArticleImage,
    ArticleRevision,
    ArticleSimilar,
    ArticleTag,
    ArticleUrl,
    Comment,
    Embed,
    Image,
    ListItem,
    Poll,
    PollOption,
    RelatedLink,
    Site,
    Tag,
    table,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Table

ARTICLES, SITES, IMAGES, PLACED = table(Article), table(Site), table(Image), table(ArticleImage)
ITEMS, EMBEDS, POLLS, OPTIONS = table(ListItem), table(Embed), table(Poll), table(PollOption)
TAGS, TAGGED, RELATED, URLS = table(Tag), table(ArticleTag), table(RelatedLink), table(ArticleUrl)
SIMILAR, REVISIONS, COMMENTS = table(ArticleSimilar), table(ArticleRevision), table(Comment)

OWN = (
    *("id", "url", "kind", "layout", "title", "description", "language", "section"),
    *("published_raw", "published_at", "published_earliest", "published_latest", "modified_at"),
    *("body_html", "body_text", "word_count", "highlights", "score", "comments_declared"),
    *("comments_captured", "comments_complete", "first_seen_at", "last_seen_at", "changed_at"),
    *("gone_at", "next_visit_at"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A picture where it stands in the article."""

    url: str
    original_url: str | None
    sha256: str | None
    """The digest of the file, where the archive has it."""
    alt: str | None
    caption: str | None
    credit: str | None
    credit_url: str | None
    is_lead: bool
    width: int | None
    height: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A numbered entry of a list."""

    id: int
    rank: int | None
    title: str | None
    text: str | None
    credit: str | None
    credit_url: str | None
    score: int | None
    gone_at: datetime | None
    comments: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Foreign:
    """A post or video from elsewhere."""

    provider: str
    url: str | None
    author: str | None
    text: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a poll offers; votes are null where the page does not tell."""

    text: str
    votes: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """A poll."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Filed:
    """What the article is filed under."""

    name: str
    kind: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """Another article: offered as related reading, or nearly the same."""

    url: str
    title: str | None
    article_id: int | None
    """Its id, where the archive has it."""
    similarity: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """An article."""

    id: int
    site: str
    url: str
    kind: str
    layout: str
    title: str | None
    description: str | None
    language: str | None
    section: str | None
    published_raw: str | None
    published_at: datetime | None
    published_earliest: datetime | None
    published_latest: datetime | None
    modified_at: datetime | None
    body_html: str
    body_text: str
    word_count: int
    highlights: tuple[str, ...]
    score: int | None
    comments_declared: int | None
    comments_captured: int
    comments_complete: bool
    first_seen_at: datetime
    last_seen_at: datetime
    changed_at: datetime
    gone_at: datetime | None
    next_visit_at: datetime | None
    revisions: int
    authors: tuple[Person, ...]
    images: tuple[Picture, ...]
    entries: tuple[Entry, ...]
    embeds: tuple[Foreign, ...]
    polls: tuple[Question, ...]
    tags: tuple[Filed, ...]
    related: tuple[Beside, ...]
    similar: tuple[Beside, ...]


def whole(connection: Connection, article_id: int) -> Whole | None:
    """Give an article; None where there is none of this id."""
    row = connection.execute(
        select(*(ARTICLES.c[name] for name in OWN), SITES.c.name.label("site"))
        .join(SITES, SITES.c.id == ARTICLES.c.site_id)
        .where(ARTICLES.c.id == article_id)
    ).one_or_none()
    if row is None:
        return None
    revisions = select(func.count()).where(REVISIONS.c.article_id == article_id)
    values = row._asdict() | {"highlights": tuple(row.highlights or ())}
    return Whole(
        **values,
        revisions=connection.execute(revisions).scalar_one(),
        authors=bylines(connection, [article_id]).get(article_id, ()),
        images=pictures(connection, article_id),
        entries=entries(connection, article_id),
        embeds=tuple(Foreign(**row) for row in parts(connection, EMBEDS, Foreign, article_id)),
        polls=polls(connection, article_id),
        tags=tags(connection, article_id),
        related=related(connection, article_id),
        similar=similar(connection, article_id),
    )


def parts(connection: Connection, part: Table, kind: Any, article_id: int) -> list[dict[str, Any]]:
    """Read an article's rows of a table, in their order."""
    columns = [part.c[name] for name in kind.__dataclass_fields__]
    query = select(*columns).where(part.c.article_id == article_id).order_by(part.c.position)
    return [row._asdict() for row in connection.execute(query)]


def pictures(connection: Connection, article_id: int) -> tuple[Picture, ...]:
    """Give the pictures, in their order."""
    query = (
        select(
            *(IMAGES.c[name] for name in ("url", "original_url", "sha256", "path")),
            *(PLACED.c[name] for name in ("alt", "caption", "credit", "credit_url", "is_lead")),
            IMAGES.c.width,
            IMAGES.c.height,
        )
        .join(IMAGES, IMAGES.c.id == PLACED.c.image_id)
        .where(PLACED.c.article_id == article_id)
        .order_by(PLACED.c.position)
    )
    found = []
    for row in connection.execute(query):
        values = row._asdict()
        has_file = values.pop("path") is not None
        found.append(Picture(**values | {"sha256": row.sha256 if has_file else None}))
    return tuple(found)


def entries(connection: Connection, article_id: int) -> tuple[Entry, ...]:
    """Give the list's entries, those the list no longer has after the others."""
    under = (
        select(func.count())
        .where(COMMENTS.c.list_item_id == ITEMS.c.id, COMMENTS.c.gone_at.is_(None))
        .scalar_subquery()
    )
    names = [name for name in Entry.__dataclass_fields__ if name != "comments"]
    query = (
        select(*(ITEMS.c[name] for name in names), under.label("comments"))
        .where(ITEMS.c.article_id == article_id)
        .order_by(ITEMS.c.gone_at.is_not(None), ITEMS.c.position, ITEMS.c.id)
    )
    return tuple(Entry(**row._asdict()) for row in connection.execute(query))


def polls(connection: Connection, article_id: int) -> tuple[Question, ...]:
    """Give the polls with their answers."""
    query = (
        select(POLLS.c.id, POLLS.c.question, OPTIONS.c.text, OPTIONS.c.votes)
        .outerjoin(OPTIONS, OPTIONS.c.poll_id == POLLS.c.id)
        .where(POLLS.c.article_id == article_id)
        .order_by(POLLS.c.position, OPTIONS.c.position)
    )
    found: dict[int, Question] = {}
    for row in connection.execute(query):
        asked = found.get(row.id)
        answer = () if row.text is None else (Answer(text=row.text, votes=row.votes),)
        answers = (asked.answers if asked else ()) + answer
        found[row.id] = Question(question=row.question, answers=answers)
    return tuple(found.values())


def tags(connection: Connection, article_id: int) -> tuple[Filed, ...]:
    """Give what the article is filed under."""
    query = (
        select(TAGS.c.name, TAGGED.c.kind)
        .join(TAGS, TAGS.c.id == TAGGED.c.tag_id)
        .where(TAGGED.c.article_id == article_id)
        .order_by(TAGGED.c.kind, TAGGED.c.position)
    )
    return tuple(Filed(**row._asdict()) for row in connection.execute(query))


def related(connection: Connection, article_id: int) -> tuple[Beside, ...]:
    """Give the related links, with the ids of those the archive has."""
    links = parts(connection, RELATED, _Link, article_id)
    known = select(URLS.c.url, URLS.c.article_id).where(
        among(connection, URLS.c.url, [link["url"] for link in links])
    )
    ids = {row.url: row.article_id for row in connection.execute(known)}
    return tuple(Beside(**link, article_id=ids.get(link["url"]), similarity=None) for link in links)


@dataclass
class _Link:
    url: str
    title: str | None


def similar(connection: Connection, article_id: int) -> tuple[Beside, ...]:
    """Give the articles that say nearly the same, the likest first."""
    found: list[Beside] = []
    for mine, other in (
        (SIMILAR.c.article_id, SIMILAR.c.similar_id),
        (SIMILAR.c.similar_id, SIMILAR.c.article_id),
    ):
        query = (
            select(ARTICLES.c.url, ARTICLES.c.title, ARTICLES.c.id, SIMILAR.c.similarity)
            .join(ARTICLES, ARTICLES.c.id == other)
            .where(mine == article_id)
        )
        found += [
            Beside(url=row.url, title=row.title, article_id=row.id, similarity=row.similarity)
            for row in connection.execute(query)
        ]
    return tuple(sorted(found, key=lambda beside: -(beside.similarity or 0)))
