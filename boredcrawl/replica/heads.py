"""Made from a number: what an article is called, who wrote it, when and how large it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from boredcrawl.replica import texts, words
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.things import Head, Picture
from boredcrawl.replica.uploads import upload

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from boredcrawl.replica.options import Options
    from boredcrawl.replica.things import Kind, Layout, Writer

KINDS: tuple[Kind, ...] = (
    "story", "list", "story", "community", "list", "story", "story", "list", "community", "story",
)  # fmt: skip
"""The kind of every tenth article; chance decides where in the row a seed begins."""

SIZES = (10, 12, 15, 18, 20, 20, 25, 25, 30, 30, 35, 40, 50, 60, 100)
"""How many items a list has."""

OLDEST = timedelta(days=8 * 365)
"""The age of the first article; the others crowd towards the present."""

YOUNGEST = timedelta(minutes=50)


def age(rank: int, total: int) -> timedelta:
    """Give the age of an article by its rank from the newest.

    >>> age(0, 60) < age(1, 60) < timedelta(days=1)
    True
    """
    return YOUNGEST + OLDEST * (rank / max(total, 1)) ** 3


def category_of(number: int, seed: int) -> int:
    """Choose the main category by arithmetic, so that its listing needs no article made."""
    return (number * 5 + seed) % len(words.CATEGORIES)


def tags_of(number: int, seed: int) -> tuple[int, ...]:
    """Choose the tags by arithmetic, for the same reason."""
    count = len(words.TAGS)
    return tuple(dict.fromkeys((number * step + seed) % count for step in (1, 7, 11)))


def writers_of(number: int, seed: int, staff: int) -> tuple[int, ...]:
    """Choose who writes by arithmetic: mostly one, at times two or three."""
    count = 1 + (number % 4 == 0) + (number % 12 == 0)
    return tuple(dict.fromkeys((number * 11 + seed + 5 * k) % staff for k in range(count)))


def make_head(
    number: int,
    options: Options,
    published_at: datetime,
    staff: Sequence[Writer],
    members: Sequence[Writer],
    *,
    salt: int = 0,
) -> Head:
    """Make the head of an article; another salt makes another article of the same number."""
    dice = Dice.thrown(options.seed, number, "head", salt)
    kind = KINDS[(number + options.seed) % len(KINDS)]
    item_count = dice.pick(SIZES) if kind == "list" else 0
    title = _title(dice, kind, item_count)
    slug = f"{texts.slugified(title)[: dice.upto(30, 70)].strip('-')}-{number}"
    category = category_of(number, options.seed)
    chosen = (category, (category + dice.upto(1, 5)) % len(words.CATEGORIES))
    if kind == "community":
        authors: tuple[Writer, ...] = (members[number % len(members)],)
    else:
        authors = tuple(staff[k] for k in writers_of(number, options.seed, len(staff)))
    layout: Layout = "classic" if dice.chance(0.5) else "modern"
    if options.layout != "mixed":
        layout = options.layout
    cover = upload(dice, published_at, texts.slugified(title)[:24].strip("-"), "-cover_675.jpg")
    return Head(
        number=number,
        post_id=100_000 + number * 3 + salt,
        slug=slug,
        kind=kind,
        layout=layout,
        title=title,
        listing_title=_title(dice, kind, item_count) if dice.chance(0.2) else None,
        description=" ".join(dice.pick(texts.DESCRIPTIONS).fill(dice) for _ in range(2)),
        authors=authors,
        categories=tuple(words.CATEGORIES[k] for k in chosen[: dice.upto(1, 2)]),
        tags=tuple(
            (texts.slugified(words.TAGS[k]), words.TAGS[k]) for k in tags_of(number, options.seed)
        ),
        published_at=published_at,
        modified_at=published_at,
        cover=Picture(path=cover, alt=title, width=1200, height=675),
        score=dice.upto(-2, 240),
        item_count=item_count,
        thread_size=_thread_size(dice),
        item_comments=dice.upto(0, item_count),
    )


def _title(dice: Dice, kind: Kind, item_count: int) -> str:
    if kind == "list":
        title = dice.pick(texts.LIST_TITLES).fill(dice) % item_count
    else:
        pool = texts.COMMUNITY_TITLES if kind == "community" else texts.TITLES
        title = dice.pick(pool).fill(dice)
    ending = " (New Pics)" if dice.chance(0.08) else ""
    return texts.titled(title) + ending


def _thread_size(dice: Dice) -> int:
    throw = dice.random()
    for share, low, high in ((0.06, 0, 0), (0.6, 4, 18), (0.92, 18, 36), (1, 36, 70)):
        if throw < share:
            return dice.upto(low, high)
    return 0
