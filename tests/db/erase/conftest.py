"""A thread in which somebody speaks, is answered and spoken of, and how she is erased."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Text, cast, select

from boredcrawl.db import erase, people
from boredcrawl.db.models import Base
from boredcrawl.db.privacy import Privacy
from boredcrawl.db.store import Store
from boredcrawl.db.transaction import reading
from boredcrawl.items import Commenter, ListItem

ANN = "https://www.example.com/user/Annika-Vell/"
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SIGNS = ("Annika Vell", "annika-vell", "secret", "user/Annika-Vell")


@pytest.fixture
def privacy(tmp_path):
    return Privacy(key_file=tmp_path / "privacy.key")


@pytest.fixture
def store(engine, privacy):
    return Store(engine, privacy)


@pytest.fixture
def save(store, thread):
    """Store the thread, as it was found at some hours."""
    return lambda *hours: store.save([thread(hours=hour) for hour in hours])


@pytest.fixture
def thread(page, said):
    """Make a visit of a thread in which Annika speaks, is answered, and is spoken of."""

    def make(*, hours=0, words="my secret", **fields):
        ann = Commenter(name="Annika Vell", url=ANN, role="Member")
        comments = [
            said(f"{words} is a heron", position=0, score=3, identity="1a"),
            said("@Annika Vell no!", "Ben", parent=0, depth=1, position=1, identity="2b"),
            said("Same!", parent=1, depth=2, position=2, identity="3c"),
            said("Same!", "Cy", position=3, identity="4d"),
        ]
        for comment in comments:
            if comment.commenter.name == "Ann":
                comment.commenter = ann
        comments[1].html = f'<p>@<a href="{ANN}">Annika Vell</a> no!</p>'
        whole = {
            "title": "Herons",
            "body_text": "A heron.\n\nAnnika Vell saw it.",
            "highlights": ("Annika Vell!",),
            "list_items": (ListItem(position=0, title="By Annika Vell", credit_url=ANN),),
            "comments": tuple(comments),
            "comments_declared": len(comments),
            "comments_complete": True,
            **fields,
        }
        return page("herons", hours=hours, **whole)

    return make


@pytest.fixture
def target(engine):
    def find(given, site=None):
        with reading(engine) as connection:
            return people.the_one(given, people.candidates(connection, given, site))

    return find


@pytest.fixture
def erased(engine, privacy, target):
    """Erase somebody."""

    def run(given=ANN):
        whom = target(given)
        erase.remember(engine, whom, privacy)
        return erase.erase(engine, whom, privacy, NOW)

    return run


@pytest.fixture
def found(engine):
    """Say in which columns any of the signs stands."""

    def look(*signs):
        places = []
        with engine.connect() as connection:
            for kept in Base.metadata.sorted_tables:
                for column in kept.columns:
                    values = connection.execute(select(cast(column, Text))).scalars()
                    if any(sign in (value or "") for value in values for sign in signs or SIGNS):
                        places.append(f"{kept.name}.{column.name}")
        return places

    return look
