"""Items to rows: what a page gave, as the columns hold it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boredcrawl.db.bounds import Bounds

if TYPE_CHECKING:
    from boredcrawl.items import Article, Author, Comment, Commenter, Image, ListItem

Row = dict[str, Any]

LONGEST_URL = 2048
"""Longer URLs name nothing worth keeping (seen: data smuggled in tracking pixels), and
PostgreSQL cannot index them."""


def storable(text: str | None) -> str | None:
    r"""Give a text both databases take: no NUL, no half of a surrogate pair.

    Pages escape such things into their JSON-LD. A whole pair becomes its character.

    >>> storable("caf\u00e9\x00"), storable("\ud83d\ude3a") == "\U0001f63a", storable("\ud83d!")
    ('café', True, '�!')
    """
    if text is None or (text.isascii() and "\0" not in text):
        return text
    if "\0" in text:
        text = text.replace("\0", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def published(article: Article) -> Bounds:
    """Give the bounds of an article's publication."""
    return Bounds(
        raw=storable(article.published_raw),
        at=article.published_at,
        earliest=article.published_earliest or article.published_at,
        latest=article.published_latest or article.published_at,
    )


def posted(comment: Comment) -> Bounds:
    """Give the bounds of a comment's posting."""
    return Bounds(
        raw=storable(comment.posted_raw),
        at=comment.posted_at,
        earliest=comment.posted_earliest or comment.posted_at,
        latest=comment.posted_latest or comment.posted_at,
    )


def article_row(article: Article) -> Row:
    """Give the columns of an article that are simply as the page says."""
    return {
        "kind": article.kind,
        "layout": article.layout,
        "title": storable(article.title),
        "description": storable(article.description),
        "language": storable(article.language),
        "section": storable(article.section),
        "modified_raw": storable(article.modified_raw),
        "modified_at": article.modified_at,
        "body_html": storable(article.body_html),
        "body_text": storable(article.body_text),
        "word_count": article.word_count,
        "highlights": [storable(point) for point in article.highlights],
        "score": article.score,
        "comments_declared": article.comments_declared,
        "comments_captured": article.comments_captured,
        "comments_complete": article.comments_complete,
    }


def revision_row(article: Article) -> Row:
    """Give the columns of a revision that are simply as the page says."""
    return {
        "title": storable(article.title),
        "description": storable(article.description),
        "body_html": storable(article.body_html),
        "body_text": storable(article.body_text),
        "highlights": [storable(point) for point in article.highlights],
        "list_items": [
            {"rank": item.rank, "title": storable(item.title), "text": storable(item.text)}
            for item in article.list_items
        ],
    }


def person_key(url: str | None, name: str | None) -> str | None:
    """Say what tells a person from others on their site; None where nothing does.

    >>> person_key("https://x/author/ann", "Ann"), person_key(None, "Ann"), person_key(None, None)
    ('https://x/author/ann', 'name:Ann', None)
    """
    if url and len(url) <= LONGEST_URL:
        return storable(url)
    return f"name:{storable(name)}" if name else None


def author_row(author: Author, site_id: int) -> Row:
    """Give an author's row."""
    return {
        "site_id": site_id,
        "key": person_key(author.url, author.name),
        "name": storable(author.name),
        "url": storable(author.url),
        "role": storable(author.role),
        "bio": storable(author.bio),
    }


def commenter_row(commenter: Commenter, site_id: int) -> Row:
    """Give a commenter's row."""
    return {
        "site_id": site_id,
        "key": person_key(commenter.url, commenter.name),
        "name": storable(commenter.name),
        "url": storable(commenter.url),
        "role": storable(commenter.role),
    }


def image_row(image: Image) -> Row:
    """Give a picture's row, as far as the page tells."""
    return {
        "url": storable(image.url),
        "original_url": storable(image.original_url),
        "width": image.width,
        "height": image.height,
    }


def list_item_row(item: ListItem) -> Row:
    """Give the columns of a list item that are simply as the page says."""
    return {
        "site_item_id": storable(item.site_item_id),
        "position": item.position,
        "rank": item.rank,
        "title": storable(item.title),
        "text": storable(item.text),
        "credit": storable(item.credit),
        "credit_url": storable(item.credit_url),
        "score": item.score,
    }
