"""Comment threads read by their structure, without a site's class names.

A discussion is a run of blocks of which each has an author, a time and a text. Starting
from the times, each block is read outward (`comment_header`, `comment_body`), and who
answers whom is told from where the blocks stand (`comment_tree`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from boredcrawl.items import Comment
from boredcrawl.pages.comment_body import read_body
from boredcrawl.pages.comment_header import Found, read_header
from boredcrawl.pages.comment_ids import read_ids
from boredcrawl.pages.comment_moulds import Moulds
from boredcrawl.pages.comment_tree import find_parents
from boredcrawl.pages.comment_words import number
from boredcrawl.pages.enclosing import chain
from boredcrawl.pages.survey import Survey, survey

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from lxml.html import HtmlElement

    from boredcrawl.pages.comment_times import Mark

_SPEAKS_OF_COMMENTS = re.compile(
    r"comment|discuss|repl(?:y|ies)\b|respon(?:d|se)s?\b|thread|disqus|forum|\bpost[-_]?\d",
    re.IGNORECASE,
)
_NOT_COMMENTS = frozenset(("blockquote", "figure", "nav", "table", "h1", "h2", "h3"))


@dataclass(slots=True)
class Discussion:
    """All comments printed in a page, and the elements that hold nothing else."""

    comments: tuple[Comment, ...]
    elements: tuple[HtmlElement, ...]


_DECORATION = " •·|,»"
_AROUND = 3
"""Elements outward of a comment's header among which its text may still be found."""

NO_ITEMS: Mapping[HtmlElement, int] = {}


def read_thread(
    root: HtmlElement, base: str, items: Mapping[HtmlElement, int] = NO_ITEMS
) -> tuple[Comment, ...]:
    """Read the comments under an element, as printed: a doubled block gives them twice.

    `items` maps the elements of list items to their positions.
    """
    return find_discussion(root, base, items).comments


def find_discussion(
    root: HtmlElement,
    base: str,
    items: Mapping[HtmlElement, int] = NO_ITEMS,
    surveyed: Survey | None = None,
) -> Discussion:
    """Find and read the comments of a page; `surveyed` if it was surveyed already."""
    found = _read_marks(surveyed or survey(root), base)
    if not found:
        return Discussion((), ())
    find_parents(found, items)
    ids = read_ids(found)
    comments = tuple(
        Comment(
            commenter=comment.commenter,
            parent=ids.parents[index] if ids.parents[index] is not None else comment.parent,
            list_item=comment.list_item,
            site_comment_id=ids.own[index],
            posted_raw=comment.mark.words.strip(_DECORATION),
            posted_machine=comment.mark.machine,
            is_edited=comment.is_edited,
            score=comment.score,
            body=comment.body,
        )
        for index, comment in enumerate(found)
    )
    return Discussion(comments, _holders(found))


def _read_marks(surveyed: Survey, base: str) -> list[Found]:
    """Read the comments that have these times; what turns out to be none is left out."""
    marks = _in_place(surveyed.times)
    if not marks:
        return []
    headlines = {up for h1 in surveyed.headlines for up in chain(h1)}
    marked = _around(marks)
    moulds = Moulds(marked, base)
    found: list[Found] = []
    for mark in marks:
        comment = moulds.read(mark)
        if comment is None:
            comment = read_header(mark, marked, base)
            read_body(comment, marked, headlines)
            moulds.learn(comment)
        found.append(comment)
    found = _one_time_each(found)
    if sum(comment.body is None for comment in found) * 2 > len(found):
        for comment in found:
            if comment.body is None:
                read_body(comment, marked, headlines, flat=True)
    _take_usual_body(found)
    return [c for c in found if c.block not in headlines and _is_comment(c, headlines)]


def _take_usual_body(found: list[Found]) -> None:
    """Give comments without a text what is like the others' texts.

    Somebody may write "Reply" and nothing else: only its place tells it from a button.
    """
    usual = Counter((c.body.tag, c.body.get("class")) for c in found if c.body is not None)
    if not usual:
        return
    (tag, names), _ = usual.most_common(1)[0]
    blocks = {comment.block for comment in found}
    for comment in found:
        if names is None or not (comment.body is None or _is_count(comment, tag, names)):
            continue
        for up in islice(chain(comment.block), _AROUND):
            inside = (el for el in up.iterdescendants() if el in blocks)
            if any(el is not comment.block for el in inside):
                break
            like = [el for el in up.iter(tag) if el.get("class") == names]
            if len(like) == 1:
                if comment.body is not None:  # the text is empty, and its score was taken for it
                    comment.score = number(comment.words)
                comment.body, comment.block = like[0], up
                break


def _is_count(comment: Found, tag: str, names: str) -> bool:
    """Whether a number was taken for the text, in another place than the others' texts."""
    body = comment.body
    if body is None or (body.tag, body.get("class")) == (tag, names):
        return False
    return number(comment.words) is not None


def _around(marks: list[Mark]) -> dict[HtmlElement, HtmlElement]:
    """Give all elements that hold a time, each with the first one it holds."""
    marked: dict[HtmlElement, HtmlElement] = {}
    for mark in marks:
        for up in chain(mark.element):
            if up in marked:
                break
            marked[up] = mark.element
    return marked


def _in_place(marks: list[Mark]) -> list[Mark]:
    """Leave out the times in quoted posts, headings and menus."""
    known: dict[HtmlElement, bool] = {}
    kept: list[Mark] = []
    for mark in marks:
        way: list[HtmlElement] = []
        is_elsewhere = False
        for up in mark.element.iterancestors():
            if up in known:
                is_elsewhere = known[up]
                break
            way.append(up)
            if up.tag in _NOT_COMMENTS:
                is_elsewhere = True
                break
        known.update(dict.fromkeys(way, is_elsewhere))
        if not is_elsewhere:
            kept.append(mark)
    return kept


def _one_time_each(found: list[Found]) -> list[Found]:
    """Drop second times in one header ("2 hours ago, edited 1 hour ago")."""
    kept: list[Found] = []
    for comment in found:
        last = kept[-1] if kept else None
        if last and comment.commenter.name is None and _beside(last.mark, comment.mark):
            last.is_edited = last.is_edited or comment.is_edited
            continue
        kept.append(comment)
    return kept


def _beside(one: Mark, other: Mark) -> bool:
    """Whether two times stand in one line."""
    parents = (one.element, one.element.getparent())
    return other.element in parents or other.element.getparent() in parents


def _is_comment(comment: Found, headlines: Container[HtmlElement]) -> bool:
    """Whether there is evidence of a discussion: its buttons, or what its markup is called.

    What holds the headline, one of `headlines`, is called after the article.
    """
    if comment.body is None and comment.commenter.name is None:
        return False
    if comment.controls:
        return True
    for up in chain(comment.mark.element):
        if up.tag == "body" or up in headlines:
            break
        names = " ".join(filter(None, map(up.get, ("class", "id", "itemtype", "itemprop"))))
        if _SPEAKS_OF_COMMENTS.search(names):
            return True
    return False


def _holders(found: list[Found]) -> tuple[HtmlElement, ...]:
    """Give the elements of the comments that answer no other."""
    return tuple(c.block if c.unit is None else c.unit for c in found if c.parent is None)
