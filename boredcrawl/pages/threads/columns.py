"""Which parts of the blocks are the author and the time: those in the same place in each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text, squash
from boredcrawl.pages.comment_times import Mark
from boredcrawl.pages.comment_words import is_furniture, is_role
from boredcrawl.pages.threads.telling import (
    is_of_account,
    is_profile,
    is_timelike,
    name_score,
    says_clock,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from boredcrawl.pages.threads.parts import Part, Parts

_SURE = 4
"""The score from which a text is a name wherever it stands."""

_LIKELY = 2
"""The score from which a text is a name where nothing in its block is a better one."""

_LONGEST_TIME = 50
_LONGEST_NAME = 40
_TWO = 2
_TELLING = 4
"""Blocks from which a column that says the same in all of them is no column of names."""

# Seen: Mia says: / by Mia / Mia wrote
_AROUND_NAME = re.compile(
    r"^(?:by|von|par|por|di|av|door|posted by)\s+|\s*(?:says|said|wrote|writes|sagt|schrieb"
    r"|schreibt|dit|dice|dijo|disse|diz|a écrit|skrev|schreef|zegt|:)+\s*:?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Who:
    """Who wrote a block."""

    name: str | None
    link: HtmlElement | None
    part: Part | None


def find_times(blocks: Sequence[Parts]) -> list[Mark | None]:
    """Give the time of each block, None where it has none."""
    offered = [_times(parts) for parts in blocks]
    worth: Counter[str] = Counter()
    first: dict[str, float] = {}
    for marks in offered:
        for at, (name, mark, value) in enumerate(marks.values()):
            worth[name] += value
            first[name] = min(first.get(name, 9e9), at)
            del mark
    order = sorted(worth, key=lambda name: (-worth[name], first[name]))
    ranks = {name: at for at, name in enumerate(order)}
    return [
        min(marks.values(), key=lambda found: ranks[found[0]])[1] if marks else None
        for marks in offered
    ]


def _times(parts: Parts) -> dict[str, tuple[str, Mark, int]]:
    """Give the first time of each name in a block, with what speaks for it."""
    found: dict[str, tuple[str, Mark, int]] = {}
    for el in parts.elements:
        tag = el.tag
        machine = el.get("datetime")
        if tag == "time" or machine is not None:
            words = squash(all_text(el))
            # Some themes print an empty attribute, or "at" where a date should stand.
            if is_timelike(words) or any(map(str.isdigit, machine or "")):
                name = f"{tag}!"
                found.setdefault(name, (name, Mark(el, None, words or machine or "", machine), 4))
            continue
        titled = el.get("title") or (el.get("content") if el.get("itemprop") else None)
        if titled and len(titled) < _LONGEST_TIME and is_timelike(titled):
            words = squash(all_text(el))
            if len(words) < _LONGEST_TIME:
                name = f"{tag}.title"
                found.setdefault(name, (name, Mark(el, None, words or titled, titled), 3))
    before = ""
    for part in parts.texts:
        if is_timelike(part.text) and not is_of_account(before):
            name = part.name
            value = 2 + says_clock(part.text)
            found.setdefault(name, (name, _mark(part), value))
        before = part.text
    return found


def _mark(part: Part) -> Mark:
    """Take a time with what stands in the same element: "10-04-2017, <b>11:00 AM</b>"."""
    if len(part.owner) and not part.name.endswith("~"):
        whole = squash(all_text(part.owner))
        if len(whole) < _LONGEST_TIME and is_timelike(whole):
            return Mark(part.owner, None, whole)
    return Mark(part.owner, None, part.text)


def find_names(blocks: Sequence[Parts]) -> list[Who]:
    """Give the author of each block."""
    scored = [[(name_score(part), part) for part in parts.texts] for parts in blocks]
    worth: Counter[str] = Counter()
    values: dict[str, set[str]] = {}
    for some in scored:
        seen: set[str] = set()
        for score, part in some:
            if score > 0 and part.name not in seen:
                seen.add(part.name)
                worth[part.name] += score
                values.setdefault(part.name, set()).add(part.text)
    count = len(blocks)
    columns = [
        name
        for name in worth
        if count < _TELLING or len(values[name]) > 1 or worth[name] >= 5 * count
    ]
    ranks = {name: at for at, name in enumerate(sorted(columns, key=lambda one: -worth[one]))}
    best = min(ranks, key=ranks.__getitem__, default=None)
    return [_who(some, best, ranks) for some in scored]


def find_first_words(blocks: Sequence[Parts]) -> list[Who]:
    """Give what each block begins with, where it stands alike in most and differs.

    Of blocks that surely are comments, and whose markup does not say who wrote them.
    """
    first = [
        next((p for p in parts.texts if not is_furniture(p.text) and not is_role(p.text)), None)
        for parts in blocks
    ]
    kept = [
        p if p is not None and len(p.text) < _LONGEST_NAME and not is_timelike(p.text) else None
        for p in first
    ]
    places = Counter(p.name for p in kept if p is not None)
    place, count = max(places.items(), key=lambda one: one[1], default=("", 0))
    said = {p.text for p in kept if p is not None and p.name == place}
    if count * 2 <= len(blocks) or (count > 1 and len(said) < _TWO):
        return [Who(None, None, None) for _ in blocks]
    return [
        Who(p.text, p.link, p) if p is not None and p.name == place else Who(None, None, None)
        for p in kept
    ]


def _who(scored: list[tuple[int, Part]], best: str | None, ranks: dict[str, int]) -> Who:
    """Choose a block's author: of the best column, else what is surely a name."""
    offered = [(score, part) for score, part in scored if part.name == best and score > 0]
    for least in (_SURE, _LIKELY):
        offered = offered or [(score, part) for score, part in scored if score >= least]
    chosen = min(
        (part for score, part in offered if score == max(offered, key=lambda one: one[0])[0]),
        key=lambda part: (ranks.get(part.name, len(ranks)), part.at),
        default=None,
    )
    if chosen is None:
        return Who(None, None, None)
    link = chosen.link
    if link is None:
        same = (p.link for _, p in scored if p.text == chosen.text and p.link is not None)
        link = next(same, None)
    if link is None:
        link = next((p.link for s, p in scored if s >= _SURE and is_profile(p.link)), None)
    return Who(_AROUND_NAME.sub("", chosen.text) or chosen.text, link, chosen)
