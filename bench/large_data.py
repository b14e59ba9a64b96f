"""A database as it may be after years, made up: 50,000 articles and a million comments.

Texts are words of a made-up language whose frequencies fall as those of English do (Zipf):
the commonest word stands in nine comments of ten, the ten thousandth in one of 40,000.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate, product
from typing import TYPE_CHECKING, Any

from boredcrawl.db.likeness import ROWS, SLOTS
from boredcrawl.db.models import Base

if TYPE_CHECKING:
    from collections.abc import Iterator


Row = dict[str, Any]
Rows = dict[str, list[Row]]

BEGAN = datetime(2021, 1, 1, tzinfo=UTC)
YEARS = 5
SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo wu za bre cli dro fla gre".split()  # noqa: SIM905 - legible
VOCABULARY = ["".join(parts) for n in (2, 3, 4) for parts in product(SYLLABLES, repeat=n)][:50_000]
random.Random(1).shuffle(VOCABULARY)  # noqa: S311 - nothing here is secret
POOL = 4_000_000
"""Words said in a row, of which every text is a piece."""

BATCH = 250
"""Articles in one transaction."""


class World:
    """Makes the rows, the same at every run."""

    def __init__(self, articles: int, comments: int, longest: int) -> None:
        self.random = random.Random(4)  # noqa: S311 - nothing here is secret
        self.articles = articles
        self.lengths = self._lengths(articles, comments, longest)
        weights = list(accumulate(1 / rank for rank in range(1, len(VOCABULARY) + 1)))
        self.keys = random.Random(5)  # noqa: S311 - the same
        self.pool = self.random.choices(VOCABULARY, cum_weights=weights, k=POOL)
        self.commenters = max(comments // 10, 10)
        self.authors = max(articles // 150, 5)
        self.tags = 400
        self.comment_id = 0
        self.list_item_id = 0

    def _lengths(self, articles: int, comments: int, longest: int) -> list[int]:
        """Say how long each thread is: a few long, most short, one the longest."""
        shares = [self.random.paretovariate(1.3) for _ in range(articles - 1)]
        whole = (comments - longest) / sum(shares)
        lengths = [min(int(share * whole), longest // 2) for share in shares]
        for place in range(comments - longest - sum(lengths)):
            lengths[place % len(lengths)] += 1
        lengths.insert(articles // 2, longest)
        return lengths

    def words(self, few: int, many: int) -> str:
        """Say something."""
        length = self.random.randint(few, many)
        start = self.random.randrange(POOL - length)
        return " ".join(self.pool[start : start + length])

    def somebody(self, place: int, most: int) -> int:
        """Say who of so many speaks: half of what is said, a few say."""
        if place % 2:
            return self.random.randint(1, most)
        return min(int(self.random.paretovariate(0.5)), most)

    def people(self) -> Rows:
        """Make what articles refer to."""
        return {
            "sites": [{"id": n, "name": name} for n, name in enumerate(("one", "two", "three"), 1)],
            "authors": [
                {"id": n, "site_id": n % 3 + 1, "key": f"name:Author {n}", "name": f"Author {n}"}
                for n in range(1, self.authors + 1)
            ],
            "tags": [{"id": n, "name": f"tag {n}"} for n in range(1, self.tags + 1)],
            "commenters": [
                {
                    "id": n,
                    "site_id": n % 3 + 1,
                    "key": f"https://example.com/user/{n}",
                    "name": f"Commenter {n}",
                    "url": f"https://example.com/user/{n}",
                }
                for n in range(1, self.commenters + 1)
            ],
        }

    def batches(self) -> Iterator[Rows]:
        """Make the articles with everything under them, a transaction's worth at a time."""
        for first in range(0, self.articles, BATCH):
            rows: Rows = {}
            for n in range(first, min(first + BATCH, self.articles)):
                self._article(n, rows)
            yield rows

    def _article(self, n: int, rows: Rows) -> None:
        number = n + 1
        published = BEGAN + timedelta(days=365 * YEARS) * n / self.articles
        seen = published + timedelta(hours=6)
        title, body = self.words(6, 14).capitalize(), self.words(150, 450)
        _to(
            rows,
            "articles",
            id=number,
            site_id=n % 3 + 1,
            url=f"https://example.com/{number}/",
            kind=("story", "list", "community")[n % 3],
            layout="modern",
            title=title,
            published_at=published,
            published_earliest=published,
            published_latest=published,
            body_html=f"<p>{body}</p>",
            body_text=body,
            word_count=body.count(" ") + 1,
            highlights=[],
            comments_captured=self.lengths[n],
            comments_complete=True,
            content_hash=f"1:{number}",
            first_seen_at=seen,
            last_seen_at=seen,
            changed_at=seen,
        )
        _to(
            rows,
            "article_urls",
            url=f"https://example.com/{number}/",
            article_id=number,
            first_seen_at=seen,
        )
        _to(
            rows,
            "article_revisions",
            article_id=number,
            content_hash=f"1:{number}",
            seen_at=seen,
            title=title,
            body_html=f"<p>{body}</p>",
            body_text=body,
            highlights=[],
            list_items=[],
        )
        self._known(number, seen, rows)
        writer = 1 + int(self.random.random() ** 2 * self.authors)
        _to(rows, "article_authors", article_id=number, author_id=writer, position=0)
        for place, tag in enumerate({min(int(self.random.paretovariate(0.7)), self.tags), 400}):
            _to(rows, "article_tags", article_id=number, tag_id=tag, kind="tag", position=place)
        for place in range(5 if n % 3 == 1 else 0):
            self.list_item_id += 1
            _to(
                rows,
                "list_items",
                id=self.list_item_id,
                article_id=number,
                position=place,
                rank=place + 1,
                title=self.words(2, 6),
                text=self.words(10, 40),
            )
        self._thread(number, self.lengths[n], seen, rows)

    def _known(self, number: int, seen: datetime, rows: Rows) -> None:
        """Make what a crawl keeps of an article beside its content."""
        url = f"https://example.com/{number}/"
        site = (number - 1) % 3 + 1
        _to(
            rows,
            "visits",
            url=url,
            article_id=number,
            fetched_at=seen,
            status=200,
            outcome="new",
            comments_new=self.lengths[number - 1],
            comments_edited=0,
            comments_gone=0,
            comments_restored=0,
        )
        _to(
            rows,
            "frontier",
            url=url,
            site_id=site,
            kind="article",
            article_id=number,
            discovered_at=seen,
            next_visit_at=seen + timedelta(days=180),
            last_visit_at=seen,
            worth=0.0,
            visits=1,
            changes=0,
            failures=0,
            missing=0,
            walk_is_open=False,
            finds=0.0,
            exposure=0.0,
            is_hinted=False,
        )
        for _ in range(SLOTS // ROWS):
            _to(rows, "article_bands", band=self.keys.getrandbits(63), article_id=number)

    def _thread(self, article_id: int, length: int, seen: datetime, rows: Rows) -> None:
        last: list[Row] = []
        for place in range(length):
            self.comment_id += 1
            number = self.comment_id
            depth = min(self.random.choice((0, 0, 0, 1, 1, 2, 3)), len(last))
            parent = last[depth - 1] if depth else None
            step = f"{number:010x}"
            said = self.words(4, 56)
            posted = seen + timedelta(minutes=place)
            row = _to(
                rows,
                "comments",
                id=number,
                article_id=article_id,
                identity=f"site:{number}",
                site_comment_id=str(number),
                parent_id=parent and parent["id"],
                depth=depth,
                position=place,
                path=f"{parent['path']}/{step}" if parent else step,
                commenter_id=self.somebody(place, self.commenters),
                text=said,
                html=f"<p>{said}</p>",
                posted_at=posted,
                posted_earliest=posted,
                posted_latest=posted,
                is_edited=False,
                score=self.random.randint(0, 99),
                first_seen_at=seen,
                last_seen_at=seen,
            )
            last[depth:] = [row]
        if "changes" in Base.metadata.tables:
            note = {"noted_at": seen, "seen_at": seen, "site_id": (article_id - 1) % 3 + 1}
            _to(rows, "changes", **note, article_id=article_id, comment_id=None, change="new")
            for row in rows.get("comments", [])[-length:] if length else ():
                _to(
                    rows,
                    "changes",
                    **note,
                    article_id=article_id,
                    comment_id=row["id"],
                    change="new",
                )


def _to(rows: Rows, name: str, **row: Any) -> Row:
    rows.setdefault(name, []).append(row)
    return row
