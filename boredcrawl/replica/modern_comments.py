"""Comments in the new layout: no ids, no dates but relative ones, replies inside their parent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boredcrawl.replica.branches import BATCH, Branches, Place
from boredcrawl.replica.scene import (
    attr,
    avatar_path,
    comment_paragraphs,
    commenter_path,
    esc,
    proxied,
)

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene
    from boredcrawl.replica.things import Comment

SVG = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 4l8 8H4z"></path></svg>'
EFFECTS = ("", ' data-avatar-effect="sunny-zest-avatar"', ' data-avatar-effect="evergreen-frost"')
FORM = (
    '<form class="flex items-stretch"><input placeholder="Add a comment" value="">'
    '<input accept="image/jpeg,image/png,image/gif,image/webp" class="hidden" type="file" '
    'aria-label="Upload a comment image">'
    '<button type="button" aria-label="Upload a comment image" title="Upload a comment image">'
    f'{SVG}</button><button type="submit" disabled="" aria-label="POST">'
)
PROSE = "text-sm prose prose-sm mb-0.5 leading-5 font-normal max-w-none"


class ModernComments:
    """Writes the threads of one article as the server renders them, or as JSON."""

    def __init__(self, scene: Scene, *, fetched: bool = False) -> None:
        self.scene = scene
        self.branches = Branches(scene.article.head.number, scene.article.comments, fetched=fetched)
        self.tokens: list[str] = []
        """Tokens of the buttons written so far, in document order."""

    def block(self) -> str:
        """Write the article's own thread, from its heading to its last button."""
        thread = self._group(None, None)
        return (
            '<div class="mt-0"><div class=""><h2 class="mb-5 text-xl">What do you think ?</h2>'
            f'<div class="mb-6">{FORM}<img src="/assets/comments/post-comment.png"></button></form>'
            f"</div>{thread}</div></div>"
        )

    def item_block(self, item: int) -> str:
        """Write the comments under a list item."""
        thread = self._group(item, None)
        return (
            f'<div class="mt-0"><div class=""><div class="mb-4 ">{FORM}POST</button></form></div>'
            f"{thread}</div></div>"
        )

    def fetched(self, place: Place) -> dict[str, Any]:
        """Give what a button fetches, as JSON."""
        return self._json_group(place.item, place.parent, place.offset, BATCH)

    def _json_group(
        self, item: int | None, parent: int | None, offset: int, limit: int
    ) -> dict[str, Any]:
        comments, token = self.branches.group(item, parent, offset, limit)
        return {"comments": [self._json(one) for one in comments], "next": token}

    def _json(self, comment: Comment) -> dict[str, Any]:
        who = comment.commenter
        image = comment.picture
        return {
            "author": {
                "name": who.name,
                "path": commenter_path(who),
                "avatar": proxied(self.scene.origin + avatar_path(who)),
            },
            "when": self._when(comment),
            "html": self._prose(comment),
            "image": proxied(self.scene.origin + image.path) if image else None,
            "points": comment.score,
            "replies": self._json_group(comment.item, comment.id, 0, 3),
        }

    def _group(self, item: int | None, parent: int | None) -> str:
        comments, token = self.branches.group(item, parent)
        space = "space-y-6" if item is None else "space-y-3"
        inside = "".join(self._comment(one) for one in comments)
        button = self._button(item, token, is_reply=parent is not None)
        if parent is not None:
            return f'<div class="mt-0">{inside}{button}</div>' if inside or button else ""
        return f'<div class="{space}">{inside}{button}</div>'

    def _comment(self, comment: Comment) -> str:
        who, origin = comment.commenter, self.scene.origin
        path = commenter_path(who)
        effect = EFFECTS[comment.id % len(EFFECTS)]
        name = f'<span class="truncate text-sm font-semibold">{esc(who.name)}</span>'
        if path:
            name = (
                '<a class="truncate text-sm font-semibold text-[var(--comment-author)]! '
                f'normal-case no-underline!" href="{path}">{esc(who.name)}</a>'
            )
        badge = ""
        if comment.id % 5 == 0:
            badge = (
                '<span class="inline-flex shrink-0 items-center gap-1"><button type="button" '
                'aria-label="Premium" aria-expanded="false">Premium</button></span>'
            )
        avatar = proxied(origin + avatar_path(who))
        image = ""
        if comment.picture:
            image = f'<img alt="" src="{origin}{proxied(origin + comment.picture.path)}">'
        return (
            f'<div class="group flex gap-2 {"mt-2" if comment.parent else ""}">'
            f'<span class="avatar-effect shrink-0 rounded-full size-[30px]"{effect}>'
            f'<img alt="{attr(who.name)}" loading="eager" data-nimg="fill" sizes="48px" '
            f'src="{origin}{avatar}"></span>'
            '<div class="min-w-0 flex-1"><div class="mb-0.5 flex items-center gap-2">'
            f'<span class="inline-flex min-w-0 items-center gap-1">{name}{badge}</span>'
            '<span class="text-[11px] font-normal text-[var(--gray-500)] italic">'
            f'• {self._when(comment)}</span><div class="relative shrink-0"><button type="button" '
            f'aria-label="Comment actions" aria-haspopup="menu">{SVG}</button></div></div>'
            f'<div class="{PROSE}">{self._prose(comment)}{image}</div>'
            '<div class="flex items-center gap-3 text-[var(--gray-500)]">'
            '<div class="flex items-center gap-2 bg-transparent p-0">'
            f'<button class="transition-colors group/vote-up">{SVG}</button>'
            f'<span class="text-[13px] font-bold text-[var(--text-primary)]">{comment.score}</span>'
            f'<button class="transition-colors group/vote-down">{SVG}</button></div>'
            '<button class="text-[13px] font-normal normal-case">Reply</button></div>'
            f"{self._group(comment.item, comment.id)}</div></div>"
        )

    def _when(self, comment: Comment) -> str:
        edited = " (edited)" if comment.edited else ""
        return self.scene.ago(comment.posted_at) + edited

    def _prose(self, comment: Comment) -> str:
        paragraphs = comment_paragraphs(self.scene, comment)
        if len(paragraphs) == 1:
            return paragraphs[0]
        return "".join(f"<p>{one}</p>" for one in paragraphs)

    def _button(self, item: int | None, token: str | None, *, is_reply: bool) -> str:
        if token is None:
            return ""
        self.tokens.append(token)
        if is_reply:
            label = "Load More Replies..."
        else:
            label = "Load More Comments " if item is None else f"View more comments{SVG}"
        return (
            '<div class="mt-6 flex justify-start"><button class="w-full rounded-[3px] '
            f'bg-[var(--gray-450)] px-5 py-3 text-center text-[14px]">{label}</button></div>'
        )
