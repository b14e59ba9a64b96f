"""When a host is left alone: after a run of bad answers, for a growing while."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from boredcrawl.guest.blocking import BLOCKED, is_block_page

ERRORS = 12
"""So many failures in a row stop a host: four pages, each tried three times."""

BLOCKS = 4
"""So many refusals in a row stop a host: whoever refuses knows what it does."""

FIRST, LONGEST = timedelta(minutes=15), timedelta(days=1)
"""How long a host is left alone the first time, and at most."""


class Sign(StrEnum):
    """What an answer says of the host that gave it."""

    GOOD = "good"
    ERROR = "error"
    BLOCK = "block"


def sign_of(status: int, body: bytes) -> Sign:
    """Judge an answer; 404 and 410 are good ones.

    >>> sign_of(200, b"<h1>Cats</h1>"), sign_of(503, b""), sign_of(429, b""), sign_of(404, b"")
    (<Sign.GOOD: 'good'>, <Sign.ERROR: 'error'>, <Sign.BLOCK: 'block'>, <Sign.GOOD: 'good'>)
    """
    if status in BLOCKED or is_block_page(body):
        return Sign.BLOCK
    return Sign.ERROR if status >= 500 else Sign.GOOD  # noqa: PLR2004 - HTTP's own number


class Breaker:
    """Counts one host's bad answers in a row.

    >>> breaker = Breaker()
    >>> [breaker.note(Sign.BLOCK) for _ in range(4)]
    [False, False, False, True]
    >>> breaker.note(Sign.GOOD), breaker.note(Sign.ERROR)
    (False, False)

    A host that was stopped before and has not answered well since is given fewer chances:

    >>> again = Breaker(stops=1)
    >>> [again.note(Sign.BLOCK) for _ in range(2)]
    [False, True]
    """

    def __init__(self, stops: int = 0) -> None:
        self.stops = stops
        self.errors = 0
        self.blocks = 0

    def note(self, sign: Sign) -> bool:
        """Count an answer; True when the host is to be left alone."""
        if sign is Sign.GOOD:
            self.errors = self.blocks = self.stops = 0
            return False
        self.errors += 1
        self.blocks += sign is Sign.BLOCK
        share = 2 if self.stops else 1
        return self.errors * share >= ERRORS or self.blocks * share >= BLOCKS


def rest(stops: int) -> timedelta:
    """Say how long a host is left alone that is stopped for the `stops`-th time in a row.

    >>> [str(rest(stops)) for stops in (1, 2, 3, 9)]
    ['0:15:00', '0:30:00', '1:00:00', '1 day, 0:00:00']
    """
    doubled: int = 1 << min(stops - 1, 20)
    return min(FIRST * doubled, LONGEST)
