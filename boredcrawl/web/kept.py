"""Answers given again for a while: charts count over many rows and change slowly."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST = 100
"""Answers held; the one nobody asked for longest goes first."""


class Answer:
    """An answer, or that somebody is about to find it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = 0.0
        """By the clock that never goes back; 0 while there is none."""
        self.found: Any = None


class Kept:
    """Remembers answers; who asks what is just being found waits for it, and nobody else does."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, Answer] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, seconds: float, find: Callable[[], Any]) -> Any:
        """Give an answer not older than this.

        >>> kept = Kept()
        >>> kept.get("a", 60, lambda: 1), kept.get("a", 60, lambda: 2), kept.get("b", 60, lambda: 3)
        (1, 1, 3)
        """
        with self._lock:
            one = self._answers.pop(key, None) or Answer()
            self._answers[key] = one
            if len(self._answers) > MOST:
                del self._answers[next(iter(self._answers))]
        with one.lock:
            if time.monotonic() >= one.until:
                one.found = find()
                one.until = time.monotonic() + seconds
            return one.found
