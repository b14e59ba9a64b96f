"""Comments a page prints more than once are one: the thread's tree without its copies.

A page may print a thread twice (a block for phones, one for desks), whole or in part. A
copy is known by its place, not by its words alone: two lists that stand in different
containers of the page, or one list that begins again. Within one list everything counts,
so the same person's two equal words are two comments; over several lists a comment counts
as often as the list that has it most often.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from boredcrawl.items import Comment

Key = tuple[str, ...]
"""What a comment and its copy have in common."""


@dataclass(slots=True, eq=False)
class Node:
    """A comment in its tree; `copies` are the printings that were found to be the same."""

    comment: Comment
    key: Key
    replies: list[Node] = field(default_factory=list)
    copies: list[Node] = field(default_factory=list)


def keys_of(comments: Sequence[Comment]) -> list[Key]:
    """Give what each comment has in common with its copies: the site's id, or who said what.

    An id that different people or different words bear is no comment's own (it is the
    post's, the list's, the person's), and is taken off.
    """
    said = [_said(comment) for comment in comments]
    bearers: dict[str, Key] = {}
    foreign: set[str] = set()
    for comment, key in zip(comments, said, strict=True):
        own_id = comment.site_comment_id
        if own_id:
            first = bearers.setdefault(own_id, key)
            if first is not key and not _may_be_one(first, key):
                foreign.add(own_id)
    for comment in comments:
        if comment.site_comment_id in foreign:
            comment.site_comment_id = None
    return [
        ("id", comment.site_comment_id) if comment.site_comment_id else key
        for comment, key in zip(comments, said, strict=True)
    ]


def _said(comment: Comment) -> Key:
    words = comment.text
    body = comment.body
    if body is not None:
        words = "".join(all_text(body).split())
        if len(body):
            words += " ".join(src for img in body.iter("img") if (src := img.get("src")))
    when = "" if words else comment.posted_raw or ""
    return ("said", comment.commenter.url or "", comment.commenter.name or "", words, when)


def _may_be_one(a: Key, b: Key) -> bool:
    """Tell whether two printings may be of one comment; one of them may be cut short."""
    return a[1:3] == b[1:3] and (a[3].startswith(b[3][:20]) or b[3].startswith(a[3][:20]))


def without_copies(siblings: list[Node]) -> list[Node]:
    """Give the comments of one thread, each once, their replies likewise.

    >>> from boredcrawl.items import Comment
    >>> def said(words, *replies):
    ...     return Node(Comment(text=words), ("said", words), list(replies))
    >>> thread = lambda: [said("Hi", said("Same!")), said("Same!")]
    >>> [(node.key[1], len(node.replies)) for node in without_copies([*thread(), *thread()])]
    [('Hi', 1), ('Same!', 0)]
    """
    kept = _united(_without_flat_copies(_lists(siblings)))
    work = list(kept)
    while work:
        node = work.pop()
        printings = [node.replies, *(copy.replies for copy in node.copies)]
        if any(printings):
            node.replies = _united([part for replies in printings for part in _lists(replies)])
            work += node.replies
    return kept


def _lists(siblings: list[Node]) -> list[list[Node]]:
    """Part siblings into the lists in which the page prints them."""
    if len(siblings) < 2:  # noqa: PLR2004 - one is one list
        return [siblings] if siblings else []
    return [part for held in _by_container(siblings) for part in _where_it_restarts(held)]


def _by_container(siblings: list[Node]) -> list[list[Node]]:
    """Part siblings where two neighbours have less of the page in common than others do."""
    above: list[list[HtmlElement]] = []
    for node in siblings:
        if node.comment.body is None:
            return [siblings]
        above.append(list(node.comment.body.iterancestors())[::-1])
    shared = [
        sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1], zip(a, b, strict=False)))
        for a, b in pairwise(above)
    ]
    most = max(shared)
    parts = [[siblings[0]]]
    for node, depth in zip(siblings[1:], shared, strict=True):
        if depth < most:
            parts.append([])
        parts[-1].append(node)
    return parts


def _where_it_restarts(siblings: list[Node]) -> list[list[Node]]:
    """Part siblings where the list begins again with the same comments.

    One comment that comes twice in a longer list is no restart: people do repeat themselves.
    Nor is an exchange of the same words at other times.
    """
    keys = [(*node.key, node.comment.posted_raw) for node in siblings]
    count = len(keys)
    for start in range(1, count):
        if keys[start] != keys[0]:
            continue
        overlap = min(start, count - start)
        if keys[start : start + overlap] != keys[:overlap]:
            continue
        whole = count % start == 0 and keys == keys[:start] * (count // start)
        if whole or overlap > 1:
            return [siblings[:start], *_where_it_restarts(siblings[start:])]
    return [siblings]


def _without_flat_copies(lists: list[list[Node]]) -> list[list[Node]]:
    """Drop a list that prints the same comments as another one without nesting them."""
    if len(lists) < 2:  # noqa: PLR2004 - nothing to compare
        return lists
    flat = [_in_order(nodes) for nodes in lists]
    nested = {
        tuple(keys) for nodes, keys in zip(lists, flat, strict=True) if len(keys) > len(nodes)
    }
    return [
        nodes
        for nodes, keys in zip(lists, flat, strict=True)
        if len(keys) > len(nodes) or tuple(keys) not in nested
    ]


def _in_order(nodes: Iterable[Node]) -> list[Key]:
    """Give the keys of a list and all replies, as printed."""
    keys: list[Key] = []
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        keys.append(node.key)
        stack += node.replies[::-1]
    return keys


def _united(lists: list[list[Node]]) -> list[Node]:
    """Make one list of several printings; what only one of them has stays in its place."""
    if len(lists) == 1 and len({node.key for node in lists[0]}) == len(lists[0]):
        return lists[0]
    twins: dict[Key, list[Node]] = {}
    after: dict[int, list[Node]] = {}
    for nodes in lists:
        met: Counter[Key] = Counter()
        last = 0
        is_copy = any(node.key in twins for node in nodes)
        for node in nodes:
            same = twins.setdefault(node.key, [])
            nth = 0 if node.key[0] == "id" else met[node.key]
            met[node.key] += 1
            if nth < len(same):
                same[nth].copies.append(node)
                last = id(same[nth])
            else:
                same.append(node)
                followers = after.setdefault(last, [])
                followers.insert(0 if is_copy else len(followers), node)
                last = id(node)
    kept: list[Node] = []
    stack = after.get(0, [])[::-1]
    while stack:
        node = stack.pop()
        kept.append(node)
        stack += after.get(id(node), [])[::-1]
    return kept
