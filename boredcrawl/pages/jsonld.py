"""JSON-LD in all its disorder: read what can be read, in document order."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = dict[str, Any]

ARTICLE_TYPES = frozenset(
    (
        *("Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle"),
        *(
            "AnalysisNewsArticle",
            "OpinionNewsArticle",
            "ReviewNewsArticle",
            "BackgroundNewsArticle",
        ),
        *("AskPublicNewsArticle", "SatiricalArticle", "LiveBlogPosting", "TechArticle"),
        *("ScholarlyArticle", "AdvertiserContentArticle", "SocialMediaPosting", "MedicalWebPage"),
        *("Review", "Recipe", "HowTo", "Blog", "VideoObject", "DiscussionForumPosting"),
    )
)
"""What an article calls itself, most to least: see `article_rank`."""

_WEAK = frozenset(("Review", "Recipe", "HowTo", "Blog", "VideoObject", "DiscussionForumPosting"))
"""Types that also stand *inside* articles; they speak for the page only alone."""

_ELSEWHERE = frozenset(
    (
        *("itemListElement", "hasPart", "isPartOf", "relatedLink", "citation", "mentions"),
        *(
            "publisher",
            "isBasedOn",
            "comment",
            "video",
            "review",
            "about",
            "image",
            "logo",
            "subjectOf",
        ),
    )
)
"""Keys under which other works are named, not the page's own."""

_BARE = 2
"""Keys an object has that only points at another: `@id`, perhaps `@type`."""

_WRAPPING = re.compile(r"^\s*(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)\s*$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_FACT = re.compile(
    r'"(@type|headline|datePublished|dateModified|articleSection|inLanguage)"'
    r'\s*:\s*"((?:[^"\\\n]|\\.)+)"'
)


def read_blocks(texts: list[str]) -> tuple[Node, ...]:
    """Give every object with a type of every block, references to `@id` filled in.

    >>> [n["@type"] for n in read_blocks(['{"@graph": [{"@type": "WebPage"},]}'])]
    ['WebPage']
    """
    nodes: list[Node] = []
    for text in texts:
        for value in _values(text):
            nodes.extend(_flatten(value))
    by_id: dict[str, Node] = {}
    for node in nodes:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(by_id.get(name, ())):
            by_id[name] = node
    return tuple(_resolved(node, by_id) for node in nodes)


def types(node: Node) -> frozenset[str]:
    """Give the types of an object, without a vocabulary's address.

    >>> sorted(types({"@type": ["http://schema.org/NewsArticle", "Thing"]}))
    ['NewsArticle', 'Thing']
    """
    value = node.get("@type")
    values = value if isinstance(value, list) else [value]
    return frozenset(re.split(r"[/#:]", v)[-1].strip() for v in values if isinstance(v, str))


def article_rank(node: Node) -> int:
    """Say how far an object speaks for the page: 2 an article, 1 perhaps one, 0 not."""
    found = types(node) & ARTICLE_TYPES
    if not found:
        return 0
    return 1 if found <= _WEAK else 2


def strings(value: Any) -> Iterator[str]:
    """Give the texts of a value that may be one, several, or wrapped in an object.

    >>> list(strings([{"@value": "en"}, "de", {"name": "fr"}]))
    ['en', 'de', 'fr']
    """
    if isinstance(value, str):
        if value.strip():
            yield unescape(value).strip()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key in ("@value", "name", "headline", "url", "@id"):
            if key in value:
                yield from strings(value[key])
                return


def objects(value: Any) -> Iterator[Node | str]:
    """Give what a value holds: objects and texts, lists opened up."""
    if isinstance(value, list):
        for item in value:
            yield from objects(item)
    elif isinstance(value, dict | str) and value:
        yield value


def _values(text: str) -> Iterator[Any]:
    """Parse a block: as it is, then repaired, then piece by piece, then by its facts."""
    text = text.strip().lstrip("\ufeff")
    if not text:
        return
    decoder = json.JSONDecoder(strict=False)  # raw line breaks inside strings are common
    try:
        yield decoder.decode(text)
    except ValueError:
        pass
    else:
        return
    text = _repaired(text)
    at, found = 0, False
    while at < len(text):
        start = re.compile(r"[{\[]").search(text, at)
        if start is None:
            break
        try:
            value, at = decoder.raw_decode(text, start.start())
        except ValueError:
            break
        found = True
        yield value
    if not found:
        facts: Node = {}
        for key, value in _FACT.findall(text):
            facts.setdefault(key, value.replace('\\"', '"').replace("\\/", "/"))
        if facts:
            yield {"@type": "Article", **facts} if "headline" in facts else facts


def _repaired(text: str) -> str:
    """Undo what templates do to JSON: comments, CDATA, commas, escapes, entities."""
    for _ in range(3):
        text = _WRAPPING.sub("", text).strip()
    if "&quot;" in text and '"' not in text:
        text = unescape(text)
    text = _BAD_ESCAPE.sub("", text)
    text = re.sub(r"(?m)^\s*//.*$", "", text)
    return _TRAILING_COMMA.sub("", text).strip().rstrip(";")


def _flatten(value: Any) -> Iterator[Node]:
    """Walk the objects that may speak for the page, outermost first."""
    if isinstance(value, list):
        for item in value:
            yield from _flatten(item)
    elif isinstance(value, dict):
        if len(value) > 1 or "@type" in value:
            yield cast("Node", value)
        for key, inner in value.items():
            if isinstance(inner, dict | list) and key not in _ELSEWHERE:
                yield from _flatten(inner)


def _resolved(node: Node, by_id: dict[str, Node]) -> Node:
    """Replace bare references, as Yoast writes them, by the objects they name."""
    full = dict(node)
    for key in ("author", "creator", "publisher", "image", "mainEntityOfPage", "isPartOf"):
        value = full.get(key)
        if isinstance(value, dict) and len(value) <= _BARE and value.get("@id") in by_id:
            full[key] = by_id[value["@id"]]
        elif isinstance(value, list):
            full[key] = [
                by_id.get(item["@id"], item)
                if isinstance(item, dict) and isinstance(item.get("@id"), str)
                else item
                for item in value
            ]
    return full
