"""Blocks that a label announces: related links, highlights, polls."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import all_text, element_text, squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Poll, PollOption, RelatedLink
from boredcrawl.pages.comment_words import number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

STARTS = (
    r"\s*(?:related|you may (?:also )?like|popular on|trending on|also on|see also on"
    r"|highlights|poll)"
)
"""How labels begin, in any case of letters; what they are is decided on the few found."""

Label = tuple["HtmlElement", str]
"""An element that begins so, and all of its text."""

_RELATED = re.compile(
    r"related(?: (?:articles|posts|stories))?:?|you may (?:also )?like:?"
    r"|(?:related|popular|trending|also|see also) on bored panda:?",
    re.IGNORECASE,
)
_HIGHLIGHTS = re.compile(r"highlights:?", re.IGNORECASE)
_POLL = re.compile(r"poll(?: question)?:?", re.IGNORECASE)
_POLL_WORDS = re.compile(
    r"poll(?: question)?:?|total votes.{0,20}|thanks! check out the results:?|vote|submit"
    r"|[\d.,]+k?(?: votes?)?|[\d.,]+ ?%|see results|results",
    re.IGNORECASE,
)
_VOTES = re.compile(r"([\d.,]+k?)\s*votes?|\(([\d.,]+k?)\)", re.IGNORECASE)
_PERCENT = re.compile(r"[\d.,]+\s*%")
_OPTIONS = ("button", "li", "label", "option")
_UP = 4


@dataclass(slots=True)
class Announced:
    """What the labelled blocks of a text hold."""

    related: list[RelatedLink] = field(default_factory=list)
    highlights: tuple[str, ...] = ()


def read_polls(labels: Iterable[Label]) -> list[tuple[Poll, HtmlElement]]:
    """Read the polls of a page, each with the element that holds nothing else."""
    found: list[tuple[Poll, HtmlElement]] = []
    for label, text in labels:
        if _POLL.fullmatch(text):
            poll = _poll_around(label)
            if poll and all(box is not poll[1] for _, box in found):
                found.append(poll)
    return found


def take_announced(labels: Iterable[HtmlElement], body: HtmlElement, base: str) -> Announced:
    """Read the related links and highlights of a text; take the links out of it.

    The points of the highlights are sentences of the article, only the label goes.
    """
    found = Announced()
    for label in labels:
        text = squash(label.text or "") or squash(all_text(label))
        if label is body or not any(up is body for up in label.iterancestors()):
            continue  # went with a block before
        if _RELATED.fullmatch(text):
            found.related += _take_links(label, body, base)
        elif _HIGHLIGHTS.fullmatch(text) and not found.highlights:
            following = _next_element(label, body)
            if following is not None:
                points = [squash(element_text(li)) for li in following.iter("li")]
                found.highlights = tuple(filter(None, points))
                if found.highlights:
                    label.drop_tree()
    return found


def read_related(labels: Iterable[Label], tree: HtmlElement, base: str) -> list[RelatedLink]:
    """Read the recommendations that stand anywhere in the document under such a label."""
    found: list[RelatedLink] = []
    for label, text in labels:
        if not _RELATED.fullmatch(text):
            continue
        block = _next_element(label, tree)
        while block is not None and isinstance(block.tag, str) and _is_links(block):
            found += _links(block, base)
            block = block.getnext()
    return found


def _next_element(label: HtmlElement, root: HtmlElement) -> HtmlElement | None:
    """Give the element after a label, outside of what holds only the label if need be."""
    node = label
    while node is not root:
        following = node.getnext()
        while following is not None and not any(map(squash, following.itertext())):
            if following.tag in {"ul", "ol"} or next(following.iter("a", "img"), None) is not None:
                return following  # a list that a script fills, or one of pictures
            following = following.getnext()
        if following is not None:
            return following
        parent = node.getparent()
        if parent is None:
            return None
        node = parent
    return None


def _take_links(label: HtmlElement, body: HtmlElement, base: str) -> list[RelatedLink]:
    """Take the links a label announces: in its own element, or in the one that follows."""
    inside = list(label.iter("a"))
    if inside:
        links = _links(label, base)
        label.drop_tree()
        return links
    block = _next_element(label, body)
    label.drop_tree()
    if block is None:
        return []
    if block.tag in {"ul", "ol"}:
        return _take_items(block, base)
    if not _is_links(block):
        return []
    links = _links(block, base)
    block.drop_tree()
    return links


def _take_items(block: HtmlElement, base: str) -> list[RelatedLink]:
    """Take the items of a list of links, and nothing that only happens to stand in it.

    On real pages the list after "RELATED:" seems left open: in every text seen, all that
    follows, up to the end of the article, is indented as its content.
    """
    links: list[RelatedLink] = []
    for item in list(block):
        text = squash(all_text(item)) if isinstance(item.tag, str) else ""
        if item.tag == "li" and (not text or _is_links(item)):
            links += _links(item, base)
            item.drop_tree()
        elif text or item.tag == "img":
            break
    if len(block) or squash(block.text or ""):
        block.tag = "div"
    else:
        block.drop_tree()
    return links


def _is_links(block: HtmlElement) -> bool:
    if any(next(img.iterancestors("a"), None) is None for img in block.iter("img")):
        return False
    words = squash(all_text(block))
    linked = sum(len(squash(all_text(a))) for a in block.iter("a"))
    return linked > 0.7 * len(words) or (not words and next(block.iter("a"), None) is not None)


def _links(block: HtmlElement, base: str) -> list[RelatedLink]:
    found: dict[str, RelatedLink] = {}
    for anchor in block.iter("a"):
        url = join(base, anchor.get("href") or "")
        if url is None:
            continue
        title = squash(all_text(anchor)) or next(
            (squash(img.get("alt") or "") for img in anchor.iter("img")), ""
        )
        link = found.setdefault(url, RelatedLink(url=url, title=title or None))
        link.title = link.title or title or None
    return list(found.values())


def _poll_around(label: HtmlElement) -> tuple[Poll, HtmlElement] | None:
    """Climb from a label to the question and the answers it announces."""
    box = label
    for _ in range(_UP):
        parent = box.getparent()
        if parent is None or parent.tag == "body":
            break
        box = parent
        if not _begins_with(box, label):
            return None  # what stands before the label belongs to something else
        poll = _read_poll(box)
        if poll:
            return poll, _outermost(box)
    return None


def _begins_with(box: HtmlElement, label: HtmlElement) -> bool:
    said = squash(all_text(label))
    return next((t for t in map(squash, box.itertext()) if t), "") in said


def _outermost(box: HtmlElement) -> HtmlElement:
    """Climb while nothing but words of the poll's frame is added."""
    while True:
        parent = box.getparent()
        if parent is None or parent.tag in {"article", "main", "body"}:
            return box
        beside = [squash(text) for text in _texts_beside(box, parent)]
        if any(text and not _POLL_WORDS.fullmatch(text) for text in beside):
            return box
        if any(child.tag in {"img", "p", "h2"} for child in parent if child is not box):
            return box
        box = parent


