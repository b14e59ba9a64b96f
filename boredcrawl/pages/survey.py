"""One walk over a page that notes whatever is looked for later.

A search of its own (XPath) for times, for labels, for links would cost as much each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import squash
from boredcrawl.pages.comment_times import LONGEST, MAY_BE_TIME, Mark, is_time, mark_of_tag

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass(slots=True)
class Survey:
    """What one walk found, each in document order."""

    times: list[Mark] = field(default_factory=list)
    links: list[HtmlElement] = field(default_factory=list)
    articles: list[HtmlElement] = field(default_factory=list)
    headlines: list[HtmlElement] = field(default_factory=list)
    named: list[tuple[HtmlElement, str]] = field(default_factory=list)
    """Short texts that the caller asked for, with the elements that begin with them."""


_NOTHING = re.compile(r"(?!)")


def survey(root: HtmlElement, asked: re.Pattern[str] = _NOTHING) -> Survey:
    """Walk over everything under the element; `asked` matches the starts of short texts."""
    found = Survey()
    times, named = found.times, found.named
    kept = {
        "a": found.links.append,
        "article": found.articles.append,
        "h1": found.headlines.append,
    }
    may_be_time, asks = MAY_BE_TIME.search, asked.match
    inside: HtmlElement | None = None
    for el in root.iter():
        tag = el.tag
        if tag in kept:
            kept[tag](el)
        text = el.text
        if text and len(text) < LONGEST:
            if asks(text) and isinstance(tag, str):
                named.append((el, squash(text)))
            if may_be_time(text) and isinstance(tag, str):
                words = squash(text)
                if is_time(words) and not _is_within(el, inside):
                    times.append(Mark(el, None, words, el.get("datetime")))
                    inside = el
                    continue
        if tag in _SAYS_TIME and not _is_within(el, inside):
            mark = mark_of_tag(el)
            if mark is not None:
                times.append(mark)
                inside = el
                continue
        tail = el.tail
        if tail and len(tail) < LONGEST and may_be_time(tail):
            words = squash(tail)
            parent = el.getparent()
            if parent is not None and is_time(words) and not _is_within(parent, inside):
                times.append(Mark(parent, el, words))
    return found


def _is_within(el: HtmlElement, outer: HtmlElement | None) -> bool:
    """Whether an element stands in the last one with a time: `<time><a>1 hour ago</a></time>`."""
    return outer is not None and (el is outer or outer in el.iterancestors())


_SAYS_TIME = frozenset(("time", "abbr", "relative-time"))
