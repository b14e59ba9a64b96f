"""JSON-LD: a schema.org `NewsArticle` with its comments nested, one document a line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from boredcrawl.exports.plain import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from boredcrawl.db.whole import Whole

Node = dict[str, Any]

VOCABULARY = {
    "@vocab": "https://schema.org/",
    "id": "@id",
    "type": "@type",
    **{
        name: {"@type": "https://schema.org/DateTime"}
        for name in ("datePublished", "dateModified", "dateCreated", "dateDeleted")
    },
    **{name: {"@type": "@id"} for name in ("url", "sameAs", "contentUrl")},
    **{name: {"@container": "@list"} for name in ("comment", "itemListElement", "image")},
}
"""Written into every document, so that a processor needs no other host to understand it."""


def json_ld(articles: Iterable[Whole]) -> Iterator[str]:
    """Write articles, one document a line."""
    for article in articles:
        yield as_json({"@context": VOCABULARY, **news_article(article)}) + "\n"


def news_article(article: Whole) -> Node:
    """Give an article as schema.org describes one; comments that are gone are left out."""
    items = {item["id"]: list_entry(item) for item in article["list_items"]}
    threads = nested(article)
    for number, item in items.items():
        if number in threads:
            item["item"]["comment"] = threads[number]
    return without_nothing(
        {
            "type": "NewsArticle",
            "id": article["url"],
            "url": article["url"],
            "headline": article["title"],
            "description": article["description"],
            "inLanguage": article["language"],
            "articleSection": article["section"],
            "keywords": [tag["name"] for tag in article["tags"]],
            "datePublished": article["published_at"],
            "dateModified": article["modified_at"],
            "author": [
                without_nothing(
                    {
                        "type": "Person",
                        "name": author["name"],
                        "url": author["url"],
                        "jobTitle": author["role"],
                        "description": author["bio"],
                    }
                )
                for author in article["authors"]
            ],
            "image": [picture(image) for image in article["images"]],
            "articleBody": article["body_text"],
            "wordCount": article["word_count"],
            "commentCount": article["comments_captured"],
            "mainEntity": {"type": "ItemList", "itemListElement": list(items.values())}
            if items
            else None,
            "comment": threads.get(None),
        }
    )


def picture(image: Mapping[str, Any]) -> Node:
    """Give an image as an `ImageObject`."""
    return without_nothing(
        {
            "type": "ImageObject",
            "contentUrl": image["original_url"] or image["url"],
            "caption": image["caption"] or image["alt"],
            "creditText": image["credit"],
            "width": image["width"],
            "height": image["height"],
            "encodingFormat": image["mime"],
        }
    )


def list_entry(item: Mapping[str, Any]) -> Node:
    """Give an entry of a list as a `ListItem` around a `CreativeWork`."""
    work = {
        "type": "CreativeWork",
        "name": item["title"],
        "text": item["text"],
        "creditText": item["credit"],
        "image": [{"type": "ImageObject", "contentUrl": item["image_url"]}]
        if item["image_url"]
        else None,
    }
    return {
        "type": "ListItem",
        "position": item["rank"] if item["rank"] is not None else item["position"] + 1,
        "item": without_nothing(work),
    }


def nested(article: Whole) -> dict[int | None, list[Node]]:
    """Give the threads of an article as trees: its own under None, others by list item."""
    threads: dict[int | None, list[Node]] = {}
    nodes: dict[int, Node] = {}
    for comment in article["comments"]:
        if comment["gone_at"] is not None:
            continue
        nodes[comment["id"]] = node = comment_node(article, comment)
        parent = nodes.get(comment["parent_id"])
        if parent is None:
            # A reply outlives what it answers; it then begins a thread of its own.
            threads.setdefault(comment["list_item_id"], []).append(node)
        else:
            parent.setdefault("comment", []).append(node)
    return threads


def comment_node(article: Whole, comment: Mapping[str, Any]) -> Node:
    """Give a comment."""
    name = comment["commenter_name"]
    writer = {"type": "Person", "name": name, "url": comment["commenter_url"]} if name else None
    return without_nothing(
        {
            "type": "Comment",
            "id": f"{article['url']}#comment-{comment['id']}",
            "author": writer and without_nothing(writer),
            "text": comment["text"],
            "datePublished": comment["posted_at"],
            "upvoteCount": comment["score"],
        }
    )


def without_nothing(node: Node) -> Node:
    """Leave out what is null or empty; schema.org has no word for it.

    >>> without_nothing({"name": None, "wordCount": 0, "keywords": []})
    {'wordCount': 0}
    """
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in node.items()
        if value is not None and value not in ("", [])
    }
