"""Databases for the tests: each test has one of its own, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from boredcrawl.db.connection import make_engine
from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Base
from boredcrawl.db.store import Store
from boredcrawl.items import Article, Author, Comment, Commenter, ListItem, Visit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql):
    """The URL of a database with the newest schema, emptied for each test that asks."""
    on_server(postgresql, "CREATE DATABASE migrated")
    url = postgresql.set(database="migrated")
    open_database(shown(url)).dispose()
    return url


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory):
    """A file with the newest schema, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    open_database(f"sqlite:///{file}").dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path):
    """The URL of a database nobody has written to yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'boredcrawl.db'}"
        return
    server = request.getfixturevalue("postgresql")
    name = f"empty_{next(NUMBERS)}"
    on_server(server, f"CREATE DATABASE {name}")
    yield shown(server.set(database=name))
    on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """The URL of a database with the newest schema and no rows; leave the schema alone."""
    if request.param == "sqlite":
        file = tmp_path / "boredcrawl.db"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    # A database made for each test would take most of the tests' time.
    server = request.getfixturevalue("migrated_postgresql")
    on_server(server, f"TRUNCATE {', '.join(Base.metadata.tables)} RESTART IDENTITY")
    yield shown(server)


@pytest.fixture
def engine(url):
    opened = open_database(url)
    yield opened
    opened.dispose()


@pytest.fixture
def store(engine):
    return Store(engine)


@pytest.fixture
def rows(engine):
    """Ask the database something; the rows as tuples."""

    def ask(query, **parameters):
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), parameters)]

    return ask


@pytest.fixture
def counts(rows):
    """Count the rows of every table."""
    return lambda: {
        name: rows(f'SELECT count(*) FROM "{name}"')[0][0] for name in Base.metadata.tables
    }


@pytest.fixture
def page():
    """Make a visit that read an article."""

    def make(slug="cats", *, hours=0, visited=None, **fields):
        at = NOON + timedelta(hours=hours)
        url = f"https://www.example.com/{slug}/"
        fields = {"title": "Cats", "body_text": "One cat.\n\nTwo cats.", **fields}
        fields.setdefault("comments_captured", len(fields.get("comments", ())))
        article = Article(url=url, site="example", fetched_at=at, **fields)
        return Visit(url=visited or url, site="example", fetched_at=at, status=200, article=article)

    return make


@pytest.fixture
def said():
    """Make a comment as the pipelines leave it; `parent` is the index of what it answers."""

    def make(text, by="Ann", *, parent=None, depth=0, position=0, identity=None, **fields):
        return Comment(
            commenter=Commenter(name=by, url=f"https://www.example.com/user/{by}"),
            text=text,
            html=f"<p>{text}</p>",
            parent=parent,
            depth=depth,
            position=position,
            identity=identity or text,
            **fields,
        )

    return make


@pytest.fixture
def full(page, said):
    """Make a visit whose article has something for every table."""

    def make(slug="full", *, hours=0, **fields):
        from boredcrawl import items  # noqa: PLC0415

        picture = items.Image(
            url=f"https://img.example.com/{slug}.jpg", credit="ann", alt="a cat", is_lead=True
        )
        whole = {
            "urls": (f"https://example.com/{slug}", f"https://www.example.com/{slug}/?utm=1"),
            "kind": "list",
            "published_raw": "2026-11-20",
            "published_at": NOON - timedelta(days=2),
            "published_earliest": NOON - timedelta(days=2),
            "published_latest": NOON - timedelta(days=2),
            "highlights": ("Cats are cats.", "Café!"),
            "authors": (Author(name="Ann", url="https://www.example.com/author/ann"),),
            "images": (picture, items.Image(url=f"https://img.example.com/{slug}-2.jpg")),
            "list_items": (
                ListItem(position=0, rank=1, title="Tom", text="A cat.", score=9, image=picture),
                ListItem(position=1, rank=2, title="Tim", text="Another.", score=8),
            ),
            "embeds": (items.Embed(provider="youtube", url="https://youtu.be/1"),),
            "polls": (
                items.Poll(
                    question="Cats?",
                    options=(
                        items.PollOption(text="Yes", votes=3),
                        items.PollOption(text="No", votes=None),
                    ),
                ),
            ),
            "tags": (items.Tag(name="Animals", kind="category"), items.Tag(name="cats")),
            "related": (items.RelatedLink(url="https://www.example.com/dogs/", title="Dogs"),),
            "comments": (
                said("first", "Ann", score=1),
                said("reply", "Ben", parent=0, depth=1, position=1),
                said("deeper", "Ann", parent=1, depth=2, position=2),
                said("on the item", "Cy", list_item=1, position=3),
            ),
            "comments_declared": 4,
            "comments_complete": True,
            "field_sources": {"title": "json-ld"},
            "dropped": {"advertisement": 3},
        }
        return page(slug, hours=hours, **{**whole, **fields})

    return make


def on_server(url, *statements):
    """Run statements outside of any transaction."""
    engine = make_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def shown(url):
    return url.render_as_string(hide_password=False)
