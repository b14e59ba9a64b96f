"""The views, for people who ask questions in SQL; made by migrations, only read here."""

from __future__ import annotations

from typing import NamedTuple


class View(NamedTuple):
    """What a view is for, and what its columns say."""

    meaning: str
    columns: dict[str, str]


VIEWS = {
    "article_overview": View(
        "One line an article, with what is counted over the other tables.",
        {
            "article_id": "The article's id.",
            "site": "The site's name.",
            "url": "The canonical URL.",
            "kind": "`story`, `list`, `community` or `article`.",
            "title": "The headline.",
            "authors": "The names of the authors in the order of the byline, divided by commas.",
            "tags": "What it is filed under, divided by commas.",
            "published_at": "When it was published.",
            "word_count": "Words of its text.",
            "score": "Votes for the article itself.",
            "images": "How many pictures it shows.",
            "list_items": "How many entries its list has.",
            "comments": "How many comments are there now, with those of its list items.",
            "comments_gone": "How many were there once and are gone.",
            "commenters": "How many people wrote them.",
            "comments_declared": "How many the page says there are.",
            "comments_complete": "Whether the last visit read all of them.",
            "revisions": "How many texts it has had, the first included.",
            "first_seen_at": "The first visit.",
            "last_seen_at": "The last visit that found it.",
            "changed_at": "The last visit that found its content new or changed.",
            "gone_at": "Since when it is gone.",
            "next_visit_at": "When it is due again.",
        },
    ),
    "comment_threads": View(
        "Comments in reading order: an article's own thread, then those of its list items, "
        "replies under what they answer.",
        {
            "article_id": "The article's id.",
            "article_url": "Its canonical URL.",
            "article_title": "Its headline.",
            "list_item_rank": "The number of the list item the comment stands under.",
            "list_item_title": "That item's heading.",
            "comment_id": "The comment's id.",
            "parent_id": "The comment it answers.",
            "depth": "0 at the top level, 1 for a reply, and so on: how far to indent.",
            "path": "The ids from the top of the thread down to it; the order of the thread.",
            "commenter_name": "Who said it.",
            "commenter_url": "Their profile page.",
            "in_reply_to": "Who said what it answers.",
            "text": "What it says.",
            "score": "Votes when last seen.",
            "is_edited": "Whether the page marks it as edited.",
            "posted_raw": "When it was posted, in the page's words.",
            "posted_at": "The middle of the bounds.",
            "posted_earliest": "It was not posted before this.",
            "posted_latest": "It was not posted after this.",
            "first_seen_at": "The first visit that read it.",
            "last_seen_at": "The last visit that read it.",
            "gone_at": "Since when it is gone.",
        },
    ),
    "author_activity": View(
        "One line an author who has written anything.",
        {
            "author_id": "The author's id.",
            "site": "The site's name.",
            "name": "The author's name.",
            "url": "Their profile page.",
            "role": "What the site calls them.",
            "articles": "How many articles they wrote, alone or with others.",
            "words": "How many words those have.",
            "first_published_at": "The earliest of them.",
            "last_published_at": "The latest.",
            "comments": "How many comments stand under them.",
            "comments_per_article": "The same for one article.",
        },
    ),
    "daily_activity": View(
        "One line a site and day (UTC) on which anything happened.",
        {
            "site": "The site's name.",
            "day": "The day, `2026-11-22`.",
            "articles_published": "Articles published on it.",
            "articles_found": "Articles first visited on it.",
            "articles_edited": "Edits of articles noticed on it.",
            "comments_posted": "Comments posted on it, by the middle of their bounds.",
            "comments_gone": "Comments found missing on it.",
            "visits": "Visits to articles.",
        },
    ),
}
"""Every view, and every column of it."""
