"""Whether a page has a discussion, and whether what was found is one."""

from __future__ import annotations

import re
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text
from boredcrawl.pages.finding import Find
from boredcrawl.pages.threads.groups import OF_COMMENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from boredcrawl.pages.comments import Discussion

_PRESSED = Find("descendant::*[self::a or self::button or @role='button']")
_PLAYED = Find("descendant::*/@role/parent::*")
_ANSWER = re.compile(
    r"\W*(?=[rqazcsbolu\u043e])(?:reply|quote|answer|antworten|zitieren|r[eé]pondre|citer|responder"
    r"|citar|rispondi|cita|reageer|svara?|besvar|odpowiedz|ответить|like|upvote"
    r"|report(?: comment)?)\b",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\W*(?:reply|quote|answer|antworten|zitieren|r[eé]pondre|citer|responder|citar|rispondi|cita"
    r"|reageer|svara?|besvar|odpowiedz|ответить)\W*$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"comment|repl(?:y|ies)|responses|discussion|kommentar|commentaire|coment[aá]rio|commenti"
    r"|reacties|what do you think|join the conversation",
    re.IGNORECASE,
)
_ASKING = Find(
    "descendant::*[self::textarea or self::input or self::h2 or self::h3 or self::h4 or self::h5]"
)
_ENOUGH = 0.6
_NEARLY_ALL = 0.9
_FEWEST = 2


def may_have_comments(root: HtmlElement) -> bool:
    """Whether anything on the page is there to answer with."""
    played = (el for el in _PLAYED(root) if el.get("role") == "button")
    buttons = (el for el in played if el is not root and el.tag not in {"a", "button"})
    return len(_answers(chain(root.iter("a", "button"), buttons), _FEWEST)) == _FEWEST


def is_discussion(found: Discussion, root: HtmlElement) -> bool:
    """Whether comments that were read from times alone are more than dated teasers.

    Most have an author and a text, stand in something called after comments, and can be
    answered. Where classes say nothing, nearly all have a button to reply with, and a
    heading or a field of the page speaks of comments.
    """
    comments = found.comments
    whole = sum(one.commenter.name is not None and one.body is not None for one in comments)
    if len(comments) < _FEWEST or whole < _ENOUGH * len(comments):
        return False
    called = sum(map(_is_called_so, found.elements))
    answered = sum(len(_answers(_PRESSED(el), 1)) for el in found.elements)
    count = len(found.elements)
    if min(called, answered) >= _ENOUGH * count:
        return True
    replied = sum(len(_answers(_PRESSED(el), 1, _REPLY)) for el in found.elements)
    return replied >= _NEARLY_ALL * count and any(map(_speaks, _ASKING(root)))


def _speaks(element: HtmlElement) -> bool:
    """Whether a heading or a field to write in speaks of comments."""
    if element.tag in {"input", "textarea"}:
        said = f"{element.get('placeholder') or ''} {element.get('aria-label') or ''}"
    else:
        said = all_text(element)
    return _SPEAKS.search(said) is not None


def _answers(
    pressed: Iterable[HtmlElement], most: int, words: re.Pattern[str] = _ANSWER
) -> list[HtmlElement]:
    """Give the first of what can be pressed that are there to answer with."""
    found: list[HtmlElement] = []
    for el in pressed:
        said = el.text or (el[0].text if len(el) else None) or el.get("aria-label")
        if said and words.match(said):
            found.append(el)
            if len(found) == most:
                break
    return found


def _is_called_so(element: HtmlElement) -> bool:
    ups = takewhile(lambda up: up.tag != "body", (element, *element.iterancestors()))
    inside = (el for el, _ in zip(element.iter(), range(4), strict=False))
    return any(
        OF_COMMENT.search(f"{el.get('class') or ''} {el.get('id') or ''}")
        for el in (*ups, *inside)
        if isinstance(el.tag, str)
    )
