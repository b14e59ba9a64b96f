"""One person in one payload: where the name, the profile and the words stand. Pure."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from boredcrawl.archive.views import views
from boredcrawl.cleaning.identity import known_as
from boredcrawl.cleaning.mentions import (
    ERASED,
    Edit,
    Mentions,
    path_of,
    phrases_of,
    replaced,
    words_of,
)
from boredcrawl.items import Commenter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from boredcrawl.archive.views import View

LONG = 24
"""Words of so many letters are one person's wherever they stand; "Same!" is anybody's."""

NEAR = 400
"""Within so many characters of who said it, what a comment says begins, and ends if short."""

# a tag; a run of what can be seen
PIECE = re.compile("(</?[A-Za-z!][^<>]*>)|[^\\s<\u200b\u2060\ufeff\u00ad]+|<")
FILE_NAME = re.compile(r"""\bsrc="[^"]*?([^"/?]{12,})(?:\?[^"]*)?\"""")
LINK = re.compile(r"<[aA]\b([^<>]*)>")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is to be taken out of an archive."""

    mark: str
    """What stands for the name and the profile afterwards."""
    names: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    """What the person said."""
    htmls: tuple[str, ...] = ()
    """The same as markup, for the pictures in it."""
    is_unique: bool = True
    """Whether nobody else bears the name; else it is only taken where the profile is near."""
    is_writer: bool = False
    """Whether name and profile stay, because they stand over articles too."""

    @cached_property
    def mentions(self) -> Mentions:
        """What finds name and profile."""
        phrases = phrases_of(self.names, self.urls)
        known = {known_as(Commenter(url=url)) for url in self.urls}
        return Mentions.of(phrases, lambda one: one in known)

    @cached_property
    def signs(self) -> tuple[frozenset[str], ...]:
        """What stands in a payload that has the person in it, in lower case: all of one group.

        Letters and figures stand as they are everywhere. A name that has none of them is
        looked for by its first sign, and by that as escapes have it.
        """
        found = {frozenset({path_of(url).rpartition("/")[2].lower()}) for url in self.urls}
        for name in filter(None, self.names):
            plain = frozenset(word.lower() for word in re.findall(r"[A-Za-z0-9]+", name))
            escapes = (name[0].lower(), json.dumps(name[0])[2:7], str(ord(name[0])))
            found |= {plain} if plain else {frozenset({one}) for one in escapes}
        return tuple(found)

    def may_be_in(self, text: str) -> bool:
        """Tell whether a payload may have the person in it; no means that it has not."""
        lowered = text.lower()
        return any(all(sign in lowered for sign in group) for group in self.signs)

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What the person said, without spaces and tags; the longest first."""
        said = {visible(text).text for text in self.texts}
        return tuple(sorted(said - {""}, key=lambda one: (-len(one), one)))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The files of the pictures the person showed."""
        return tuple(sorted({name for one in self.htmls for name in FILE_NAME.findall(one)}))


class Visible(NamedTuple):
    """What can be seen of a text: every character but spaces and tags."""

    text: str
    starts: tuple[int, ...]
    """Where runs of it begin here."""
    places: tuple[int, ...]
    """Where they begin in the text."""

    def place(self, at: int) -> int:
        """Give where a visible character stands in the text."""
        run = bisect_right(self.starts, at) - 1
        return self.places[run] + at - self.starts[run]

    def behind(self, place: int) -> int:
        """Give the first visible character that stands at a place of the text or behind it.

        >>> visible("one <b title=x>two</b>").behind(9)
        3
        """
        run = bisect_right(self.places, place) - 1
        if run < 0:
            return 0
        after = self.starts[run + 1] if run + 1 < len(self.starts) else len(self.text)
        return min(self.starts[run] + place - self.places[run], after)


def visible(text: str) -> Visible:
    r"""Leave out spaces and tags.

    >>> seen = visible("<p>5 < 7,\n<b>yes</b>")
    >>> seen.text, seen.place(4)
    ('5<7,yes', 13)
    """
    runs = [match for match in PIECE.finditer(text) if match[1] is None]
    ends = tuple(accumulate((len(match[0]) for match in runs), initial=0))
    text = "".join(match[0] for match in runs)
    return Visible(text, ends[:-1] or (0,), tuple(match.start() for match in runs) or (0,))


