"""All that rendering one article needs, and the small pieces of markup every page uses."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from boredcrawl.replica.dice import Dice
from boredcrawl.replica.moments import distance_words, floored, moment_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from boredcrawl.replica.things import Article, Comment, Commenter, Picture, Text, Writer
    from boredcrawl.replica.variants import Variant

SITE = "https://www.boredpanda.com"
"""Named by some canonical links, as a mirror of the site would; never linked to."""


@dataclass(kw_only=True)
class Scene:
    """An article about to be rendered: what it holds, in which markup, when and where."""

    article: Article
    variant: Variant
    origin: str
    now: datetime
    declared: int
    """The number of comments the page says there are."""
    is_partial: bool
    ad_turn: int = 0

    def __post_init__(self) -> None:
        self.ads = Dice.thrown(self.article.head.number, "ads", self.ad_turn)

    @property
    def url(self) -> str:
        """The article's own address."""
        return self.origin + self.article.head.path

    @property
    def canonical(self) -> str | None:
        """The address its canonical link names."""
        if self.variant.canonical == "none":
            return None
        base = SITE if self.variant.canonical == "www" else self.origin
        return base + self.article.head.path

    def ago(self, then: datetime) -> str:
        """Say how long ago, in the words of the layout."""
        if self.article.head.layout == "modern":
            return distance_words(then, self.now)
        if self.variant.words == "moment":
            return moment_words(then, self.now)
        return floored(then, self.now)

    def inline(self, text: Text) -> str:
        """Write inline text."""
        return "".join(
            run_html(run.text, absolute(self.origin, run.href), strong=run.strong) for run in text
        )

    def is_ad_due(self, share: float = 0.35) -> bool:
        """Decide whether an advertisement stands here; another turn decides otherwise."""
        return self.ads.chance(share)


def absolute(origin: str, href: str | None) -> str | None:
    """Make a path of the replica an address; leave others as they are."""
    return origin + href if href is not None and href.startswith("/") else href


def run_html(text: str, href: str | None, *, strong: bool) -> str:
    """Write one stretch of inline text."""
    html = esc(text).replace("\n", "<br>")
    if strong:
        html = f"<strong>{html}</strong>"
    if href is None:
        return html
    return f'<a href="{attr(href)}">{html}</a>'


def esc(text: str) -> str:
    """Escape text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attr(text: str) -> str:
    """Escape an attribute's value."""
    return esc(text).replace('"', "&quot;")


def proxied(url: str, width: int = 3840) -> str:
    """Wrap an image's address as the new layout's image proxy does.

    >>> proxied("http://h/a.jpg", 640)
    '/unsafe/rs:fit:640:0/q:80/aHR0cDovL2gvYS5qcGc.webp'
    """
    packed = urlsafe_b64encode(url.encode()).decode().rstrip("=")
    return f"/unsafe/rs:fit:{width}:0/q:80/{packed}.webp"


def srcset(origin: str, picture: Picture, widths: Iterable[int]) -> str:
    """Write the candidates of a proxied image."""
    url = origin + picture.path
    return ", ".join(f"{origin}{proxied(url, width)} {width}w" for width in widths)


def writer_path(writer: Writer) -> str:
    """Give the page of somebody who writes."""
    return f"/{'contributor' if writer.is_member else 'author'}/{writer.slug}/"


def commenter_path(commenter: Commenter) -> str | None:
    """Give the page of somebody who comments."""
    if commenter.slug is None:
        return None
    staff = commenter.role == "BoredPanda Staff"
    return f"/{'author' if staff else 'contributor'}/{commenter.slug}/"


def avatar_path(commenter: Commenter) -> str:
    """Give the picture of somebody who comments; most have the default one."""
    if commenter.slug is None or len(commenter.slug) % 3:
        return "/blog/wp-content/themes/boredpanda/images/default-user-profile-image.png"
    number = len(commenter.slug) * 7919
    return f"/blog/wp-content/uploads/2024/08/IMG_{number}-jpeg-{number:013x}__300.jpg"


def split_word(title: str) -> str:
    """Put a stray space into the longest word of a title.

    >>> split_word("The Lighthouse Keeper")
    'The Ligh thouse Keeper'
    """
    word = max(re.findall(r"\w+", title), key=len)
    half = max(1, len(word) // 2 - 1)
    return title.replace(word, f"{word[:half]} {word[half:]}", 1)


def spaced_title(scene: Scene) -> str:
    """Write the title as the page's `h1` does, with the odd spacing of its variant."""
    title = scene.article.head.title
    if scene.variant.spacing == "nbsp":
        return title.replace(" ", "\N{NO-BREAK SPACE}", 2)
    if scene.variant.spacing == "split":
        return split_word(title)
    return title


def comment_paragraphs(scene: Scene, comment: Comment) -> list[str]:
    """Write the paragraphs of a comment, without the element around them."""
    return [scene.inline(paragraph) for paragraph in comment.paragraphs]
