"""A page of WordPress, whatever its theme: what its core writes into every page.

The body's classes say what a page is (`get_body_class()`), the numbers of a post and of its
comments are the same in the page and in the REST interface; so the two are reconciled by
number. What REST told is kept in the tree, as a script of type `application/json`: the archive
holds it with the page, and a replay reads it there.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import lxml.html

from boredcrawl.cleaning.images import image_url, original_url
from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.times import parse_time
from boredcrawl.exceptions import NoArticle
from boredcrawl.items import Comment, Commenter, Image, Tag
from boredcrawl.pages.enclosing import chain
from boredcrawl.pages.finding import Find
from boredcrawl.pages.found import FoundPage
from boredcrawl.pages.rest import REST_PAGE, rest_root, rest_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

    from boredcrawl.items import Article

_EVIDENCE = (b"/wp-content/", b"/wp-includes/", b"api.w.org", b'content="WordPress')

LISTINGS = frozenset(("blog", "archive", "search", "error404", "search-results"))
"""Classes of pages that list posts; `single` and `page` are those that are one."""

_POST = re.compile(r"(?:^|\s)postid-(\d+)(?:\s|$)")
_SHORT = re.compile(r"[?&]p=(\d+)(?:&|$)")
_SHORTLINK = Find("descendant::link[@rel='shortlink' and @href]")
_FEATURED = Find("descendant::img[contains(concat(' ',@class,' '),' wp-post-image ')]")
_CATEGORIES = Find("descendant::a[@rel and @href and contains(concat(' ',@rel,' '),' category ')]")
_FORM = Find("descendant::form[@id='commentform' or contains(@action,'wp-comments-post')]")
_COUNT = re.compile(
    r"(?:^|\s)(?P<number>one|\d[\d.,]*)\s+(?:thoughts?|comments?|responses?|replies|reply)\b",
    re.IGNORECASE,
)
_NUMBERED = Find("descendant-or-self::*/@id/parent::*")
_AROUND_COMMENTS = frozenset(("comments", "respond"))


class WordPressPage(FoundPage):
    """A post of a WordPress site."""

    layout: ClassVar[str] = "wordpress"

    def recognises(self) -> bool:
        """Whether anything of WordPress' own is in the page."""
        body = self.response.body
        return any(name in body for name in _EVIDENCE)

    @cached_property
    def classes(self) -> frozenset[str]:
        """What the body's classes say."""
        body = next(self.tree.iter("body"), None)
        return frozenset((body.get("class") or "").split()) if body is not None else frozenset()

    def to_item(self) -> Article:
        """Gather the fields; raises `NoArticle` where WordPress says that it lists posts."""
        listed = self.classes & LISTINGS
        if listed and not self.classes & {"single", "page", "singular"}:
            raise NoArticle(f"{self.url}: no article but a list ({', '.join(sorted(listed))})")
        return super().to_item()

    @property
    def says_article(self) -> bool:
        """Whether the page itself says that it is an article: a post is of class `single`."""
        return bool(self.classes & {"single", "page", "singular"}) or super().says_article

    @cached_property
    def post_id(self) -> int | None:
        """The number of the post."""
        if match := _POST.search(" ".join(self.classes)):
            return int(match[1])
        for link in _SHORTLINK(self.tree):
            if match := _SHORT.search(link.get("href") or ""):
                return int(match[1])
        return None

    def _of_post(self, found: list[HtmlElement]) -> list[HtmlElement]:
        """Keep what stands in the post, as themes number it; all where they do not."""
        own = f"post-{self.post_id}"
        inside = [el for el in found if any(up.get("id") == own for up in el.iterancestors())]
        if inside or not found:
            return inside
        return [] if any(el.get("id") == own for el in _NUMBERED(self.tree)) else found

    @cached_property
    def lead_image(self) -> Image | None:
        """The picture the site shows for the article: told in the head, or the featured one."""
        return super().lead_image or self.pick("lead_image", ("featured", self._featured))

    def _featured(self) -> Image | None:
        for img in self._of_post(_FEATURED(self.tree)):
            if url := image_url(img, self.url):
                alt = squash(img.get("alt") or "") or None
                return Image(url=url, original_url=original_url(url), alt=alt, is_lead=True)
        return None

    @cached_property
    def _categories(self) -> tuple[str, ...]:
        names = (squash("".join(a.itertext())) for a in self._of_post(_CATEGORIES(self.tree)))
        return tuple(dict.fromkeys(filter(None, names)))

    @cached_property
    def section(self) -> str | None:
        """The part of the site the article stands in: as told, or the first category."""
        first = next(iter(self._categories), None)
        return super().section or self.pick("section", ("category", lambda: first))

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The categories, then the tags."""
        categories = tuple(Tag(name=name, kind="category") for name in self._categories)
        rest = (tag for tag in super().tags if tag.name not in self._categories)
        return (*categories, *rest)

    @cached_property
    def rest_comments(self) -> str | None:
        """Where REST tells the first hundred of the post's comments, the oldest first."""
        root = rest_root(self)
        if root is None or self.post_id is None:
            return None
        query = f"post={self.post_id}&per_page={REST_PAGE}&order=asc"
        return rest_url(root, "wp/v2/comments", query)

    @property
    def _told_comments(self) -> list[dict[str, Any]] | None:
        script = told_in(self.tree)
        return json.loads(script.text or "[]") if script is not None else None

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The discussion as printed, reconciled with what REST told."""
        printed = super().comments
        told = self._told_comments
        return reconcile(printed, told, self) if told else printed

    @cached_property
    def comments_declared(self) -> int | None:
        """How many comments the site says there are: REST, structured data, the heading."""
        told = self._told_comments
        if told is not None:
            return len(told)
        declared = super().comments_declared
        if declared is None:
            declared = self.pick("comments_declared", ("heading", self._counted))
        return declared

    def _counted(self) -> int | None:
        for heading in self.tree.iter("h2", "h3"):
            if not any(up.get("id") in _AROUND_COMMENTS for up in chain(heading)):
                continue
            if match := _COUNT.search(squash("".join(heading.itertext()))):
                number = match["number"].lower()
                return 1 if number == "one" else int(re.sub(r"\D", "", number))
        # A form to comment with and nothing above it: nobody has.
        return 0 if _FORM(self.tree) and not self.comments else None


def has_told(page: WordPressPage, article: Article) -> bool:
    """Whether REST may tell of an article's comments more than the page prints."""
    is_told = told_in(page.tree) is not None
    is_empty = not article.comments and article.comments_declared == 0
    return page.rest_comments is not None and not is_told and not is_empty


