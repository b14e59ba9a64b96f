"""Score threads against truth, for `bench.quality`.

Truth is given in one of three forms, for which see docs/quality.md:

- `comments`: of each its `site_comment_id`, `parent` (an id), `author`, `posted`, `text`,
  `page`. Comments are matched by id; those of further pages of the thread are asked for at
  the pages that hold them.
- `site_comment_ids` with `depths` by id and `declared`, their number.
- `posts`: `author` (a name or a profile's address), `posted_raw`, `text`. Posts are matched
  by their texts: the pairs with most in common first, those with half in common at least.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from boredcrawl.cleaning.text import squash

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from boredcrawl.items import Comment

_TOKEN = re.compile(r"\w+")
_TELLING = 60
"""Letters of a comment from which it is not in a body by chance."""

_ALIKE = 0.5
"""Share of two texts' words in common from which they are one post."""


@dataclass(kw_only=True)
class ThreadScore:
    """The results on one set of pages with threads."""

    pages: int = 0
    exact: int = 0
    """Pages with every comment of the truth once, and no other."""
    leaks: int = 0
    found: int = 0
    true: int = 0
    read: int = 0
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float | int | None]:
        """Give the figures of the table by name."""
        shares = {
            name: self.right[name] / self.asked[name] if self.asked[name] else None
            for name in ("author", "time", "parent", "depth", "text")
        }
        return {
            "pages": self.pages,
            "exact": self.exact / self.pages if self.pages else None,
            "comments": self.true,
            "precision": self.found / self.read if self.read else None,
            "recall": self.found / self.true if self.true else None,
            **shares,
            "leaks": self.leaks,
            "ms": median(self.times) if self.times else None,
        }

    def ask(self, name: str, verdict: bool) -> None:
        """Count one verdict on a comment that was found."""
        self.asked[name] += 1
        self.right[name] += verdict


def has_thread(row: Mapping[str, Any]) -> bool:
    """Whether a row of truth is a page's with a thread."""
    return any(name in row for name in ("comments", "site_comment_ids", "posts"))


def home_of(url: str, rows: Container[str]) -> str | None:
    """Give the address under which truth has a page; further pages of a thread have the first's.

    >>> home_of("http://a.example/x/comment-page-2/", {"http://a.example/x/"})
    'http://a.example/x/'
    """
    if url in rows:
        return url
    first = url.partition("comment-page-")[0]
    return first if first in rows else None


def leaks(body: str, comments: Iterable[Comment], page: str) -> bool:
    """Whether a comment of some length stands in an article's text too.

    A comment that quotes the article, or is quoted in it, is in the page's own words once
    more than in its thread; that is no leak. `page` is the text of the whole page.
    """
    text = " ".join(_words(body))
    said = Counter(" ".join(_words(comment.text)) for comment in comments)
    twice = [one for one in said if len(one) > _TELLING and one in text]
    if not twice:
        return False
    whole = " ".join(_words(page))
    thread = " ".join(one for comment, times in said.items() for one in [comment] * times)
    return any(whole.count(one) <= thread.count(one) for one in twice)


def mark_thread(score: ThreadScore, truth: dict[str, Any], comments: Sequence[Comment]) -> None:
    """Add one page to a score; `comments` is its thread as the pipelines leave it."""
    score.pages += 1
    score.read += len(comments)
    if "posts" in truth:
        _mark_posts(score, truth, comments)
    else:
        _mark_by_id(score, truth, comments)


def _mark_by_id(score: ThreadScore, truth: dict[str, Any], comments: Sequence[Comment]) -> None:
    wanted = {row["site_comment_id"]: row for row in truth.get("comments") or ()}
    ids = Counter(list(wanted) or truth["site_comment_ids"])
    read = Counter(comment.site_comment_id for comment in comments)
    score.true += ids.total()
    score.found += (ids & read).total()
    score.exact += ids == read
    depths = truth.get("depths") or {}
    for comment in comments:
        own = comment.site_comment_id
        if own in depths:
            score.ask("depth", comment.depth + 1 == depths[own])
        row = wanted.get(own or "")
        if row is None:
            continue
        parent = None if comment.parent is None else comments[comment.parent].site_comment_id
        score.ask("parent", parent == row["parent"])
        score.ask("author", is_author(row["author"], comment, truth["url"]))
        score.ask("time", comment.posted_at == _moment(row["posted"]))
        score.ask("text", _words(row["text"]) == _words(comment.text))


def _mark_posts(score: ThreadScore, truth: dict[str, Any], comments: Sequence[Comment]) -> None:
    posts = truth["posts"]
    pairs = match_texts([post["text"] for post in posts], [one.text for one in comments])
    score.true += len(posts)
    score.found += len(pairs)
    score.exact += len(pairs) == len(posts) == len(comments)
    for at, other in pairs:
        post, comment = posts[at], comments[other]
        score.ask("author", is_author(post["author"], comment, truth["url"]))
        raw = squash(post["posted_raw"] or "").casefold()
        said = squash(comment.posted_raw or "").casefold()
        score.ask("time", bool(said) and (raw in said or said in raw))
        score.ask("text", _words(post["text"]) == _words(comment.text))


def match_texts(true: Sequence[str], read: Sequence[str]) -> list[tuple[int, int]]:
    """Pair texts with most words in common, each once.

    >>> match_texts(["one two three", "a cat"], ["A cat!", "two three four one"])
    [(1, 0), (0, 1)]
    """
    bags = [Counter(_words(text)) for text in true]
    others = [Counter(_words(text)) for text in read]
    alike = sorted(
        (
            (-_likeness(bag, other), abs(at - place), at, place)
            for at, bag in enumerate(bags)
            for place, other in enumerate(others)
        ),
    )
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for likeness, _, at, place in alike:
        if -likeness < _ALIKE:
            break
        if at not in taken[0] and place not in taken[1]:
            pairs.append((at, place))
            taken[0].add(at)
            taken[1].add(place)
    return pairs


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Give twice what is common by the sum of both; of two texts without words, 1."""
    whole = one.total() + other.total()
    return 2 * (one & other).total() / whole if whole else 1.0


def is_author(true: str, comment: Comment, base: str) -> bool:
    """Whether a comment's author is the truth's, which is a name or a profile's address."""
    who = comment.commenter
    # Databases keep names as they are written in HTML; a reader sees them unescaped.
    if who.name is not None and squash(unescape(true)).casefold() == who.name.casefold():
        return True
    return who.url is not None and who.url.partition("#")[0] == _address(true, base)


def _address(written: str, base: str) -> str:
    return urljoin(base, written).partition("#")[0]


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.casefold())


def _moment(written: str) -> datetime:
    moment = datetime.fromisoformat(written)
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def whole(threads: Iterable[Sequence[Comment]]) -> list[Comment]:
    """Put the pages of one thread together, parents renumbered.

    A comment printed on two pages is given twice, as a store would be asked to take it.
    """
    gathered: list[Comment] = []
    for comments in threads:
        start = len(gathered)
        for comment in comments:
            if comment.parent is not None:
                comment.parent += start
            gathered.append(comment)
    return gathered
