"""What an element of a block says in words, its controls and its author's signature left out."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import squash
from boredcrawl.pages.threads.parts import CLOSED, is_to_write

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER = re.compile(
    r"signature|(?:^|[\s_-])sig(?:$|[\s_\d-])|last-?edit|edited|postprofile|user-?info|toolbar|controls"
    r"|actions?(?:$|\s)|buttons?(?:$|\s)|share|report|replies-to|attach|reactions-?bar|likes?(?:$|\s|-)",
    re.IGNORECASE,
)
"""How parts of a post are called that are not its text."""


def is_named_otherwise(node: HtmlElement) -> bool:
    """Whether an element is called what is no text: a signature, a row of buttons."""
    names, own = node.get("class"), node.get("id")
    return (names is not None and _names_otherwise(names)) or (
        own is not None and _names_otherwise(own)
    )


@lru_cache(maxsize=16384)
def _names_otherwise(names: str) -> bool:
    return _NEVER.search(names) is not None


def words_of(element: HtmlElement) -> str:
    """Give an element's text in one line, controls and signatures left out."""
    if not len(element):
        return squash(element.text or "")
    said: list[str] = []
    _take_words(element, said)
    return squash(" ".join(said))


def _take_words(element: HtmlElement, said: list[str]) -> None:
    if element.text:
        said.append(element.text)
    for child in element:
        tag = child.tag
        if (
            isinstance(tag, str)
            and tag not in CLOSED
            and not is_to_write(child)
            and not is_named_otherwise(child)
        ):
            _take_words(child, said)
        if child.tail:
            said.append(child.tail)
