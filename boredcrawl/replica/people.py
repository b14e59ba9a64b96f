"""Who writes and who comments on the replica."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.replica import words
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.texts import BIOS, slugified
from boredcrawl.replica.things import Commenter, Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

STAFF = 24
MEMBERS = 30
LAZY = "This lazy panda forgot to write something about itself."
"""What the site prints where a writer has no biography."""

ROLES = ("Writer, News Writer", "Writer, BoredPanda staff", "Author, BoredPanda staff")
MEMBER_ROLE = "Community member"


def writers(seed: int) -> tuple[tuple[Writer, ...], tuple[Writer, ...]]:
    """Make the staff and the members who write; no two share a name."""
    dice = Dice.thrown(seed, "writers")
    names = [f"{first} {last}" for first in words.FIRST for last in words.LAST]
    dice.shuffle(names)
    people = [_writer(dice, name, is_member=k >= STAFF) for k, name in enumerate(names)]
    return tuple(people[:STAFF]), tuple(people[STAFF : STAFF + MEMBERS])


def _writer(dice: Dice, name: str, *, is_member: bool) -> Writer:
    bio = None if dice.chance(0.35) else dice.pick(BIOS).fill(dice) % name
    role = MEMBER_ROLE if is_member else dice.pick(ROLES)
    return Writer(name=name, slug=slugified(name), role=role, bio=bio, is_member=is_member)


def commenter(dice: Dice, staff: Sequence[Writer]) -> Commenter:
    """Make somebody who comments: names repeat, slugs tell people apart."""
    throw = dice.random()
    if throw < 0.03:  # noqa: PLR2004 - a share
        writer = dice.pick(staff)
        return Commenter(name=writer.name, slug=writer.slug, role="BoredPanda Staff")
    number = dice.upto(1, 999)
    animal = dice.pick(words.ANIMAL)
    if throw < 0.4:  # noqa: PLR2004 - a share
        name = f"{dice.pick(words.ADJECTIVE).title()} {animal.title()}"
        slug = f"{slugified(name)}-{number}"
    elif throw < 0.75:  # noqa: PLR2004 - a share
        first = dice.pick(words.FIRST)
        name, slug = first, f"{slugified(first)}{number}"
    elif throw < 0.9:  # noqa: PLR2004 - a share
        name, slug = f"{animal.title()} ({number}) {dice.pick(words.EMOJI)}", f"the{animal}{number}"
    else:
        first = f"{dice.pick(words.FIRST)} {dice.pick(words.LAST)[0]}."
        name, slug = first, f"user-{dice.upto(10_000, 99_999)}"
    return Commenter(name=name, slug=slug)
