"""Times that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from boredcrawl.db.types import UtcDateTime, moment_text

MOMENTS = Table(
    "moments", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime)
)
AWARE = st.datetimes(timezones=st.just(UTC))


@pytest.fixture
def moments(engine):
    MOMENTS.create(engine)

    def keep(*values):
        with engine.begin() as connection:
            connection.execute(insert(MOMENTS), [{"at": value} for value in values])
            return list(connection.execute(select(MOMENTS.c.at).order_by(MOMENTS.c.at)).scalars())

    yield keep
    MOMENTS.drop(engine)


def test_a_moment_comes_back_as_the_same_moment_in_utc(moments):
    in_india = datetime(2026, 11, 22, 17, 30, 0, 123456, timezone(timedelta(hours=5, minutes=30)))

    kept = moments(in_india)

    assert kept == [in_india]
    assert kept[0].tzinfo is UTC


def test_moments_are_ordered_by_time_whatever_their_zone(moments):
    earlier = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    later = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)

    assert moments(later, earlier) == [earlier, later]


def test_a_naive_time_is_refused(moments):
    with pytest.raises((StatementError, ValueError), match="no time zone"):
        moments(datetime(2026, 11, 22))  # noqa: DTZ001


@given(AWARE, AWARE)
def test_on_sqlite_the_order_of_text_is_the_order_of_time(one, other):
    assert (moment_text(one) < moment_text(other)) == (one < other)
