"""The thread of a page, from groups of blocks to comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from boredcrawl.cleaning.urls import join
from boredcrawl.items import Comment, Commenter
from boredcrawl.pages.comment_header import Found
from boredcrawl.pages.comment_ids import read_ids
from boredcrawl.pages.comment_times import Mark
from boredcrawl.pages.comment_tree import find_parents as settle
from boredcrawl.pages.comments import Discussion
from boredcrawl.pages.threads.bodies import find_bodies
from boredcrawl.pages.threads.columns import Who, find_first_words, find_names, find_times
from boredcrawl.pages.threads.groups import OF_ONE, Block, Group, find_groups, is_made_of
from boredcrawl.pages.threads.nesting import find_parents, is_beside
from boredcrawl.pages.threads.outlines import outlines
from boredcrawl.pages.threads.parts import Parts, take_parts
from boredcrawl.pages.threads.scores import beside, is_edited, score_of
from boredcrawl.pages.threads.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

_DECORATION = " •·|,»«-\u2013—()"
_FORUM = re.compile(
    r"forum|thread|topic|/talk/|discuss|viewtopic|board|communit|/t/|/posts?/|question",
    re.IGNORECASE,
)
_SOFTWARE = re.compile(
    r"forum|bulletin|\w{2,}bb\b|board|xenforo|discourse|invision|vanilla|flarum|showthread|viewtopic",
    re.IGNORECASE,
)
"""What forum software calls itself, its pages and its makers."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4"))
_MOST = 0.7
_SAMPLE = 6
_ENOUGH = 0.7
"""Share of blocks that must have an author, a time and a text for them to be comments."""


class _Columns(NamedTuple):
    """What was found in the same place of every block."""

    names: Sequence[Who]
    times: Sequence[Mark | None]
    bodies: Sequence[HtmlElement | None]


def read_blocks(root: HtmlElement, base: str) -> Discussion | None:
    """Read the thread under an element; None where no blocks are one."""
    is_forum = _is_forum(root, base)
    found: Discussion | None = None
    outer: Group | None = None
    for group in find_groups(root, is_forum=is_forum):
        if outer is not None and not is_made_of(outer, group):
            continue
        for tried in outlines(group):
            discussion = _read(tried, base, is_forum=is_forum)
            if discussion is not None:
                found, outer = discussion, group
                break
        if found is not None and group.is_numbered:
            return found
    return found


def _is_forum(root: HtmlElement, base: str) -> bool:
    """Whether a page says it is a forum's: by its address, its body's name or its generator."""
    parts = urlsplit(base)
    if _FORUM.search(f"{parts.netloc}{parts.path}?{parts.query}"):
        return True
    body = root.find("body")
    said = [] if body is None else [body.get("class") or "", body.get("id") or ""]
    head = root.find("head")
    metas = () if head is None else head.iter("meta")
    said += [m.get("content") or "" for m in metas if (m.get("name") or "").lower() == "generator"]
    return _SOFTWARE.search(" ".join(said)) is not None


def _read(group: Group, base: str, *, is_forum: bool) -> Discussion | None:
    others = group.elements
    is_sure = OF_ONE.search(group.name) is not None
    is_long = len(group.blocks) > _SAMPLE * 2
    if is_long and not is_sure and not _may_be(group.blocks[:_SAMPLE], others):
        return None
    blocks = [take_parts(block, others) for block in group.blocks]
    times, names = find_times(blocks), find_names(blocks)
    enough = _ENOUGH * len(blocks)
    if is_sure and sum(who.name is not None for who in names) * 2 < len(blocks):
        first = find_first_words(blocks)
        names = first if any(who.name for who in first) else names
    dated = sum(time is not None for time in times)
    named = sum(who.name is not None for who in names)
    if (max(named, dated) if is_sure else min(named, dated)) < enough:
        return None
    away = sum(_leads_away(parts, who) for parts, who in zip(blocks, names, strict=True))
    if away * 2 > len(blocks):
        return None
    apart = [_apart(who, time) for who, time in zip(names, times, strict=True)]
    bodies = find_bodies(blocks, apart, [who.name for who in names], others)
    if sum(body is not None for body in bodies) < enough and not is_sure:
        return None
    return _discussion(group, blocks, _Columns(names, times, bodies), base, is_forum=is_forum)


