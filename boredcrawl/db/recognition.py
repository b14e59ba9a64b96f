"""Which stored comment a comment is, where the site gives no ids. Pure.

`cleaning/identity.py` names comments from one printing of a thread; it cannot know that the
older of two comments by one person was deleted, or that somebody has another name now. The
one who has the last printing can: words are compared where names do not settle it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from boredcrawl.items import Comment

    Row = dict[str, Any]

SITE = "site:"
"""How an identity begins that is the site's own id."""

SHARED = 0.5
"""Of the shorter text's words, the share that makes two texts one comment's, edited."""

MANY = 50
"""Of so many comments by one person under one parent, not each is compared with each."""


class Read(NamedTuple):
    """A comment as read, and what its page's other rows say of it."""

    place: int
    """Its index in the page."""
    comment: Comment
    text: str
    identity: str
    person: int | None
    """The row of who said it."""
    item: int | None
    """The row of the list item it stands under."""


def recognise(read: Sequence[Read], stored: Mapping[str, Row]) -> dict[int, Row]:
    """Give the stored comment each comment is, by its index; those that are new have none."""
    recogniser = Recogniser(stored)
    by_depth: defaultdict[int, list[Read]] = defaultdict(list)
    for one in read:
        by_depth[one.comment.depth].append(one)
    for depth in sorted(by_depth):
        recogniser.settle(by_depth[depth])
    return recogniser.found


class Recogniser:
    """Takes stored rows for the comments of a page, parents before their replies."""

    def __init__(self, stored: Mapping[str, Row]) -> None:
        self.free = dict(stored)
        self.found: dict[int, Row] = {}
        self._families: dict[tuple[int | None, int | None], list[Row]] | None = None

    def settle(self, read: Sequence[Read]) -> None:
        """Recognise comments whose parents are recognised already."""
        left = [one for one in read if not self._take_as_named(one)]
        families: defaultdict[tuple[int | None, int | None], list[Read]] = defaultdict(list)
        for one in left:
            if one.comment.parent is None or one.comment.parent in self.found:
                families[self._family(one)].append(one)
        for family, members in families.items():
            self._match_words(members, self._kin(family))
        for one in left:
            # Printed under another parent than before: the words and the name must do.
            row = self.free.get(one.identity)
            if one.place not in self.found and row is not None and is_unchanged(one, row):
                self._take(one, row)
        for family, members in families.items():
            self._match_names(members, self._kin(family))

    def _family(self, one: Read) -> tuple[int | None, int | None]:
        parent = one.comment.parent
        return (None, one.item) if parent is None else (self.found[parent]["id"], None)

    def _take_as_named(self, one: Read) -> bool:
        """Take the row of the same identity where nothing speaks against it."""
        row = self.free.get(one.identity)
        if row is None:
            return False
        if not one.identity.startswith(SITE):
            parent = one.comment.parent
            if parent is not None and parent not in self.found:
                return False
            above = None if parent is None else self.found[parent]["id"]
            if row["parent_id"] != above or row["text"] != one.text:
                return False
        self._take(one, row)
        return True

    def _take(self, one: Read, row: Row) -> None:
        self.found[one.place] = row
        del self.free[row["identity"]]

    def _match_words(self, members: Sequence[Read], kin: Sequence[Row]) -> None:
        """Match those of a family who say what they said, or most of it."""
        self._pair(members, kin, lambda one: (one.person, one.text), said)
        self._pair_edited(members, kin)

    def _match_names(self, members: Sequence[Read], kin: Sequence[Row]) -> None:
        """Match what is left of a family: said anew, or by somebody who was renamed.

        What is gone does not come back with other words: that is somebody's new comment.
        """
        present = [row for row in kin if row["gone_at"] is None]
        self._pair(members, present, lambda one: one.identity, first_name, meets)
        self._pair(members, present, lambda one: one.text, lambda row: row["text"], is_renamed)

    def _pair(
        self,
        members: Sequence[Read],
        rows: Sequence[Row],
        key: Callable[[Read], object],
        row_key: Callable[[Row], object],
        accepts: Callable[[Read, Row], bool] | None = None,
    ) -> None:
        """Take for each comment the first free row of the same key."""
        by_key: defaultdict[object, list[Row]] = defaultdict(list)
        for row in rows:
            if row["identity"] in self.free:
                by_key[row_key(row)].append(row)
        for one in members:
            if one.place in self.found:
                continue
            candidates = by_key.get(key(one), [])
            # Of equal ones that which has the name already; else the first that was there.
            candidates.sort(key=lambda row: row["identity"] != one.identity)
            for row in candidates:
                if can_be(one, row) and (accepts is None or accepts(one, row)):
                    self._take(one, row)
                    candidates.remove(row)
                    break

    def _pair_edited(self, members: Sequence[Read], rows: Sequence[Row]) -> None:
        """Take for a person's comments the rows that share most words with them."""
        by_person: defaultdict[int, tuple[list[Read], list[Row]]] = defaultdict(lambda: ([], []))
        for one in members:
            if one.person is not None and one.place not in self.found:
                by_person[one.person][0].append(one)
        for row in rows:
            if row["commenter_id"] in by_person and row["identity"] in self.free:
                by_person[row["commenter_id"]][1].append(row)
        for read, known in by_person.values():
            if len(read) * len(known) > MANY:
                continue
            pairs = [(shared(one.text, row["text"]), one, row) for one in read for row in known]
            for share, one, row in sorted(pairs, key=lambda pair: -pair[0]):
                is_free = one.place not in self.found and row["identity"] in self.free
                if share >= SHARED and is_free and can_be(one, row) and meets(one, row):
                    self._take(one, row)

    def _kin(self, family: tuple[int | None, int | None]) -> list[Row]:
        """Give the stored comments under one parent, or at the top of one thread."""
        if self._families is None:
            self._families = defaultdict(list)
            for row in self.free.values():
                parent = row["parent_id"]
                item = row["list_item_id"] if parent is None else None
                self._families[parent, item].append(row)
        return self._families.get(family, [])


