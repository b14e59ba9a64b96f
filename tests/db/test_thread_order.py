"""The orders of a thread, which the databases make: the same from both, what is unknown last."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from boredcrawl.db.asking.thread import thread


@pytest.fixture
def talk(store, page, said):
    """A thread whose votes and dates order it otherwise than the page, some unknown."""
    store.save(
        [
            page(
                "talk",
                comments=(
                    said("a", position=0),
                    said("a1", "Ben", parent=0, depth=1, position=1),
                    said("a2", parent=0, depth=1, position=2),
                    said("b", position=3),
                    said("c", "Ben", position=4),
                ),
            )
        ]
    )


@pytest.fixture
def known(engine, talk):
    """The same, with votes and dates of which the page would have said little."""
    del talk
    told = {"a": (None, None), "a1": (1, 3), "a2": (7, 2), "b": (0, 1), "c": (5, None)}
    with engine.begin() as connection:
        for said, (score, day) in told.items():
            connection.execute(
                text("UPDATE comments SET score = :score, posted_at = :at WHERE text = :said"),
                {
                    "score": score,
                    "at": day and f"2026-11-0{day} 00:00:00.000000+00:00",
                    "said": said,
                },
            )


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("order", "texts"),
    [
        ("shown", ["a", "a1", "a2", "b", "c"]),
        ("time", ["b", "a", "a2", "a1", "c"]),
        ("score", ["c", "a", "a2", "a1", "b"]),
    ],
)
def test_a_thread_comes_in_the_order_asked(engine, order, texts):
    with engine.connect() as connection:
        found = thread(connection, 1, order)

    assert [one.text for one in found.comments] == texts
    assert [(one.name, one.comments) for one in found.speakers] == [("Ann", 3), ("Ben", 2)]


@pytest.mark.usefixtures("known")
def test_who_speaks_is_led_to_where_they_spoke_first_in_that_order(engine):
    with engine.connect() as connection:
        shown, voted = thread(connection, 1, "shown"), thread(connection, 1, "score")
    texts = {one.id: one.text for one in shown.comments}

    assert [texts[one.first_id] for one in shown.speakers] == ["a", "a1"]
    assert [texts[one.first_id] for one in voted.speakers] == ["a", "c"]
