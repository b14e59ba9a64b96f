"""Prose made by chance: sentences, paragraphs, headings and titles that read like a magazine."""
# ruff: noqa: RUF001, RUF002 - the typography of real pages is wanted here

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from boredcrawl.replica import words

if TYPE_CHECKING:
    from boredcrawl.replica.dice import Dice


class Template:
    """A sentence with holes, each filled from a pool of the vocabulary."""

    def __init__(self, pattern: str) -> None:
        names = re.findall(r"\{(\w+)\}", pattern)
        self.form = re.sub(r"\{\w+\}", "%s", pattern)
        self.pools = tuple(getattr(words, name.upper()) for name in names)

    def fill(self, dice: Dice) -> str:
        """Make one sentence."""
        text = self.form % tuple(map(dice.pick, self.pools))
        return text[0].upper() + text[1:]


def templates(lines: str) -> tuple[Template, ...]:
    """Make the templates of a text with one on each line."""
    return tuple(Template(line.strip()) for line in lines.strip().splitlines())


SENTENCES = templates("""
    {who} {did} {what} {where} {when}.
    {when}, {who} {did} {what} and felt {feel} about it.
    nobody in {place} expected that {who} would be so {feel}.
    it started {where}, where {who} {did} {what} {when}.
    “I was {feel},” {who} {says}, “because {what} meant more to us than {thing}.”
    {thing} may sound old-fashioned, but {who} {says} it changed everything {when}.
    according to {expert}, {thing} matters most when people are {feel}.
    {who} had never seen {what} {where} before, and {says} so.
    for {adjective} towns like {place}, {thing} is worth more than {what}.
    the {adjective} {animal} {where} had been watching {who} all along.
    when {who} arrived {where}, {what} was already gone.
    some readers were {feel}; others asked who {did} {what} in the first place.
    a photo of {what}, taken {where}, was shared more than 4,000 times {when}.
    {who} {did} {what}, {who} {did} {what}, and still no one in {place} was {feel}.
    if you have ever lived {where}, you will know why {who} was {feel}.
    we asked {expert} why {thing} so often ends with somebody {feel}.
    “People underestimate {thing},” {says} {expert}, who has studied {place} for 12 years.
    not everyone agreed: {who} called it “{adjective},” and {who} was simply {feel}.
    in {place}, at least 3 out of 10 people say that {thing} beats {thing}.
    what {who} did next — {when}, of all times — left the whole of {place} {feel}.
    {who} kept {what} {where} for years & told no one about it.
    the answer was {where}: {what}, wrapped in paper and signed by {who}.
    {what} cost less than $20 {when}, yet {who} would not part with it.
    later, {who} {says} that {thing} was all it took.
""")

TRICKY = templates("""
    the highlights of the trip were {what} and the view {where}.
    {who} had answered an advertisement in the paper {when} and was still {feel} about it.
    “ADVERTISEMENT” was painted in huge letters on a wall {where}, and {who} hated it.
    {who} and {who} are related by marriage, which explains {what}.
    to report {what} missing, {who} walked to the police station in {place}.
    it was a poll question nobody {where} could answer, and {who} stayed {feel}.
    {who} told us to follow {who} {where} and to bring {what}.
    the total votes counted in {place} were 412, and {who} was {feel}.
    “You may like {thing},” {who} {says}, “but I would rather have {what}.”
    the image credits {who} with {thing}, though {who} {did} it.
    {who} shared this on Facebook {when} and people in {place} were {feel}.
    in the comments section of life, {thing} gets more points than {thing}.
    more info would have helped {who}, who {did} {what} anyway.
    the post office in {place} will read less and less mail by hand, {expert} {says}.
    an agreement is an agreement: “Agree or leave,” {who} {says} {where}.
    {who} won 12 points in the village quiz and was {feel}.
    the community members of {place} subscribe to one paper, and {who} reads it aloud.
    {who} called it premium honey, which made {who} {feel}.
""")

HEADINGS = templates("""
    {who} {did} {what} {when}
    {thing} was what {place} needed
    {who} could not believe {what} was {where}
    not everyone was {feel} about {what}
    people in {place} had a lot to say about {thing}
    the truth about {what} came out {when}
    here is what {expert} thinks of {thing}
    {who} explained why {what} stays {where}
""")

