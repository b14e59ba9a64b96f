"""The numbered entries of a list post, hidden ones included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.html import Element

from boredcrawl.cleaning.images import image_url, is_content_image, original_url
from boredcrawl.cleaning.text import all_text, squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Image, ListItem
from boredcrawl.pages.comment_pieces import Piece, calls_score, pieces, points
from boredcrawl.pages.comment_words import is_furniture
from boredcrawl.pages.enclosing import chain, smallest_around

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

ITEM = "open-list-item"
"""The class of items since 2015; further classes only hide an item or vary its look."""

_RANK = re.compile(r"#\s?(\d{1,4})\b[\s.:\u2013-]*")
_REPORT = re.compile(r"(.*?)[\s,]*\breport", re.IGNORECASE)
_MEDIA = re.compile(r"[?&]media_id=(\d+)")
_ID = re.compile(r"(?:^|[^\d])(\d{3,})$")
_ID_NAMES = ("data-media-id", "data-item-id", "data-submission-id", "data-id", "data-post-id", "id")
_HEADINGS = ("h1", "h2", "h3", "h4")
_CREDIT_NAMES = re.compile(r"credit|source|author|attribution|via", re.IGNORECASE)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}", re.IGNORECASE)
_FURNITURE = re.compile(
    r"vote arrow (?:up|down)|points?|add photo comments|post|report|arrow down menu|tooltip close"
    r"|add a comment|advertisement|related:?|you may also like:?",
    re.IGNORECASE,
)


def find_items(
    root: HtmlElement, numbered: Iterable[HtmlElement], named: Iterable[HtmlElement]
) -> list[HtmlElement]:
    """Find the elements of a list's items, in their order.

    By the class that all copies of the theme have had; else by headings that begin with
    a number: each item is the largest element around one such heading only. `numbered`
    are the elements with a text like "#3", `named` those of the class `ITEM`.
    """
    ranked = [el for el in numbered if _rank_of(el) is not None]
    known = [el for el in named if not any(up is not el and _is_item(up) for up in chain(el))]
    if known and len(known) >= len(ranked):
        return known
    # Two numbers in one item ("#1" twice, for phones and for others) are one rank.
    ranked = _first_of_each(ranked)
    held: dict[HtmlElement, int] = {}
    for heading in ranked:
        for up in chain(heading):
            held[up] = held.get(up, 0) + 1
    found: list[HtmlElement] = []
    for heading in ranked:
        item = heading
        for up in chain(heading):
            if held[up] > 1 or up is root or (len(ranked) == 1 and _is_page(up)):
                break
            item = up
        if item not in found:
            found.append(item)
    return found


def _is_item(el: HtmlElement) -> bool:
    return ITEM in (el.get("class") or "").split()


def _is_page(el: HtmlElement) -> bool:
    return el.tag in {"article", "main", "body"} or next(el.iter("h1"), None) is not None


def _rank_of(el: HtmlElement) -> int | None:
    """Read the number an element begins with, if it is a heading or nothing but a number."""
    match = _RANK.match(squash(el.text or ""))
    if not match:
        return None
    alone = match.end() == len(squash(el.text or ""))
    if el.tag in _HEADINGS or alone or any(up.tag in _HEADINGS for up in el.iterancestors()):
        return int(match[1])
    return None


def _first_of_each(ranked: list[HtmlElement]) -> list[HtmlElement]:
    kept: list[HtmlElement] = []
    last: int | None = None
    for el in ranked:
        rank = _rank_of(el)
        if rank != last:
            kept.append(el)
        last = rank
    return kept


def read_item(el: HtmlElement, position: int, base: str) -> ListItem:
    """Read an item, and put its credit where the body's reader looks for credits."""
    found = pieces(el)
    item = ListItem(position=position, site_item_id=_site_id(el))
    used: set[HtmlElement] = set()
    _read_heading(item, found, el, used)
    _read_image(item, found, base)
    _read_credit(item, found, el, base, used)
    texts: list[Piece] = []
    read = used | {inner for one in used if one is not el for inner in one.iterdescendants()}
    for at, piece in enumerate(found):
        if piece.kind != "text" or piece.owner in read:
            continue
        after = found[at + 1] if at + 1 < len(found) else None
        score = points(piece, after, found[at - 1] if at else None)
        if score is not None:
            item.score = score if item.score is None else item.score
        elif not _FURNITURE.fullmatch(piece.text.strip(" .…")) and not _is_button(piece):
            texts.append(piece)
    if item.score is None:
        item.score = _score_attribute(el)
    if texts:
        item.body = smallest_around(el, {piece.owner for piece in texts})
    return item


def _match_report(text: str) -> re.Match[str] | None:
    """Match what ends in "Report"; told by its end first, most texts are none."""
    return _REPORT.fullmatch(text) if text[-6:].lower() == "report" else None


