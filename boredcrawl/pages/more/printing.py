"""Comments from objects printed as elements, so that one reader reads them all.

What an endpoint sends as HTML is put where the site's own script would put it, and the
page is then read as if it had been whole. Objects are printed first, with every fact in
microdata and under the names that comments are found by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
from lxml.html import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from boredcrawl.pages.more.objects import Said

LABEL = "Load More Replies..."


def printed(said: Said, tokens: dict[HtmlElement, str]) -> Iterator[HtmlElement]:
    """Print a comment with its replies; `tokens` takes the button of a group that has more."""
    block = _part("div", "comment", itemprop="comment", itemscope="")
    block.set("itemtype", "https://schema.org/Comment")
    if said.id:
        # Under each name that pages are known to use: the reader takes the one most have.
        block.set("id", f"comment-{said.id}")
        block.set("data-comment-id", said.id)
        block.set("data-id", said.id)
    if said.parent:
        block.set("data-parent-id", said.parent)
    block.append(_header(said))
    text = lxml.html.fragment_fromstring(said.html or "", create_parent="div")
    text.set("class", "comment-text")
    text.set("itemprop", "text")
    block.append(text)
    actions = _part("div", "comment-actions")
    if said.score is not None:
        points = _part("span", "points", str(said.score))
        points.set("data-points", str(said.score))
        actions.append(points)
    actions.append(_part("button", "reply", "Reply"))
    block.append(actions)
    replies = said.replies
    if replies.comments or replies.onward:
        box = _part("div", "comment-replies")
        for reply in replies.comments:
            box.extend(printed(reply, tokens))
        if replies.onward and replies.onward.token:
            button = _part("button", "load-more", LABEL)
            tokens[button] = replies.onward.token
            box.append(button)
        block.append(box)
    yield block


def _header(said: Said) -> HtmlElement:
    header = _part("div", "comment-header")
    name = _part("a" if said.profile else "span", "comment-author", said.name or "")
    name.set("itemprop", "author")
    if said.profile:
        name.set("href", said.profile)
    name.tail = " "
    header.append(name)
    if said.role:
        header.append(_part("span", "comment-author-role", said.role))
    when = said.when or ""
    if said.is_edited and "edited" not in when.lower():
        when += " (edited)"
    time = _part("time", "comment-date", when)
    if said.machine_time:
        time.set("datetime", said.machine_time)
    header.append(time)
    return header


def _part(tag: str, name: str, text: str = "", **attributes: str) -> HtmlElement:
    element = Element(tag, {"class": name, **attributes})
    element.text = text or None
    return element
