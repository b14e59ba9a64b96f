"""What changed between two texts, word by word. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["same", "removed", "added"]

PIECE = re.compile(r"\s+|\w+|[^\w\s]")
"""A word, a run of spaces, or one sign."""


class Piece(NamedTuple):
    """Words that are in both texts, only in the first, or only in the second."""

    kind: Kind
    text: str


def by_words(before: str, after: str) -> list[Piece]:
    """Give both texts as one, its words marked by where they are; any space is like any other.

    >>> [tuple(piece) for piece in by_words("One cat sat.", "One dog sat.")]
    [('same', 'One '), ('removed', 'cat'), ('added', 'dog'), ('same', ' sat.')]
    >>> by_words("", "New."), by_words("a b", "a  b")
    ([Piece(kind='added', text='New.')], [Piece(kind='same', text='a  b')])
    """
    old: list[str] = PIECE.findall(before)
    new: list[str] = PIECE.findall(after)
    matcher = SequenceMatcher(None, spaced(old), spaced(new), autojunk=False)
    pieces: list[Piece] = []
    for kind, i, j, k, m in bridged(matcher.get_opcodes(), old):
        if kind == "equal":
            pieces.append(Piece("same", "".join(new[k:m])))
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if k < m:
            pieces.append(Piece("added", "".join(new[k:m])))
    return pieces


def spaced(pieces: Sequence[str]) -> list[str]:
    """Give the pieces with every run of spaces as one."""
    return [" " if piece.isspace() else piece for piece in pieces]


Code = tuple[str, int, int, int, int]


def bridged(codes: Sequence[Code], old: Sequence[str]) -> Iterator[Code]:
    """Join changes that only a space divides, which is no reason to read them apart.

    >>> [tuple(p) for p in by_words("a big red cat", "a small blue cat")]
    [('same', 'a '), ('removed', 'big red'), ('added', 'small blue'), ('same', ' cat')]
    """
    held: Code | None = None
    for place, code in enumerate(codes):
        kind, i, j, k, m = code
        between = 0 < place < len(codes) - 1
        is_bridge = kind == "equal" and between and "".join(old[i:j]).isspace()
        if held is not None and (kind != "equal" or is_bridge):
            held = ("replace", held[1], j, held[3], m)
        elif kind == "equal":
            if held is not None:
                yield held
                held = None
            yield code
        else:
            held = (kind, i, j, k, m)
    if held is not None:
        yield held


def by_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[list[Piece]]:
    """Give the paragraphs that differ, each as its words; those that are the same are left out.

    >>> found = list(by_paragraphs(["One.", "Two cats."], ["One.", "Two dogs.", "Three."]))
    >>> [["".join(p.text for p in ps if p.kind != "removed")] for ps in found]
    [['Two dogs.'], ['Three.']]
    """
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        old, new = list(before[i:j]), list(after[k:m])
        while old or new:
            pair = closest(old, new)
            if pair is None:
                yield from ([Piece("removed", text)] for text in old)
                yield from ([Piece("added", text)] for text in new)
                break
            here, there = pair
            yield from ([Piece("removed", text)] for text in old[:here])
            yield from ([Piece("added", text)] for text in new[:there])
            yield by_words(old[here], new[there])
            old, new = old[here + 1 :], new[there + 1 :]


ALIKE = 0.3
"""From this share of common words on a paragraph is another one, edited."""

MANY = 400
"""Of so many pairs of paragraphs, not each is compared with each: the first are."""


def closest(old: Sequence[str], new: Sequence[str]) -> tuple[int, int] | None:
    """Find the first paragraph that has an edited one on the other side, and that one."""
    if len(old) * len(new) > MANY:
        return 0, 0
    words = [set(text.split()) for text in new]
    for here, text in enumerate(old):
        mine = set(text.split())
        shares = [len(mine & other) / max(1, min(len(mine), len(other))) for other in words]
        if shares and max(shares) >= ALIKE:
            return here, shares.index(max(shares))
    return None
