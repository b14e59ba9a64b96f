"""Comments in the classic theme, in every nesting and with every detail its variants know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.replica.branches import BATCH, Branches, Place
from boredcrawl.replica.naming import dressed
from boredcrawl.replica.scene import (
    attr,
    avatar_path,
    comment_paragraphs,
    commenter_path,
    esc,
)

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene
    from boredcrawl.replica.things import Comment

DOTS = (
    '<svg class="~dots" viewBox="0 0 40 10"><metadata>\n'
    "Created by potrace 1.15, written by Peter Selinger 2001-2017\n"
    '</metadata><g><path d="M4 5h2M18 5h2M32 5h2"/></g></svg>'
)
ARROW = '<svg class="~arrow-down" role="img"><title>Arrow down menu</title><path d="M0 0"/></svg>'
FORM = (
    '<form class="~comment-form"><input type="text" placeholder="Add photo comments">'
    '<label>Add photo comments</label><input type="submit" value="POST"><span>POST</span></form>'
)
AD = '<div class="post-ads comment-ad">ADVERTISEMENT</div>'
ENDPOINTS = {
    "html-get": "/comments/load/",
    "html-post": "/comments/more/",
    "json-post": "/api/v2/comments/list",
}
REVEALED = 8
"""Top-level comments beyond this many are hidden by CSS until a button is pressed."""


class ClassicComments:
    """Writes the threads of one article; one object for one copy of the block."""

    def __init__(self, scene: Scene, *, fetched: bool = False) -> None:
        self.scene = scene
        self.variant = scene.variant
        self.branches = Branches(scene.article.head.number, scene.article.comments, fetched=fetched)

    def block(self) -> str:
        """Write the article's own comment block."""
        return (
            '<div class="post-comments"><h3 class="~comments-title">What do you think ?</h3>'
            f"{FORM}{self.group(None, None)}</div>"
        )

    def item_block(self, item: int) -> str:
        """Write the comments under a list item."""
        return f'<div class="open-list-comments">{FORM}{self.group(item, None)}</div>'

    def fragment(self, place: Place) -> tuple[str, str | None]:
        """Write what a button fetches, and the token for the next press."""
        comments, token = self.branches.group(place.item, place.parent, place.offset, BATCH)
        html = "".join(self._wrapped(one) for one in comments)
        html += self._button(place.item, place.parent, token, len(comments))
        return dressed(html, self.variant.names), token

    def group(self, item: int | None, parent: int | None) -> str:
        """Write one group of comments with its container and its button."""
        comments, token = self.branches.group(item, parent)
        parts = []
        top = item is None and parent is None
        for k, comment in enumerate(comments):
            hidden = top and k >= REVEALED and not self.scene.is_partial
            parts.append(self._wrapped(comment, hidden=hidden))
            if top and self.scene.is_ad_due(0.2):
                parts.append(self._ad())
        button = self._button(item, parent, token, len(comments))
        if parent is not None and not parts and not button:
            return ""
        inside = "".join(parts)
        if self.variant.replies == "list":
            name = "comments-list" if parent is None else "children"
            return f'<ul class="~{name}">{inside}</ul>{button}'
        name = "comments" if parent is None else "comment-replies"
        return f'<div class="~{name}">{inside}</div>{button}'

    def _ad(self) -> str:
        return f'<li class="~ad">{AD}</li>' if self.variant.replies == "list" else AD

    def _wrapped(self, comment: Comment, *, hidden: bool = False) -> str:
        """Write a comment with its replies, wrapped as its variant nests them."""
        replies = self.group(comment.item, comment.id)
        extra = " is-hidden" if hidden else ""
        if self.variant.replies == "nested":
            return self._block(comment, replies, extra)
        if self.variant.replies == "list":
            return f'<li class="~comment{extra}">{self._block(comment)}{replies}</li>'
        return f'<div class="~comment-thread{extra}">{self._block(comment)}{replies}</div>'

    def _block(self, comment: Comment, replies: str = "", extra: str = "") -> str:
        kind = self.variant.comment_id
        name = {"id": f' id="comment-{comment.id}"', "data": f' data-comment-id="{comment.id}"'}
        return (
            f'<div class="comment-block{extra}"{name.get(kind, "")} itemprop="comment" itemscope'
            ' itemtype="https://schema.org/Comment">'
            f"{self._author(comment)}{self._text(comment)}{self._actions(comment)}{replies}</div>"
        )

    def _author(self, comment: Comment) -> str:
        who, origin = comment.commenter, self.scene.origin
        path = commenter_path(who)
        slug = who.slug or "guest"
        image = (
            f'<span class="comment-author-image"><img src="{origin}{avatar_path(who)}" '
            f'alt="{attr(slug)} avatar" width="40" height="40"></span>'
        )
        role = f'<span class="~comment-author-status">{who.role}</span>'
        date = self._date(comment)
        if self.variant.name == "link":
            name = f'<span class="comment-author">{esc(who.name)}</span>'
            if path:
                name = f'<a class="comment-author" href="{origin}{path}">{esc(who.name)}</a>'
            return f'<div class="~comment-header">{image}\n{name}\n{role}\n{date}</div>\n'
        name = f"<span>{esc(who.name)}</span>"
        if path:
            name = f'<a href="{origin}{path}">{esc(who.name)}</a>'
        return f'<div class="comment-author">{image}\n{name}\n{role}\n</div>\n{date}\n'

    def _date(self, comment: Comment) -> str:
        words, variant = self.scene.ago(comment.posted_at), self.variant
        edited = " (edited)" if comment.edited else ""
        after = ""
        if edited and variant.edited != "text":
            after = f'<{variant.edited} class="~comment-edited">(edited)</{variant.edited}>'
            edited = ""
        if variant.comment_id == "permalink":
            link = f"{self.scene.url}?comment_id={comment.id}"
            words = f'<a href="{link}" rel="nofollow">{words}</a>'
        if variant.date == "time":
            date = f'<time class="~comment-date">{words}{edited}</time>'
        elif variant.date == "datetime":
            stamp = comment.posted_at.isoformat()
            date = f'<time class="~comment-date" datetime="{stamp}">{words}{edited}</time>'
        elif variant.date == "span":
            date = f'<span class="~comment-date">{words}{edited}</span>'
        else:
            date = words + edited
        dots = f'<span class="~comment-menu">Dots{DOTS}</span>'
        return f'<div class="~comment-info">{date}{after} {dots}</div>'

    def _text(self, comment: Comment) -> str:
        paragraphs = comment_paragraphs(self.scene, comment)
        if len(paragraphs) == 1:
            html = f'<p itemprop="text">{paragraphs[0]}</p>'
        elif comment.id % 2:
            html = f'<p itemprop="text">{"<br><br>".join(paragraphs)}</p>'
        else:
            inside = "".join(f"<p>{one}</p>" for one in paragraphs)
            html = f'<div itemprop="text">{inside}</div>'
        if comment.picture:
            src = self.scene.origin + comment.picture.path
            html += f'<div class="~comment-image"><img src="{src}" alt=""></div>'
        return f'<div class="~comment-content">{html}</div>\n'

    def _actions(self, comment: Comment) -> str:
        variant = self.variant
        points = {
            "data": f'<span class="points" data-points="{comment.score}">{comment.score}</span>',
            "text": f'<span class="points">{comment.score}points</span>',
        }.get(variant.points, "")
        inner = f' data-id="{comment.id}"' if variant.comment_id == "inner" else ""
        return (
            f'<div class="~comment-actions"><div class="vote-panel"{inner}>'
            f'<button title="Vote arrow up"></button>{points}'
            '<button title="Vote arrow down"></button></div></div>'
        )

    def _button(self, item: int | None, parent: int | None, token: str | None, shown: int) -> str:
        """Write the button after a group; without a token it only reveals what is hidden."""
        top = parent is None
        wanted = bool(token or shown)
        if top and item is None:
            label, wanted = (
                "Load More Comments",
                bool(token or (shown > REVEALED and not self.scene.is_partial)),
            )
        elif top:
            label = f"View more comments{ARROW}"
        else:
            label = "Load More Replies..." if item is None else "View More Replies..."
        if not wanted:
            return ""
        data = ""
        if token:
            data = f' data-more="{token}"'
            if self.variant.wiring == "data":
                kind = self.variant.endpoint
                data += f' data-endpoint="{ENDPOINTS[kind]}" data-kind="{kind}"'
        elif not (top and item is None):
            data = ' style="display:none"'
        if self.variant.wiring == "script":
            return f'<button type="button" class="~js-more"{data}>{label}</button>'
        return f'<a href="#" class="~load-more-comments" role="button"{data}>{label}</a>'
