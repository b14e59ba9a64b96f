"""What was changed since the world was made, and the log of those changes."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from boredcrawl.replica.things import Run

if TYPE_CHECKING:
    from datetime import datetime

    from boredcrawl.replica.things import Article, Comment, Layout


@dataclass(kw_only=True, slots=True)
class Event:
    """One change, as the replica itself knows it."""

    number: int
    at: datetime
    kind: str
    article: int
    comment: int | None = None
    before: Any = None
    after: Any = None


@dataclass(kw_only=True, slots=True)
class Changes:
    """All that was changed on one article."""

    title: str | None = None
    paragraphs: dict[int, str] = field(default_factory=dict)
    """New texts of paragraph blocks, by their count among the paragraphs."""
    comment_texts: dict[int, str] = field(default_factory=dict)
    added: list[Comment] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    votes: dict[int | None, int] = field(default_factory=dict)
    """Votes given since, by comment; those of the article itself under None."""
    status: int = 200
    modified_at: datetime | None = None
    touched_at: datetime | None = None
    """When anything on the page last changed, comments and votes included."""
    related_turn: int = 0
    salt: int = 0
    """Counts how often another article took over this number's place."""
    published_at: datetime | None = None
    layout: Layout | None = None

    def apply(self, article: Article) -> None:
        """Change a freshly made article; comments are put in order afterwards."""
        paragraphs = [block for block in article.blocks if block.kind == "paragraph"]
        for index, text in self.paragraphs.items():
            paragraphs[index].text = (Run(text=text),)
        article.head.score += self.votes.get(None, 0)
        # Copies: what is changed below must be changed anew each time the article is made.
        article.comments.extend(map(copy, self.added))
        article.comments[:] = [one for one in article.comments if one.id not in self.deleted]
        for comment in article.comments:
            comment.score += self.votes.get(comment.id, 0)
            if comment.id in self.comment_texts:
                lines = self.comment_texts[comment.id].split("\n\n")
                comment.paragraphs = tuple((Run(text=line),) for line in lines)
                comment.edited = True


class History:
    """The changes of every article that has any, and the events in their order."""

    def __init__(self) -> None:
        self.changes: dict[int, Changes] = {}
        self.events: list[Event] = []
        self.ad_turn = 0

    def of(self, article: int) -> Changes:
        """Give the changes of an article, ready to be added to."""
        return self.changes.setdefault(article, Changes())

    def status(self, article: int) -> int:
        """Say how the article's address answers: 200, 404 or 410."""
        changes = self.changes.get(article)
        return changes.status if changes else 200

    def log(
        self,
        at: datetime,
        kind: str,
        article: int,
        *,
        comment: int | None = None,
        before: Any = None,
        after: Any = None,
    ) -> Event:
        """Write an event down."""
        event = Event(
            number=len(self.events) + 1,
            at=at,
            kind=kind,
            article=article,
            comment=comment,
            before=before,
            after=after,
        )
        self.events.append(event)
        return event
