"""Storing into a full database and into an empty one; migrating the full one."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from alembic import command
from sqlalchemy import make_url

from bench.large_data import BEGAN, YEARS
from boredcrawl.db.connection import make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.migrate import alembic_config, locked
from boredcrawl.db.store import Store
from boredcrawl.items import Article, Author, Comment, Commenter, ListItem, Tag, Visit
from boredcrawl.settings import STORE_BATCH

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from bench.large_data import World

ROUNDS, BATCHES = 30, 2
"""Rounds, in turns into either database, and transactions in each: so many that merges of the
full-text index have their part in them."""


def measure_storing(full: Engine, world: World) -> dict[str, Any]:
    """Store the same new articles into both."""
    empty = open_database(empty_url(full))
    engines = {"full": full, "empty": empty}
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    for turn in range(ROUNDS + 1):
        visits = [visit(world, f"{turn}-{n}") for n in range(BATCHES * STORE_BATCH)]
        # Now one first, then the other, so that neither always finds the machine warm.
        for name in sorted(engines, reverse=turn % 2 == 0):
            store = Store(engines[name])
            began = time.perf_counter()
            for start in range(0, len(visits), STORE_BATCH):
                store.save(visits[start : start + STORE_BATCH])
            seconds[name].append(time.perf_counter() - began)
    empty.dispose()
    # The first turn makes the authors, and is not counted.
    counted = {name: several[1:] for name, several in seconds.items()}
    spent = {name: sum(several) for name, several in counted.items()}
    middle = {name: median(several) for name, several in counted.items()}
    stored = ROUNDS * BATCHES * STORE_BATCH
    return {
        "articles_per_second": {name: round(stored / value, 1) for name, value in spent.items()},
        # Of all rounds together: a median would leave out what a few of them pay for the rest.
        "ratio": round(spent["full"] / spent["empty"], 2),
        "ratio_of_medians": round(middle["full"] / middle["empty"], 2),
    }


def empty_url(full: Engine) -> str:
    """Name a database beside the full one that nothing is in."""
    if full.dialect.name == "postgresql":
        return full.url.set(database="empty").render_as_string(hide_password=False)
    return f"sqlite:///{Path(full.url.database or '').with_name('empty.db')}"


def visit(world: World, slug: str) -> Visit:
    """Make a visit to an article with 20 comments."""
    at = BEGAN + timedelta(days=365 * YEARS + 1)
    url = f"https://example.com/new-{slug}/"
    title, body = world.words(6, 14), world.words(150, 450)
    article = Article(
        url=url,
        urls=(url,),
        site="one",
        fetched_at=at,
        title=title,
        body_html=f"<p>{body}</p>",
        body_text=body,
        word_count=body.count(" ") + 1,
        published_at=at,
        authors=(Author(name="Author 3"),),
        tags=(Tag(name="tag 7"),),
        list_items=tuple(
            ListItem(position=n, title=world.words(2, 6), text=world.words(10, 40))
            for n in range(3)
        ),
        comments=tuple(comment(world, n) for n in range(20)),
        comments_captured=20,
        comments_complete=True,
    )
    return Visit(url=url, site="one", fetched_at=at, status=200, article=article)


def comment(world: World, place: int) -> Comment:
    """Make a comment by one of those who comment on this site, who are every third."""
    said = world.words(4, 56)
    number = 3 * world.somebody(place, world.commenters // 3)
    return Comment(
        commenter=Commenter(name=f"Commenter {number}", url=f"https://example.com/user/{number}"),
        text=said,
        html=f"<p>{said}</p>",
        identity=f"site:{place}",
        position=place,
        score=place,
        posted_at=BEGAN + timedelta(days=365 * YEARS, minutes=place),
    )


def measure_migration(engine: Engine, url: str) -> dict[str, Any]:
    """Take the search indexes away and make them again, by the migration that makes them."""
    engine.dispose()
    return {
        "search_down_seconds": migrate(url, "downgrade", "0007"),
        "search_up_seconds": migrate(url, "upgrade", "head"),
    }


def migrate(url: str, direction: str, target: str) -> float:
    """Migrate as `open_database` does, and give the seconds it took."""
    engine = make_engine(make_url(url))
    config = alembic_config()
    began = time.perf_counter()
    with locked(engine) as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, target)
    engine.dispose()
    return round(time.perf_counter() - began, 1)