def first_name(row: Row) -> str:
    """Give the identity a comment had before it turned out to be another's too."""
    return str(row["identity"]).partition("~")[0]


def can_be(one: Read, row: Row) -> bool:
    """Tell whether the site's ids allow two comments to be one."""
    ids = {one.comment.site_comment_id, row["site_comment_id"]} - {None}
    return len(ids) < 2  # noqa: PLR2004


def said(row: Row) -> tuple[int | None, str]:
    """Give who said what, of a stored comment."""
    return row["commenter_id"], row["text"]


def is_unchanged(one: Read, row: Row) -> bool:
    """Tell whether the same person says the same."""
    return said(row) == (one.person, one.text)


def is_renamed(one: Read, row: Row) -> bool:
    """Tell whether a comment may be that of somebody who had another name: by its words.

    Only where no profile is linked, which would still be the same; and where the words are
    not such as anybody says, and the times are known and meet.
    """
    has_times = one.comment.posted_earliest is not None and row["posted_earliest"] is not None
    return one.comment.commenter.url is None and has_times and rare(one.text) and meets(one, row)


def rare(text: str) -> bool:
    """Tell whether a text has more words than two people say alike.

    >>> rare("So cute!"), rare("My cat does this with my left slipper.")
    (False, True)
    """
    return len(text.split()) > 3  # noqa: PLR2004


def meets(one: Read, row: Row) -> bool:
    """Tell whether both can have been posted at one time; what is not known contradicts nothing."""
    earliest, latest = one.comment.posted_earliest, one.comment.posted_latest
    known_earliest, known_latest = row["posted_earliest"], row["posted_latest"]
    if None in (earliest, latest, known_earliest, known_latest):
        return True
    return bool(earliest <= known_latest and known_earliest <= latest)


def shared(one: str, other: str) -> float:
    """Give the share of the shorter text's words that the other has too.

    >>> shared("What a cat!", "What a cat! EDIT: it is a dog."), shared("yes", "no")
    (1.0, 0.0)
    """
    words, others = set(one.split()), set(other.split())
    return len(words & others) / max(1, min(len(words), len(others)))


def unused(identity: str, taken: Iterable[str]) -> str:
    """Give a name for a new comment whose own is another's.

    >>> unused("a", {"b"}), unused("a", {"a", "a~1"})
    ('a', 'a~2')
    """
    names = set(taken)
    name, number = identity, 0
    while name in names:
        number += 1
        name = f"{identity}~{number}"
    return name