def keep_told(tree: HtmlElement, comments: Sequence[dict[str, Any]]) -> None:
    """Put all that REST told of a thread into the page's tree."""
    script = lxml.html.Element("script")
    script.set("type", "application/json")
    script.set("data-boredcrawl", "comments")
    # A script ends at its end tag, wherever that stands.
    script.text = json.dumps(list(comments), ensure_ascii=False).replace("</", "<\\/")
    body = next(tree.iter("body"), tree)
    body.append(script)


def told_in(tree: HtmlElement) -> HtmlElement | None:
    """Give the script in which `keep_told` has put what REST told, if it has."""
    body = next(tree.iter("body"), tree)
    scripts = body.iterchildren("script", reversed=True)
    return next((el for el in scripts if el.get("data-boredcrawl") == "comments"), None)


def reconcile(
    printed: tuple[Comment, ...], told: Sequence[dict[str, Any]], page: WordPressPage
) -> tuple[Comment, ...]:
    """Make one thread of a printed and a told one, by the comments' numbers.

    What is printed stays in its order and words; REST adds what was not printed, the parents
    that a theme's depth hides, times to the second and authors' addresses.
    """
    comments = [replace(comment) for comment in printed]
    place = {c.site_comment_id: at for at, c in enumerate(comments) if c.site_comment_id}
    for one in told:
        number = str(one.get("id"))
        if number not in place:
            place[number] = len(comments)
            comments.append(_comment(one, number))
    for one in told:
        comment = comments[place[str(one.get("id"))]]
        comment.parent = place.get(str(one.get("parent") or ""))
        raw = f"{one.get('date_gmt')}Z"
        if parse_time(raw, page.fetched_at) is not None:
            comment.posted_machine = raw
            comment.posted_raw = comment.posted_raw or raw
        url = comment.commenter.url or str(one.get("author_url") or "") or None
        comment.commenter = replace(comment.commenter, url=url)
    return tuple(comments)


def _comment(one: dict[str, Any], number: str) -> Comment:
    rendered = str((one.get("content") or {}).get("rendered") or "")
    name = squash(html.unescape(str(one.get("author_name") or "")))
    return Comment(
        commenter=Commenter(name=name or None),
        site_comment_id=number,
        body=lxml.html.fragment_fromstring(rendered, create_parent="div") if rendered else None,
    )
