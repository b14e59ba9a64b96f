"""Comments as printed become a thread: each once, in its place, with a time and an identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.cleaning.blocks import blocks_text, raw_html, sanitised
from boredcrawl.cleaning.body import read_blocks
from boredcrawl.cleaning.identity import identify, place_of
from boredcrawl.cleaning.inline import escaped
from boredcrawl.cleaning.repeats import Node, keys_of, without_copies
from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.times import Moment, bound, is_edited, parse_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from boredcrawl.items import Article, Comment

TIME_CONTRADICTION = "time bound"
"""Under this name `article.dropped` counts the limits that a time's own words contradict."""


def thread(article: Article) -> None:
    """Make an article's raw comments its thread, in place.

    `comments_complete` is true where the site declares a number and no fewer were read,
    and none are known to have been left behind.
    """
    raw = article.comments
    kept: list[tuple[Node, Node | None, int]] = []
    for roots in _trees(raw).values():
        kept += _in_order(without_copies(roots))
    comments = _linked(kept)
    for comment in comments:
        _say_cleanly(comment)
    _read_texts(comments, article.url)
    _read_times(article, comments)
    _identify(article, comments)
    article.comments = comments
    article.comments_captured = len(comments)
    declared = article.comments_declared
    is_enough = declared is not None and len(comments) >= declared
    article.comments_complete = is_enough and not article.has_more_comments


def count_once(raw: Sequence[Comment]) -> int:
    """Count raw comments as the thread made of them will, which the page may print twice."""
    roots = _trees(raw).values()
    return sum(1 for some in roots for _ in _in_order(without_copies(some)))


def _trees(raw: Sequence[Comment]) -> dict[int | None, list[Node]]:
    """Hang the raw comments under their parents; the threads in the order of the page."""
    nodes: list[Node] = []
    roots: dict[int | None, list[Node]] = {}
    for index, (comment, key) in enumerate(zip(raw, keys_of(raw), strict=True)):
        node = Node(comment, key)
        nodes.append(node)
        parent = comment.parent
        if parent is not None and 0 <= parent < index:
            comment.list_item = raw[parent].list_item
            nodes[parent].replies.append(node)
        else:
            roots.setdefault(comment.list_item, []).append(node)
    return roots


def _in_order(roots: Sequence[Node]) -> Iterator[tuple[Node, Node | None, int]]:
    """Give each comment of a thread after its parent, with that parent and its depth."""
    stack: list[tuple[Node, Node | None, int]] = [(node, None, 0) for node in reversed(roots)]
    while stack:
        node, parent, depth = stack.pop()
        yield node, parent, depth
        stack += ((reply, node, depth + 1) for reply in reversed(node.replies))


def _linked(kept: Sequence[tuple[Node, Node | None, int]]) -> tuple[Comment, ...]:
    """Number the comments; one the site gives the same id in two threads is one."""
    index_of: dict[int, int] = {}
    by_id: dict[str, int] = {}
    comments: list[Comment] = []
    for node, parent, depth in kept:
        comment = node.comment
        known = by_id.get(comment.site_comment_id) if comment.site_comment_id else None
        if known is not None:
            index_of[id(node)] = known
            if comments[known].list_item is None:
                comments[known].list_item = comment.list_item
            continue
        for copy in node.copies:
            _complete(comment, copy.comment)
        comment.parent = index_of[id(parent)] if parent is not None else None
        comment.depth = depth
        comment.position = index_of[id(node)] = len(comments)
        if comment.site_comment_id:
            by_id[comment.site_comment_id] = comment.position
        comments.append(comment)
    return tuple(comments)


def _complete(comment: Comment, copy: Comment) -> None:
    """Fill what one printing of a comment leaves out from another."""
    comment.posted_raw = comment.posted_raw or copy.posted_raw
    comment.posted_machine = comment.posted_machine or copy.posted_machine
    comment.is_edited = comment.is_edited or copy.is_edited
    if comment.score is None:
        comment.score = copy.score
    who, other = comment.commenter, copy.commenter
    who.name, who.url = who.name or other.name, who.url or other.url
    who.role = who.role or other.role