def _apart(who: Who, time: Mark | None) -> list[HtmlElement]:
    found = [] if who.part is None else [who.part.owner]
    return found if time is None else [*found, time.element]


def _may_be(sample: Sequence[Block], others: set[HtmlElement]) -> bool:
    """Whether the first blocks have an author: a cheap look before the whole is read."""
    parts = [take_parts(block, others) for block in sample]
    return sum(who.name is not None for who in find_names(parts)) * 2 > len(parts)


def _leads_away(parts: Parts, who: Who) -> bool:
    """Whether a block is headed by a link to another page: the teaser of an article."""
    for el in parts.elements:
        if el.tag in _HEADINGS:
            link = next(el.iter("a"), None)
            around = el.getparent()
            if link is None and around is not None and around.tag == "a":
                link = around
            if link is not None:
                said = words_of(link)
                is_name = who.name is not None and who.name in said
                return (
                    not is_name
                    and "#" not in (link.get("href") or "")
                    and len(said) > len(words_of(el)) * _MOST
                )
    return False


def _discussion(
    group: Group, blocks: Sequence[Parts], columns: _Columns, base: str, *, is_forum: bool
) -> Discussion:
    # What is numbered as a comment is one: a ping has no time, a removed one no author.
    # Among posts that are only called alike stand advertisements and buttons.
    is_sure = OF_ONE.search(group.name) is not None
    kept = [
        at
        for at, (who, time, body) in enumerate(zip(*columns, strict=True))
        if (who.name is not None or time is not None)
        and (body is not None or (is_sure and who.name is not None))
    ]
    index = {at: place for place, at in enumerate(kept)}
    read = [blocks[at] for at in kept]
    parents = find_parents(read, index)
    times = [columns.times[at] for at in kept]
    bodies = [columns.bodies[at] for at in kept]
    own: list[str | None] = [parts.block.number for parts in read]
    if not all(own) or not any(parent is not None for parent in parents):
        found = [
            Found(
                time or Mark(parts.block.element, None, ""),
                parts.block.element,
                Commenter(name=columns.names[at].name),
                body=body,
            )
            for at, parts, time, body in zip(kept, read, times, bodies, strict=True)
        ]
        settle(found, {})
        if not is_forum and is_beside(read):  # in a forum all answer the topic
            parents = [one.parent for one in found]
    if not all(own):
        ids = read_ids(found)
        own = ids.own
        parents = [
            told if parent is None else parent
            for parent, told in zip(parents, ids.parents, strict=True)
        ]
    comments = tuple(
        Comment(
            commenter=Commenter(name=who.name, url=_url(who.link, base)),
            parent=parent,
            site_comment_id=number,
            posted_raw=(time.words.strip(_DECORATION) or None) if time else None,
            posted_machine=time.machine if time else None,
            is_edited=is_edited(texts),
            score=score_of(texts),
            body=body,
        )
        for texts, who, time, body, parent, number in zip(
            map(beside, read, bodies),
            [columns.names[at] for at in kept],
            times,
            bodies,
            parents,
            own,
            strict=True,
        )
    )
    return Discussion(comments, _holders(group))


def _holders(group: Group) -> tuple[HtmlElement, ...]:
    return tuple(root for block in group.blocks if block.parent is None for root in block.roots)


def _url(link: HtmlElement | None, base: str) -> str | None:
    href = (link.get("href") or "").strip() if link is not None else ""
    if not href or href.startswith(("#", "javascript:", "mailto:")):
        return None
    return join(base, href)
