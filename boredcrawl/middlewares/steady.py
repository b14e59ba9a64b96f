"""Timers that no jump of the clock delays.

Twisted (26) counts its delays and timeouts by the time of day: set back by two days, it begins
no connection, and ends none that hangs, for two days (seen).
"""

from __future__ import annotations

import time
from typing import Any

BEGAN = time.time() - time.monotonic()


def seconds() -> float:
    """Give seconds since 1970 by the clock as it was when we began, whatever became of it."""
    return BEGAN + time.monotonic()


def steady(reactor: Any) -> None:
    """Let a reactor count by the monotonic clock; timers it has already keep their time."""
    reactor.seconds = seconds