def _say_cleanly(comment: Comment) -> None:
    who = comment.commenter
    who.name = squash(who.name or "") or None
    who.role = squash(who.role or "") or None
    who.url = who.url or None
    comment.posted_raw = squash(comment.posted_raw or "") or None
    comment.is_edited = comment.is_edited or is_edited(comment.posted_raw)


def _read_texts(comments: Sequence[Comment], base_url: str) -> None:
    """Read the comments' elements as text and HTML; these are sanitised together."""
    read: list[Comment] = []
    pieces: list[str] = []
    for comment in comments:
        body = comment.body
        if body is None:
            # From an endpoint, as the site wrote it.
            html = comment.html or f"<p>{escaped(comment.text)}</p>"
            comment.html = sanitised([html], are_ours=False)[0]
            continue
        if len(body):
            blocks = read_blocks(body, base_url)
            comment.text = blocks_text(blocks)
            pieces.append(raw_html(blocks))
        else:
            comment.text = squash(body.text or "")
            html = escaped(comment.text)
            pieces.append(f"<p>{html}</p>" if html else "")
        read.append(comment)
        comment.body = None
    for comment, html in zip(read, sanitised(pieces), strict=True):
        comment.html = html


def _read_times(article: Article, comments: Sequence[Comment]) -> None:
    """Date the comments: none is older than what it answers, none younger than its replies."""
    language = (article.language or "en").split("-")[0].lower()
    languages = tuple(dict.fromkeys((language, "en")))
    # Most comments of a thread say one of a dozen things ("4 months ago").
    known: dict[str | None, Moment | None] = {}

    def read(raw: str | None) -> Moment | None:
        if raw not in known:
            known[raw] = parse_time(raw, article.fetched_at, languages)
        return known[raw]

    moments: list[Moment | None] = []
    for comment in comments:
        machine = read(comment.posted_machine)
        is_instant = machine is not None and machine.earliest == machine.latest
        moments.append(machine if is_instant else _sharper(machine, read(comment.posted_raw)))
    for index, comment in enumerate(comments):
        moment = moments[index]
        above = moments[comment.parent] if comment.parent is not None else None
        limit = above.earliest if above is not None else article.published_earliest
        if moment is not None and limit is not None:
            moments[index] = bound(moment, not_before=limit)
    for index in range(len(comments) - 1, -1, -1):
        moment, parent = moments[index], comments[index].parent
        above = moments[parent] if parent is not None else None
        if (
            moment is not None
            and above is not None
            and parent is not None
            and not moment.contradicts
        ):
            moments[parent] = bound(above, not_after=moment.latest)
    contradictions = 0
    for comment, moment in zip(comments, moments, strict=True):
        if moment is not None:
            comment.posted_raw = comment.posted_raw or moment.raw
            comment.posted_at = moment.at
            comment.posted_earliest = moment.earliest
            comment.posted_latest = moment.latest
            contradictions += moment.contradicts
    if contradictions:
        article.dropped = {**article.dropped, TIME_CONTRADICTION: contradictions}


def _sharper(machine: Moment | None, words: Moment | None) -> Moment | None:
    """What is said to programs, unless the words say more ("5 hours ago" beside a bare day)."""
    if machine is None or words is None:
        return machine or words
    return min(machine, words, key=lambda moment: moment.latest - moment.earliest)


def _identify(article: Article, comments: Sequence[Comment]) -> None:
    """Set identities, parents before replies."""
    items = {item.position: item for item in article.list_items}
    groups: dict[tuple[int | None, int | None], list[Comment]] = {}
    for comment in comments:
        groups.setdefault((comment.list_item, comment.parent), []).append(comment)
    for (item, parent), siblings in groups.items():
        place = place_of(items.get(item) if item is not None else None)
        identify(siblings, place, comments[parent].identity if parent is not None else None)
