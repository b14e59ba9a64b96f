"""Where the text of a comment stands: after its header, before its buttons."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import takewhile
from typing import TYPE_CHECKING

from lxml.html import Element

from boredcrawl.pages.comment_pieces import INLINE, Piece, pieces, points, says_role
from boredcrawl.pages.comment_words import invites, is_furniture, number, says_edited
from boredcrawl.pages.enclosing import chain, smallest_around

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from lxml.html import HtmlElement

    from boredcrawl.pages.comment_header import Found

    Following = list[tuple[HtmlElement | None, str]]
    Marked = Mapping[HtmlElement, HtmlElement]
    """The elements that hold a time, each with the first one it holds."""

_UP = 4
"""How many elements above the header the text may stand."""

# Inside a text, not after it: "Read more" folds a long comment, an ad splits it.
_GOES_ON = re.compile(
    r"(?:read|show|see) (?:more|less).{0,3}|\W*|advertisement|\(?edited\)?", re.IGNORECASE
)
_PICTOGRAM = re.compile(r"avatar|profile|/assets/|gravatar|icon|\.svg(?:\?|$)|emoji", re.IGNORECASE)


def read_body(
    found: Found, marked: Marked, headlines: Container[HtmlElement], *, flat: bool = False
) -> None:
    """Give the comment its text's element, and what stands around it.

    With `flat`, texts stand beside the headers of their comments in one list (`<dt>`,
    `<dd>`), not inside an element of each comment. `headlines` hold the page's headline:
    a time whose text is found nowhere below them is the article's own, and so is the text.
    """
    header = found.block
    below_header = found.mark.element is not header
    second_best: tuple[HtmlElement, list[Piece], Following] | None = None
    above = 0
    for parent, following, stopped in _levels(found, marked):
        if below_header and parent is header:
            below_header = False
        above += not below_header
        if parent in headlines and not flat and marked[parent] is found.mark.element:
            is_listed = stopped is not None and _is_alike(stopped, parent, found, marked)
            if not below_header and not is_listed:
                found.block = found.body = parent  # to take the article apart would cost most
                return
        taken = _texts(found, parent, following)
        if taken and not below_header:
            if not flat and stopped is not None and _is_alike(stopped, parent, found, marked):
                break  # the next comment's header stands beside this one's: a list
            if not _is_inline(taken, parent, following):
                _settle(found, parent, taken, following, flat=flat)
                return
            second_best = second_best or (parent, taken, following)
        if stopped is not None or above > _UP:
            break
        if not flat and any(s in marked for s in parent.itersiblings(preceding=True)):
            break  # the parent is one comment among others: what follows is not its own
    if second_best:
        _settle(found, *second_best, flat=flat)


def _is_alike(other: HtmlElement, parent: HtmlElement, found: Found, marked: Marked) -> bool:
    """Whether an element holds its first time just as its sibling holds the comment's."""

    def way(time: HtmlElement) -> list[str]:
        return [up.tag for up in takewhile(lambda up: up is not parent, chain(time))]

    return way(marked[other]) == way(found.mark.element)


def _levels(
    found: Found, marked: Marked
) -> Iterator[tuple[HtmlElement, Following, HtmlElement | None]]:
    """Give, from the time outward, each element with what follows in it up to a time."""
    node = found.mark.element
    if found.mark.after is not None:
        yield node, *_following(found.mark.after, marked, skip_tail=True)
    elif len(node):
        yield node, *_inside(node, marked)
    while True:
        parent = node.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return
        yield parent, *_following(node, marked, skip_tail=False)
        node = parent


def _inside(node: HtmlElement, marked: Marked) -> tuple[Following, HtmlElement | None]:
    """Give what stands in the time's own element after its words: "(edited)", a menu."""
    found, stopped = _following(node[0], marked, skip_tail=False)
    return [(node[0], ""), *found], stopped


def _following(
    node: HtmlElement, marked: Marked, *, skip_tail: bool
) -> tuple[Following, HtmlElement | None]:
    """Give what follows an element, up to the next one that holds a time, and that one."""
    found: Following = []
    if node.tail and not skip_tail and not node.tail.isspace():
        found.append((None, " ".join(node.tail.split())))
    for sibling in node.itersiblings():
        if sibling in marked:
            return found, sibling
        found.append((sibling, ""))
        if sibling.tail and not sibling.tail.isspace():
            found.append((None, " ".join(sibling.tail.split())))
    return found, None


