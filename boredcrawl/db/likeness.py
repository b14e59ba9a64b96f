"""How much two texts are alike, and the keys under which like texts meet. Pure."""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING

from rensa import RMinHash

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

SLOTS, ROWS = 36, 3
"""Numbers in a signature, and how many of them make a band: twelve bands of three.

Of pairs alike by 0.67 98 in 100 share a band, by 0.54 89, by 0.43 47; of unrelated articles
hardly any (measured on made texts of 600 words, November 2026)."""

METHOD = f"minhash {RMinHash.ALGORITHM_VERSION}.1"
"""The recipe of the bands: the library's version of its signatures, and ours of what is in them."""

ALIKE = 0.5
"""From this share of common word sequences on two articles are linked."""

FEWEST = 30
"""Texts of fewer word sequences say too little to be anybody's copy."""

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+")
"""A word; where a script has no spaces between them, a character."""


def sequences(text: str) -> set[str]:
    """Give every three words that follow each other.

    >>> sorted(sequences("The cat sat. The CAT sat!"))
    ['cat sat the', 'sat the cat', 'the cat sat']
    """
    words = WORD.findall(text.casefold())
    return set(map(" ".join, zip(words, islice(words, 1, None), islice(words, 2, None))))  # noqa: B905  # each is one shorter than the one before


def bands(found: Collection[str]) -> list[int]:
    """Give the keys of a text: like texts have some of them in common.

    >>> text = " ".join(map(str, range(200)))
    >>> copy = text.replace(" 77 ", " seventy-seven ")
    >>> len(bands(sequences(text))), len(set(bands(sequences(text))) & set(bands(sequences(copy))))
    (12, 11)
    """
    if len(found) < FEWEST:
        return []
    signature = RMinHash(num_perm=SLOTS, seed=1)
    signature.update(list(found))
    digest = signature.digest()
    return [key(place, digest[place : place + ROWS]) for place in range(0, SLOTS, ROWS)]


def key(place: int, band: Sequence[int]) -> int:
    """Make one number of a band and its place, such as both databases hold."""
    words = f"{METHOD}:{place}:{band}".encode()
    return int.from_bytes(blake2b(words, digest_size=8).digest(), signed=True)


def similarity(one: Collection[str], other: Collection[str]) -> float:
    """Give the share of sequences that are in both, of those in either.

    >>> similarity({"a b c", "b c d"}, {"b c d", "c d e"})
    0.333
    >>> similarity(set(), set())
    0.0
    """
    common = len(set(one) & set(other))
    return round(common / (len(one) + len(other) - common), 3) if common else 0.0
