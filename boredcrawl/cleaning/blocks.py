"""A body's pieces, and how they are written as text and as safe HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

import nh3

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from boredcrawl.items import Embed, Image

BlockKind = Literal[
    "heading", "paragraph", "quote", "list", "image", "embed", "table", "code", "separator"
]

_INLINE = ("a", "strong", "em", "u", "ins", "s", "del", "mark", "code", "kbd", "sub", "sup")
_ALLOWED = (
    *(*_INLINE, "small", "q", "cite", "abbr", "br", "p", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("blockquote", "ul", "ol", "li", "figure", "figcaption", "img", "table", "tr", "td", "th"),
    *("pre", "hr"),
)
_CLEANER = nh3.Cleaner(
    tags=set(_ALLOWED),
    attributes={"a": {"href"}, "img": {"src", "alt"}, "figure": {"data-embed"}},
    url_schemes={"http", "https"},
    link_rel="noopener noreferrer nofollow",
)
_SEAM = "\x1e"
"""Stands between pieces of HTML cleaned in one go; no page can contain it."""


@dataclass(kw_only=True, slots=True)
class Block:
    """One piece of a body; `html` is what stands inside its element, of known-safe parts."""

    kind: BlockKind
    text: str = ""
    html: str = ""
    level: int = 0
    image: Image | None = None
    embed: Embed | None = None


def blocks_text(blocks: Iterable[Block]) -> str:
    r"""Write blocks as text: paragraphs with blank lines between them.

    >>> blocks_text([Block(kind="heading", text="Cats"), Block(kind="paragraph", text="Purr.")])
    'Cats\n\nPurr.'
    """
    return "\n\n".join(block.text for block in blocks if block.text)


def blocks_html(blocks: Iterable[Block]) -> str:
    """Write blocks as sanitised HTML.

    >>> blocks_html([Block(kind="heading", level=2, html="Cats &amp; dogs")])
    '<h2>Cats &amp; dogs</h2>'
    """
    return "\n".join(sanitised([_block_html(block) for block in blocks]))


def sanitised(pieces: Sequence[str], *, are_ours: bool = True) -> list[str]:
    """Sanitise pieces of HTML, all in one go, because it is the calls that cost.

    Pieces written by `raw_html` hold only tags named here, escaped text and web addresses;
    of these the sanitiser sees those with links, which it also marks as leading elsewhere.

    >>> sanitised(['<a href="javascript:x()">a</a>', "<em>b</em>"])
    ['<a rel="noopener noreferrer nofollow">a</a>', '<em>b</em>']
    >>> sanitised(["<p onclick='x()'>c</p>"], are_ours=False)
    ['<p>c</p>']
    """
    doubtful = [n for n, piece in enumerate(pieces) if not are_ours or "<a " in piece]
    if not doubtful:
        return list(pieces)
    cleaned = _CLEANER.clean(_SEAM.join(pieces[n] for n in doubtful)).split(_SEAM)
    if len(cleaned) != len(doubtful):  # a seam was in the text, or one piece broke the next
        cleaned = [_CLEANER.clean(pieces[n].replace(_SEAM, "")) for n in doubtful]
    done = list(pieces)
    for n, piece in zip(doubtful, cleaned, strict=True):
        done[n] = piece
    return done


def raw_html(blocks: Iterable[Block]) -> str:
    """Write blocks as HTML, not yet sanitised."""
    return "\n".join(_block_html(block) for block in blocks)


def _block_html(block: Block) -> str:
    match block.kind:
        case "paragraph":
            return f"<p>{block.html}</p>"
        case "heading":
            return f"<h{block.level}>{block.html}</h{block.level}>"
        case "image":
            return _image_html(block.image) if block.image is not None else ""
        case "embed":
            return _embed_html(block.embed) if block.embed is not None else ""
        case "quote":
            return f"<blockquote>{block.html}</blockquote>"
        case "list":
            tag = "ol" if block.level else "ul"
            return f"<{tag}>{block.html}</{tag}>"
        case "table":
            return f"<table>{block.html}</table>"
        case "code":
            return f"<pre>{block.html}</pre>"
        case "separator":
            return "<hr>"


def _image_html(image: Image) -> str:
    words = []
    if image.caption:
        words.append(escape(image.caption))
    if image.credit:
        credit = escape(image.credit)
        if image.credit_url:
            credit = f'<a href="{escape(image.credit_url)}">{credit}</a>'
        words.append(f"<cite>{credit}</cite>")
    caption = f"<figcaption>{' '.join(words)}</figcaption>" if words else ""
    src, alt = escape(image.original_url or image.url), escape(image.alt or "")
    return f'<figure><img src="{src}" alt="{alt}">{caption}</figure>'


def _embed_html(embed: Embed) -> str:
    words = [f"<p>{escape(embed.text)}</p>"] if embed.text else []
    if embed.url:
        label = escape(" ".join(filter(None, (embed.provider, embed.author))))
        words.append(f'<a href="{escape(embed.url)}">{label}</a>')
    return f'<figure data-embed="{escape(embed.provider)}">{"".join(words)}</figure>'


def word_count(text: str) -> int:
    """Count words, as what stands between spaces.

    >>> word_count("It's a half-baked, but good: idea.")
    6
    """
    return len(text.split())