def _texts_beside(box: HtmlElement, parent: HtmlElement) -> Iterator[str]:
    yield parent.text or ""
    for child in parent:
        if child is not box and isinstance(child.tag, str):
            yield "".join(child.itertext())
        yield child.tail or ""


def _read_poll(box: HtmlElement) -> Poll | None:
    options = [el for el in box.iter(*_OPTIONS) if squash(all_text(el))]
    options = [el for el in options if not any(up in options for up in el.iterancestors())]
    options = [el for el in options if not _POLL_WORDS.fullmatch(squash(element_text(el)))]
    if len(options) < 2:  # noqa: PLR2004 - one answer is no choice
        return None
    question = None
    for el in box.iter():
        if el in options:
            break
        text = squash(el.text or "") if isinstance(el.tag, str) else ""
        if text and not _POLL_WORDS.fullmatch(text):
            question = squash(element_text(el))
            break
    if question is None:
        return None
    return Poll(question=question, options=tuple(_read_option(el) for el in options))


def _read_option(el: HtmlElement) -> PollOption:
    text = squash(" ".join(t for t in (squash(t) for t in el.itertext()) if t))
    votes = None
    attribute = el.get("data-votes") or ""
    if attribute.isdigit():
        votes = int(attribute)
    counted = _VOTES.search(text)
    if counted:
        votes = number(counted[1] or counted[2])
        text = text[: counted.start()] + text[counted.end() :]
    return PollOption(text=squash(_PERCENT.sub("", text)), votes=votes)
