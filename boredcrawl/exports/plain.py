"""JSON: one article a line, whole, its comments as a list in the order of the thread."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from boredcrawl.db.whole import Whole


def json_lines(articles: Iterable[Whole]) -> Iterator[str]:
    """Write articles, one line each."""
    for article in articles:
        yield as_json(article) + "\n"


def as_json(value: Any) -> str:
    """Write plain data as JSON, times as ISO 8601.

    >>> from datetime import UTC
    >>> as_json({"at": datetime(2026, 11, 22, 12, tzinfo=UTC), "name": "Zoë"})
    '{"at": "2026-11-22T12:00:00+00:00", "name": "Zoë"}'
    """
    return json.dumps(value, ensure_ascii=False, default=_told)


def _told(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")
