"""Answers given again for a while: charts count over many rows and change slowly."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

MOST = 100
"""Answers held; the oldest goes first."""


class Kept:
    """Remembers answers; who asks while one is being found waits for it."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, tuple[float, Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, seconds: float, find: Callable[[], Any]) -> Any:
        """Give an answer not older than this.

        >>> kept = Kept()
        >>> kept.get("a", 60, lambda: 1), kept.get("a", 60, lambda: 2)
        (1, 1)
        """
        with self._lock:
            held = self._answers.get(key)
            if held is not None and time.monotonic() - held[0] < seconds:
                return held[1]
            found = find()
            self._answers.pop(key, None)
            self._answers[key] = (time.monotonic(), found)
            if len(self._answers) > MOST:
                del self._answers[next(iter(self._answers))]
            return found
