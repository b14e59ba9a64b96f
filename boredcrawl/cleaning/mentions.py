"""An erased person in other people's texts: the name as words, the profile as an address. Pure.

What is looked for may be known only as keyed digests, so texts are taken apart into runs of
words and addresses, and each is asked about. A name counts as such only as whole words, in
the same case and order, with nothing but a little punctuation between them.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from boredcrawl.cleaning.identity import known_as
from boredcrawl.cleaning.pseudonyms import MARK
from boredcrawl.items import Commenter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

ERASED = "[erased]"
"""What stands in a stored text instead of a name."""

ERASED_PATH = "/erased"
"""What stands in a stored address instead of the way to a profile."""

# &amp; between two words is a sign, not a word
WORD = re.compile(r"&(?:#\w{1,7}|\w{2,8});|(\w+)")
GAP = re.compile(r"""[^\w<>"\n]{0,6}(?:&(?:#\w{1,7}|\w{2,8});[^\w<>"\n]{0,6})?""")
# https://h.test/c/ann-1/?x=1  or, in markup, "/c/ann-1/  or  \/c\/ann-1
ADDRESS = re.compile(
    r"""(?P<origin>https?:\\?/\\?/[^\s/"'<>\\]+|(?<=["'(])|(?<=["']\\)|(?<=\\["']))"""
    r"""(?P<path>(?:\\?/[\w.~%+@-]+)+)(?:\\?/)?(?=[^\w.~%+@-]|$)"""
)


SLUG = 6
"""Shorter ones ("ann", "top-5") are words as well."""


class Edit(NamedTuple):
    """A stretch of a text, and whether it is a name or the path of an address."""

    start: int
    end: int
    is_path: bool = False


class Mentions:
    """Finds people in texts.

    `sizes` are the numbers of words the names have; `is_name` is asked about so many words,
    `is_person` about how a profile is known. Where the names themselves are known, `firsts`
    are their first words.
    """

    def __init__(
        self,
        sizes: frozenset[int],
        is_name: Callable[[tuple[str, ...]], bool],
        is_person: Callable[[str], bool],
        firsts: frozenset[str] | None = None,
    ) -> None:
        self.sizes = sizes
        self.first = None
        if firsts is not None:
            self.first = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, firsts))})(?!\w)")
        self.is_name = is_name
        self.is_person = is_person

    @classmethod
    def of(cls, phrases: Collection[tuple[str, ...]], is_person: Callable[[str], bool]) -> Self:
        """Make what finds people whose names are known."""
        sizes, firsts = frozenset(map(len, phrases)), frozenset(words[0] for words in phrases)
        return cls(sizes, phrases.__contains__, is_person, firsts)

    def scrub(self, text: str) -> str:
        r"""Give a text without the people.

        >>> ann = Mentions.of({("Ann", "Lee")}, {"profile:/c/ann"}.__contains__)
        >>> ann.scrub('@Ann Lee, see <a href="https://a.test/c/Ann/">this</a>. Ann lee, Lee Ann')
        '@[erased], see <a href="https://a.test/erased">this</a>. Ann lee, Lee Ann'
        >>> ann.scrub("She is erased-0123456789abcdef0123, at http://a.test/c/ann-b.")
        'She is [erased], at http://a.test/c/ann-b.'
        """
        if not text:
            return text
        marks = {True: ERASED_PATH, False: ERASED}
        scrubbed = replaced(text, ((e.start, e.end, marks[e.is_path]) for e in self.edits(text)))
        return MARK.sub(_unmarked, scrubbed) if "erased-" in scrubbed else scrubbed

    def edits(self, text: str) -> list[Edit]:
        """Find the people in a text; what is found does not overlap."""
        found = sorted((*self._paths(text), *self._names(text)))
        kept: list[Edit] = []
        for edit in found:
            if not kept or edit.start >= kept[-1].end:
                kept.append(edit)
        return kept

    def _paths(self, text: str) -> Iterator[Edit]:
        if "/" not in text:
            return
        for match in ADDRESS.finditer(text):
            path = match["path"].replace("\\", "")
            if self.is_person(known_as(Commenter(url=f"http://h{path}")) or ""):
                yield Edit(match.start("path"), match.end(), is_path=True)

    def _names(self, text: str) -> Iterator[Edit]:
        if not self.sizes:
            return
        for words in self._runs(text):
            for size in self.sizes:
                some = words[:size]
                name = tuple(word[0] for word in some)
                if len(some) == size and self.is_name(name) and _is_run(text, some):
                    yield Edit(some[0].start(), some[-1].end())

    def _runs(self, text: str) -> Iterator[list[re.Match[str]]]:
        """Give the words a name may begin with, each with as many behind it as any name has."""
        longest = max(self.sizes)
        if self.first is None:
            words = [match for match in WORD.finditer(text) if match[1]]
            for place in range(len(words)):
                yield words[place : place + longest]
            return
        for first in self.first.finditer(text):
            behind = WORD.finditer(text, first.start())
            yield list(islice((match for match in behind if match[1]), longest))


def _is_run(text: str, words: list[re.Match[str]]) -> bool:
    return all(GAP.fullmatch(text, one.end(), other.start()) for one, other in pairwise(words))


def _unmarked(match: re.Match[str]) -> str:
    before = match.string[max(match.start() - 1, 0) : match.start()]
    return ERASED_PATH[1:] if before == "/" else ERASED


def replaced(text: str, edits: Iterator[tuple[int, int, str]]) -> str:
    """Give a text with stretches of it replaced; they are in order and do not overlap.

    >>> replaced("one two three", iter([(0, 3, "1"), (8, 13, "3")]))
    '1 two 3'
    """
    parts: list[str] = []
    at = 0
    for start, end, instead in edits:
        parts += (text[at:start], instead)
        at = end
    return "".join((*parts, text[at:]))


def words_of(name: str) -> tuple[str, ...]:
    """Give the words of a name, by which it is found in texts.

    >>> words_of("Newt (45) O'Hara"), words_of("🐼🐼")
    (('Newt', '45', 'O', 'Hara'), ())
    """
    return tuple(match[1] for match in WORD.finditer(name) if match[1])


def phrases_of(names: Iterable[str], urls: Iterable[str]) -> set[tuple[str, ...]]:
    """Give what a person is called in texts: the names, and a profile's own part of its address.

    >>> sorted(phrases_of(["Ann Lee"], ["https://a.test/c/ann-lee-7/", "https://a.test/c/ann/"]))
    [('Ann', 'Lee'), ('ann', 'lee', '7')]
    """
    slugs = {path_of(url).rpartition("/")[2] for url in urls}
    own = {slug for slug in slugs if len(slug) >= SLUG and re.search(r"\d|-", slug)}
    return {words for one in (*names, *own) if (words := words_of(one))}


def path_of(url: str) -> str:
    """Give the path of a profile's address as texts have it, without the slash at its end.

    >>> path_of("https://a.test/c/Ann/?x=1")
    '/c/Ann'
    """
    return urlsplit(url).path.rstrip("/")
