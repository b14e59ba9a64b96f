"""Which part of the blocks is the text: what is longest beside the author and the time."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree
from lxml.html import Element

from boredcrawl.cleaning.text import squash
from boredcrawl.pages.comment_words import is_furniture
from boredcrawl.pages.enclosing import chain
from boredcrawl.pages.threads.parts import (
    CLOSED,
    GATHERED,
    is_prose,
    is_to_write,
    name_of,
    place_of,
)
from boredcrawl.pages.threads.telling import is_timelike
from boredcrawl.pages.threads.wording import is_named_otherwise, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

    from boredcrawl.pages.threads.parts import Parts

_PING = re.compile(r"(?:pingback|trackback)\W*", re.IGNORECASE)
_SIGNATURE = re.compile(r"signature|(?:^|[\s_-])sig\d*(?:$|\s)", re.IGNORECASE)
_TWO = 2
_LEAST = 12
"""Characters of a text that stands where no other block has one."""

_MOST = 0.6
"""Share of a text that must be in one child for the child to be the text."""

_NEARLY_ALL = 0.75
"""Share of blocks that must have that child."""

_SOME = 2
"""Blocks from which one can say what is usual."""


def find_bodies(
    blocks: Sequence[Parts],
    apart: Sequence[list[HtmlElement]],
    names: Sequence[str | None],
    others: set[HtmlElement],
) -> list[HtmlElement | None]:
    """Give the element of each block's text; `apart` are those of its author and time.

    Texts of several elements are copied into one.
    """
    around = {up for other in others if (up := other.getparent()) is not None}
    holders = [
        _holders(parts, elements, around) for parts, elements in zip(blocks, apart, strict=True)
    ]
    offered = [
        [one for one in _offered(parts, inside, others) if one[2] != name]
        for parts, inside, name in zip(blocks, holders, names, strict=True)
    ]
    constant = _constant([[said for _, _, said in some] for some in offered])
    worth: Counter[str] = Counter()
    seen = Counter(place for some in offered for place in {place for place, _, _ in some})
    for some in offered:
        for place, _, said in some:
            if said not in constant:
                worth[place] += len(said)
    if not worth:
        return [None for _ in blocks]
    ranks = {place: at for at, (place, _) in enumerate(worth.most_common())}
    best = next(iter(ranks))
    found: list[HtmlElement | None] = []
    standing = [[(node, said) for place, node, said in some if place == best] for some in offered]
    usual = _usual(standing)
    for some, inside, there in zip(offered, holders, standing, strict=True):
        chosen = there
        if not chosen:
            # Something seldom: the first post of a topic, a text that is one picture.
            chosen = [
                (node, said)
                for place, node, said in some
                if len(said) > _LEAST and said not in constant and seen[place] * 3 < len(blocks)
            ]
        if not chosen:
            found.append(None)
        elif is_prose(chosen[0][0]) or best.startswith(GATHERED):
            found.append(_gathered(chosen[0][0], inside, constant))
        else:
            at = usual.get(len(chosen))
            found.append(chosen[_longest(chosen) if at is None else at][0])
    if best.startswith(GATHERED):
        return found
    return [None if body is None else _without_signature(body) for body in _narrowed(found)]


def _longest(chosen: Sequence[tuple[HtmlElement, str]]) -> int:
    return max(range(len(chosen)), key=lambda at: len(chosen[at][1]))


def _usual(standing: Sequence[Sequence[tuple[HtmlElement, str]]]) -> dict[int, int]:
    """Give which of several parts called alike is the text, by their number in a block.

    "Same!" is shorter than its "3 days ago (edited)" where classes say nothing: what is the
    longest in most blocks is the text in all.
    """
    longest: dict[int, Counter[int]] = {}
    for chosen in standing:
        if len(chosen) > 1:
            longest.setdefault(len(chosen), Counter())[_longest(chosen)] += 1
    usual = {number: counts.most_common(1)[0] for number, counts in longest.items()}
    return {
        number: at
        for number, (at, times) in usual.items()
        if times > _SOME and times > longest[number].total() * _MOST
    }


def _without_signature(body: HtmlElement) -> HtmlElement:
    """Give a text without the lines its author has under all of them."""
    if not any(map(_is_signature, body.iterdescendants(etree.Element))):
        return body
    copy = deepcopy(body)
    copy.tail = None
    for el in [el for el in copy.iterdescendants(etree.Element) if _is_signature(el)]:
        if el.getparent() is not None:
            el.drop_tree()
    return copy


def _is_signature(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) > 1 and _SIGNATURE.search(names) is not None


def _holders(parts: Parts, apart: list[HtmlElement], around: set[HtmlElement]) -> set[HtmlElement]:
    """Give the elements of a block that hold its author, its time or another block.

    `around` are the parents of all blocks.
    """
    found: set[HtmlElement] = set(parts.block.roots[:1] if len(parts.block.roots) == 1 else ())
    nested = [el for el in parts.elements if el in around]
    for el in (*apart, *nested):
        for up in chain(el):
            if up in found:
                break
            found.add(up)
    return found


def _offered(
    parts: Parts, holders: set[HtmlElement], others: set[HtmlElement]
) -> Iterator[tuple[str, HtmlElement, str]]:
    """Give the largest elements of a block without author and time: place, element, words."""
    stack = list(reversed(parts.block.roots))
    while stack:
        node = stack.pop()
        if not isinstance(node.tag, str) or node.tag in CLOSED:
            continue
        if is_to_write(node):
            continue
        if node in others and node not in parts.block.roots:
            continue
        if node in holders:
            tail = squash("".join(_tails(node)))
            if tail and not _is_label(tail):
                yield f"{GATHERED}{name_of(node)}", node, tail
            stack.extend(reversed(node))
            continue
        if is_named_otherwise(node):
            continue
        said = words_of(node)
        if not said and node.find(".//img") is None:
            continue
        if said and _is_label(said):
            continue
        place = place_of(node)
        parent = node.getparent()
        yield place, node if not is_prose(node) or parent is None else parent, said


def _is_label(said: str) -> bool:
    return is_furniture(said) or is_timelike(said) or _PING.fullmatch(said) is not None


def _tails(node: HtmlElement) -> Iterator[str]:
    """Give the texts directly in an element."""
    if node.text:
        yield node.text
    for child in node:
        if child.tail:
            yield child.tail


def _constant(said: list[list[str]]) -> set[str]:
    """Give the texts that more than half of the blocks have: labels."""
    counts = Counter(text for some in said for text in set(some))
    return {text for text, count in counts.items() if count > _TWO and count * 2 > len(said)}


def _gathered(
    parent: HtmlElement, holders: set[HtmlElement], constant: set[str]
) -> HtmlElement | None:
    """Copy what an element holds of a text beside author and time into one of its own."""
    body: HtmlElement = Element("div")
    _append(body, parent.text, constant)
    for child in parent:
        if (
            is_prose(child)
            and child not in holders
            and not is_named_otherwise(child)
            and words_of(child) not in constant
            and not (child.tag in {"a", "span", "strong", "b"} and is_furniture(words_of(child)))
        ):
            copy = deepcopy(child)
            copy.tail = None
            body.append(copy)
        _append(body, child.tail, constant)
    return body if len(body) or body.text else None


def _append(body: HtmlElement, text: str | None, constant: set[str]) -> None:
    said = squash(text or "")
    if not text or not said or said in constant or _is_label(said):
        return
    if len(body):
        body[-1].tail = (body[-1].tail or "") + text
    else:
        body.text = (body.text or "") + text


def _narrowed(found: list[HtmlElement | None]) -> list[HtmlElement | None]:
    """Go into the child that holds nearly all of the text in nearly every block."""
    length = cache(lambda el: len(words_of(el)))  # asked for by every name a child has
    while True:
        some = [el for el in found if el is not None]
        inside: Counter[str] = Counter()
        whole = 0
        for el in some:
            whole += length(el) - sum(map(length, el.iterchildren("h2", "h3")))
            for name in {_short_name(child) for child in el if isinstance(child.tag, str)}:
                inside[name] += 1
        best = None
        for name, count in inside.items():
            if count < _NEARLY_ALL * len(some):
                continue
            children = [_only(el, name) for el in some]
            kept = [child for child in children if child is not None]
            if len(kept) < _NEARLY_ALL * len(some) or is_prose(kept[0]) or not whole:
                continue
            if sum(map(length, kept)) >= whole * _MOST:
                best = name
        if best is None:
            return found
        found = [
            el if el is None else (_only(el, best) if _only(el, best) is not None else el)
            for el in found
        ]


def _short_name(element: HtmlElement) -> str:
    """Give an element's tag and first class: the second may say how this one differs."""
    return ".".join(name_of(element).split(".")[:2])


def _only(element: HtmlElement, name: str) -> HtmlElement | None:
    """Give the child of that name where there is one."""
    children = [el for el in element if isinstance(el.tag, str) and _short_name(el) == name]
    return children[0] if len(children) == 1 else None
