"""What a short text of a discussion is, told by its words alone: button, role, count."""

from __future__ import annotations

import re
from functools import lru_cache

# The words that go around every comment of a page: its buttons, links and separators.
_FURNITURE = re.compile(
    r"reply(?: to .{1,60})?|report(?: comment)?|share|edit|delete|flag|quote|permalink|link"
    r"|copy link|(?:up|down)-?vote|(?:dis)?like|vote arrow (?:up|down)|thumbs? (?:up|down)"
    r"|votar .{1,20}"
    r"|(?:load|view|show|see|read|hide|expand)(?: all| \d+)*(?: more| less| fewer| previous)?"
    r"(?: (?:replies|reply|comments?|answers?))?(?:\s*\(\d+\))?(?:\s*arrow down menu)?"
    r"|\d+ (?:more )?(?:repl(?:y|ies)|answers?|comments?)|more|less|follow|premium|pinned|new|dots"
    r"|add (?:a|photo) comments?|comment actions|post|log ?in to .{1,40}"
    r"|says|said|wrote|by|permanent link|advertisement|in reply to|posted|\(?edited\)?"
    r"|arrow down menu|read more »|read less »"
    r"|\S+ avatar|[\s•·|,.:;()»«…/\u2013—#-]*",
    re.IGNORECASE,
)
_INVITING = re.compile(
    r"reply|quote|report(?: comment)?$|permalink|(?:load|view|show) .{0,20}(?:repl|comment)|likes?$"
    r"|(?:up|down)-?vote|vote arrow",
    re.IGNORECASE,
)
_SHORT = 80
"""Characters a text has at most that is not somebody's own words."""

_PUNCTUATION = " \t•·|,.:;…»«"
_NUMBER = re.compile(r"[+-]?\d[\d.,]*k?", re.IGNORECASE)
_LONGEST_NUMBER = 24
LONGEST_ROLE = 40
_POINTS = re.compile(r"([+-]?\d[\d.,]*k?)\s*(?:points?|votes?|likes?|upvotes?)", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:(?:community|bored ?panda|site|forum|senior|junior|new|full|super|global|active|verified"
    r"|registered|premium) )?(?:member|staff|moderator|mod|admin|administrator|editor|writer"
    r"|author|contributor|newbie|subscriber)(?: team)?",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"[(\[]?\s*edited(?:\s+(?:by \w+|on .{4,30}|at .{4,30}|.{1,20} ago))?\s*[)\]]?", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def is_furniture(text: str) -> bool:
    """Whether a text is one of the words around every comment.

    >>> [is_furniture(t) for t in ("Reply", "Load More Replies...", "View more comments", "Same!")]
    [True, True, True, False]
    """
    return len(text) < _SHORT and _FURNITURE.fullmatch(text.strip(_PUNCTUATION)) is not None


@lru_cache(maxsize=8192)
def invites(text: str) -> bool:
    """Whether a word around a text invites to discuss: that stands under comments only.

    >>> [invites(t) for t in ("Reply", "View more replies", "Share")]
    [True, True, False]
    """
    return _INVITING.match(text) is not None


@lru_cache(maxsize=8192)
def is_role(text: str) -> bool:
    """Whether a text says what somebody is on the site.

    >>> [is_role(t) for t in ("Community Member", "BoredPanda Staff", "Staff were kind")]
    [True, True, False]
    """
    return len(text) < LONGEST_ROLE and _ROLE.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def says_edited(text: str) -> bool:
    """Whether a text is the mark of an edited comment."""
    return len(text) < _SHORT and _EDITED.fullmatch(text.strip(_PUNCTUATION)) is not None


def number(text: str) -> int | None:
    """Read a count as sites write it.

    >>> number("1,204"), number("-3"), number("8K"), number("1.5k")
    (1204, -3, 8000, 1500)
    """
    if not _NUMBER.fullmatch(text):
        return None
    digits = text.rstrip("kK")
    if digits != text:
        return round(float(digits.replace(",", ".")) * 1000)
    return int(re.sub(r"[.,]", "", digits))


def count(text: str) -> int | None:
    """Read a number with or without what it counts.

    >>> count("12points"), count("-3"), count("some")
    (12, -3, None)
    """
    if len(text) > _LONGEST_NUMBER:
        return None
    said = _POINTS.fullmatch(text)
    return number(said[1] if said else text)
