"""Find the element that holds an article's text, on a page no card describes.

Every paragraph votes, by its length, for all elements around it; then one goes down from
`<body>` for as long as a single child holds nearly all votes. What is named as something
else (comments, navigation, promotion) has no vote. An element that says it is the
article's body is believed when it holds most of the votes.
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text, squash
from boredcrawl.pages.beside import is_beside, names, words
from boredcrawl.pages.pruning import prune

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

_PARAGRAPHS = (
    *("p", "li", "blockquote", "pre", "div", "td", "dd", "section", "article", "span", "main"),
    *("body", "center"),
)
_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub"),
        *("sup", "time", "tt", "u", "var", "wbr"),
    )
)
_SPANNED = _INLINE | {"p", "li"}
_SHORTEST = 25
"""Characters below which a text votes for nothing: labels, dates, buttons."""

_FULL = 120
"""Characters from which a text has its full vote: teasers and captions are shorter."""

_NEARLY_ALL = 0.8
_TELLING = 500
"""Characters from which structured data gives the text and not its first lines."""

_CONFIRMED = 5
"""How many votes a paragraph has that the structured data tells too."""

_STANDFIRST = 50
"""Characters from which a line between headline and body is part of the article."""

_MARKED = re.compile(
    r"(?:^|-| )(?:article|story|entry|post|news|blog)-?(?:body|content|text|copy)(?:$|-| )|"
    r"(?:^| )body-?copy(?:$| )"
)


def read_body(
    tree: HtmlElement, known: str = "", host: str = "", outside: Sequence[HtmlElement] = ()
) -> HtmlElement | None:
    """Give a copy of the article's text element, without what is not the article.

    `known` is the text as the page's structured data tells it, where it does; `host`
    the site's own, so that links within it can be told; `outside` the elements of the
    discussion, in no text.
    """
    root = tree.find("body")
    if root is None:
        root = tree
    votes = Votes(root, squash(known) if len(known) > _TELLING else "", outside)
    if not votes.sums:
        return None
    found = find_body(votes)
    if outside and _stands_after(found, outside[0], root):
        return None  # what follows a discussion is the rest of the page
    lead = [deepcopy(el) for el in _before(found, votes)]
    if sum(own_text(el)[0] for el in lead) > 0.3 * votes.sums[found]:
        lead = []
    body = _copy(found, outside)
    prune(body, host)
    for el in reversed(lead):
        el.tail = None
        body.insert(0, el)
    if lead:
        body.text = None
    return body


def _stands_after(found: HtmlElement, first: HtmlElement, root: HtmlElement) -> bool:
    return next(el for el in root.iter() if el is found or el is first) is first


def _copy(found: HtmlElement, outside: Iterable[HtmlElement]) -> HtmlElement:
    """Copy an element without those of the discussion."""
    inside = {el for el in outside if found in el.iterancestors()}
    places = [at for at, el in enumerate(found.iter()) if el in inside] if inside else []
    body = deepcopy(found)
    body.tail = None
    if places:
        copies = list(body.iter())
        for at in places:
            if copies[at].getparent() is not None:
                copies[at].drop_tree()
    return body


def find_body(votes: Votes) -> HtmlElement:
    """Find the element of the document that holds the article's text."""
    sums = votes.sums
    el = _descend(votes.root, sums, _NEARLY_ALL)
    mark = _mark(votes.root, sums)
    if mark is None or mark is el:
        return el
    if mark in set(el.iterancestors()):
        return el if sums[el] > sums[mark] * 0.95 else mark
    if sums[mark] > sums[el] * 0.3:
        return _descend(mark, sums, 0.97)
    return el


def _mark(root: HtmlElement, sums: dict[HtmlElement, float]) -> HtmlElement | None:
    """Find the element that says it is the article's body, if one such stands out."""
    whole = sums[root]
    marks: list[HtmlElement] = []
    for el, votes in sums.items():
        if votes > whole * 0.05:
            if "articleBody" in (el.get("itemprop"), el.get("property")) and votes > whole * 0.3:
                return el
            if _MARKED.search(words(names(el))):
                marks.append(el)
    outermost = [el for el in marks if not any(up in marks for up in el.iterancestors())]
    best = max(outermost, key=sums.__getitem__, default=None)
    if best is None or sums[best] < whole * 0.25:
        return None
    for other in outermost:
        if other is not best and other.get("class") == best.get("class"):
            around = _common(best, other)
            # The parts of one article, unless each is an article of its own.
            if not any(step.tag == "article" for step in _path(other, around)[:-1]):
                best = around
    return best


def _common(one: HtmlElement, other: HtmlElement) -> HtmlElement:
    """Give the innermost element around both."""
    around = set(one.iterancestors()) | {one}
    return next(el for el in (other, *other.iterancestors()) if el in around)


def _before(found: HtmlElement, votes: Votes) -> list[HtmlElement]:
    """Give the paragraphs between the headline and the body: standfirst and introduction."""
    lead: list[HtmlElement] = []
    seen = False
    inside = set(found.iterancestors())
    texts: set[str] = set()
    for el in votes.root.iter("h1", "h2", "h3", *_PARAGRAPHS):
        if el is found:
            return lead if seen else []
        if el.tag == "h1":
            seen, lead = True, []
        elif seen and el not in inside:
            total, linked = own_text(el)
            if total >= _STANDFIRST and linked < total * 0.3 and not votes.beside(el):
                text = squash(all_text(el))
                if text not in texts and not any(el in set(up.iterdescendants()) for up in lead):
                    texts.add(text)
                    lead.append(el)
    return []


