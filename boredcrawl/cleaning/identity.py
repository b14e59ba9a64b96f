"""Who a comment is, on every visit: an identity made from one printing of its thread.

Where the site gives an id, that is it. Elsewhere it is made of what lasts longest: the
place (the article's own thread, or the list item it stands under), the identity of the
parent, the commenter, and which of that commenter's comments under that parent it is,
counted from the oldest.

It therefore survives: an edit of the text, a changed score, other people's comments before
and after it, a changed order of the thread, a renamed neighbour, a new display name where
the profile stays, a later comment of the same person in the same place.

It does not survive: a commenter renamed where the site links no profile (nor do the
replies below); the deletion of the same person's older comment under the same parent (the
younger one takes over its identity, its text seems edited); two comments of one person
under one parent whose times read alike, shown in another order. A comment whose commenter
is not named at all is known by its words, so an edit makes it a new one.

One printing of a thread cannot tell these apart; whoever has the last one can. Among
comments of one person under one parent, equal words name the same comment whatever the
identities say; and what is gone and what is new under one parent may be one comment of a
renamed person, where the words are equal and the bounds of the times meet.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boredcrawl.items import Comment, Commenter, ListItem


def place_of(item: ListItem | None) -> str:
    """Name the thread a comment is in by what stays when items are reordered.

    >>> from boredcrawl.items import ListItem
    >>> place_of(None), place_of(ListItem(position=3, rank=4, title="A Cat"))
    ('', 'title:a cat')
    """
    if item is None:
        return ""
    if item.site_item_id:
        return f"id:{item.site_item_id}"
    if item.image is not None:
        return f"image:{item.image.original_url or item.image.url}"
    if item.title:
        return f"title:{item.title.casefold()}"
    return f"rank:{item.rank if item.rank is not None else item.position}"


def person_of(comment: Comment) -> str:
    """Name a commenter by profile, else by name, else by the words themselves.

    >>> from boredcrawl.items import Comment, Commenter
    >>> person_of(Comment(commenter=Commenter(name="Ann", url="https://a.example/c/ann-1/?x=1")))
    'profile:/c/ann-1'
    """
    return known_as(comment.commenter) or f"words:{comment.text}"


def known_as(who: Commenter) -> str | None:
    """Name a commenter by profile, else by name; None where neither is known.

    >>> from boredcrawl.items import Commenter
    >>> known_as(Commenter(name="Ann")), known_as(Commenter())
    ('name:ann', None)
    """
    if who.url:
        return f"profile:{urlsplit(who.url).path.rstrip('/').casefold()}"
    return f"name:{who.name.casefold()}" if who.name else None


def identify(siblings: Sequence[Comment], place: str, parent: str | None) -> None:
    """Set the identity of the comments under one parent, given in the order shown."""
    by_person: dict[str, list[Comment]] = {}
    for comment in siblings:
        if comment.site_comment_id:
            comment.identity = f"site:{comment.site_comment_id}"
        else:
            by_person.setdefault(person_of(comment), []).append(comment)
    for person, comments in by_person.items():
        if len(comments) > 1 and all(comment.posted_at is not None for comment in comments):
            # Stable: where the words for the time are equal, the order shown decides. Whether
            # that is newest first is not guessed: one new comment could turn the guess over.
            comments.sort(key=lambda comment: comment.posted_at)  # type: ignore[arg-type, return-value]
        for nth, comment in enumerate(comments):
            comment.identity = _digest(place, parent or "", person, str(nth))


def _digest(*parts: str) -> str:
    r"""Make one short name of several parts.

    >>> _digest("a", "b") != _digest("ab", "")
    True
    """
    return blake2b("\x1e".join(parts).encode(errors="replace"), digest_size=10).hexdigest()
