"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Dialect

BigId = BigInteger().with_variant(Integer(), "sqlite")
"""An id that lasts: 64 bits on PostgreSQL; on SQLite every INTEGER key has them anyway."""

Json = JSON().with_variant(JSONB(), "postgresql")
"""Lists and mappings; JSONB on PostgreSQL, because JSON there cannot be compared."""

BinaryText = String().with_variant(String(collation="C"), "postgresql")
"""Text ordered by its bytes on both; a locale's order would pass over the slashes."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware UTC in Python, TIMESTAMPTZ on PostgreSQL, sortable text on SQLite.

    SQLite has no moments, and SQLAlchemy's own type drops the zone there without a word.
    Here every value is stored with its zone and all six digits, so that text order is
    time order and SQLite's date functions read it.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Refuse naive values, and write the rest as UTC."""
        if dialect.name == "sqlite":
            return moment_text_or_none
        return lambda value: None if value is None else as_utc(value)

    def literal_processor(self, dialect: Dialect) -> Callable[[datetime], str]:
        """Write a moment into SQL text, as `alembic upgrade --sql` does."""
        del dialect
        return lambda value: f"'{moment_text(value)}'"

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Read a moment back as aware UTC."""
        del coltype
        if dialect.name == "sqlite":
            return moment_of_text
        return lambda value: None if value is None else value.astimezone(UTC)


def as_utc(value: datetime) -> datetime:
    """Give the same moment in UTC; a naive value is an error of ours, not a guess.

    >>> as_utc(datetime.fromisoformat("2026-11-22T12:00:00+02:00")).isoformat()
    '2026-11-22T10:00:00+00:00'
    >>> as_utc(datetime(2026, 11, 22))
    Traceback (most recent call last):
    ...
    ValueError: 2026-11-22T00:00:00 says no time zone
    """
    if value.tzinfo is None:
        raise ValueError(f"{value.isoformat()} says no time zone")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def moment_text(value: datetime) -> str:
    """Write a moment as SQLite keeps it: fixed width, so that text order is time order.

    >>> moment_text(datetime(2026, 11, 22, 12, tzinfo=UTC))
    '2026-11-22 12:00:00.000000+00:00'
    """
    return as_utc(value).isoformat(sep=" ", timespec="microseconds")


@lru_cache(maxsize=4096)
def moment_text_or_none(value: datetime | None) -> str | None:
    """Write a moment, or nothing; the moment of a visit goes into hundreds of rows."""
    return None if value is None else moment_text(value)


@lru_cache(maxsize=4096)
def moment_of_text(value: str | None) -> datetime | None:
    """Read a moment as SQLite keeps it; so does this one come out of hundreds."""
    return None if value is None else datetime.fromisoformat(value)
