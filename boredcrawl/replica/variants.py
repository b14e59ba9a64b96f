r"""How markup varies where nobody knows it: one choice per open question and article.

The public evidence on the classic theme leaves these open, so the replica answers each
in several plausible ways and nothing can come to rest on one. `--plain` takes the first
answer everywhere; `--variant NAME=VALUE` fixes one answer.

| question | answers |
| --- | --- |
| `comment_id`: where a comment's id stands | `none`; `id` (`id="comment-7"`); `data` (`data-comment-id`); `permalink` (a link with `?comment_id=7`); `inner` (`data-id` on its vote panel) |
| `replies`: how replies hang on their parent | `nested` (inside the `.comment-block`); `list` (`ul > li`); `sibling` (a container after the `.comment-block`) |
| `name`: what `.comment-author` is | `box` (around avatar, name and role); `link` (the link itself) |
| `date`: the element of a comment's date | `span`; `time` (no `datetime`); `datetime` (`<time datetime>`); `text` (bare text beside the dots icon) |
| `edited`: how an edit is told | `text` (" (edited)" after the date); `span`; `em` |
| `points`: a comment's votes | `none`; `data` (`data-points`); `text` ("5points") |
| `words`: relative dates | `floored` ("4 months ago"); `moment` ("an hour ago") |
| `post_date`: the article's date | `relative`; `absolute` ("Sep 7, 2026"); `glued` (relative, no space after the category) |
| `credit`: "Image credits: …" | `p`; `span` (inside the image block); `figcaption`; `small` |
| `highlights`: the box | `div`; `section`; `details` |
| `related`: the "RELATED:" block | `empty` (its list has no items); `links`; `swallow` (its list never closes before the body ends) |
| `related_label` | `related` ("RELATED:"); `like` ("You May Also Like:") |
| `item_credit`: a list item's credit | `p`; `div`; `span` |
| `item_text`: a list item's text | `div`; `p` (`p > span.bordered-description`); `bare` (`.text-open-list`) |
| `poll` | `bare` (no question without JavaScript); `full` |
| `author_box` | `div`; `section`; `list` |
| `byline`: several authors | `and` ("A and\nB"); `commas` ("By A, B and C") |
| `lazy`: images | `src`; `data` (`data-src` only); `noscript` (`data-src` and a `noscript` copy) |
| `first_title`: the title's other copy | `sticky` (a bar, a counter after it); `breadcrumb` |
| `names`: every invented class name | `plain` (`comment-date`); `bem` (`c-comment__date`); `hashed` (`css-1f2e3d`); `none` |
| `copy`: the second comment block | `visible`; `hidden` (shown on phones by CSS) |
| `tail`: recommendations after the post | `related`; `like`; `popular`; `trending` |
| `jsonld`, `opengraph`, `article_meta` | `yes`; `no` |
| `canonical` | `own`; `www` (names the original host); `none` |
| `spacing`: the title's own letters | `clean`; `nbsp`; `split` (a stray space in a word of the `h1`, right in `og:title`) |
| `endpoint`: what load-more calls | `html-get`; `html-post`; `json-post` |
| `wiring`: where the endpoint is named | `data` (on the button); `script` (only in a script file; the button is a `button` then, not an `a`) |
| `era`: the theme's age | `now`; `y2017`; `y2014` |
"""  # noqa: E501 - a table row is one line

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from boredcrawl.exceptions import WrongOption
from boredcrawl.replica.dice import Dice

if TYPE_CHECKING:
    from collections.abc import Mapping

CHOICES: dict[str, tuple[str, ...]] = {
    "comment_id": ("none", "id", "data", "permalink", "inner"),
    "replies": ("nested", "list", "sibling"),
    "name": ("box", "link"),
    "date": ("span", "time", "datetime", "text"),
    "edited": ("text", "span", "em"),
    "points": ("none", "data", "text"),
    "words": ("floored", "moment"),
    "post_date": ("relative", "absolute", "glued"),
    "credit": ("p", "span", "figcaption", "small"),
    "highlights": ("div", "section", "details"),
    "related": ("empty", "links", "swallow"),
    "related_label": ("related", "related", "like"),
    "item_credit": ("p", "div", "span"),
    "item_text": ("div", "p", "bare"),
    "poll": ("bare", "full"),
    "author_box": ("div", "section", "list"),
    "byline": ("and", "commas"),
    "lazy": ("src", "data", "noscript"),
    "first_title": ("sticky", "breadcrumb"),
    "names": ("plain", "bem", "hashed", "none"),
    "copy": ("visible", "hidden"),
    "tail": ("related", "like", "popular", "trending"),
    "jsonld": ("yes", "no"),
    "opengraph": ("yes", "yes", "no"),
    "article_meta": ("yes", "no"),
    "canonical": ("own", "own", "own", "own", "www", "none"),
    "spacing": ("clean", "clean", "clean", "clean", "nbsp", "split"),
    "endpoint": ("html-get", "html-post", "json-post"),
    "wiring": ("data", "script"),
    "era": ("now", "now", "now", "now", "now", "now", "y2017", "y2014"),
}
"""The answers to each question; one named twice is given twice as often."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Variant:
    """The markup chosen for one article: an answer to every open question."""

    comment_id: str
    replies: str
    name: str
    date: str
    edited: str
    points: str
    words: str
    post_date: str
    credit: str
    highlights: str
    related: str
    related_label: str
    item_credit: str
    item_text: str
    poll: str
    author_box: str
    byline: str
    lazy: str
    first_title: str
    names: str
    copy: str
    tail: str
    jsonld: str
    opengraph: str
    article_meta: str
    canonical: str
    spacing: str
    endpoint: str
    wiring: str
    era: str


def choose(seed: int, number: int, *, vary: bool, fixed: Mapping[str, str]) -> Variant:
    """Choose the markup of an article.

    >>> choose(1, 2, vary=False, fixed={"date": "time"}).date
    'time'
    """
    dice = Dice.thrown(seed, number, "variant")
    chosen = {name: dice.pick(pool) if vary else pool[0] for name, pool in CHOICES.items()}
    if chosen["opengraph"] == "no" and chosen["jsonld"] == "no" and chosen["spacing"] == "split":
        chosen["spacing"] = "clean"  # nothing on the page would show the right form
    return Variant(**{**chosen, **fixed})


def check(fixed: Mapping[str, str]) -> None:
    """Refuse an answer nobody gives."""
    for name, value in fixed.items():
        if value not in CHOICES.get(name, ()):
            known = ", ".join(CHOICES.get(name, tuple(CHOICES)))
            raise WrongOption(f"no variant {name}={value}; choose from: {known}")


if {field.name for field in fields(Variant)} != set(CHOICES):
    raise AssertionError("every question of the table has its answers")
