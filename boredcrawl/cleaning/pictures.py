"""The pictures among a body's blocks, with their captions and credits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.cleaning.blocks import Block
from boredcrawl.cleaning.credits import read_credit
from boredcrawl.cleaning.images import image_url, is_content_image, original_url
from boredcrawl.cleaning.text import squash
from boredcrawl.items import Image

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_EMOJI = re.compile(r"[^\w\s.,:;/()-]{1,12}")
_EMOJI_CLASS = re.compile(r"emoji|smiley|emoticon")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)$", re.IGNORECASE)
_SIZE = re.compile(r"(?:__?\d{2,4})+$|-\d{2,4}x\d{2,4}$|-scaled$")
_LONGEST_ASIDE = 600
"""A caption longer than this is text in an element that is called one."""

_REPORTED = re.compile(r"[\s,|·•]*\bReport$")


class Pictures:
    """Puts pictures among the blocks, and what is said beside them where it belongs."""

    def __init__(self, blocks: list[Block], base_url: str) -> None:
        self.blocks = blocks
        self.base = base_url
        self._figures: list[tuple[HtmlElement, int]] = []
        self._for_next: tuple[str | None, str | None, str | None] | None = None

    def emoji(self, img: HtmlElement) -> str | None:
        """Give the character an `<img>` stands for, None if it is a picture."""
        alt: str | None = img.get("alt")
        if not alt or len(alt) > 12:  # noqa: PLR2004 - the longest emoji are families and flags
            return None
        if _EMOJI_CLASS.search(img.get("class") or "") or "/emoji/" in (img.get("src") or ""):
            return alt
        return alt if not alt.isascii() and _EMOJI.fullmatch(alt) else None

    def read(self, img: HtmlElement, link: str | None) -> Image | None:
        """Read an `<img>`, None if it shows no content."""
        url = image_url(img, self.base)
        if url is None or not is_content_image(url, img):
            return None
        original = original_url(url)
        if link is not None and _is_larger(link, original):
            original = original_url(link)
        return Image(
            url=url,
            original_url=original,
            alt=squash(img.get("alt") or "") or None,
            width=_pixels(img.get("width")),
            height=_pixels(img.get("height")),
        )

    def add(self, image: Image, *, is_copy: bool = False) -> None:
        """Add a picture after what has been read; one shown twice in a row is one."""
        last = self.blocks[-1].image if self.blocks else None
        if last is not None and (
            last.original_url == image.original_url
            or (is_copy and _stem(last.original_url) == _stem(image.original_url))
        ):
            last.alt = last.alt or image.alt
            return
        self.blocks.append(Block(kind="image", image=image))
        if self._for_next is not None:
            who, caption, href = self._for_next
            image.credit, image.caption, image.credit_url = who, caption, href
            self._for_next = None

    def open_figure(self, el: HtmlElement) -> None:
        """Note that a figure begins: what is described in it is in it."""
        self._figures.append((el, len(self.blocks)))

    def close_figure(self, el: HtmlElement) -> None:
        """Note that a figure ends."""
        if self._figures and self._figures[-1][0] is el:
            self._figures.pop()

    def open_section(self) -> None:
        """Note that a heading begins: a credit above it is about nothing below it."""
        self._for_next = None

    def is_near(self, el: HtmlElement) -> bool:
        """Tell whether an element stands right after a picture, or in a figure."""
        if self._figures or (self.blocks and self.blocks[-1].kind == "image"):
            return True
        return next(el.iter("img"), None) is None and len(el.text_content()) < _LONGEST_ASIDE // 4

    def describe(self, text: str, href: str | None, *, is_credit: bool) -> bool:
        """Take the words of a caption or credit element; False if they describe nothing."""
        image = self._described()
        if len(text) > _LONGEST_ASIDE or image is None:
            if not (self._figures and next(self._figures[-1][0].iter("img"), None) is not None):
                return self.credit(text, href, [])
            credit = read_credit(text, below_picture=True)
            who, caption = credit if credit is not None else (None, text)
            self._for_next = (who, caption, href if who else None)
            return True
        credit = read_credit(text, below_picture=True)
        if credit is None:
            if is_credit and not image.credit:
                image.credit, image.credit_url = text, image.credit_url or href
            else:
                _add_caption(image, text)
            return True
        _add_caption(image, credit.caption)
        if not image.credit:
            image.credit, image.credit_url = credit.who, href
        return True

    def credit(self, text: str, href: str | None, pieces: list[str]) -> bool:
        """Take a paragraph that is a credit line; False if it is the article's own."""
        below = bool(self.blocks) and self.blocks[-1].kind == "image"
        if not below and "redit" not in text and "REDIT" not in text:
            return False  # nearly all of any text
        if below and text.endswith("Report") and len(pieces) > 1:
            # "AUTHOR , twitter.com Report": a source, and the link that reports the picture
            last_piece = next(piece for piece in reversed(pieces) if not piece.isspace())
            if last_piece.strip() == "Report":
                text = f"Credit: {_REPORTED.sub('', text)}"
        credit = read_credit(text, below_picture=below)
        if credit is None:
            return False
        last = self.blocks[-1] if self.blocks else None
        if last is not None and last.embed is not None:
            last.embed.author = last.embed.author or credit.who
            return True
        image = self._credited()
        if image is None:
            self._for_next = (credit.who, credit.caption, href)
            return True
        image.credit, image.credit_url = credit.who, href
        _add_caption(image, credit.caption)
        return True

    def _credited(self) -> Image | None:
        """Give the picture a credit line below it is about: the last one, in its section."""
        for block in reversed(self.blocks):
            if block.image is not None:
                return None if block.image.credit else block.image
            if block.kind == "heading":
                return None
        return None

    def _described(self) -> Image | None:
        """Give the picture that words beside one are about."""
        if self._figures:
            inside = self.blocks[self._figures[-1][1] :]
            return next((b.image for b in reversed(inside) if b.image is not None), None)
        return self.blocks[-1].image if self.blocks else None


def _add_caption(image: Image, words: str | None) -> None:
    if words and words != image.alt:
        image.caption = " ".join(filter(None, (image.caption, words)))


def _is_larger(link: str, shown: str) -> bool:
    """Tell whether a link around a picture leads to the same picture in full size."""
    if not _PICTURE_FILE.search(urlsplit(link).path):
        return False
    return _stem(link) == _stem(shown)


def _stem(url: str | None) -> str:
    """Give a picture's file name without what says its size.

    >>> _stem("https://a.example/x/cat-5f2__700.jpg"), _stem("https://a.example/cat-300x200.png")
    ('cat-5f2', 'cat')
    """
    name = urlsplit(url or "").path.rpartition("/")[2].rpartition(".")[0]
    return _SIZE.sub("", name)


def _pixels(value: str | None) -> int | None:
    value = (value or "").strip().removesuffix("px")
    return int(value) if value.isdecimal() and int(value) else None