def _up(piece: Piece, root: HtmlElement) -> list[HtmlElement]:
    found = []
    for up in chain(piece.owner):
        if up is root:
            break
        found.append(up)
    return found


def _is_button(piece: Piece) -> bool:
    return piece.owner.tag in {"a", "span"} and is_furniture(piece.text)


def _read_heading(
    item: ListItem, found: list[Piece], el: HtmlElement, used: set[HtmlElement]
) -> None:
    """Read rank and title: in one heading, in two, or one of them alone."""
    headings: list[HtmlElement] = []
    # In document order, so that the innermost of nested headings counts.
    heading_of = {inner: h for h in el.iterdescendants(*_HEADINGS) for inner in h.iter()}
    for piece in found:
        heading = heading_of.get(piece.owner)
        rank = _RANK.match(piece.text) if item.rank is None else None
        if rank and (heading is not None or rank.end() == len(piece.text)):
            item.rank = int(rank[1])
            used.add(piece.owner)
        if heading is not None and heading not in headings:
            headings.append(heading)
    for heading in headings:
        words = squash(all_text(heading))
        rank = _RANK.match(words)
        title = words[rank.end() :] if rank else words
        used.add(heading)
        if title and item.title is None:
            item.title = title


def _read_image(item: ListItem, found: list[Piece], base: str) -> None:
    for piece in found:
        if piece.kind != "image":
            continue
        url = image_url(piece.owner, base)
        if url and is_content_image(url, piece.owner):
            item.image = Image(
                url=url,
                original_url=original_url(url),
                alt=squash(piece.owner.get("alt") or "") or None,
            )
            return


def _read_credit(
    item: ListItem, found: list[Piece], el: HtmlElement, base: str, used: set[HtmlElement]
) -> None:
    """Read "AUTHOR Report" or "AUTHOR , twitter.com Report": whose picture it is."""
    row = _credit_row(found, el)
    if row is None:
        return
    inside = set(row.iter())
    here = [p for p in found if p.kind == "text" and p.owner in inside]
    names: list[str] = []
    for piece in here:
        match = _match_report(piece.text)
        name = (match[1] if match else piece.text).strip(" ,|•·")
        if name:
            names.append(name)
    links = [a for a in row.iter("a") if (a.get("href") or "").startswith(("http", "//", "/"))]
    links = [a for a in links if not _match_report(squash(all_text(a)))]
    if not names:
        return
    item.credit = names[0]
    if len(names) == 1 and " , " in names[0]:
        item.credit = names[0].partition(" , ")[0].strip()
    if links:
        item.credit_url = join(base, links[0].get("href") or "")
    used.add(row)
    if item.image is not None:
        item.image.credit = item.credit
        item.image.credit_url = item.credit_url
    _rewrite(row, item)


def _credit_row(found: list[Piece], el: HtmlElement) -> HtmlElement | None:
    """Find the element of the credit: with "Report" at its end, or called so."""
    for at, piece in enumerate(found):
        if piece.kind not in {"text", "control"}:
            continue
        match = _match_report(piece.text)
        if not match:
            continue
        if match[1].strip():
            return piece.owner if piece.owner is not el else None
        before = next((p for p in reversed(found[:at]) if p.kind == "text"), None)
        if before is None:
            return None
        for up in _up(piece, el):
            if any(holder is up for holder in chain(before.owner)):
                return None if next(up.iter(*_HEADINGS), None) is not None else up
    for piece in found:
        names = piece.owner.get("class") or ""
        if piece.kind == "text" and _CREDIT_NAMES.search(names) and not calls_score(names):
            return piece.owner
    return None


def _rewrite(row: HtmlElement, item: ListItem) -> None:
    """Leave of the row what it says, in the form in which captions give credit."""
    for child in list(row):
        row.remove(child)
    row.tag = "p"
    row.attrib.clear()
    row.set("class", "credit")
    row.text = "Image credits: "
    if item.credit_url:
        link = Element("a", href=item.credit_url)
        link.text = item.credit
        row.append(link)
    else:
        row.text += item.credit or ""


def _site_id(el: HtmlElement) -> str | None:
    """Read the site's number of the item, from a permalink or an attribute."""
    for anchor in el.iter("a"):
        href = anchor.get("href") or ""
        match = _MEDIA.search(href) if "media_id" in href else None
        if match:
            return match[1]
    inner = [el, *el.iterdescendants("div", "article", "section", "li", "a", "img")]
    for name in _ID_NAMES:
        for holder in inner:
            value = holder.get(name)
            match = _ID.search(value) if value else None
            if match:
                return match[1]
    return None


def _score_attribute(el: HtmlElement) -> int | None:
    for holder in el.iterdescendants():
        for name in ("data-points", "data-score", "data-votes"):
            value = holder.get(name) or ""
            if value.lstrip("-").isdigit():
                return int(value)
    return None
