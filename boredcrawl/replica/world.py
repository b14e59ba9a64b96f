"""The world of the replica: every article from its number, with the changes made since."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.replica import people
from boredcrawl.replica.bodies import BodyMaker
from boredcrawl.replica.clock import Clock
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.heads import age, category_of, make_head, tags_of, writers_of
from boredcrawl.replica.history import History
from boredcrawl.replica.texts import slugified
from boredcrawl.replica.things import Article
from boredcrawl.replica.threads import ThreadMaker, in_order, print_few
from boredcrawl.replica.variants import Variant, check, choose
from boredcrawl.replica.words import CATEGORIES, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from boredcrawl.replica.options import Options
    from boredcrawl.replica.things import Head

THREE_LEVELS = 2
"""The depth of the deepest reply of the special long thread."""


class World:
    """Makes articles on demand and remembers only what was changed."""

    def __init__(self, options: Options) -> None:
        check(options.variant)
        self.options = options
        self.clock = Clock(options.now)
        self.epoch = self.clock.epoch()
        self.newest = options.articles
        self.history = History()
        self.staff, self.members = people.writers(options.seed)
        self._base_head = lru_cache(maxsize=2048)(self._make_head)
        self._article = lru_cache(maxsize=16)(self._make_article)

    @property
    def long_thread(self) -> int | None:
        """The number of the article with the special long thread."""
        return max(1, self.options.articles // 2) if self.options.thread else None

    def exists(self, number: int) -> bool:
        """Whether an article of this number was ever published."""
        return 1 <= number <= self.newest

    def published_at(self, number: int) -> datetime:
        """Say when an article appeared."""
        changes = self.history.changes.get(number)
        if changes and changes.published_at:
            return changes.published_at
        total = self.options.articles
        moment = self.epoch - age(total - number, total)
        return moment.replace(microsecond=0)

    def _make_head(self, number: int, salt: int) -> Head:
        published_at = self.published_at(number)
        head = make_head(number, self.options, published_at, self.staff, self.members, salt=salt)
        if number == self.long_thread:
            head.thread_size = self.options.thread
        return head

    def head(self, number: int) -> Head:
        """Give the head of an article as it is now."""
        changes = self.history.changes.get(number)
        head = copy(self._base_head(number, changes.salt if changes else 0))
        if changes:
            head.slug = self._base_head(number, 0).slug
            head.title = changes.title or head.title
            head.modified_at = changes.modified_at or head.modified_at
            head.layout = changes.layout or head.layout
        return head

    def path_of(self, number: int) -> str:
        """Give the path of an article."""
        return self.head(number).path

    def number_of(self, slug: str) -> int | None:
        """Find the article of a slug.

        The number stands at the slug's end; the words before it must be right too.
        """
        match = re.search(r"-(\d{1,9})$", slug)
        number = int(match[1]) if match else 0
        if not self.exists(number) or self.head(number).slug != slug:
            return None
        return number

    def variant(self, number: int) -> Variant:
        """Give the markup chosen for an article."""
        options = self.options
        variant = choose(options.seed, number, vary=options.vary, fixed=options.variant)
        is_recent = self.published_at(number).year >= self.epoch.year - 1
        if is_recent and "era" not in options.variant:
            return replace(variant, era="now")
        return variant

    def is_partial(self, number: int) -> bool:
        """Whether the page of an article prints only its first comments."""
        if number == self.long_thread:
            return True
        return Dice.thrown(self.options.seed, number, "partial").chance(self.options.partial)

    def article(self, number: int) -> Article:
        """Give an article as it is now, its comments in order; not to be changed."""
        return self._article(number, len(self.history.events))

    def _make_article(self, number: int, _events: int) -> Article:
        head = self.head(number)
        changes = self.history.changes.get(number)
        salt = changes.salt if changes else 0
        seed = self.options.seed
        article = Article(head=head)
        BodyMaker(head, seed, salt, self.path_of).fill(article)
        maker = ThreadMaker(head, seed, salt, self.epoch, self.staff)
        if number == self.long_thread:
            article.comments = maker.comments(deepest=THREE_LEVELS)
        else:
            article.comments = maker.comments()
        if changes:
            changes.apply(article)
        article.comments = in_order(article.comments)
        if self.is_partial(number):
            print_few(article.comments)
        self._relate(article, changes.related_turn if changes else 0)
        return article

    def _relate(self, article: Article, turn: int) -> None:
        dice = Dice.thrown(self.options.seed, article.head.number, "related")
        others = [dice.upto(1, max(1, self.options.articles)) for _ in range(9)]
        unique = [k for k in dict.fromkeys(others) if k != article.head.number]
        inline, footer = unique[:3], unique[3:]
        if turn:
            Dice.thrown(article.head.number, turn, "turn").shuffle(footer)
        article.inline_related = tuple(map(self.head, inline))
        article.footer_related = tuple(map(self.head, footer))

    def comment_count(self, number: int) -> int:
        """Count the comments of an article, without making them."""
        head = self.head(number)
        count = head.thread_size + head.item_comments
        changes = self.history.changes.get(number)
        return count + len(changes.added) - len(changes.deleted) if changes else count

    def touched_at(self, number: int) -> datetime:
        """Say when anything on the page of an article last changed."""
        changes = self.history.changes.get(number)
        touched = changes.touched_at if changes else None
        return touched or self.head(number).published_at

    def newest_first(self) -> Iterator[int]:
        """Give the numbers of the published articles, newest first."""
        return (n for n in range(self.newest, 0, -1) if self.history.status(n) == 200)  # noqa: PLR2004

    def in_category(self, slug: str) -> Iterator[int] | None:
        """Give the articles of a category, newest first; None where there is no such."""
        wanted = {one: k for k, (one, _) in enumerate(CATEGORIES)}.get(slug)
        if wanted is None:
            return None
        seed = self.options.seed
        return (n for n in self.newest_first() if category_of(n, seed) == wanted)

    def with_tag(self, slug: str) -> Iterator[int] | None:
        """Give the articles with a tag, newest first; None where there is no such tag."""
        wanted = {slugified(tag): k for k, tag in enumerate(TAGS)}.get(slug)
        if wanted is None:
            return None
        seed = self.options.seed
        return (n for n in self.newest_first() if wanted in tags_of(n, seed))

    def by_writer(self, slug: str) -> Iterator[int] | None:
        """Give the articles of a staff writer, newest first; None where there is no such."""
        wanted = {writer.slug: k for k, writer in enumerate(self.staff)}.get(slug)
        if wanted is None:
            return None
        seed, staff = self.options.seed, len(self.staff)
        return (
            n
            for n in self.newest_first()
            if wanted in writers_of(n, seed, staff) and self.head(n).kind != "community"
        )
