"""Comments of which only the place is left, on pages that say no more: which is which. Pure.

A page out of a rewritten archive shows a person's comments empty, and so they are stored.
What tells them apart is who answers them with which words, and else their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from boredcrawl.cleaning.pseudonyms import KEYED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from boredcrawl.db.rows import Row
    from boredcrawl.items import Comment


def match(comments: Sequence[Comment], rows: Collection[Row]) -> None:
    """Give empty comments the identities of the empty ones stored, parents before replies."""
    by_identity = {row["identity"]: row for row in rows}
    taken = {comment.identity for comment in comments}
    free = [row for row in rows if is_empty_row(row) and row["identity"] not in taken]
    if not free:
        return
    answers = stored_answers(rows)
    told: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for comment in comments:
        if comment.parent is not None and comment.text:
            told[comment.parent][comment.text] += 1
    families: defaultdict[int | None, list[Row]] = defaultdict(list)
    for row in sorted(free, key=lambda row: (row["gone_at"] is not None, row["position"])):
        families[row["parent_id"]].append(row)
    for place, comment in in_order(comments, told):
        if not is_empty(comment) or comment.identity in by_identity:
            continue
        above = (
            None if comment.parent is None else by_identity.get(comments[comment.parent].identity)
        )
        if comment.parent is not None and above is None:
            continue
        kin = families[above["id"] if above else None]
        if kin:
            words = told[place]
            # Of equals the first, as max() takes it.
            best = max(kin, key=lambda row: (words & answers[row["id"]]).total())
            kin.remove(best)
            comment.identity = best["identity"]


def in_order(
    comments: Sequence[Comment], told: defaultdict[int, Counter[str]]
) -> list[tuple[int, Comment]]:
    """Give comments parents first; of those at one depth the answered first: they are surer."""
    return sorted(
        enumerate(comments), key=lambda one: (one[1].depth, not told[one[0]], one[1].position)
    )


def stored_answers(rows: Collection[Row]) -> defaultdict[int, Counter[str]]:
    """Give what answers each stored comment."""
    answers: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["parent_id"] is not None and row["text"]:
            answers[row["parent_id"]][row["text"]] += 1
    return answers


def is_empty(comment: Comment) -> bool:
    """Tell whether nothing of a comment is left but its place."""
    who = comment.commenter
    return not (comment.text or comment.html or who.name or who.url)


def is_empty_row(row: Row) -> bool:
    """Tell the same of a stored one."""
    nothing = not (row["text"] or row["html"]) and row["commenter_id"] is None
    return nothing and str(row["identity"]).startswith(KEYED)