def _texts(found: Found, parent: HtmlElement, following: Following) -> list[Piece]:
    """Pick the pieces of the text among what follows; note score, role, edits, buttons."""
    here: list[Piece] = []
    starts: set[int] = set()
    for sibling, tail in following:
        starts.add(len(here))
        here += pieces(sibling) if sibling is not None else [Piece(parent, tail, None, False)]
    taken: list[Piece] = []
    over = False
    for at, piece in enumerate(here):
        if piece.kind == "image":
            if not over and _is_content(piece.owner):
                taken.append(piece)
            continue
        if piece.kind == "control":
            over = over or bool(taken and not _GOES_ON.fullmatch(piece.text))
            found.controls = True
            continue
        around = (here[at + 1] if at + 1 < len(here) else None, here[at - 1] if at else None)
        score = points(piece, *around)
        if score is None and taken and at in starts and _is_bare_count(piece, around[0]):
            score = number(piece.text)
        if score is not None:
            found.score = score if found.score is None else found.score
        elif says_edited(piece.text):
            found.is_edited = True
        elif is_furniture(piece.text) and not _is_whole_text(piece, taken):
            found.controls = found.controls or invites(piece.text)
            over = over or bool(taken and not _GOES_ON.fullmatch(piece.text))
        elif not taken and says_role(piece):
            found.commenter.role = found.commenter.role or piece.text
        elif not over:
            taken.append(piece)
    return taken


def _is_bare_count(piece: Piece, after: Piece | None) -> bool:
    """Whether a number stands on its own between the text and the buttons."""
    if piece.owner.tag not in INLINE or number(piece.text) is None:
        return False
    return after is None or after.kind == "control" or is_furniture(after.text)


def _is_whole_text(piece: Piece, taken: list[Piece]) -> bool:
    """Whether a word like "More" is what somebody wrote: a paragraph, and the first one."""
    return (
        not taken
        and any(map(str.isalnum, piece.text))
        and (piece.owner.tag == "p" or piece.owner.get("itemprop") == "text")
    )


def _is_content(image: HtmlElement) -> bool:
    names = " ".join(filter(None, map(image.get, ("src", "data-src", "class", "alt"))))
    return not _PICTOGRAM.search(names)


def _is_inline(taken: list[Piece], parent: HtmlElement, following: Following) -> bool:
    """Whether the texts run on in the header's line, as "in reply to X" does."""
    if following and following[0][0] is None:
        first = None
    else:
        first = next((s for s, _ in following if s is not None and _holds(s, taken[0])), None)
    return first is None or (
        first.tag in INLINE and first.get("itemprop") != "text" and parent.tag not in {"p", "dd"}
    )


def _holds(node: HtmlElement, piece: Piece) -> bool:
    owner = piece.owner
    return owner is node or any(up is node for up in owner.iterancestors())


def _settle(
    found: Found, parent: HtmlElement, taken: list[Piece], following: Following, *, flat: bool
) -> None:
    """Make one element of the texts: the smallest that holds them, or a new one."""
    owners = {piece.owner for piece in taken}
    holders: set[HtmlElement] = set()
    for owner in owners:
        for up in chain(owner):
            if up is parent or up in holders:
                break
            holders.add(up)
    if not flat:
        found.block = parent
    inside = [s for s, _ in following if s is not None and s in holders]
    tails = any(piece.owner is parent and piece.kind == "text" for piece in taken)
    if len(inside) == 1 and not tails:
        found.body = smallest_around(inside[0], owners)
        return
    found.body = Element("div")
    for node, tail in following:
        if node is None and any(piece.text == tail for piece in taken):
            _append_text(found.body, tail)
        elif node is not None and (node in holders or node.tag == "br"):
            copy = deepcopy(node)
            copy.tail = None
            found.body.append(copy)


def _append_text(body: HtmlElement, text: str) -> None:
    if len(body):
        body[-1].tail = (body[-1].tail or "") + text
    else:
        body.text = (body.text or "") + text
