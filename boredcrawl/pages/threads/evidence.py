"""Whether a page has a discussion, and whether what was found is one."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from boredcrawl.pages.finding import Find
from boredcrawl.pages.threads.groups import OF_COMMENT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from boredcrawl.pages.comments import Discussion

_PRESSED = Find("descendant::*[self::a or self::button or @role='button']")
_ANSWER = re.compile(
    r"\W*(?:reply|quote|answer|antworten|zitieren|r[eé]pondre|citer|responder|citar|rispondi|cita"
    r"|reageer|svara?|besvar|odpowiedz|ответить|like|upvote|report(?: comment)?)\b",
    re.IGNORECASE,
)
_ENOUGH = 0.6
_FEWEST = 2


def may_have_comments(root: HtmlElement) -> bool:
    """Whether anything on the page is there to answer with."""
    return len(_answers(root, _FEWEST)) == _FEWEST


def is_discussion(found: Discussion) -> bool:
    """Whether comments that were read from times alone are more than dated teasers.

    Most have an author and a text, stand in something called after comments, and can be
    answered.
    """
    comments = found.comments
    whole = sum(one.commenter.name is not None and one.body is not None for one in comments)
    if len(comments) < _FEWEST or whole < _ENOUGH * len(comments):
        return False
    called = sum(map(_is_called_so, found.elements))
    answered = sum(len(_answers(el, 1)) for el in found.elements)
    return min(called, answered) >= _ENOUGH * len(found.elements)


def _answers(root: HtmlElement, most: int) -> list[HtmlElement]:
    found: list[HtmlElement] = []
    for el in _PRESSED(root):
        said = el.text or (el[0].text if len(el) else None) or el.get("aria-label")
        if said and _ANSWER.match(said):
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
