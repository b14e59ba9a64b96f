"""Where a page shows times: the marks by which comments are found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text, squash

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Tried on every short text of a page before the whole form is: one expression for all of
# these takes four times as long (November 2026).
_DIGIT = re.compile(r"\d")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*(?:utc|gmt|[a-z]{2,4}t))?"
_UNIT = r"(?:s|sec|second|m|min|minute|h|hr|hour|d|day|w|wk|week|mo|mon|month|y|yr|year)s?"
_AGO = (
    rf"(?:(?:about|almost|over|around|nearly|more than|less than|~)\s*)?"
    rf"(?:an?|one|\d+|(?:a )?few|a couple of|several)\s*{_UNIT}\s+ago"
    r"|just now|moments? ago|right now"
)
_DATE = (
    rf"{_MONTH}\s+{_DAY}(?:,?\s+\d{{4}})?|{_DAY}\s+(?:of\s+)?{_MONTH},?(?:\s+\d{{4}})?"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|yesterday|today"
)
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
# Seen: • about 2 hours ago / 4 months ago (edited) / Posted on Jan 14th, 2014 at 10:22 am
_TIME = re.compile(
    r"[\s•·|»,:\u2013—(-]*(?:posted|commented|published|replied|added|said|edited|wrote)?"
    r"\s*(?:on|at)?\s*:?\s*"
    rf"(?:{_AGO}|{_WEEKDAY}(?:{_DATE})(?:(?:\s*[,T@•·|\u2013-]?\s*(?:at\s+)?){_CLOCK})?"
    rf"|{_CLOCK},?\s+(?:on\s+)?{_WEEKDAY}(?:{_DATE}))"
    r"[\s•·|,:.)\u2013—-]*(?:[([]?\s*edited\s*[)\]]?)?[\s•·|,:.)\u2013—-]*",
    re.IGNORECASE,
)
LONGEST = 90
"""Characters a time has at most, with the words around it."""


@dataclass(slots=True)
class Mark:
    """A time shown in a page: as a child text of `element`, after the child `after`."""

    element: HtmlElement
    after: HtmlElement | None
    words: str
    machine: str | None = None
    """What an attribute says to programs (`datetime`, `title`)."""


def may_be_time(text: str) -> bool:
    """Whether a text has a digit, or a word of a time without one."""
    if "ago" in text or "oday" in text or "ust now" in text:
        return True
    return "esterday" in text or "moment" in text or _DIGIT.search(text) is not None


def is_time(text: str) -> bool:
    """Whether a text is a time and nothing else.

    >>> [is_time(t) for t in ("• about 2 hours ago", "SEP 7, 2026", "She left 2 years ago")]
    [True, True, False]
    """
    return len(text) < LONGEST and _TIME.fullmatch(text) is not None


def mark_of_tag(element: HtmlElement) -> Mark | None:
    """Read a `<time>`, or an `<abbr>` with a time as its title."""
    machine = element.get("datetime")
    if machine is None and element.tag == "abbr":
        machine = element.get("title")
        if machine is None or not is_time(squash(machine)):
            return None
    words = squash(all_text(element))
    if len(words) >= LONGEST or not (words or machine):
        return None
    return Mark(element, None, words or str(machine), machine)
