"""What an endpoint answers: comments as elements, and how to go on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import lxml.html
from lxml import etree

from boredcrawl.pages.comments import find_discussion
from boredcrawl.pages.more.buttons import find_buttons
from boredcrawl.pages.more.objects import find_group, onward_of
from boredcrawl.pages.more.printing import printed
from boredcrawl.pages.survey import survey
from boredcrawl.pages.threads import read_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from boredcrawl.pages.more.objects import Onward


@dataclass(slots=True)
class Answer:
    """The comments an endpoint gave, as elements to be put into the page."""

    nodes: list[HtmlElement] = field(default_factory=list)
    onward: Onward | None = None
    """What the answer says of going on; buttons among its elements say it themselves."""
    is_printed: bool = False
    """Whether the elements are ours, made from objects, not the site's own markup."""
    tokens: dict[HtmlElement, str] = field(default_factory=dict)
    """Buttons we printed for groups of replies that have more, with their tokens."""


def read_answer(text: str, url: str) -> Answer:
    """Read an answer: objects in JSON, HTML in JSON, a piece of HTML, a whole page.

    >>> answer = read_answer('{"comments": [{"author": "Ann", "text": "Hi", "date": "today"}]}', "")
    >>> [node.text_content() for node in answer.nodes], answer.onward
    (['Ann todayHiReply'], None)
    """
    text = text.strip().replace("\\x00", "")
    if text[:1] in {"{", "[", '"'}:
        try:
            return _of_json(json.loads(text), url)
        except ValueError:
            return Answer()
    return _of_html(text, url)


def _of_json(data: Any, url: str) -> Answer:
    if isinstance(data, str):
        return _of_html(data, url)
    group = find_group(data)
    if group is not None:
        tokens: dict[HtmlElement, str] = {}
        nodes = [node for said in group.comments for node in printed(said, tokens)]
        return Answer(nodes=nodes, onward=group.onward, is_printed=True, tokens=tokens)
    answer = _of_html(_longest_html(data), url)
    answer.onward = onward_of(data)
    return answer


def _longest_html(data: Any) -> str:
    best = ""
    work = [data]
    while work:
        value = work.pop()
        if isinstance(value, dict):
            work += value.values()
        elif isinstance(value, list):
            work += value
        elif isinstance(value, str) and "<" in value and len(value) > len(best):
            best = value
    return best


def _of_html(text: str, url: str) -> Answer:
    if not text or "<" not in text:
        return Answer()
    try:
        if "<html" in text[:2000].lower() or "<!doctype" in text[:100].lower():
            root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
            discussion = read_blocks(root, url) or find_discussion(root, url)
            return Answer(nodes=[*discussion.elements, *find_buttons(root)])
        root = lxml.html.fragment_fromstring(
            text.encode("utf-8", "replace"), create_parent="div", parser=_parser()
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return Answer()
    if not survey(root).times:
        # "Log in to see more": comments are known by their times.
        return Answer(nodes=find_buttons(root))
    return Answer(nodes=[node for node in root if isinstance(node.tag, str)])


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
