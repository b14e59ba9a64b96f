"""Credit lines: whose picture it is, told from the article's own words."""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST = 200
"""A longer line that begins like a credit is a paragraph about one."""

# "Image credits: Prostock-studio/Envato (not the actual photo)": a credit wherever it stands
_NAMED = re.compile(
    r"(?P<before>.*?)(?:^|(?<=\s)|(?<=[.!?)]))"
    r"(?:image|photo|picture|pic|video|cover image|screenshot)s?[\s-]*credits?"
    r"(?: to)?\s*[:\u2013\u2014-]\s*"
    r"(?P<who>.+)",
    re.IGNORECASE | re.DOTALL,
)
# "Photo by Ann Lee on Unsplash", "Credit: NASA", "© Ann Lee": a credit only below a picture
_BELOW = re.compile(
    r"(?:(?:image|photo|picture|video)s?(?:\s+(?:via|by|from|courtesy(?: of)?))\s*:?"
    r"|(?:credits?|courtesy(?: of)?|source|image|photo|via)\s*:|©|\(c\))\s*(?P<who>.+)",
    re.IGNORECASE | re.DOTALL,
)
# said of stock pictures, to the reader and not of anybody
_STAGED = re.compile(
    r"\s*\(((?:not the actual|illustrative|for illustration|stock)[^()]*)\)", re.IGNORECASE
)


class Credit(NamedTuple):
    """What a line under a picture says: its caption, if any, and whose picture it is."""

    who: str | None
    caption: str | None


def read_credit(line: str, *, below_picture: bool) -> Credit | None:
    """Read a line as a credit; None for the article's own text.

    >>> read_credit("Image credits: Lantern/Envato (not the actual photo)", below_picture=False)
    Credit(who='Lantern/Envato', caption=None)
    >>> read_credit("A cat. Photo credit: Ann Lee", below_picture=True)
    Credit(who='Ann Lee', caption='A cat.')
    >>> read_credit("Credit: Ann Lee", below_picture=False) is None
    True
    """
    if len(line) > _LONGEST:
        return None
    match = _NAMED.fullmatch(line) if "redit" in line or "REDIT" in line else None
    if match is not None and match["before"] and not below_picture:
        match = None  # "He asked for photo credit: ..." inside a paragraph
    if match is None:
        match = _BELOW.fullmatch(line) if below_picture else None
        if match is None:
            return None
        before = ""
    else:
        before = match["before"].strip()
    who = match["who"]
    staged = _STAGED.search(who)
    if staged is not None:
        who = who[: staged.start()] + who[staged.end() :]
    return Credit(who.strip(" \n|•·") or None, before or None)