def _descend(el: HtmlElement, votes: dict[HtmlElement, float], nearly_all: float) -> HtmlElement:
    """Go down for as long as one child holds nearly all votes of its parent."""
    while True:
        most, child = max(
            ((votes[child], child) for child in el if child in votes),
            key=lambda pair: pair[0],
            default=(0, el),
        )
        if most < votes[el] * nearly_all or child is el or child.tag in {"p", "li", "span"}:
            return el
        el = child


class Votes:
    """The paragraphs' lengths, added up on every element around them."""

    def __init__(self, root: HtmlElement, known: str, outside: Iterable[HtmlElement] = ()) -> None:
        self.root = root
        self.everything: dict[HtmlElement, float] = {}
        paths = {root: [root]}
        skipped = frozenset(outside)
        paragraphs = [(_path_in(paths, el), vote) for el, vote in _paragraphs(root, known, skipped)]
        for path, vote in paragraphs:
            for el in path:
                self.everything[el] = self.everything.get(el, 0) + vote
        self._beside: dict[HtmlElement, bool] = {**dict.fromkeys(outside, True), root: False}
        self._within: dict[HtmlElement, bool] = {}
        self.sums: dict[HtmlElement, float] = {}
        for path, vote in paragraphs:
            if not self._stands_beside(path):
                for el in path:
                    self.sums[el] = self.sums.get(el, 0) + vote
        if not outside:
            self.sums = self.sums or self.everything

    def _is_beside(self, el: HtmlElement) -> bool:
        known = self._beside.get(el)
        if known is None:
            share = self.everything.get(el, 0) / (self.everything.get(self.root) or 1)
            known = self._beside[el] = is_beside(el, share)
        return known

    def beside(self, el: HtmlElement) -> bool:
        """Whether the element stands in something that is not the article."""
        return self._stands_beside(_path(el, self.root))

    def _stands_beside(self, path: list[HtmlElement]) -> bool:
        """Do what `beside` does, with what is known of the elements around."""
        new = 0
        verdict = False
        for el in path:
            known = self._within.get(el)
            if known is not None:
                verdict = known
                break
            new += 1
        for el in reversed(path[:new]):
            verdict = self._within[el] = verdict or self._is_beside(el)
        return verdict


def _paragraphs(
    root: HtmlElement, known: str, skipped: frozenset[HtmlElement]
) -> Iterator[tuple[HtmlElement, float]]:
    """Give the texts that may be paragraphs, with the weight of their votes.

    What stands in the elements to be skipped is not looked at: half of some pages is comments.
    """
    walk = root.iter(*_PARAGRAPHS)
    for el in walk:
        if el in skipped:
            inside = sum(1 for _ in el.iter(*_PARAGRAPHS)) - 1
            next(islice(walk, inside, inside), None)
            continue
        if el.tag == "span" and (len(el.text or "") < _SHORTEST or el.getparent().tag in _SPANNED):
            continue
        total, linked = own_text(el)
        if total >= _SHORTEST and linked <= total * 0.5:
            vote = (total - linked) * min(1.0, total / _FULL)
            if known and squash(all_text(el))[:40] in known:
                vote *= _CONFIRMED
            yield el, vote


def own_text(el: HtmlElement) -> tuple[int, int]:
    """Count the characters of an element's own prose, and how many of them are links.

    Own is what stands directly in it or in inline children: a `<div>` used as a paragraph
    counts, a `<div>` around paragraphs does not.
    """
    text = el.text
    total = len(text.strip()) if text else 0
    linked = 0
    for child in el:
        tag = child.tag
        if tag in _INLINE:
            if len(child):
                inner = sum(map(len, map(str.strip, child.itertext())))
                if inner and tag != "a":
                    linked += sum(len(a.text or "") for a in child.iter("a"))
            else:  # nearly all
                inner = len((child.text or "").strip())
            total += inner
            if tag == "a":
                linked += inner
        tail = child.tail
        if tail:
            total += len(tail.strip())
    return total, linked


def _path_in(known: dict[HtmlElement, list[HtmlElement]], el: HtmlElement) -> list[HtmlElement]:
    """Do what `_path` does, with the paths that are known; those to paragraphs' parents are kept.

    Paragraphs have few parents, and asking for a parent costs 0.2 us (November 2026).
    """
    path = [el]
    up = el
    while up not in known:
        up = up.getparent()
        path.append(up)
    if len(path) > 1:
        for at, around in enumerate(path[1:-1], start=1):
            known[around] = [*path[at:-1], *known[up]]
        path[-1:] = known[up]
        return path
    return known[el]


def _path(el: HtmlElement, root: HtmlElement) -> list[HtmlElement]:
    """Give an element and all around it, up to the root."""
    path = [el]
    while el is not root:
        el = el.getparent()
        path.append(el)
    return path
