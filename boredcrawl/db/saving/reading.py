"""A page read, on its way into the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from boredcrawl.db.revisions import content_hash
from boredcrawl.db.saving.noting import Kind, Noted

if TYPE_CHECKING:
    from datetime import datetime

    from boredcrawl.db.rows import Row
    from boredcrawl.items import Article, Comment, Outcome, Visit


@dataclass(kw_only=True, slots=True)
class Reading:
    """One article as one visit read it, and what storing it finds out."""

    visit: Visit
    article: Article
    site_id: int
    stored: Row | None
    """The article's row before; None for a new article."""
    note: str | None = None
    is_again: bool = False
    """Whether this very visit is stored already, and read once more: then what differs is our
    reading, not the site."""
    read_at: datetime | None = None
    """When the article was read last, of a visit that is read once more: it may have been seen
    since, by answers that said only that nothing had changed (304)."""
    article_id: int = 0
    outcome: Outcome = "new"
    list_items: dict[int, int] = field(default_factory=dict)
    """The ids of the article's list items by their position."""
    comments_new: int = 0
    comments_edited: int = 0
    comments_gone: int = 0
    comments_restored: int = 0
    reread: dict[int, Comment] = field(default_factory=dict)
    """What was read again of comments stored before, by their ids."""
    noted: list[Noted] = field(default_factory=list)
    """What became new, was edited, went or came back, in this order."""

    content_hash: str = ""

    def __post_init__(self) -> None:
        """Digest the content once; it is asked for several times."""
        self.content_hash = content_hash(self.article)

    def note_change(
        self, change: Kind, comment_id: int | None = None, at: datetime | None = None
    ) -> None:
        """Note that the article, or a comment of it, changed; not where only our reading did."""
        if self.is_again:
            return
        entry = Noted(self.site_id, self.article_id, comment_id, change, at or self.at)
        self.noted.append(entry)

    @property
    def at(self) -> datetime:
        """When the page was fetched."""
        return self.visit.fetched_at

    @property
    def is_newest(self) -> bool:
        """Whether no later reading is stored; an older one only adds to the history."""
        return self.stored is None or self.at >= (self.read_at or self.stored["last_seen_at"])

    @property
    def found(self) -> int:
        """How many new things the visit found: a changed text, comments new, edited or gone."""
        comments = self.comments_new + self.comments_edited + self.comments_gone
        return comments + (self.outcome in {"new", "changed"})

    @property
    def found_something(self) -> bool:
        """Whether the visit was worth its while: content or comments had changed."""
        return self.found > 0