TRICKY_HEADINGS = templates("""
    the highlights of a {adjective} journey to {place}
    how {who} and {who} are related
    a poll question that divided {place}
    the advertisement that brought {who} back
    people may like {thing}, but not {where}
    what {who} had to report
""")

TITLES = templates("""
    {who} {did} {what} {when}, leaves everyone {feel}
    “I was {feel}”: {who} {did} {what} {where}
    people are {feel} after {who} {did} {what} {when}
    {place} can’t stop talking about {who} and {what}
    {who} thought {what} was safe {where}, until the {adjective} {animal} came
    someone {did} {what} in {place}, and {who} is {feel}
    {who} asks if it was wrong to be {feel} about {what}
""")

LIST_TITLES = templates(
    """
    {n} times {who} {did} {what} and made people {feel}
    {n} {adjective} {animal} pictures that show {thing} is real
    {n} people who {did} {what} {where} and lived to tell
    {n} {adjective} finds from {place} that left everyone {feel}
    “{thing}, please”: {n} {adjective} moments from {place}
""".replace("{n}", "%%d")
)

COMMUNITY_TITLES = templates("""
    I {did} {what} {where} and here is what happened
    my {adjective} {animal} and me: a year in {place}
    how I {did} {what} {when}
""")

FIRST_PERSON = templates("""
    I {did} {what} {where} {when}, and I am still {feel}.
    my name is known in {place}, mostly because {who} {did} {what}.
    every photo here was taken {where} with an old camera and {thing}.
    if you like {what}, let me know; I have more {where}.
    {who} helped me {when}, so thank you for {thing}.
    I hope you enjoy {what} as much as the {adjective} {animal} did.
""")

DESCRIPTIONS = templates("""
    {who} {did} {what} {where}, and the people of {place} were {feel}.
    what happens when {who} meets {what} {where}? {place} found out {when}.
    from {thing} to {what}, these stories from {place} may leave you {feel}.
""")

CAPTIONS = templates("""
    {adjective} {animal} resting {where} beside {what}
    {who} holding {what} {where} on a {adjective} day
    text excerpt about {thing}, written by {who}
    {what} photographed {where}
""")

QUESTIONS = templates("""
    Would you have kept {what} if you were {who}?
    Is {thing} worth more than {thing}?
    Who should own {what} now?
""")

ANSWERS = templates("""
    yes, because {thing} matters
    no, {what} is not worth it
    only {when}
    I would ask {who} first
""")

BIOS = templates(
    """
    {name} writes about {thing}, {animal}s and everything {where}. Lives in {place}.
    {name} once {did} {what} and has been {feel} ever since.
    a {adjective} reporter from {place}, {name} covers {thing} and has a soft spot for the {animal}.
""".replace("{name}", "%%s")
)

ITEM_TITLES = templates("""
    {who} {did} {what}
    {adjective} {animal} {where}
    {what}, {place}, {when}
    when {who} is {feel}
    be like the {adjective} {animal}
""")


def sentence(dice: Dice) -> str:
    """Make one sentence of an article."""
    return dice.pick(SENTENCES).fill(dice)


def tricky(dice: Dice) -> str:
    """Make a sentence that merely contains the words of some boilerplate."""
    return dice.pick(TRICKY).fill(dice)


def paragraph(dice: Dice, *, low: int = 1, high: int = 4) -> str:
    """Make a paragraph; one in eight holds a tricky sentence."""
    lines = [sentence(dice) for _ in range(dice.upto(low, high))]
    if dice.chance(0.12):
        lines[dice.upto(0, len(lines) - 1)] = tricky(dice)
    return " ".join(lines)


def heading(dice: Dice) -> str:
    """Make a sub-heading; some contain the words of boilerplate, none is one."""
    return dice.pick(TRICKY_HEADINGS if dice.chance(0.2) else HEADINGS).fill(dice)


def titled(text: str) -> str:
    """Write a title with capitals, as the site does.

    >>> titled("her neighbor’s cat: a half-knitted story")
    'Her Neighbor’s Cat: A Half-knitted Story'
    """
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


def slugified(text: str) -> str:
    """Make the slug of a title.

    >>> slugified("Renée’s “Old” Clock, Part 2")
    'renees-old-clock-part-2'
    """
    folded = text.lower().translate(FOLD)
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")


FOLD = str.maketrans("éėłøñūųįšžčąęü", "eelonuuiszcaeu", "’'")
