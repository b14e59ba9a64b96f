r"""A payload as its readers see it, with the way back to the bytes: escapes taken off. Pure.

A name in a page may stand as `O&#39;Hara`, in the page's data as `O\u0027Hara`, and in data
inside data as `O\\u0027Hara`. Each is looked for in a view in which it stands as it is.
"""

from __future__ import annotations

import html
import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# \u00e9, a pair \ud83d\ude3a, \n, \", \/, \\
ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[nrtbf\"'/\\]"
)


DEEPEST = 4
"""Data inside data inside data, at most."""


@dataclass(frozen=True, slots=True)
class View:
    """A text, and where each part of it stands in the text it was made of."""

    text: str
    starts: tuple[int, ...] = (0,)
    """Where parts begin here."""
    origins: tuple[int, ...] = (0,)
    """Where they begin there."""
    widths: tuple[int, ...] = (-1,)
    """How long an escape is there; -1 for what stands there as it is here."""
    below: View | None = None
    """The view it was made of, if that is not the text itself."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give where a stretch of this view begins and ends in the text itself."""
        first, last = self._back(start)[0], self._back(end - 1)[1]
        return self.below.span(first, last) if self.below else (first, last)

    def _back(self, at: int) -> tuple[int, int]:
        part = bisect_right(self.starts, at) - 1
        origin, width = self.origins[part], self.widths[part]
        if width >= 0:
            return origin, origin + width
        place = origin + at - self.starts[part]
        return place, place + 1


def views(text: str) -> Iterator[View]:
    r"""Give a text as it stands, and with its escapes taken off in every way it has some.

    >>> [view.text for view in views(r'"O\u0027Hara &amp; I"')]
    ['"O\\u0027Hara &amp; I"', '"O\\u0027Hara & I"', '"O\'Hara &amp; I"', '"O\'Hara & I"']
    >>> *_, last = views(r'"O\u0027Hara &amp; I"')
    >>> last.span(2, 4)
    (2, 9)
    """
    seen = View(text)
    for _ in range(DEEPEST):
        yield seen
        if "&" in seen.text and ENTITY.search(seen.text):
            yield peeled(seen, ENTITY, html.unescape)
        if "\\" not in seen.text or not ESCAPE.search(seen.text):
            return
        seen = peeled(seen, ESCAPE, unescaped)


def peeled(below: View, pattern: re.Pattern[str], decode: Callable[[str], str]) -> View:
    """Take one kind of escape off a view."""
    parts: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    widths: list[int] = []
    here = there = 0
    for match in pattern.finditer(below.text):
        plain, meant = below.text[there : match.start()], decode(match[0])
        for part, origin, width in (
            (plain, there, -1),
            (meant, match.start(), match.end() - match.start()),
        ):
            if part:
                parts.append(part)
                starts.append(here)
                origins.append(origin)
                widths.append(width)
                here += len(part)
        there = match.end()
    parts.append(below.text[there:])
    starts.append(here)
    origins.append(there)
    widths.append(-1)
    is_bottom = below.below is None and below.starts == (0,)
    return View(
        "".join(parts),
        tuple(starts),
        tuple(origins),
        tuple(widths),
        None if is_bottom else below,
    )


def unescaped(escape: str) -> str:
    r"""Read one escape of JSON, or of a script.

    >>> unescaped(r"\u00e9"), unescaped(r"\'"), unescaped(r"\ud83d\ude3a") == "\U0001f63a"
    ('é', "'", True)
    """
    return "'" if escape == r"\'" else str(json.loads(f'"{escape}"'))