def without(text: str, person: Person) -> str | None:
    """Give a payload without the person; None where there is nothing of them in it.

    >>> ann = Person(mark="erased-1", names=("Ann",), urls=("http://a.test/c/ann",),
    ...     texts=("Same here!",))
    >>> without('<a href="/c/ann/">Ann</a> <p>Same <b>here</b>!</p> <p>Same here!</p>', ann)
    '<a href="/erased-1">erased-1</a> <p>[erased]<b></b></p> <p>Same here!</p>'
    """
    if not person.may_be_in(text):
        return None
    edits: set[tuple[int, int, str]] = set()
    # What is said by a head is not found in a view that lacks a level of escapes: so the
    # nearest of all views is taken, not of each.
    nearest: dict[int, Said] = {}
    for view in views(text):
        found = own((*person.mentions.edits(view.text), *signed(view.text, person)), person)
        for edit in () if person.is_writer else found:
            mark = f"/{person.mark}" if edit.is_path else person.mark
            edits.add((*view.span(edit.start, edit.end), mark))
        for head, said in said_in(view, found, person):
            if head is None:
                edits.update(said.edits())
            else:
                nearest[head] = min(nearest.get(head, said), said, key=lambda one: one.distance)
    for said in nearest.values():
        edits.update(said.edits())
    return replaced(text, apart(edits)) if edits else None


def signed(text: str, person: Person) -> Iterator[Edit]:
    """Find a name that has no words in it, such as "🐼🐼"."""
    for name in person.names:
        if not words_of(name):
            yield from (Edit(*match.span()) for match in re.finditer(re.escape(name), text))


def own(found: Sequence[Edit], person: Person) -> list[Edit]:
    """Leave the mentions that are the person's and not a namesake's."""
    if person.is_unique:
        return list(found)
    profiles = [edit.start for edit in found if edit.is_path]
    return [edit for edit in found if any(abs(edit.start - place) < NEAR for place in profiles)]


class Said(NamedTuple):
    """Where something the person said stands in a view, and how far from who said it."""

    view: View
    start: int
    end: int
    distance: tuple[bool, int, int] = (False, 0, 0)
    """Whether it stands before, how many characters away, and its length, negated."""

    def edits(self) -> Iterator[tuple[int, int, str]]:
        """Give the edits of the text itself that take it out."""
        for start, end, instead in taken_out(self.view.text, self.start, self.end):
            if end > start:
                yield (*self.view.span(start, end), instead)


def said_in(view: View, found: list[Edit], person: Person) -> Iterator[tuple[int | None, Said]]:
    """Find what the person said in a view: whole comments, and the pictures in them.

    Long ones anywhere; short ones near a head, with the place of that head.
    """
    if not found:
        return
    seen = visible(view.text)
    for needle in person.needles:
        for at in all_of(seen.text, needle) if len(needle) >= LONG else ():
            yield None, Said(view, seen.place(at), seen.place(at + len(needle) - 1) + 1)
    # Who is only mentioned is not linked, as a rule; so where there are links, they say more.
    heads = [edit for edit in found if edit.is_path] or found
    for edit in heads:
        head, place = view.span(edit.start, edit.end)[0], seen.behind(edit.end)
        for needle in person.needles:
            first = max(0, place - NEAR - len(needle))
            for at in all_of(seen.text, needle, first, place + NEAR + len(needle)):
                start, end = seen.place(at), seen.place(at + len(needle) - 1) + 1
                if len(needle) >= LONG or fills(view.text, start, end):
                    # Data may name who said it behind what was said, markup does not.
                    distance = at < place, abs(at - place), -len(needle)
                    yield head, Said(view, start, end, distance)
    for name in person.files:
        for at in all_of(view.text, name):
            yield None, Said(view, at, at + len(name))


def all_of(text: str, needle: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Give all places of a needle in a part of a text.

    >>> list(all_of("aXbXcX", "X", 2))
    [3, 5]
    """
    at = text.find(needle, start, end)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle), end)


def fills(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch is all there is between two tags or quotes.

    >>> fills("<p> Same! </p>", 4, 9), fills("<p>Same! Me too.</p>", 3, 8)
    (True, False)
    """
    before, behind = text[:start].rstrip()[-1:], text[end : end + 80].lstrip()[:1]
    return before in '>"' and behind in '<"\\'


def taken_out(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Replace a stretch by a mark; its tags stay, for the shape of the page, its links do not."""
    before = text.rfind(">", 0, start) + 1
    if not text[before:start].strip() and (link := LINK.match(text, text.rfind("<", 0, before))):
        yield link.start(1), link.end(1), ""
    instead = ERASED
    at = start
    for match in PIECE.finditer(text, start, end):
        if match[1] is None:
            continue
        if match.start() > at:
            yield at, match.start(), instead
            instead = ""
        if link := LINK.match(match[0]):
            yield match.start() + link.start(1), match.start() + link.end(1), ""
        at = match.end()
    if end > at:
        yield at, end, instead


def apart(edits: set[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """Give edits in order; of two that overlap, the one that begins first, or is longer."""
    end = -1
    for edit in sorted(edits, key=lambda one: (one[0], -one[1])):
        if edit[0] >= end:
            yield edit
            end = edit[1]
        elif edit[1] > end:
            # What the first one left over would still be readable.
            yield end, edit[1], ""
            end = edit[1]
