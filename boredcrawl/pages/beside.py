"""Tell by tag, role and name what stands beside an article: menus, promotion, captions.

Names of classes only ever take text away, and never most of it: a wrapper is often named
after the smallest thing in it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from boredcrawl.cleaning.text import SILENT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BESIDE, PERHAPS, CAPTION, DISCUSSION = 1, 2, 3, 4
"""Kinds of thing beside an article; 0 is none."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_OTHER = re.compile(
    r"(?:^|-)(?:"
    r"nav(?:bar|igation)?|menus?|breadcrumbs?|footer|masthead|pagination|pager|toolbar|"
    r"side-?bar|related\w*|recommend\w*|recirc\w*|read-?(?:more|next|also|on)|"
    r"more-?(?:on|from|stories|news|articles|links|posts)|also-?(?:like|read|see)|trending|"
    r"most-?(?:read|popular|viewed|shared|recent)|popular\w*|latest\w*|up-?next|"
    r"next-?(?:up|post|article)|promos?|promo-?\w+|teasers?|newsletters?|subscri\w+|sign-?ups?|"
    r"log-?in|regist\w+|regwall|"
    r"shar(?:e|ing|er)s?|share-?\w+|social\w*|follow\w*|addthis\w*|addtoany\w*|sharedaddy|"
    r"jp-?post-?flair|ads?|adv|advert\w*|ad-?(?:slot|unit|container|wrapper|block|label)s?|dfp|"
    r"sponsor\w*|outbrain|taboola|zergnet|mgid|cookies?|consent|gdpr|popups?|modal|tooltip|"
    r"dropdown|author-?(?:bio|box|info|card|profile|details|description|block|about)?|"
    r"about-?(?:the-?)?authors?|by-?lines?|bio(?:graphy)?|contributors?|"
    r"tags?|tag-?(?:list|cloud)|post-?tags|entry-?(?:meta|utility|footer)|post-?meta|"
    r"article-?meta|meta-?data|topics|date-?line|timestamp|pub-?date|print-?only|no-?screen|"
    r"sr-?only|visually-?hidden|screen-?reader\w*|offscreen|copyright|disclosure|"
    r"donat(?:e|ion)s?|cta|call-to-action|feedback|poll|quiz|carousel\w*|rating|skip-?(?:link|to)\w*|jump-?to|"
    r"table-?of-?contents|toc|audio-?player|video-?(?:player|playlist)|playlist|jw-?player"
    r")(?:$|-)"
)
"""Names of what stands beside an article; whole words of one class or id."""

_PERHAPS = re.compile(
    r"(?:^|-)(?:rail|paywall\w*|overlay|lightbox|hidden|widgets?|slider|player|whatsapp|"
    r"telegram|rights|alert|banner|notice|message|prompt|info-?box|fact-?box|sidebar)(?:$|-)"
)
"""Names that also stand around whole articles: they count only where little text is."""

_CAPTION = re.compile(r"(?:^|-)(?:captions?|credits?|wp-?caption-?text|photo-?by|cutline)(?:$|-)")
_DISCUSSION = re.compile(
    r"(?:^|-)(?:comments|commentlist|comment-?(?:list|area|section|thread|form)s?|comment|"
    r"respond|disqus\w*|livefyre)(?:$|-)"
)
_STATE = re.compile(
    r"^(?:has|with|w|no|is|and|js|show|enable[ds]?|single|page-template)-|"
    r"(?:open|closed|enabled|disabled|active|visible|layout)$"
)
"""A class that says how an element is, not what: `has-sidebar`, `comments-open`."""

_POST = re.compile(r"(?:^| )(?:hentry|type-(?:post|page)|post-\d+)(?= |$)")
"""WordPress marks its articles so, and adds every tag as a class (`tag-donations`)."""


LEFT_OUT = frozenset(
    ("nav", "footer", "aside", "form", "button", "dialog", "menu", "figcaption", "label", "option")
)
"""Elements whose very tag says that they are no article text."""

_LITTLE, _MOST = 0.1, 0.5
"""Shares of the text up to which a name is believed."""

_NEVER_NAMED = frozenset(("html", "body", "main", "article", "tbody", "tr", "td", "th", "h1"))
"""Elements whose names are not asked: they are too large, or cells of one table."""

_NO_TEXT = LEFT_OUT | SILENT
_TELLING = frozenset(("role", "hidden", "aria-hidden"))
_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search", "banner", "dialog"))
_HIDDEN = re.compile(r"display\s*:\s*none")


def names(el: HtmlElement) -> str:
    """Give an element's class and id as one string."""
    return f"{el.get('class') or ''} {el.get('id') or ''}"


@lru_cache(maxsize=8192)
def words(names: str) -> str:
    """Write class names alike: `articleBody`, `article__body` and `article-body`.

    >>> words("ArticlePage-articleBody entry_content")
    'article-page-article-body entry-content'
    """
    return re.sub(r"[_-]+", "-", _CAMEL.sub("-", names)).lower()


@lru_cache(maxsize=8192)
def kind_named(names: str) -> int:
    """Classify a class and id: what kind of thing beside an article it names, or 0.

    >>> kind_named("comment-list"), kind_named("has-sidebar story"), kind_named("related-posts")
    (4, 0, 1)
    """
    found = 0
    said = words(names)
    if _POST.search(said):
        return 0
    for kind in map(_kind_of, said.split()):
        if kind in {DISCUSSION, CAPTION}:
            return kind
        if kind == BESIDE or not found:
            found = kind
    return found


@lru_cache(maxsize=8192)
def _kind_of(name: str) -> int:
    """Do what `kind_named` does for one word; sites share many, where they share few wholes."""
    if _STATE.search(name):
        return 0
    named = (_DISCUSSION, DISCUSSION), (_CAPTION, CAPTION), (_OTHER, BESIDE), (_PERHAPS, PERHAPS)
    return next((kind for pattern, kind in named if pattern.search(name)), 0)


def kind_beside(el: HtmlElement) -> int:
    """Say by tag, role, name or style what kind of thing beside an article this is."""
    tag = el.tag
    if tag in _NO_TEXT:
        return BESIDE
    called = own = ""
    is_hidden = False
    # Asked for all at once: each `get` costs as much as `items` does (0.3 us, November 2026).
    for name, value in el.items():
        if name == "class":
            called = value
        elif name == "id":
            own = value
        elif name in _TELLING and _says_beside(name, value):
            return BESIDE
        elif name == "style" and "none" in value and _HIDDEN.search(value):
            is_hidden = True
    if tag in _NEVER_NAMED:
        return 0
    if is_hidden:
        return PERHAPS
    return kind_named(f"{called} {own}") if called or own else 0


def _says_beside(name: str, value: str) -> bool:
    return name == "hidden" or (value in _ROLES if name == "role" else value == "true")


def is_beside(el: HtmlElement, share: float) -> bool:
    """Whether an element that holds this share of the text is not the article's."""
    kind = kind_beside(el)
    if kind == PERHAPS:
        return share < _LITTLE and el.tag not in {"p", "li", "blockquote"}
    return kind == DISCUSSION or (kind != 0 and share < _MOST)
