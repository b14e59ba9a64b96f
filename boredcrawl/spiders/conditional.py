"""Pages asked for only if they have changed, where the site can be believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl import revisit
from boredcrawl.spiders.answers import NOT_MODIFIED

if TYPE_CHECKING:
    from datetime import datetime

    from scrapy.http import Response

    from boredcrawl.db.frontier import Due


def validators(row: Due, now: datetime, lied_at: datetime | None) -> dict[str, str]:
    """Give the headers that ask for a page only if it has changed; none where it must be whole.

    >>> from boredcrawl.db.frontier import Due
    >>> from datetime import UTC, datetime
    >>> row = Due("https://a/", "article", 1.0, 1, 2, '"x"', None, False)
    >>> validators(row, datetime(2026, 1, 1, tzinfo=UTC), None)
    {'If-None-Match': '"x"'}
    """
    if not revisit.may_ask_if_changed(now, row.visits, lied_at):
        return {}
    told = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    return {name: value for name, value in told.items() if value}


def is_unchanged(response: Response) -> bool:
    """Tell whether the answer is that the page is as it was; only who asked may be told so."""
    if response.status != NOT_MODIFIED or response.request is None:
        return False
    sent = response.request.headers
    return b"If-None-Match" in sent or b"If-Modified-Since" in sent
