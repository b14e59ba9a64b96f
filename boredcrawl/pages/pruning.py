"""Take out of an article's body what is not the article, by structure alone.

Phrases ("ADVERTISEMENT", "Read more:") are the boilerplate rules' work; here an element
goes because of what it is (a form, a menu, a list of links), and never when most of the
text is in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from boredcrawl.cleaning.text import SILENT, all_text, squash
from boredcrawl.pages.beside import CAPTION, PERHAPS, kind_beside

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ELSEWHERE = re.compile(
    r"^\W*(?:related|read (?:more|next|also|this|on)|more (?:from|on|stories|news|in|about|for)|"
    r"see (?:also|more)|also (?:read|see|on|in)|editor.?s.? picks?|recommended|trending|"
    r"most (?:read|popular)|you (?:may|might) (?:also )?like|don.?t miss|must.?reads?|up next|"
    r"next up|latest|popular|top stories|share (?:this|on|article)|follow us|newsletter|sign up|"
    r"tags?|topics|comments?|leave a (?:reply|comment)|about the authors?|advertisement|"
    r"mehr (?:zum|zu|aus|von)|lesen sie (?:auch|mehr)|weitere|das k.nnte sie|auch interessant|"
    r"leggi anche|lire aussi|lee tambi.n|lea tambi.n|leia (?:mais|tamb.m)|veja (?:mais|tamb.m)|"
    r"lees ook|l.s (?:ogs.|mer|ocks.)|czytaj (?:te.|tak.e)|.itajte|przeczytaj)\b",
    re.IGNORECASE,
)
"""How blocks begin that lead elsewhere; only blocks made of links are judged by it."""

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LINES = frozenset(("p", *_HEADINGS))
_LISTS = frozenset(("ul", "ol"))
_SENTENCE_END = re.compile(r"[.!?:;…\"”“»\u2019')]$")
_LABEL = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}:\d\d\b|\d\s*min\b|^(?:by|von|par|por|di|door|av|od)\s+[^\W\d_]+",
    re.IGNORECASE,
)
"""What bylines, dates and reading times look like."""

_PICTURES = ("img", "figure", "picture")
_LONGEST_HEAD = 400
"""Characters before the headline up to which they are labels and breadcrumbs."""

_LONGEST_LABEL = 60
_LONGEST_CARD = 400
_PARAGRAPH = 80
"""Characters from which a text at the top is a paragraph and no label."""


def prune(body: HtmlElement, host: str) -> None:
    """Take out what stands in the body but is beside the article."""
    etree.strip_tags(body, etree.Comment, etree.ProcessingInstruction)
    inside = list(body.iterdescendants())
    texts = (text for el in (body, *inside) for text in (el.text, el.tail) if text)
    whole = sum(map(len, map(str.strip, texts)))  # in half the time of `_length`
    gone: set[HtmlElement] = set()
    for el in inside:
        kind = 0 if el in gone else kind_beside(el)
        if not kind or el.tag == "figcaption":
            continue
        if kind == CAPTION and el.tag not in SILENT:
            el.tag = "figcaption"  # the reader of blocks knows these; it gives them to the image
            continue
        if el.tag not in SILENT:
            if _length(el) > whole * (0.1 if kind == PERHAPS else 0.4):
                continue
            if kind == PERHAPS and el.tag in {"p", "li", "h2", "h3", "blockquote"}:
                continue
        _drop(el, gone)
    _drop_headline(body)
    _drop_cards(body, host)
    _drop_links(body, whole)
    _drop_labels(body)
    _drop_tail(body)


def _drop(el: HtmlElement, gone: set[HtmlElement]) -> None:
    """Take an element out, and note what goes with it."""
    gone.update(el.iterdescendants())
    el.drop_tree()


def _length(el: HtmlElement) -> int:
    if not len(el):
        return len((el.text or "").strip())
    return sum(map(len, map(str.strip, el.itertext())))


def _drop_headline(body: HtmlElement) -> None:
    """Take out the headline and what stands before it, unless that is article."""
    h1 = next(body.iter("h1"), None)
    if h1 is None or h1 is body:
        return
    before = []
    el = h1
    while el is not body:
        before.extend(el.itersiblings(preceding=True))
        el = el.getparent()
    plain = [el for el in before if next(el.iter(*_PICTURES), None) is None]
    if sum(_length(el) for el in plain) <= _LONGEST_HEAD:
        for el in plain:
            el.drop_tree()
    h1.drop_tree()


def _drop_links(body: HtmlElement, whole: int) -> None:
    """Take out lists, boxes and lines that are links: they lead elsewhere."""
    gone: set[HtmlElement] = set()
    for el in list(body.iterdescendants("ul", "ol", "p", "div", "section", "article", *_HEADINGS)):
        if el in gone:
            continue
        written = all_text(el)
        links = list(el.iter("a"))
        if not links and len(written) > _LONGEST_CARD:
            continue  # a paragraph; only labels go without a link
        text = squash(written)
        if not text or len(text) > whole * 0.3:
            continue
        linked = sum(len(squash(all_text(a))) for a in links)
        is_box = linked > len(text) * 0.4 and el.tag not in _LINES
        is_last = len(text) < _LONGEST_LABEL and el.tag not in _LISTS and el.getnext() is None
        if linked > len(text) * 0.8 and el.tag not in _HEADINGS:
            if len(links) > 1 or el.find(".//img") is None:
                _drop(el, gone)
        elif (is_box or is_last) and _ELSEWHERE.match(text):
            _drop(el, gone)


def _drop_labels(body: HtmlElement) -> None:
    """Take out bylines, dates and reading times that stand before the first paragraph."""
    doomed = []
    for el in body.iterdescendants("p", "div", "span", "time", "li", "figure"):
        if el.tag == "figure" or next(el.iterancestors("figure"), None) is not None:
            continue
        own = squash(el.text or "")
        if len(own) >= _PARAGRAPH:
            break
        text = squash(all_text(el))
        if el.tag == "p" and len(text) >= _PARAGRAPH:
            break
        if text and len(text) < _PARAGRAPH and _LABEL.search(text):
            doomed.append(el)
    for el in doomed:
        if el.find(".//img") is None:
            el.drop_tree()


def _drop_cards(body: HtmlElement, host: str) -> None:
    """Take out teasers: small boxes headed by a link to another page of the site."""
    for heading in list(body.iterdescendants(*_HEADINGS)):
        box = heading.getparent()
        if box is None:
            continue
        link = next(heading.iter("a"), None)
        if link is None and box.tag == "a":
            link, box = box, box.getparent()
        if link is None or box is None or _length(link) < _length(heading) * 0.9:
            continue
        target = urlsplit(link.get("href") or "#")
        if target.path.strip("/") and target.netloc in {"", host}:
            while box is not body and box.getparent() is not body:
                up = box.getparent()
                if up is None or _length(up) > _length(box) + _LONGEST_HEAD / 4:
                    break
                box = up
            if box.getparent() is None and box is not body:
                continue  # it went with an earlier card
            card = box if box is not body and _length(box) < _LONGEST_CARD else heading
            if card.getparent() is not None:
                card.drop_tree()


def _drop_tail(body: HtmlElement) -> None:
    """Take out boxes of short lines at the end: tags, staff, offers."""
    while len(body) and not (body[-1].tail or "").strip():
        last = body[-1]
        if last.tag not in {"div", "section", "ul", "article", "header"}:
            return
        lines = [line for text in last.itertext() if (line := squash(text))]
        if any(len(line) >= _PARAGRAPH for line in lines):
            return
        if last.find(".//img") is not None and last.find(".//a") is None:
            return
        if sum(1 for line in lines if _SENTENCE_END.search(line)) > len(lines) * 0.3:
            return
        last.drop_tree()
