"""What a crawler that looks in now and then must have noticed, made of the replica's own log."""

from collections import Counter
from copy import copy
from dataclasses import dataclass, field

from compare import squashed

BELIEVED = 2
"""Crawls in a row an article must be missing from before it counts as gone."""


@dataclass
class Said:
    """A comment as the log leaves it."""

    who: str
    text: str
    score: int
    is_there: bool = True


@dataclass
class Standing:
    """An article as the log leaves it, and as the last crawl that read it did."""

    url: str
    title: str
    comments: dict[int, Said] = field(default_factory=dict)
    edits: int = 0
    is_there: bool = True
    missed: int = 0
    seen_edits: int | None = None
    seen: dict[int, Said] = field(default_factory=dict)


class Ledger:
    """Follows the replica's log; says of each crawl what it must have found."""

    def __init__(self, replica):
        self.replica = replica
        self.articles = {}
        for truth in replica.truths():
            self.enter(truth)

    def enter(self, truth):
        comments = {one["id"]: said(one) for one in truth["comments"]}
        self.articles[truth["number"]] = Standing(truth["url"], truth["title"], comments)

    def apply(self, event):
        """Follow one event, at once: what the log leaves out is asked of the replica."""
        kind, number, comment = event["kind"], event["article"], event["comment"]
        if kind == "article_added":
            self.enter(self.replica.truth(number))
        elif kind not in {"ads_rotated", "related_reordered"}:
            standing = self.articles[number]
            if kind == "title_edited":
                standing.title = event["after"]
            if kind in {"title_edited", "body_edited"}:
                standing.edits += 1
            elif kind in {"article_deleted", "article_restored"}:
                standing.is_there = kind == "article_restored"
            elif kind == "comment_added":
                standing.comments[comment] = said(self.shown(number, comment))
            elif kind == "voted" and comment is not None:
                # Pages round what is many, and some tell no votes at all.
                standing.comments[comment].score = self.shown(number, comment)["score"]
            elif comment is not None:
                apply_to_comment(kind, standing.comments[comment], event)

    def shown(self, number, comment):
        return next(c for c in self.replica.truth(number)["comments"] if c["id"] == comment)

    def crawl(self):
        """Look at everything, as a crawl does now: give what it must note, and which votes."""
        noted, votes = Counter(), Counter()
        for standing in self.articles.values():
            if standing.is_there:
                noted.update(noticed(standing))
                votes.update(counted(standing))
                standing.missed = 0
                standing.seen_edits = standing.edits
                standing.seen = {key: copy(one) for key, one in standing.comments.items()}
            elif standing.seen_edits is not None:
                standing.missed += 1
                if standing.missed == BELIEVED:
                    noted["gone", standing.url, standing.title, None] += 1
        return noted, votes


def said(truth):
    return Said(truth["url"] or truth["name"], squashed(truth["text"]), truth["score"])


def apply_to_comment(kind, one, event):
    if kind == "comment_edited":
        one.text = squashed(event["after"])
    elif kind in {"comment_deleted", "comment_restored"}:
        one.is_there = kind == "comment_restored"


def noticed(standing):
    """What is new, edited, gone or back on an article that can be read."""
    article = (standing.url, standing.title, None)
    if standing.seen_edits is None:
        yield ("new", *article)
    else:
        if standing.missed >= BELIEVED:
            yield ("restored", *article)
        if standing.edits != standing.seen_edits:
            yield ("edited", *article)
    for key, now in standing.comments.items():
        before = standing.seen.get(key)
        comment = (standing.url, now.text, now.who)
        if before is None:
            # Whoever comes and goes between two looks is never seen.
            if now.is_there:
                yield ("new", *comment)
            continue
        if before.is_there and not now.is_there:
            yield ("gone", standing.url, before.text, now.who)
        if now.is_there and not before.is_there:
            yield ("restored", *comment)
        if now.is_there and before.text != now.text:
            yield ("edited", *comment)


def counted(standing):
    """Whose votes are other than at the last look."""
    for key, now in standing.comments.items():
        before = standing.seen.get(key)
        if before is not None and now.is_there and before.score != now.score:
            yield standing.url, now.who, now.score
