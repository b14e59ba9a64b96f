"""Where visits read again go: into the database, or beside it for a look at what would change."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.models import Article, ArticleAuthor, Author, Comment, Visit, table
from boredcrawl.db.rows import article_row, published, storable
from boredcrawl.db.saving.articles import bounds_columns
from boredcrawl.db.saving.corrections import NOT_MODIFIED, READ, last_read
from boredcrawl.db.store import Store
from boredcrawl.db.transaction import reading
from boredcrawl.db.upsert import rows_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from boredcrawl.db.privacy import Privacy
    from boredcrawl.db.rows import Row
    from boredcrawl.items import Article as ArticleItem
    from boredcrawl.items import Visit as VisitItem

ARTICLES, VISITS, COMMENTS = table(Article), table(Visit), table(Comment)
AUTHORS, WROTE = table(Author), table(ArticleAuthor)

SAMPLES = 3
"""Differences shown of each field."""


class Difference(NamedTuple):
    """One field of one article, as it is stored and as it was read now."""

    url: str
    before: str
    after: str


class Storing:
    """Stores visits: new ones as a crawl does, known ones as corrections."""

    def __init__(self, engine: Engine, privacy: Privacy) -> None:
        self.engine = engine
        self.store = Store(engine, privacy, rereads=True)

    @property
    def counts(self) -> Counter[str]:
        """What was stored."""
        return self.store.counts

    def take(self, visits: Sequence[VisitItem]) -> None:
        """Store a batch in one transaction."""
        self.store.save(visits)

    def has(self, url: str, fetched_at: datetime) -> bool:
        """Tell whether a visit is stored."""
        query = select(VISITS.c.id).where(VISITS.c.url == url, VISITS.c.fetched_at == fetched_at)
        with reading(self.engine) as connection:
            return connection.execute(query).first() is not None


class Preview:
    """Compares what was read with what is stored, and writes nothing."""

    def __init__(self, engine: Engine | None) -> None:
        self.engine = engine
        """None where there is no database yet."""
        self.counts: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        """Articles by the field that would change."""
        self.samples: defaultdict[str, list[Difference]] = defaultdict(list)
        self._moment: datetime | None = None
        self._at_once: set[str] = set()
        """URLs of the moment that is looked at."""

    def has(self, url: str, fetched_at: datetime) -> bool:
        """Nothing was stored by an earlier run that only looked."""
        del url, fetched_at
        return False

    def take(self, visits: Sequence[VisitItem]) -> None:
        """Compare a batch; a visit that stands in two files counts once."""
        visits = [visit for visit in visits if self._is_first(visit)]
        if self.engine is None:
            self.counts["visits/new"] += len(visits)
            return
        with reading(self.engine) as connection:
            known = _known(connection, {visit.url for visit in visits})
            stored = _articles(connection, {number for number, _ in known.values() if number})
            read_at = last_read(connection, stored)
            for visit in visits:
                number, outcome = known.get((visit.url, visit.fetched_at), (None, None))
                if outcome is None:
                    self.counts["visits/new"] += 1
                    continue
                self.counts["visits/known"] += 1
                was_read = outcome in READ and number is not None
                if visit.status == NOT_MODIFIED:
                    continue
                if visit.article is None:
                    self.counts["visits/no_longer_readable"] += was_read
                elif not was_read:
                    self.counts["visits/readable_now"] += 1
                elif number is not None and read_at[number] == visit.fetched_at:
                    self.counts["articles/compared"] += 1
                    self._compare(connection, stored[number], visit.article)

    def _is_first(self, visit: VisitItem) -> bool:
        # Visits come by date, so that the same one comes again before a later one does.
        if visit.fetched_at != self._moment:
            self._moment = visit.fetched_at
            self._at_once.clear()
        is_first = visit.url not in self._at_once
        self._at_once.add(visit.url)
        return is_first

    def _compare(self, connection: Connection, stored: Row, article: ArticleItem) -> None:
        before, after = _stored(connection, stored), _read(article)
        changed = [name for name in after if before[name] != after[name]]
        self.counts["articles/differ"] += bool(changed)
        for name in changed:
            self.fields[name] += 1
            if len(self.samples[name]) < SAMPLES:
                pair = _told(before[name]), _told(after[name])
                self.samples[name].append(Difference(stored["url"], *pair))


def _known(
    connection: Connection, urls: Collection[str]
) -> dict[tuple[str, datetime], tuple[int | None, str]]:
    query = select(VISITS.c.url, VISITS.c.fetched_at, VISITS.c.article_id, VISITS.c.outcome)
    rows = connection.execute(query.where(among(connection, VISITS.c.url, urls)))
    return {(row.url, row.fetched_at): (row.article_id, row.outcome) for row in rows}


def _articles(connection: Connection, numbers: Collection[int]) -> dict[int, Row]:
    if not numbers:
        return {}
    query = select(ARTICLES).where(among(connection, ARTICLES.c.id, numbers))
    return {row["id"]: row for row in rows_of(connection, query)}


def _stored(connection: Connection, row: Row) -> dict[str, Any]:
    authors = (
        select(AUTHORS.c.name)
        .join(WROTE, WROTE.c.author_id == AUTHORS.c.id)
        .where(WROTE.c.article_id == row["id"])
        .order_by(WROTE.c.position)
    )
    present = select(COMMENTS.c.text).where(
        COMMENTS.c.article_id == row["id"], COMMENTS.c.last_seen_at == row["last_seen_at"]
    )
    return {
        **row,
        "authors": list(connection.execute(authors).scalars()),
        "comments": sorted(connection.execute(present).scalars()),
    }


def _read(article: ArticleItem) -> dict[str, Any]:
    found = article_row(article)
    if article.published_at is not None:
        found["published_at"] = bounds_columns(published(article))["published_at"]
    if article.authors:
        found["authors"] = list(dict.fromkeys(storable(one.name) for one in article.authors))
    found["comments"] = sorted(storable(comment.text) or "" for comment in article.comments)
    return found


def _told(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(str(part) for part in value)
    return "" if value is None else str(value)
