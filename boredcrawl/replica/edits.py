"""Changes made between crawls: articles edited and removed, comments come and gone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from boredcrawl.exceptions import WrongOption
from boredcrawl.replica import texts
from boredcrawl.replica.chatter import comment_text
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.people import commenter
from boredcrawl.replica.things import Comment, Commenter, Run, plain
from boredcrawl.replica.threads import ADDED_IDS, IDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from boredcrawl.replica.history import Changes, Event
    from boredcrawl.replica.things import Layout
    from boredcrawl.replica.world import World

Events = list["Event"]

USUAL = (
    "title", "paragraph", "paragraph", "add_comment", "add_comment", "add_comment", "add_comment",
    "edit_comment", "edit_comment", "delete_comment", "restore_comment", "vote", "vote", "ads",
    "related", "delete", "restore", "add",
)  # fmt: skip
"""What a random change may be; what is named twice happens twice as often."""

LAYOUTS = ("classic", "modern")


class Editor:
    """Changes the world and writes each change into its history."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.history = world.history
        self.buried: dict[int, list[int]] = {}
        """Deleted comments, each with the replies that went with it."""
        self.kinds: dict[str, Callable[..., Events]] = {
            "title": self.title,
            "paragraph": self.paragraph,
            "delete": self.delete,
            "restore": self.restore,
            "add": self.add,
            "replace": self.replace,
            "layout": self.layout,
            "add_comment": self.add_comment,
            "edit_comment": self.edit_comment,
            "delete_comment": self.delete_comment,
            "restore_comment": self.restore_comment,
            "vote": self.vote,
            "ads": self.ads,
            "related": self.related,
            "random": self.random,
        }

    def change(self, kind: str, **told: Any) -> Events:
        """Make a change by its name."""
        if kind not in self.kinds:
            raise WrongOption(f"no change {kind}; choose from: {', '.join(self.kinds)}")
        if "article" in told and not self.world.exists(told["article"]):
            raise WrongOption(f"no article {told['article']}")
        return self.kinds[kind](**told)

    def _touch(self, article: int, *, is_content: bool = True) -> Changes:
        changes = self.history.of(article)
        changes.touched_at = self.world.clock.now()
        if is_content:
            changes.modified_at = changes.touched_at
        return changes

    def _log(self, kind: str, article: int, **told: Any) -> Events:
        return [self.history.log(self.world.clock.now(), kind, article, **told)]

    def _dice(self, *key: object) -> Dice:
        return Dice.thrown(self.world.options.seed, "edit", len(self.history.events), *key)

    def title(self, article: int, title: str | None = None) -> Events:
        """Give an article another title."""
        before = self.world.head(article).title
        after = title or f"{before} (Updated {len(self.history.events) + 1})"
        self._touch(article).title = after
        return self._log("title_edited", article, before=before, after=after)

    def paragraph(
        self, article: int, paragraph: int | None = None, text: str | None = None
    ) -> Events:
        """Rewrite a paragraph; its index counts paragraphs alone."""
        blocks = [one for one in self.world.article(article).blocks if one.kind == "paragraph"]
        dice = self._dice(article)
        index = dice.upto(0, len(blocks) - 1) if paragraph is None else paragraph
        before = plain(blocks[index].text)
        after = text or texts.paragraph(dice)
        self._touch(article).paragraphs[index] = after
        return self._log("body_edited", article, before=before, after=after)

    def delete(self, article: int, status: int = 404) -> Events:
        """Take an article down: its address answers 404, or 410."""
        self._touch(article).status = status
        return self._log("article_deleted", article, after=status)

    def restore(self, article: int) -> Events:
        """Put an article back."""
        self._touch(article).status = 200
        return self._log("article_restored", article)

    def add(self) -> Events:
        """Publish a new article, now."""
        self.world.newest += 1
        article = self.world.newest
        changes = self._touch(article)
        changes.published_at = changes.touched_at
        return self._log("article_added", article, after=self.world.head(article).title)

    def replace(self, article: int) -> Events:
        """Let another article take over the address of one."""
        before = self.world.head(article).title
        changes = self._touch(article)
        changes.salt += 1
        after = self.world.head(article).title
        return self._log("article_replaced", article, before=before, after=after)

    def layout(self, article: int, layout: Layout) -> Events:
        """Move an article to the other front end."""
        if layout not in LAYOUTS:
            raise WrongOption(f"no layout {layout}; choose from: classic, modern")
        before = self.world.head(article).layout
        self._touch(article, is_content=False).layout = layout
        return self._log("layout_changed", article, before=before, after=layout)

    def add_comment(
        self,
        article: int,
        *,
        parent: int | None = None,
        item: int | None = None,
        text: str | None = None,
        name: str | None = None,
        posted_at: str | None = None,
    ) -> Events:
        """Add a comment; without a text or a name, chance gives them."""
        changes = self._touch(article, is_content=False)
        dice = self._dice(article)
        now = self.world.clock.now()
        when = datetime.fromisoformat(posted_at) if posted_at else now
        depth = 0
        if parent is not None:
            above = self._comment(article, parent)
            when, depth, item = max(when, above.posted_at), above.depth + 1, above.item
        who = commenter(dice, self.world.staff)
        if name:
            who = Commenter(name=name, slug=texts.slugified(name))
        said = comment_text(dice)
        if text:
            said = tuple((Run(text=line),) for line in text.split("\n\n"))
        comment = Comment(
            id=article * IDS + ADDED_IDS + len(changes.added),
            commenter=who,
            paragraphs=said,
            posted_at=when,
            parent=parent,
            item=item,
            depth=depth,
        )
        changes.added.append(comment)
        words = "\n\n".join(map(plain, said))
        return self._log("comment_added", article, comment=comment.id, after=words)

    def _comment(self, article: int, comment: int) -> Comment:
        found = next((c for c in self.world.article(article).comments if c.id == comment), None)
        if found is None:
            raise WrongOption(f"article {article} has no comment {comment}")
        return found

    def edit_comment(self, article: int, comment: int, text: str | None = None) -> Events:
        """Change what a comment says; the page then calls it edited."""
        before = "\n\n".join(map(plain, self._comment(article, comment).paragraphs))
        after = text or f"{before} EDIT: {texts.sentence(self._dice(article))}"
        self._touch(article, is_content=False).comment_texts[comment] = after
        return self._log("comment_edited", article, comment=comment, before=before, after=after)

    def delete_comment(self, article: int, comment: int) -> Events:
        """Delete a comment and the replies under it; each is an event of its own."""
        self._comment(article, comment)
        gone = [comment]
        for one in self.world.article(article).comments:  # parents stand before their replies
            if one.parent in gone:
                gone.append(one.id)
        self._touch(article, is_content=False).deleted.update(gone)
        self.buried[comment] = gone
        return [self._log("comment_deleted", article, comment=one)[0] for one in gone]

    def restore_comment(self, article: int, comment: int) -> Events:
        """Bring a deleted comment back, with the replies that went with it."""
        changes = self._touch(article, is_content=False)
        if comment not in self.buried or comment not in changes.deleted:
            raise WrongOption(f"comment {comment} of article {article} was not deleted")
        back = self.buried.pop(comment)
        changes.deleted.difference_update(back)
        events = [self._log("comment_restored", article, comment=one)[0] for one in back]
        if len(self._present(article) & set(back)) < len(back):
            changes.deleted.update(back)
            self.buried[comment] = back
            del self.history.events[-len(events) :]
            raise WrongOption(f"comment {comment} cannot return before its parent does")
        return events

    def _present(self, article: int) -> set[int]:
        return {one.id for one in self.world.article(article).comments}

    def vote(self, article: int, comment: int | None = None, by: int = 1) -> Events:
        """Give votes to an article or a comment."""
        votes = self._touch(article, is_content=False).votes
        votes[comment] = votes.get(comment, 0) + by
        return self._log("voted", article, comment=comment, after=by)

    def ads(self) -> Events:
        """Let every page show its advertisements in other places."""
        self.history.ad_turn += 1
        return self._log("ads_rotated", 0, after=self.history.ad_turn)

    def related(self, article: int) -> Events:
        """Put an article's recommendations into another order."""
        changes = self._touch(article, is_content=False)
        changes.related_turn += 1
        return self._log("related_reordered", article, after=changes.related_turn)

    def random(self, count: int = 1, seed: int = 0) -> Events:
        """Make random changes, the same for the same seed and history."""
        events: Events = []
        for k in range(count):
            events += self._random_one(self._dice("random", seed, k))
        return events

    def _random_one(self, dice: Dice) -> Events:
        world = self.world
        kind = dice.pick(USUAL)
        if kind in {"ads", "add"}:
            return self.kinds[kind]()
        shown = list(world.newest_first())
        hidden = [n for n, one in self.history.changes.items() if one.status != 200]  # noqa: PLR2004
        article = dice.pick(shown)
        if kind == "restore":
            return self.restore(dice.pick(hidden)) if hidden else self.title(article)
        if kind == "delete" and len(shown) < 2:  # noqa: PLR2004 - somebody must stay
            return self.title(article)
        comments = world.article(article).comments
        if kind == "restore_comment":
            return self._restore_any(dice) or self.add_comment(article)
        if kind == "add_comment" and comments and dice.chance(0.5):
            return self.add_comment(article, parent=dice.pick(comments).id)
        if kind in {"edit_comment", "delete_comment"}:
            if not comments:
                return self.add_comment(article)
            return self.kinds[kind](article, dice.pick(comments).id)
        if kind == "vote":
            whom = dice.pick(comments).id if comments and dice.chance(0.7) else None
            return self.vote(article, whom, dice.upto(1, 9))
        return self.kinds[kind](article)

    def _restore_any(self, dice: Dice) -> Events:
        free = [
            comment
            for comment in self.buried
            if not any(comment in others and comment != top for top, others in self.buried.items())
            and self.history.status(comment // IDS) == 200  # noqa: PLR2004
        ]
        if not free:
            return []
        comment = dice.pick(free)
        try:
            return self.restore_comment(comment // IDS, comment)
        except WrongOption:
            return []
