"""Names left out of a thread, or keyed pseudonyms in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.cleaning.identity import known_as
from boredcrawl.cleaning.mentions import Mentions, replaced, words_of
from boredcrawl.cleaning.pseudonyms import SITE, Seal, mark_of, pseudonym

if TYPE_CHECKING:
    from collections.abc import Iterator

    from boredcrawl.items import Article, Commenter

NOBODY = "[name]"
"""What stands in a text instead of a name that is left out."""


def unname(article: Article, seal: Seal, *, drop: bool) -> None:
    """Take the names of commenters out of an article's thread, in place.

    Identities are digested with the key too: made of names, they could be tried out. In the
    texts, what another commenter of the thread is addressed by (`@Name`) and links to
    profiles go the same way.

    >>> from datetime import UTC, datetime
    >>> from boredcrawl.items import Article, Comment, Commenter
    >>> ann = Commenter(name="Ann", url="http://a.test/c/ann")
    >>> comments = (Comment(commenter=ann, identity="1"), Comment(text="@Ann Ann!", identity="2"))
    >>> article = Article(url="u", site="a", fetched_at=datetime.now(UTC), comments=comments)
    >>> unname(article, Seal(b"key", "a"), drop=True)
    >>> ann, comments[1].text, comments[1].identity[:5]
    (Commenter(name=None, url=None, role=None), '@[name] Ann!', 'anon:')
    """
    addressed: dict[tuple[str, ...], str] = {}
    profiles: set[str] = set()
    for comment in article.comments:
        who = comment.commenter
        if known := known_as(who):
            profiles.add(known)
        name = who.name
        _unname(who, seal, drop=drop)
        if name and (words := words_of(name)):
            addressed[words] = who.name or NOBODY
        if comment.identity and not comment.identity.startswith(SITE):
            comment.identity = seal.identity(comment.identity)
    mentions = Mentions.of(addressed.keys(), profiles.__contains__)
    for comment in article.comments:
        if "@" in comment.text or "href" in comment.html:
            comment.text = _unaddressed(comment.text, mentions, addressed)
            comment.html = _unaddressed(comment.html, mentions, addressed)


def _unname(who: Commenter, seal: Seal, *, drop: bool) -> None:
    # A mark out of a rewritten archive must still be known as one.
    who.token = mark_of(who) or seal.person(who)
    who.name = None if drop or who.token is None else pseudonym(who.token)
    who.url = None
    if drop:
        who.role = None


def _unaddressed(text: str, mentions: Mentions, addressed: dict[tuple[str, ...], str]) -> str:
    def instead() -> Iterator[tuple[int, int, str]]:
        for edit in mentions.edits(text):
            if edit.is_path:
                yield edit.start, edit.end, "/anon"
            elif text[max(edit.start - 1, 0)] == "@":
                yield edit.start, edit.end, addressed[words_of(text[edit.start : edit.end])]

    return replaced(text, instead())
