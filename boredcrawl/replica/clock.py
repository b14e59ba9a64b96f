"""The replica's own time: the machine's, or a fixed one that is moved by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Says what time it is on the replica, to the minute, so that pages can be kept a while."""

    def __init__(self, fixed: datetime | None = None) -> None:
        self.fixed = fixed
        self.moved = timedelta()

    def now(self) -> datetime:
        """Say the time, without its seconds."""
        base = self.fixed or datetime.now(UTC)
        return (base + self.moved).replace(second=0, microsecond=0)

    def advance(self, by: timedelta) -> datetime:
        """Move the time."""
        self.moved += by
        return self.now()

    def epoch(self) -> datetime:
        """Give the moment the world is made for: the fixed time, or today's midnight.

        Midnight keeps the pages of two replicas of one day alike; give `now` to keep them
        alike for ever.
        """
        return self.now() if self.fixed else self.now().replace(hour=0, minute=0)
