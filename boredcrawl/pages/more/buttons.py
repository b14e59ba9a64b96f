"""The buttons by which a page offers comments that are not in it."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text, element_text, squash
from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_WHICH = r"(?:all|the|more|older|newer|previous|earlier|next|remaining|hidden|other|\d[\d,.]*)"
_WHAT = r"(?:comments?|repl(?:y|ies)|answers?|responses?)\b"

# "Load More Comments", "View more comments", "View 3 more replies", "« Older Comments"
LABEL = (
    rf"^[^\w]*(?:(?:load|view|show|see|read|get|fetch|expand|open)\s+(?:{_WHICH}\s+)+{_WHAT}"
    rf"|(?:\d+\s+)?(?:more|older|newer|previous|earlier|next|remaining|hidden)\s+{_WHAT}"
    r"|\d+\s+repl(?:y|ies)\b)"
)
"""What such a button says, written so that a browser's script can use it too."""

_LABEL = re.compile(LABEL, re.IGNORECASE)
_BARE = re.compile(r"\W*(?:load|show|view|see)\s+more\W*", re.IGNORECASE)
_OF_COMMENTS = re.compile(r"comment|repl(?:y|ies)|discuss|thread|respon[ds]", re.IGNORECASE)
_MAYBE = re.compile(r"comment|repl|answer|respon|more", re.IGNORECASE)
_PRESSED = ("a", "button", "input")
# From attributes to elements: 0.35 ms a page, where testing each element takes 0.56.
_ROLES = Find(
    "descendant-or-self::*/@role[.='button']/parent::* | descendant-or-self::*/@onclick/parent::*"
)
LONGEST = 60
"""Characters a button says at most."""


def find_buttons(root: HtmlElement) -> list[HtmlElement]:
    """Find the buttons under an element, in document order; of links to the next page the last.

    >>> from lxml.html import fragment_fromstring
    >>> root = fragment_fromstring(
    ...     '<div><button>Reply</button><a href="#">View more comments</a><p>No more!</p></div>'
    ... )
    >>> [el.tag for el in find_buttons(root)]
    ['a']
    """
    pressed = list(root.iter(*_PRESSED))
    found = [el for el in pressed if is_button(el)]
    others = [el for el in _ROLES(root) if el.tag not in _PRESSED and is_button(el)]
    onward = (el for el in reversed(pressed) if _leads_on(el) and el not in found)
    others += islice(onward, 1)
    if not others:
        return found
    both = {*found, *others}
    return [el for el in root.iter() if el in both]


def _leads_on(element: HtmlElement) -> bool:
    return (
        "next" in (element.get("rel") or "")
        and element.tag == "a"
        and element.get("href") is not None
    )


def is_button(element: HtmlElement) -> bool:
    """Whether an element offers more comments, by what it says."""
    if element.tag == "input":
        said = (element.get("type") in {"submit", "button"} and element.get("value")) or ""
    else:
        said = all_text(element)
        if not _may_offer(said):
            return False
        if len(element):
            said = element_text(element)
    said = squash(said)
    if not said or len(said) > LONGEST:
        return False
    return _LABEL.match(said) is not None or (
        _BARE.fullmatch(said) is not None and _stands_among_comments(element)
    )


@lru_cache(maxsize=8192)
def _may_offer(said: str) -> bool:
    """Tell what cannot be a button by little: a page has a thousand links, a site the same."""
    return len(said) <= LONGEST * 4 and _MAYBE.search(said) is not None


def is_shown(element: HtmlElement) -> bool:
    """Whether nothing in the markup itself hides a button."""
    for up in (element, *element.iterancestors()):
        style = (up.get("style") or "").replace(" ", "").lower()
        if "display:none" in style or up.get("hidden") is not None:
            return False
    return True


def _stands_among_comments(element: HtmlElement) -> bool:
    for up in (element, *element.iterancestors()):
        if up.tag == "body":
            return False
        if _OF_COMMENTS.search(f"{up.get('class') or ''} {up.get('id') or ''}"):
            return True
    return False
