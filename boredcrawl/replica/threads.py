"""Made from a head: who said what under an article, when, and in answer to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from boredcrawl.replica.chatter import comment_text
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.people import commenter
from boredcrawl.replica.things import Comment, Picture
from boredcrawl.replica.uploads import upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from boredcrawl.replica.things import Head, Writer

DEEPEST = 5
"""The depth of the deepest reply; top-level comments have depth 0."""

IDS = 40_000
"""Comment ids of two articles are this far apart."""

ADDED_IDS = 30_000
"""The ids of comments added later begin here, within those of their article."""

SHOWN_TOP, SHOWN_REPLIES = 4, 1
"""What a page prints when the rest is behind its buttons."""


class ThreadMaker:
    """Makes the comments of one article, of its own thread and of its list items."""

    def __init__(
        self, head: Head, seed: int, salt: int, epoch: datetime, staff: Sequence[Writer]
    ) -> None:
        self.head = head
        self.dice = Dice.thrown(seed, head.number, "thread", salt)
        self.epoch = epoch
        self.staff = staff
        self.next_id = head.number * IDS + salt % 4 * 5_000 + 1

    def comments(self, *, deepest: int = DEEPEST) -> list[Comment]:
        """Make all comments, in the order they were written."""
        made = self._grow(self.head.thread_size, deepest, None)
        left = self.head.item_comments
        while left:
            count = min(left, self.dice.upto(1, 3))
            position = self.dice.upto(0, self.head.item_count - 1)
            made.extend(self._grow(count, 1, position))
            left -= count
        return made

    def _grow(self, count: int, deepest: int, item: int | None) -> list[Comment]:
        dice = self.dice
        made: list[Comment] = []
        for _ in range(count):
            parent = None
            if made and dice.chance(0.6):
                parent = made[-1] if dice.chance(0.5) else dice.pick(made)
                if parent.depth >= deepest:
                    parent = None
            made.append(self._comment(parent, item))
        return made

    def _comment(self, parent: Comment | None, item: int | None) -> Comment:
        dice, head = self.dice, self.head
        start = parent.posted_at if parent else head.published_at
        room = (self.epoch - start).total_seconds()
        hours = 3600 * dice.expovariate(1 / 20) * (40 if dice.chance(0.1) else 1)
        seconds = min(hours, room * dice.random())
        picture = None
        if dice.chance(0.03):
            path = upload(dice, head.published_at, "comment", "__400.jpg")
            picture = Picture(path=path, alt="", width=400, height=300)
        comment = Comment(
            id=self.next_id,
            commenter=commenter(dice, self.staff),
            paragraphs=comment_text(dice),
            posted_at=start + timedelta(seconds=int(seconds)),
            parent=parent.id if parent else None,
            item=item,
            picture=picture,
            edited=dice.chance(0.08),
            score=dice.upto(-4, 60),
            depth=parent.depth + 1 if parent else 0,
        )
        self.next_id += 1
        return comment


def replies_by_parent(
    comments: Iterable[Comment],
) -> dict[tuple[int | None, int | None], list[Comment]]:
    """Sort comments under their parents: the key is (list item, parent's id)."""
    children: dict[tuple[int | None, int | None], list[Comment]] = {}
    for comment in comments:
        children.setdefault((comment.item, comment.parent), []).append(comment)
    return children


def in_order(comments: Sequence[Comment]) -> list[Comment]:
    """Put threads in reading order: items first, by time, each reply under its parent."""
    children = replies_by_parent(sorted(comments, key=lambda one: (one.posted_at, one.id)))
    items = sorted({item for item, _ in children if item is not None})

    def walk(item: int | None, parent: int | None) -> Iterator[Comment]:
        for comment in children.get((item, parent), ()):
            yield comment
            yield from walk(item, comment.id)

    return [comment for item in (*items, None) for comment in walk(item, None)]


def print_few(comments: Sequence[Comment]) -> None:
    """Leave only the first comments, and the first reply of each, printed in the page."""
    for (item, parent), siblings in replies_by_parent(comments).items():
        shown = SHOWN_TOP if item is None and parent is None else SHOWN_REPLIES
        for comment in siblings[shown:]:
            comment.is_printed = False
    printed = {comment.id: comment.is_printed for comment in comments}
    for comment in comments:
        if comment.parent is not None and not printed[comment.parent]:
            comment.is_printed = printed[comment.id] = False
