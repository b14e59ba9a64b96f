"""An article's body as blocks: one walk over its tree, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from boredcrawl.cleaning.blocks import (
    Block,
    BlockKind,
    blocks_html,
    blocks_text,
    raw_html,
    sanitised,
    word_count,
)
from boredcrawl.cleaning.composites import COMPOSITES, read_composite
from boredcrawl.cleaning.embeds import read_embed
from boredcrawl.cleaning.hints import CAPTION, CREDIT, EMBED, said_by
from boredcrawl.cleaning.inline import INLINE, Paragraph, escaped, open_tag
from boredcrawl.cleaning.pictures import Pictures
from boredcrawl.cleaning.text import BLOCKS, SILENT, squash

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.html import HtmlElement

    from boredcrawl.items import Embed

__all__ = [
    "Block",
    "BlockKind",
    "blocks_html",
    "blocks_text",
    "raw_html",
    "read_blocks",
    "read_marked",
    "sanitised",
    "word_count",
]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_EMBEDS = frozenset(
    ("iframe", "embed", "object", "video", "audio", "lite-youtube", "amp-youtube", "amp-iframe")
)
_EDGES = BLOCKS | {"caption", "option", "legend"}
_BOXES = frozenset(("p", "div", "section", "article", "li", "td", "tr", "tbody", "main", "dd"))
"""The edges that mean nothing else."""

_SKIPPED = SILENT - {"noscript", *_EMBEDS}
_EVENTS = ("start", "end", "comment", "pi")
_DEEPEST = 12
"""Quotes and lists nested deeper than this are read as if they were not nested."""


def read_blocks(body: HtmlElement, base_url: str) -> list[Block]:
    r"""Read a body as blocks, in reading order.

    Paragraphs are `<p>`, `<div>`, or bare text between `<br><br>`. Captions and credits
    belong to their picture and are no text; posts of other platforms are embeds.

    >>> from lxml.html import fragment_fromstring
    >>> body = fragment_fromstring(
    ...     "<div><h2>Cats</h2>One<br>two<br><br><b>Three</b><img src='/c.jpg'>"
    ...     "<p>Image credits: Ann Lee</p></div>"
    ... )
    >>> for block in read_blocks(body, "https://a.example/"):
    ...     print(block.kind, repr(block.text), block.html, block.image and block.image.credit)
    heading 'Cats' Cats None
    paragraph 'One\ntwo' One<br>two None
    paragraph 'Three' <strong>Three</strong> None
    image ''  Ann Lee
    """
    return _Reader(base_url).read(body)


def read_marked(
    body: HtmlElement, base_url: str, marks: Collection[HtmlElement]
) -> tuple[list[Block], dict[HtmlElement, slice]]:
    """Read a body, and tell which of its blocks stand inside each of the marked elements."""
    reader = _Reader(base_url, marks=marks)
    return reader.read(body), reader.spans


class _Reader:
    """The walk: what is open, and what has been read."""

    def __init__(
        self, base_url: str, *, depth: int = 0, marks: Collection[HtmlElement] = ()
    ) -> None:
        self.base = base_url
        self.depth = depth
        self.blocks: list[Block] = []
        self.spans: dict[HtmlElement, slice] = {}
        self.marks = frozenset(marks)
        self.spine = frozenset(above for mark in marks for above in mark.iterancestors())
        self.words = Paragraph()
        self.pictures = Pictures(self.blocks, base_url)
        self.level = 0
        self.aside = 0
        """What the open element holds beside a picture: `CAPTION`, `CREDIT`, or text (0)."""
        self.asides: list[tuple[HtmlElement, int]] = []

    def read(self, body: HtmlElement) -> list[Block]:
        """Walk over the element, once."""
        words, marks = self.words, self.marks
        walker = etree.iterwalk(body, events=_EVENTS)
        for event, el in walker:
            if event == "start":
                if el is not body and not self.start(el, el.tag):
                    walker.skip_subtree()
                    continue
                if el in marks:
                    self.flush()
                    self.spans[el] = slice(len(self.blocks), len(self.blocks))
                text = el.text
            else:
                if event == "end":
                    tag = el.tag
                    if tag in _BOXES and not self.asides and not marks:  # most of any page
                        if words.texts:
                            self.flush()
                    else:
                        self.end(el, tag)
                    if el is body:
                        break
                text = el.tail
            # Space before a paragraph is the page's own layout, and half of all text nodes.
            if text and (words.texts or not text.isspace()):
                words.add(text)
        self.flush()
        while self.blocks and self.blocks[-1].kind == "separator":
            self.blocks.pop()
        return self.blocks

    def start(self, el: HtmlElement, tag: str) -> bool:
        """Open an element; False if what is inside it has been dealt with."""
        if tag in _BOXES:  # most of any page
            if self.words.texts:
                self.flush()
            return self._aside(el)
        if tag in INLINE:
            if not self._aside(el):
                return False
            opening = open_tag(el, tag, self.base)
            if opening is not None:
                self.words.open(el, *opening)
            return True
        if tag == "br":
            if self.words.is_broken:
                self.flush()
            self.words.break_line()
            return False
        if tag == "img":
            self._image(el)
            return False
        if tag in _SKIPPED:
            return False
        if tag == "noscript":
            self._noscript(el)
            return False
        if tag not in _EDGES and tag not in _EMBEDS:
            return self._aside(el)
        self.flush()
        if tag in _HEADINGS:
            self.level = _HEADINGS[tag]
        elif tag == "hr":
            if self.blocks and self.blocks[-1].kind != "separator":
                self.blocks.append(Block(kind="separator"))
            return False
        elif tag == "figcaption":
            self._open_aside(el, CAPTION)
        elif tag == "figure":
            self.pictures.open_figure(el)
        elif tag in _EMBEDS:
            self._embed(read_embed(el, self.base))
            return False
        elif tag in COMPOSITES:
            return self._composite(el, tag)
        else:
            return self._aside(el)
        return True

    def end(self, el: HtmlElement, tag: str) -> None:
        """Close an element."""
        self.words.close(el)
        if tag in _EDGES or (self.asides and self.asides[-1][0] is el):
            if self.words.texts:
                self.flush()
            if tag in _HEADINGS:
                self.level = 0
            elif tag == "figure":
                self.pictures.close_figure(el)
            if self.asides and self.asides[-1][0] is el:
                self.aside = self.asides.pop()[1]
        if el in self.marks:
            self.flush()
            self.spans[el] = slice(self.spans[el].start, len(self.blocks))

    def flush(self) -> None:
        """End the paragraph that is open."""
        words = self.words.take()
        if words is None:
            return
        text, html, href, pieces = words
        if self.aside:
            if self.pictures.describe(text, href, is_credit=self.aside == CREDIT):
                return
        elif self.pictures.credit(text, href, pieces):
            return
        if self.level:
            self.pictures.open_section()
            self.blocks.append(Block(kind="heading", text=text, html=html, level=self.level))
        else:
            self.blocks.append(Block(kind="paragraph", text=text, html=html))

    def _aside(self, el: HtmlElement) -> bool:
        """Heed what an element's class says; False if it is an embed, dealt with."""
        name = el.get("class")
        if not name:
            return True
        said = said_by(name)
        if not said:
            return True
        if said & EMBED:
            embed = read_embed(el, self.base)
            if embed is not None:
                self.flush()
                self._embed(embed)
                return False
        if said & (CAPTION | CREDIT) and self.pictures.is_near(el):
            self.flush()
            self._open_aside(el, said & CREDIT or CAPTION)
        return True

    def _open_aside(self, el: HtmlElement, what: int) -> None:
        self.asides.append((el, self.aside))
        self.aside = what

    def _image(self, img: HtmlElement, *, is_copy: bool = False) -> None:
        emoji = self.pictures.emoji(img)
        if emoji is not None:
            self.words.add(emoji)
            return
        image = self.pictures.read(img, self.words.link)
        if image is not None:
            self.flush()
            self.pictures.add(image, is_copy=is_copy)

    def _noscript(self, el: HtmlElement) -> None:
        """Read what a page shows without scripts: it repeats what a script would load."""
        for inner in el.iter("img", "iframe"):
            if inner.tag == "img":
                self._image(inner, is_copy=True)
            else:
                self.flush()
                self._embed(read_embed(inner, self.base))

    def _embed(self, embed: Embed | None) -> None:
        if embed is None:
            return
        last = self.blocks[-1].embed if self.blocks else None
        if last is None or embed.url is None or last.url != embed.url:
            self.blocks.append(Block(kind="embed", embed=embed))

    def _composite(self, el: HtmlElement, tag: str) -> bool:
        """Read a quote, list, table or code; False if that is done, True for a layout."""
        if tag == "blockquote":
            embed = read_embed(el, self.base)
            if embed is not None:
                self._embed(embed)
                return False
        if self.depth >= _DEEPEST or el in self.spine or el in self.marks:
            return True
        blocks = read_composite(el, tag, self._inner)
        if blocks is None:
            return True
        self.blocks += blocks
        return False

    def _inner(self, el: HtmlElement) -> list[Block]:
        if not len(el):
            text = squash(el.text or "")
            if "redit" not in text and "REDIT" not in text:  # a credit is no text
                html = escaped(text)
                return [Block(kind="paragraph", text=text, html=html)] if text else []
        return _Reader(self.base, depth=self.depth + 1).read(el)
