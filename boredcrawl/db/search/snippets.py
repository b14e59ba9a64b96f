"""What of a found text is shown: a piece of it, and where in it the words stand. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from boredcrawl.db.search.letters import Word, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from boredcrawl.db.search.query import Term

LENGTH, LEAD = 200, 40
"""Characters shown, and of them before the first word found."""


class Snippet(NamedTuple):
    """A piece of a text; `ranges` are what to highlight, as (start, end) in `text`."""

    text: str
    ranges: tuple[tuple[int, int], ...] = ()
    is_cut_before: bool = False
    is_cut_after: bool = False


class Found(NamedTuple):
    """A place of a text in which a term stands."""

    term: int
    start: int
    end: int


def snippet(text: str, terms: Sequence[Term], length: int = LENGTH) -> Snippet:
    """Cut out the piece that shows most of the terms, the first of several such.

    >>> from boredcrawl.db.search.query import parse
    >>> terms = parse('"two cats"').wanted
    >>> snippet("One cat. Two cats!", terms)
    Snippet(text='One cat. Two cats!', ranges=((9, 17),), is_cut_before=False, is_cut_after=False)
    >>> piece = snippet("a dog " * 99 + "and two cats " + "a cow " * 99, terms, length=30)
    >>> piece.text, [piece.text[slice(*span)] for span in piece.ranges]
    ('and two cats a cow a cow a', ['two cats'])
    """
    found = sorted(occurrences(text, terms), key=lambda place: (place.start, place.end))
    if len(text) <= length:
        start, end = 0, len(text)
    else:
        start, end = best(text, found, length)
    spans = merged((f.start - start, f.end - start) for f in found if start <= f.start < end)
    return Snippet(
        text[start:end],
        tuple((first, min(last, end - start)) for first, last in spans),
        start > 0,
        end < len(text),
    )


def occurrences(text: str, terms: Sequence[Term]) -> Iterator[Found]:
    """Find where terms stand in a text, by the rules of the indexes."""
    if not terms:
        return
    said = list(words(text))
    places: dict[str, list[int]] = {}
    for place, word in enumerate(said):
        places.setdefault(word.folded, []).append(place)
    for number, term in enumerate(terms):
        first = term.words[0]
        begun = term.is_prefix and len(term.words) == 1
        starts = [
            place
            for word, several in places.items()
            if word == first or (begun and word.startswith(first))
            for place in several
        ]
        for place in starts:
            span = said[place : place + len(term.words)]
            if stands(term, span):
                yield Found(number, span[0].start, span[-1].end)


def stands(term: Term, span: Sequence[Word]) -> bool:
    """Tell whether these words are the term."""
    last = len(term.words) - 1
    return len(span) == len(term.words) and all(
        word.folded == wanted
        or (place == last and term.is_prefix and word.folded.startswith(wanted))
        for place, (word, wanted) in enumerate(zip(span, term.words, strict=True))
    )


def best(text: str, found: Sequence[Found], length: int) -> tuple[int, int]:
    """Choose where to cut: around most different terms, between words."""
    lead = min(LEAD, length // 4)
    top, chosen = 0, 0
    for place, first in enumerate(found):
        shown: set[int] = set()
        for later in found[place:]:
            if later.end > first.start + length - lead:
                break
            shown.add(later.term)
        if len(shown) > top:
            top, chosen = len(shown), first.start
    start = max(0, min(chosen - lead, len(text) - length))
    end = min(len(text), start + length)
    if start > 0:
        # To the beginning of the next word, unless that would pass what was found.
        space = next((i for i in range(start, chosen) if text[i].isspace()), None)
        start = start if space is None else space + 1
    if end < len(text):
        space = next((i for i in range(end, start, -1) if text[i].isspace()), None)
        end = end if space is None or space <= chosen else space
    return start, end


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch or overlap; they come in order.

    >>> merged([(0, 3), (2, 5), (6, 7)])
    [(0, 5), (6, 7)]
    """
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
