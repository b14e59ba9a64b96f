"""The site's own numbers of comments, wherever the markup carries them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import SILENT

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from lxml.html import HtmlElement

    from boredcrawl.pages.comment_header import Found

_NUMBER = re.compile(r"(?:^|[^0-9a-z]|[a-z][-_]?)(\d{1,20})$", re.IGNORECASE)
_HEX = re.compile(r"^(?:[a-z]+[-_])*([0-9a-f]{8,}(?:-[0-9a-f]{4,})*)$", re.IGNORECASE)
_PERMALINK = re.compile(
    r"[?&#/](?:comment_id=|comment[-_]?|cid=|c|p|post[-_]?|msg)(\d+)(?:$|[&#/])", re.IGNORECASE
)
_PARENT = re.compile(r"parent|in-?reply-?to|reply-?to", re.IGNORECASE)
_NOT_OWN = re.compile(
    r"user|author|member|article|media|item|depth|level|index|position|count|score|vote|point"
    r"|time|date|avatar|feed|page|rating|repl(?:y|ies)|width|height|size|form|input",
    re.IGNORECASE,
)
_LINK = "comment link"
"""Stands for the address of any link among the attributes' names."""

_LONGEST = 60
_SAMPLE = 4
"""Comments looked into before all are: what none of these carries none of them will."""

_UP = 4
"""How many elements above a comment's own one its number may stand."""


@dataclass(slots=True)
class Ids:
    """The site's numbers of the comments, and the parents that these tell."""

    own: list[str | None]
    parents: list[int | None]


def read_ids(found: list[Found]) -> Ids:
    """Read the numbers: the carrier that most comments have, and that tells them apart."""
    blocks = {comment.block: None for comment in found}
    own: list[str | None] = [None] * len(found)
    parents: list[dict[str, str]] = [{} for _ in found]
    # What stands inside a comment costs more to look through than what it stands in.
    for elements in (_around, _inside):
        if elements is _inside and not any(
            _carries(_told(_inside(comment, blocks))) for comment in found[:_SAMPLE]
        ):
            break
        carried = [_told(elements(comment, blocks)) for comment in found]
        if not any(carried):
            continue
        parents = [
            dict(_answered(some)) | told for some, told in zip(carried, parents, strict=True)
        ]
        if not any(own):
            own = _best([dict(_numbers(some)) for some in carried], found)
        if any(own):
            break
    if not any(own):
        return Ids(own, [None] * len(found))
    index: dict[str, int] = {}
    for at, value in enumerate(own):
        if value is not None:
            index.setdefault(value, at)
    told: list[int | None] = []
    for at, table in enumerate(parents):
        parent = next((index[v] for v in table.values() if v in index and index[v] != at), None)
        told.append(_nearest(own, parent, at))
    return Ids(own, told)


def _told(elements: Iterable[HtmlElement]) -> list[tuple[str, str]]:
    """Give the attributes of the elements that may hold a number, with their values."""
    told: list[tuple[str, str]] = []
    for element in elements:
        for name, value in element.items():
            if _may_tell(name):
                told.append((name, value))
        if element.tag == "a":
            told.append((_LINK, element.get("href") or ""))
    return told


def _carries(told: list[tuple[str, str]]) -> bool:
    """Whether any attribute has a number that may be a comment's or its parent's."""
    return any(True for _ in _numbers(told)) or any(True for _ in _answered(told))


def _best(tables: list[dict[str, str]], found: list[Found]) -> list[str | None]:
    """Choose among the carriers; the first that most have and that tells all apart."""
    for carrier in _by_worth(tables):
        values = [table.get(carrier) for table in tables]
        if _tells_apart(values, found):
            return values
    return [None] * len(found)


def _nearest(own: list[str | None], parent: int | None, at: int) -> int | None:
    """Choose the parent of the same copy, where a discussion is printed twice."""
    if parent is None:
        return None
    same = [i for i in range(at) if own[i] == own[parent]]
    return same[-1] if same else parent


def _by_worth(tables: list[dict[str, str]]) -> list[str]:
    counts = Counter(carrier for table in tables for carrier in table)
    return [
        carrier
        for carrier, _ in sorted(
            counts.items(), key=lambda pair: (-pair[1], "comment" not in pair[0], pair[0])
        )
    ]


def _tells_apart(values: list[str | None], found: list[Found]) -> bool:
    """Whether no two different comments share a value."""
    owners: dict[str, Found] = {}
    for value, comment in zip(values, found, strict=True):
        if value is None:
            continue
        other = owners.setdefault(value, comment)
        if other is not comment and not other.says_the_same(comment):
            return False
    return bool(owners)


def _numbers(told: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give what may be a comment's number, by the name of what carries it."""
    seen: set[str] = set()
    for name, value in told:
        if name in seen:
            continue
        if name == _LINK:
            match = _PERMALINK.search(value)
        elif len(value) <= _LONGEST and _may_be_own(name):
            match = _NUMBER.search(value) or _HEX.match(value)
        else:
            continue
        if match:
            seen.add(name)
            yield name, match[1]


@cache
def _may_be_own(name: str) -> bool:
    if name in {"id", "data-comment", "data-cid", "comment-id", "name"}:
        return True
    return (
        name.startswith("data-")
        and "id" in name
        and not _NOT_OWN.search(name)
        and not _PARENT.search(name)
    )


def _answered(told: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Give what may be the number of the comment that is answered."""
    for name, value in told:
        if _names_parent(name):
            match = _NUMBER.search(value) or _HEX.match(value)
            if match:
                yield name, match[1]


@cache
def _names_parent(name: str) -> bool:
    return name.startswith("data-") and _PARENT.search(name) is not None


@cache
def _may_tell(name: str) -> bool:
    return _may_be_own(name) or _names_parent(name)


def _around(comment: Found, blocks: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """Give the elements between the comment's time and the list it stands in."""
    node: HtmlElement | None = comment.mark.element
    above = 0
    while node is not None and node.tag != "body" and above <= _UP:
        if above and node in blocks:
            return
        yield node
        if node is comment.unit:
            return
        above += bool(above or node is comment.block)
        node = node.getparent()


def _inside(comment: Found, blocks: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """Give the elements inside the comment, its text and its replies left out."""
    yield from _around(comment, blocks)
    stack = [comment.block]
    while stack:
        node = stack.pop()
        if node is comment.body or (node in blocks and node is not comment.block):
            continue
        if isinstance(node.tag, str) and node.tag not in SILENT:
            yield node
            stack.extend(reversed(node))
