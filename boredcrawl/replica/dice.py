"""Chance that comes out the same every time: one generator per key."""

from __future__ import annotations

import random
from hashlib import blake2b
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")


class Dice(random.Random):
    """A random generator made from a key, so that every page can be made from its number."""

    @classmethod
    def thrown(cls, *key: object) -> Self:
        """Make the dice of a key.

        >>> Dice.thrown(1, "body", 7).random() == Dice.thrown(1, "body", 7).random()
        True
        """
        digest = blake2b("/".join(map(str, key)).encode(), digest_size=8).digest()
        return cls(int.from_bytes(digest))

    def pick(self, pool: Sequence[T]) -> T:
        """Choose one of a pool; several times quicker than `choice`, which matters here."""
        return pool[int(self.random() * len(pool))]

    def chance(self, share: float) -> bool:
        """Say yes in this share of the throws."""
        return self.random() < share

    def upto(self, low: int, high: int) -> int:
        """Choose a whole number between two bounds, both included."""
        return low + int(self.random() * (high - low + 1))
