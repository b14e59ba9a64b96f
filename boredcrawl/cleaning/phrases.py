"""Phrases of boilerplate, many at once, against whole lines of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import squash

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 300
"""No phrase is longer than this; the longest seen is a cookie notice of 210 characters."""


class Phrases:
    """Regular expressions by the number of their rule; a line is matched whole or not at all."""

    def __init__(self, phrases: Mapping[int, str]) -> None:
        # All alternatives on one level: the engine then tries only those that begin aright.
        self._any = re.compile("|".join(phrases.values())) if phrases else None
        self._groups = {f"r{number}": number for number in phrases}
        pattern = "|".join(f"(?P<r{number}>{phrase})" for number, phrase in phrases.items())
        self._pattern = re.compile(pattern)

    def __bool__(self) -> bool:
        return self._any is not None

    def find(self, texts: list[str]) -> int | None:
        """Give the rule whose phrase a line is, from its text nodes; None for other text.

        >>> phrases = Phrases({4: "(?i:advertisement)"})
        >>> phrases.find([" ADVERT", "ISEMENT"]), phrases.find(["An advertisement."])
        (4, None)
        """
        if self._any is None:
            return None
        line = texts[0] if len(texts) == 1 else "".join(texts)
        if len(line) > _LONGEST and len(line.strip()) > _LONGEST:
            return None
        line = squash(line)
        if not line or self._any.fullmatch(line) is None:
            return None
        found = self._pattern.fullmatch(line)
        if found is None:
            return None
        return next(n for group, n in self._groups.items() if found[group] is not None)
