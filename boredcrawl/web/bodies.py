"""Archived HTML on its way out: sanitised again, its pictures taken from the archive. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import nh3
from lxml import etree
from lxml.html import fragment_fromstring
from lxml.html import tostring as html_text
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.html import HtmlElement

_INLINE = "a strong b em i u ins s del mark code kbd sub sup small q cite abbr br span"
_BLOCKS = "p h2 h3 h4 h5 h6 blockquote ul ol li figure figcaption img table tr td th pre hr"
_OURS = re.compile(r"/images/[0-9a-f]{64}")
_OUTWARD = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)
_CLASSES = frozenset(("embed", "absent", "provider", "scrolled"))


def _allowed(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if outward(value) else None
    if name == "src":
        return value if tag == "img" and _OURS.fullmatch(value) else None
    if name == "class":
        return value if value in _CLASSES else None
    return value


_CLEANER = nh3.Cleaner(
    tags={*_INLINE.split(), *_BLOCKS.split()},
    attributes={
        "a": {"href"},
        "img": {"src", "alt", "loading"},
        "figure": {"class"},
        "span": {"class"},
    },
    attribute_filter=_allowed,
    url_schemes={"http", "https"},
    link_rel="noopener noreferrer nofollow",
)

_PLAIN = re.compile(r"(?:<p>[^<]*(?:<br>[^<]*)*</p>\s*)*")
"""Paragraphs of text only: what most comments are, and what there is nothing to clean in."""


def outward(url: str | None) -> str | None:
    """Give an address as something to follow; None where it is none of the web.

    >>> outward("https://example.com/a?b=c"), outward("javascript:alert(1)"), outward("//x/")
    ('https://example.com/a?b=c', None, None)
    """
    return url if url and _OUTWARD.fullmatch(url.strip()) else None


def comment_html(stored: str) -> str:
    """Give a comment's HTML, inert.

    >>> comment_html("<p>a &lt;b&gt;</p>"), comment_html("<p onclick=x()>a<script>x()</script></p>")
    ('<p>a &lt;b&gt;</p>', '<p>a</p>')
    >>> comment_html("<p>a<img src=x onerror=y()></p></div>")
    '<p>a<img></p>'
    """
    if _PLAIN.fullmatch(stored):
        return stored
    return _CLEANER.clean(stored)


def article_html(stored: str, files: Mapping[str, str]) -> Markup:
    """Give an article's HTML, inert; `files` are the digests of pictures by their addresses.

    >>> print(article_html('<p>a</p><img src="https://x.example/b.jpg" alt="B">', {}))
    <p>a</p><span class="absent"><span>Picture not kept:</span> \
<a href="https://x.example/b.jpg" rel="noopener noreferrer nofollow">B</a></span>
    >>> print(article_html('<img src="u" alt="B">', {"u": "0" * 64})[:24])
    <img src="/images/000000
    """
    if not stored.strip():
        return Markup()
    try:
        root = fragment_fromstring(stored, create_parent="div")
    except (etree.ParserError, ValueError):
        return Markup(_CLEANER.clean(stored))  # noqa: S704 - cleaned
    for element in list(root.iterdescendants()):
        if isinstance(element.tag, str):
            _prepare(element, files)
    written = html_text(root, encoding="unicode")
    return Markup(_CLEANER.clean(written))  # noqa: S704 - cleaned


def _prepare(element: HtmlElement, files: Mapping[str, str]) -> None:
    provider = element.get("data-embed")
    alt, source = element.get("alt") or "", element.get("src") or ""
    if element.tag == "img":
        element.attrib.clear()
        digest = files.get(source)
        if digest is not None:
            element.attrib.update({"src": f"/images/{digest}", "alt": alt or "", "loading": "lazy"})
        else:
            _absent(element, source, alt)
        return
    for name in ("class", "id", "style"):
        element.attrib.pop(name, None)
    if element.tag == "h1":
        element.tag = "h2"
    if element.tag == "figure" and provider is not None:
        element.set("class", "embed")
        label = etree.Element("span", {"class": "provider"})
        label.text = provider
        label.tail, element.text = element.text, None
        element.insert(0, label)


def _absent(element: HtmlElement, source: str, alt: str) -> None:
    """Put a quiet word and a link where a picture would be."""
    element.tag = "span"
    element.set("class", "absent")
    words = etree.SubElement(element, "span")
    words.text = "Picture not kept:"
    words.tail = " "
    link = etree.SubElement(element, "a", {"href": source} if outward(source) else {})
    link.text = alt.strip() or "where it was"
