"""An article's title, reconciled from the places a page gives it in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import element_text, squash
from boredcrawl.pages import jsonld

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from boredcrawl.pages.metadata import Metadata

_NO_WORD = re.compile(r"\W+")
_NO_LETTER = re.compile(r"[\W_]+")
_SEPARATOR = re.compile(r"\s+(?:[|•·»«\u2013—:-]|::|\|\|)\s+|\s+\|\s*|\s*\|\s+")
_QUOTES = str.maketrans(
    "\u2018\u2019\u201a\u201b“”„‟«»\u2039\u203a\u2013—\u2212\u00b4`", "''''\"\"\"\"\"\"''---''"
)


_CONFIRMED = 0.5
"""The share of words in common from which another source confirms an `<h1>`."""

_UNMISTAKABLE = 5
"""Words from which an `<h1>` is no logo, menu or "Log in"."""


@lru_cache(maxsize=256)
def alike(text: str) -> str:
    """Write a title so that typography makes no difference.

    >>> alike("“Cats” — a  Story") == alike('"cats" - a story')
    True
    """
    return _NO_WORD.sub(" ", text.translate(_QUOTES).casefold()).strip()


def squeezed(text: str) -> str:
    """Write a title without any spaces or marks, to find odd spacing."""
    return _NO_LETTER.sub("", text.casefold())


def without_site(title: str, site_names: tuple[str, ...]) -> str:
    """Take the site's name off either end of a title.

    >>> without_site("A story of cats | Example News", ("example.com", "Example News"))
    'A story of cats'
    >>> without_site("Example - A story - of cats", ("Example",))
    'A story - of cats'
    """
    known = {squeezed(name) for name in site_names if name}
    while True:
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            return title
        first, last = cuts[0], cuts[-1]
        if squeezed(title[last.end() :]) in known:
            title = title[: last.start()].strip()
        elif squeezed(title[: first.start()]) in known:
            title = title[first.end() :].strip()
        else:
            return title


def repaired(title: str, others: list[str]) -> str:
    """Mend odd spaces where another source of the page shows the right form.

    >>> repaired("A st ory of cats : one", ["A story of cats: one", "More"])
    'A story of cats: one'
    """
    letters = "".join(title.split())
    for other in others:
        if len(other) < len(title) and "".join(other.split()) == letters:
            return other
    return title


def without_kicker(title: str, others: list[str]) -> str:
    """Take a label off the front where another source gives the title without it.

    >>> without_kicker("College Sports | Five to watch", ["Five to watch"])
    'Five to watch'
    """
    for other in others:
        if len(other) < len(title) and title.endswith(other) and len(other) >= len(title) * 0.4:
            label = title[: -len(other)]
            if re.search(r"[|»\u203a/]\s*$", label):
                return other
    return title


@dataclass(frozen=True, kw_only=True, slots=True)
class Headline:
    """A title, where it was found, and its element where it is printed in the page."""

    text: str
    source: str
    element: HtmlElement | None = None


def read_headline(
    tree: HtmlElement, metadata: Metadata, site_names: tuple[str, ...]
) -> Headline | None:
    """Choose the title: the page's own `<h1>`, then JSON-LD, OpenGraph, the document's.

    A page has several `<h1>` (a logo, "Log in"): the one that another source repeats is
    the headline; one that nothing confirms is believed only where nothing else is said.
    """
    told = list(dict.fromkeys(_told(metadata, site_names)))
    others = [text for text, _ in told]
    known = {squeezed(name) for name in site_names}
    printed = [
        (h1, text)
        for h1 in tree.iter("h1")
        if (text := squash(element_text(h1))) and squeezed(text) not in known
    ]
    confirmed = [max((_shared(text, other) for other in others), default=0) for _, text in printed]
    if confirmed and max(confirmed) >= _CONFIRMED:
        h1, text = printed[confirmed.index(max(confirmed))]
    else:
        long = [pair for pair in printed if len(pair[1].split()) >= _UNMISTAKABLE]
        if len(long) != 1 and (others or not printed):
            return Headline(text=told[0][0], source=told[0][1]) if told else None
        h1, text = long[0] if len(long) == 1 else printed[0]
    if (full := _with_kicker(text, told)) is not None:
        return Headline(text=full[0], source=full[1], element=h1)
    return Headline(text=without_kicker(repaired(text, others), others), source="h1", element=h1)


def _with_kicker(text: str, told: list[tuple[str, str]]) -> tuple[str, str] | None:
    """Find the whole of a title whose `<h1>` holds only the part after the colon.

    Two other sources must agree on it: one alone may be a title for sharing.
    """
    whole = [
        (other, source)
        for other, source in told
        if alike(other).endswith(f" {alike(text)}")
        and re.search(r"[:\u2013—-]\s", other[: -len(text)])
    ]
    agreed = len({source for _, source in whole}) > 1
    if not agreed or len({alike(other) for other, _ in whole}) > 1:
        return None
    return next((pair for pair in whole if ": " in pair[0][: -len(text)]), whole[0])


def _told(metadata: Metadata, site_names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Give the titles the page tells beside its text, most trusted first."""
    for text in jsonld.strings(metadata.article.get("headline")):
        yield squash(text), "json-ld"
    for headline in metadata.prop_values("headline"):
        yield headline, "microdata"
    for name in ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title"):
        if content := metadata.first(name):
            yield without_site(content, site_names), name
    for title in metadata.titles[:1]:
        yield without_site(title, site_names), "title"


def _shared(one: str, other: str) -> float:
    """Say how much of the shorter text's words are in the other.

    >>> _shared("A story of cats", "a story of cats | News")
    1.0
    """
    a, b = set(alike(one).split()), set(alike(other).split())
    if len(a) > len(b):
        a, b = b, a
    return len(a & b) / len(a) if len(a) > 1 or one == other else 0.0
