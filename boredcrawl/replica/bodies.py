"""Made from a head: the blocks, highlights, poll and list items of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.replica import texts, words
from boredcrawl.replica.dice import Dice
from boredcrawl.replica.things import Block, Embed, Item, Picture, Poll, Run, plain
from boredcrawl.replica.uploads import dimensions, upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from boredcrawl.replica.things import Article, Head, Text

SOURCES = ("Prostock-studio", "Lantern Images", "Kettle & Co", "[deleted]", "Waste_of_Bison")
AGENCIES = ("Envato", "pexels", "unsplash", "reddit.com", "Freepik")
SHOWN = 15
"""List items beyond this many are hidden by CSS until a button is pressed."""


class BodyMaker:
    """Makes the body of one article; `path_of` gives the path of another article to link to."""

    def __init__(self, head: Head, seed: int, salt: int, path_of: Callable[[int], str]) -> None:
        self.head = head
        self.dice = Dice.thrown(seed, head.number, "body", salt)
        self.path_of = path_of

    def fill(self, article: Article) -> None:
        """Give the article everything but its comments and related links."""
        dice, kind = self.dice, self.head.kind
        for _ in range(dice.upto(2, 3)):
            article.blocks.append(self.paragraph())
        if kind == "list":
            self._fill_list(article)
        else:
            self._fill_story(article)
        if kind == "story" and dice.chance(0.6):
            article.highlights = tuple(texts.sentence(dice) for _ in range(3))
        if kind != "community" and dice.chance(0.4):
            options = tuple(dict.fromkeys(a.fill(dice) for a in texts.ANSWERS))
            votes = tuple((option, dice.upto(0, 900)) for option in options)
            article.poll = Poll(question=dice.pick(texts.QUESTIONS).fill(dice), options=votes)

    def paragraph(self, after_item: int | None = None) -> Block:
        """Make a paragraph; one in six has a link or strong words in it."""
        dice = self.dice
        text = texts.paragraph(dice)
        runs: Text = (Run(text=text),)
        if dice.chance(0.17):
            before, space, after = text.rpartition(" ")
            if dice.chance(0.5):
                marked = Run(text=after, strong=True)
            elif dice.chance(0.5) and self.head.number > 1:
                marked = Run(text=after, href=self.path_of(dice.upto(1, self.head.number - 1)))
            else:
                marked = Run(text=after, href=f"https://www.example.org/{dice.pick(words.ANIMAL)}/")
            runs = (Run(text=before + space), marked)
        return Block(kind="paragraph", text=runs, after_item=after_item)

    def _fill_story(self, article: Article) -> None:
        dice = self.dice
        for _ in range(dice.upto(4, 9)):
            if dice.chance(0.6):
                text = texts.titled(texts.heading(dice))
                article.blocks.append(Block(kind="heading", text=(Run(text=text),)))
            if dice.chance(0.75):
                article.blocks.append(Block(kind="image", picture=self.picture()))
            for _ in range(dice.upto(1, 3)):
                article.blocks.append(self.paragraph())
            self._extra(article)
        if self.head.kind == "community" or dice.chance(0.2):
            article.blocks.append(self._more_info())

    def _extra(self, article: Article) -> None:
        dice = self.dice
        throw = dice.upto(1, 20)
        if throw == 1:
            quote = (Run(text=f"“{texts.sentence(dice)}”"),)
            article.blocks.append(Block(kind="quote", text=quote))
        elif throw == 2:  # noqa: PLR2004 - one throw in twenty
            lines = tuple(texts.sentence(dice) for _ in range(dice.upto(2, 5)))
            article.blocks.append(Block(kind="list", lines=lines))
        elif throw in {3, 4, 5}:
            article.blocks.append(Block(kind="embed", embed=self._embed()))

    def _more_info(self) -> Block:
        dice = self.dice
        animal = dice.pick(words.ANIMAL)
        runs: list[Run] = [Run(text="More info: ")]
        for k, (label, host) in enumerate((("Instagram", "instagram"), ("Facebook", "facebook"))):
            runs.append(Run(text=" | " if k else ""))
            runs.append(Run(text=label, href=f"https://www.{host}.example/{animal}"))
        return Block(kind="paragraph", text=tuple(run for run in runs if run.text))

    def _embed(self) -> Embed:
        dice = self.dice
        user = f"{dice.pick(words.ADJECTIVE)}{dice.pick(words.ANIMAL)}"
        number = dice.upto(10**12, 10**13)
        text = texts.sentence(dice)
        provider = dice.pick(("tiktok", "instagram", "youtube", "x", "facebook"))
        if provider == "tiktok":
            url = f"https://www.tiktok.com/@{user}/video/{number}"
        elif provider == "instagram":
            url = f"https://www.instagram.com/p/{number:x}/"
        elif provider == "youtube":
            return Embed(provider="youtube", url=f"https://www.youtube.com/embed/{number:x}")
        elif provider == "x":
            url = f"https://x.com/{user}/status/{number}"
        else:
            return Embed(
                provider="facebook", url=f"https://www.facebook.com/{user}/videos/{number}/"
            )
        return Embed(provider=provider, url=url, author=user, text=text)

    def picture(self, *, credit: bool = True) -> Picture:
        """Make an image of the body."""
        dice = self.dice
        alt = texts.titled(dice.pick(texts.CAPTIONS).fill(dice))
        ending = dice.pick(("__700.jpg", "__700.jpg", "-png__700.jpg", "__700.png", "__700.webp"))
        name = texts.slugified(alt)[:20].strip("-")
        path = upload(dice, self.head.published_at, name, ending)
        width, height = dimensions(path) or (0, 0)
        picture = Picture(path=path, alt=alt, width=width, height=height)
        if credit and dice.chance(0.8):
            source = dice.pick(SOURCES)
            if dice.chance(0.5):
                picture.credit = f"{source} / {dice.pick(AGENCIES)}"
            else:
                picture.credit = source
            picture.is_staged = dice.chance(0.4)
            if dice.chance(0.5):
                picture.credit_url = f"https://www.example.com/photo/{dice.getrandbits(24)}"
        if dice.chance(0.1):
            picture.caption = texts.sentence(dice)
        return picture

    def _fill_list(self, article: Article) -> None:
        dice = self.dice
        for position in range(self.head.item_count):
            article.items.append(self._item(position))
            if position and dice.chance(0.15):
                for _ in range(dice.upto(1, 2)):
                    article.blocks.append(self.paragraph(after_item=position))

    def _item(self, position: int) -> Item:
        dice = self.dice
        user = f"{dice.pick(words.ADJECTIVE)}_{dice.pick(words.ANIMAL)}{dice.upto(1, 99)}"
        title = texts.titled(dice.pick(texts.ITEM_TITLES).fill(dice)) if dice.chance(0.85) else None
        picture = self.picture(credit=False) if dice.chance(0.92) else None
        if picture is not None and title and dice.chance(0.7):
            picture.alt = title
        count = dice.upto(1, 2) if picture is None else dice.pick((0, 0, 1, 1, 1, 2))
        linked = dice.chance(0.8)
        return Item(
            id=self.head.number * 1000 + position,
            position=position,
            rank=position + 1,
            title=title,
            paragraphs=tuple(texts.paragraph(dice, high=2) for _ in range(count)),
            picture=picture,
            credit=user,
            credit_url=f"https://www.reddit.com/user/{user}/" if linked else None,
            score=dice.upto(-3, 190),
            is_hidden=position >= SHOWN,
        )


def paragraphs_of(article: Article) -> list[str]:
    """Give the article's own paragraphs, headings, quotes and lines, in reading order."""
    lines: list[str] = []
    for block in article.blocks:
        lines.extend([plain(block.text)] if block.text else block.lines)
    return lines
