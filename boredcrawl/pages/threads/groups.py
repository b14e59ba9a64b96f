"""Runs of elements of one page that may be its comments: numbered alike, or named alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text
from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_NUMBERED = Find("descendant::*/@id/parent::*")
_NEVER_BLOCKS = frozenset(
    (
        *("input", "script", "style", "ins", "img", "svg", "path", "g", "form", "iframe", "link"),
        *("textarea", "button", "select", "label", "template", "option", "noscript"),
    )
)
_DIGITS = re.compile(r"\d+")
# comment-5f3a9c01-22d1, reply_64afc0e2
_HEXED = re.compile(
    r"^(.*(?:comment|reply|post|message|msg|answer)s?[-_:]?)([0-9a-f]{8,}(?:-[0-9a-f]{4,})*)$",
    re.IGNORECASE,
)
_HEX = "0123456789abcdefABCDEF\n"
_NEVER = re.compile(
    r"menu|nav|widget|sidebar|footer|header|banner|advert|^ad[-_]|tab|slide|carousel|gallery"
    r"|image|img|video|player|avatar|form|input|button|rating|share|toc|related|tooltip|modal"
    r"|recipe|wprm|tasty|ingredient|instruction|^h-|heading|section|block-#",
    re.IGNORECASE,
)
"""How ids of what is numbered but no comment are called."""

OF_COMMENT = re.compile(
    r"comment|repl(?:y|ies)|respon[ds]|answer|discuss|kommentar|coment|reaction|reactie|pingback",
    re.IGNORECASE,
)
OF_ONE = re.compile(r"(?:^|[-_])(?:comment|pingback|trackback)-?(?:id|item)?[-_]?#$", re.IGNORECASE)
"""How the id of a single comment is called: certain enough to need no second one."""

OF_POST = re.compile(r"post|message|msg|topic|thread|^p#$|^#$", re.IGNORECASE)
_STEMS = (
    *("comment", "repl", "respon", "answer", "discuss", "kommentar", "coment", "reacti"),
    *("pingback", "post", "message", "msg", "topic", "thread"),
)
"""What a class has of which `OF_COMMENT` or `OF_POST` can be said: most have none."""

_BLOCKS = ("div", "li", "article", "section", "tr", "td", "table", "dl")
_VARYING = re.compile(r"\d|^(?:odd|even|alt|first|last|is-|has-|by|bg)", re.IGNORECASE)
_MOST = 8
"""Groups looked at closely on one page, the most promising first."""

_NEARLY_ALL = 0.8
_LONGEST = 600
"""Posts on one page at most: beyond, it is a table of something. Comments may be thousands."""


@dataclass(slots=True, eq=False)
class Block:
    """What may be one comment: its own element, or several in a row."""

    element: HtmlElement
    roots: list[HtmlElement]
    number: str | None = None
    parent: int | None = None
    """The index of the block whose element holds this one."""


@dataclass(slots=True)
class Group:
    """Blocks called alike, in document order."""

    name: str
    blocks: list[Block] = field(default_factory=list)
    is_numbered: bool = True

    @property
    def elements(self) -> set[HtmlElement]:
        """The roots of all blocks."""
        return {root for block in self.blocks for root in block.roots}


def find_groups(root: HtmlElement, *, is_forum: bool) -> Iterator[Group]:
    """Give what may be the comments under an element, the most promising first.

    They are called after comments, or stand in what is; in a forum they may be called
    anything. A single one must be called a comment and nothing else.
    """
    seen: set[tuple[HtmlElement, ...]] = set()
    for find in (_by_number, _by_name):
        ranked = sorted(
            (
                (_worth(name, members), name, members)
                for name, members in find(root)
                if is_forum or speaks_of_comments(name, members[0])
            ),
            key=lambda group: -group[0],
        )
        for worth, name, members in ranked[:_MOST]:
            if worth <= 0 or tuple(members) in seen:
                continue
            seen.add(tuple(members))
            group = Group(name, [Block(el, [el]) for el in members], find is _by_number)
            _nest(group)
            _number(group)
            yield group


def is_made_of(outer: Group, inner: Group) -> bool:
    """Whether the blocks of one group are wrappers of another's, that hold all of their text.

    Seen: a whole discussion printed once for desktops and once for phones.
    """
    wrappers = outer.elements
    if len(inner.blocks) <= len(wrappers):
        return False
    tops = [block.element for block in inner.blocks if block.parent is None]
    if not all(any(up in wrappers for up in el.iterancestors()) for el in tops):
        return False
    return _length(tops) > _NEARLY_ALL * _length(wrappers)


def _length(elements: Iterable[HtmlElement]) -> int:
    return sum(len(all_text(el)) for el in elements)


def speaks_of_comments(name: str, first: HtmlElement) -> bool:
    """Whether a group or what its first member stands in is called after comments."""
    if _of_comments(name) or _of_comments(first.get("class") or ""):
        return True
    for up in first.iterancestors():
        if up.tag == "body":
            break
        names = up.get("class")
        if names and _of_comments(names):
            return True
        names = up.get("id")
        if names and _of_comments(names):
            return True
    return False


@lru_cache(maxsize=16384)
def _of_comments(names: str) -> bool:
    return OF_COMMENT.search(names) is not None


def _by_number(root: HtmlElement) -> Iterator[tuple[str, list[HtmlElement]]]:
    found: dict[str, list[HtmlElement]] = {}
    first: dict[str, HtmlElement] = {}  # a theme may give a part the id of the whole
    for el in _NUMBERED(root):
        written = el.get("id") or ""
        pattern = pattern_of(written)
        if pattern is None or el.tag in _NEVER_BLOCKS:
            continue
        twin = first.setdefault(written, el)
        if twin is el or twin not in el.iterancestors():
            found.setdefault(pattern, []).append(el)
    for pattern, members in found.items():
        if len(members) == 1 and not OF_ONE.search(pattern):
            continue
        if len(members) <= _LONGEST or _of_comments(pattern):
            yield pattern, members


@lru_cache(maxsize=16384)
def pattern_of(written: str) -> str | None:
    """Write an id with its numbers left out; None where it has none.

    >>> pattern_of("comment-123"), pattern_of("reply_64afc0e2ab"), pattern_of("menu-item-7")
    ('comment-#', 'reply_#', None)
    """
    match = None if written[-4:].strip(_HEX) else _HEXED.match(written)
    if match:
        return f"{match[1]}#"
    pattern = _DIGITS.sub("#", written)
    return None if pattern == written or _NEVER.search(pattern) else pattern


def _by_name(root: HtmlElement) -> Iterator[tuple[str, list[HtmlElement]]]:
    found: dict[tuple[str, str], list[HtmlElement]] = {}
    for el in root.iter(*_BLOCKS):
        names = el.get("class") or el.get("itemprop")
        if names is not None:
            for name in names_of(names):
                found.setdefault((el.tag, name), []).append(el)
    for (tag, name), members in found.items():
        if 1 < len(members) <= _LONGEST:
            yield f"{tag}.{name}", members


@lru_cache(maxsize=16384)
def names_of(names: str) -> tuple[str, ...]:
    """Choose the class names that speak of comments: the first and the shortest.

    The others say how one comment differs from the rest.

    >>> names_of("comment byuser comment-author-ann thread-even depth-1"), names_of("menu")
    (('comment',), ())
    """
    low = names.lower()
    if not any(map(low.__contains__, _STEMS)):
        return ()
    kept = [one for one in names.split() if not _VARYING.search(one)]
    said = [one for one in kept if OF_COMMENT.search(one) or OF_POST.search(one)]
    return tuple(dict.fromkeys((said[0], min(said, key=len)))) if said else ()


def _worth(name: str, members: list[HtmlElement]) -> float:
    """Measure the text of the members; what is called a comment goes before what is not."""
    length = _length(members)
    if _of_comments(name) or _of_comments(members[0].get("class") or ""):
        return length * 8.0
    return length * (2.0 if OF_POST.search(name) else 1.0)


def _nest(group: Group) -> None:
    index = {block.element: at for at, block in enumerate(group.blocks)}
    for block in group.blocks:
        for up in block.element.iterancestors():
            if up in index:
                block.parent = index[up]
                break


def _number(group: Group) -> None:
    """Number the blocks by the part of their ids that tells most of them apart."""
    runs: list[list[str]] = []
    for block in group.blocks:
        written = block.element.get("id") or ""
        match = _HEXED.match(written)
        runs.append([match[2]] if match else _DIGITS.findall(written))
    width = min(map(len, runs), default=0)
    if not width:
        return
    best = max(range(width), key=lambda at: (len({r[at] for r in runs}), len(runs[0][at])))
    if len({r[best] for r in runs}) < len(runs) * 0.5:
        return
    for block, run in zip(group.blocks, runs, strict=True):
        block.number = run[best]
