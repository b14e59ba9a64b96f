"""Pieces of a body that hold pieces: quotes, lists, tables, and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.cleaning.blocks import Block, blocks_text, raw_html
from boredcrawl.cleaning.inline import escaped

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.html import HtmlElement

    Inner = Callable[[HtmlElement], list[Block]]

_RICH = (
    *("img", "picture", "figure", "iframe", "video", "table", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
)
"""A list or table with one of these in it is a layout, not a list."""


def read_composite(el: HtmlElement, tag: str, inner: Inner) -> list[Block] | None:
    """Read a quote, list, table or code; None for a layout, to be read as if it were not there.

    `inner` reads the blocks of an element inside.
    """
    return _READERS[tag](el, inner)


def _quote(el: HtmlElement, inner: Inner) -> list[Block]:
    """Read a quote; pictures and embeds in it stand between its parts."""
    blocks: list[Block] = []
    said: list[Block] = []
    for block in [*inner(el), Block(kind="separator")]:
        if block.kind not in {"image", "embed", "separator"}:
            said.append(block)
            continue
        if said:
            blocks.append(Block(kind="quote", text=blocks_text(said), html=raw_html(said)))
            said = []
        if block.kind != "separator":
            blocks.append(block)
    return blocks


def _list(el: HtmlElement, inner: Inner) -> list[Block] | None:
    """Read a list, a line for each of its items."""
    items = [item for item in el if isinstance(item.tag, str)]
    # "RELATED:" on Bored Panda opens a list that holds the rest of the article.
    if (
        not items
        or any(item.tag != "li" for item in items)
        or _has_words_of_its_own(el)
        or next(el.iter(*_RICH), None) is not None
    ):
        return None
    lines: list[str] = []
    html: list[str] = []
    embeds: list[Block] = []
    for item in items:
        blocks = inner(item)
        embeds += (block for block in blocks if block.kind == "embed")
        blocks = [block for block in blocks if block.text]
        if blocks:
            lines.append("\n".join(block.text for block in blocks))
            is_plain = len(blocks) == 1 and blocks[0].kind == "paragraph"
            html.append(f"<li>{blocks[0].html if is_plain else raw_html(blocks)}</li>")
    if not lines:
        return embeds
    text, level = "\n".join(lines), int(el.tag == "ol")
    return [Block(kind="list", text=text, html="".join(html), level=level), *embeds]


def _table(el: HtmlElement, inner: Inner) -> list[Block] | None:
    """Read a table, a line for each of its rows."""
    if next(el.iterdescendants(*_RICH), None) is not None:
        return None
    if any(map(_has_words_of_its_own, el.iter("table", "thead", "tbody", "tfoot", "tr"))):
        return None
    captions = [block for caption in el.iter("caption") for block in inner(caption)]
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in el.iter("tr")]
    if max(map(len, rows), default=0) < 2:  # noqa: PLR2004 - one column is a box around text
        return None
    lines: list[str] = []
    html: list[str] = []
    for row in rows:
        cells = [(str(cell.tag), inner(cell)) for cell in row]
        texts = [" ".join(block.text for block in blocks if block.text) for _, blocks in cells]
        if any(texts):
            lines.append(" | ".join(texts))
            inside = (f"<{tag}>{' '.join(b.html for b in blocks)}</{tag}>" for tag, blocks in cells)
            html.append(f"<tr>{''.join(inside)}</tr>")
    if not lines:
        return captions
    return [*captions, Block(kind="table", text="\n".join(lines), html="".join(html))]


def _has_words_of_its_own(el: HtmlElement) -> bool:
    """Whether text stands between an element's items, where HTML allows none and pages have it."""
    texts = (el.text, *(child.tail for child in el))
    return any(text and not text.isspace() for text in texts)


def _code(el: HtmlElement, _inner: Inner) -> list[Block]:
    """Read preformatted text as it stands."""
    text = el.text_content().strip("\n")
    if not text.strip():
        return []
    return [Block(kind="code", text=text, html=escaped(text))]


_READERS: dict[str, Callable[[HtmlElement, Inner], list[Block] | None]] = {
    "blockquote": _quote,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "pre": _code,
}
COMPOSITES = frozenset(_READERS)
