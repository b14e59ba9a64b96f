"""What readers say under an article: short, long, with links, emoji and line breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.replica import words
from boredcrawl.replica.texts import sentence, templates
from boredcrawl.replica.things import Run, Text

if TYPE_CHECKING:
    from boredcrawl.replica.dice import Dice

STOCK = (
    "Same!",
    "This.",
    "So true 😂",
    "Same here, sadly.",
    "I came here to say this.",
    "❤️❤️❤️",
    "Nope nope nope",
    "Exactly!!",
    "…and then?",
    "Following this thread.",
    "Why is nobody talking about the kettle?",
    "TL;DR: be kind",
    "<3",
    "5 < 7 & 7 > 5, people.",
)
"""Said by several people, even under one parent: each is a comment of its own."""

REMARKS = templates("""
    my grandmother {did} {what} too, and she was {feel} for a week.
    honestly, {who} sounds {feel}.
    I live in {place} and can confirm: {what} is still {where}.
    am I the only one who is {feel} about {what}?
    {thing} would have solved this.
    not to be rude, but {who} should have {did} {what}.
    I would report {who} to {expert}, but {thing} works better.
    number 7 has my vote: {what} {where}!
    the highlights for me were {what} and {thing}.
    you can load more {animal}s on that boat than you think.
    no reply needed, I just wanted to say that {thing} helps.
    that {adjective} {animal} deserves {thing}.
    does anybody know where {place} is? Asking for {who}.
    (edited my first draft because I was {feel}.)
    4 months ago I lost {what}, so this hit me hard.
    if that were me, I would have {did} {what} {when} 😂
""")

LINKS = (
    ("https://en.example.org/wiki/{animal}", "this article"),
    (
        "https://video.example.net/watch?v={animal}&t=12",
        "https://video.example.net/watch?v={animal}",
    ),
    ("https://shop.example.com/{animal}?ref=bp", "here"),
)


def remark(dice: Dice) -> Text:
    """Make one paragraph of a comment."""
    text = dice.pick(REMARKS).fill(dice)
    if dice.chance(0.3):
        text = f"{text} {sentence(dice)}"
    if dice.chance(0.12):
        text = f"{text} {dice.pick(words.EMOJI)}"
    if dice.chance(0.1):
        text = f"{text}\n{dice.pick(REMARKS).fill(dice)}"
    if dice.chance(0.06):
        href, label = dice.pick(LINKS)
        animal = dice.pick(words.ANIMAL)
        link = Run(text=label.format(animal=animal), href=href.format(animal=animal))
        return (Run(text=f"{text} See "), link, Run(text="."))
    return (Run(text=text),)


def comment_text(dice: Dice) -> tuple[Text, ...]:
    """Make the paragraphs of a comment."""
    if dice.chance(0.15):
        return ((Run(text=dice.pick(STOCK)),),)
    count = 1 if dice.chance(0.8) else dice.upto(2, 4)
    return tuple(remark(dice) for _ in range(count))
