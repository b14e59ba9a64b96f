"""What is said beside a text: how many liked it, and whether it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.pages.comment_pieces import Piece, calls_score, points
from boredcrawl.pages.comment_words import number, says_edited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from boredcrawl.pages.threads.parts import Part, Parts


def beside(parts: Parts, body: HtmlElement | None) -> list[tuple[Part, bool]]:
    """Give the texts of a block that are not its text, and whether they stand after it."""
    inside: set[HtmlElement] = set() if body is None else set(body.iter())
    is_after = body is None
    found: list[tuple[Part, bool]] = []
    for part in parts.texts:
        if part.owner in inside:
            is_after = True
        else:
            found.append((part, is_after))
    return found


def score_of(texts: Iterable[tuple[Part, bool]]) -> int | None:
    """Read the votes for a block: what says so after its text, or is called so anywhere."""
    for part, is_after in texts:
        names = part.owner.get("class") or ""
        if not is_after and not (number(part.text) is not None and calls_score(names)):
            continue
        value = points(Piece(part.owner, part.text, part.link, named=False), None, None)
        if value is not None:
            return value
    return None


def is_edited(texts: Iterable[tuple[Part, bool]]) -> bool:
    """Whether a word beside the text says that it was changed."""
    return any(says_edited(part.text) for part, _ in texts)
