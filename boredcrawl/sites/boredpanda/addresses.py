"""What Bored Panda's addresses say: articles stand at the root, all else has a prefix."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HOSTS = (
    "www.boredpanda.com",
    "boredpanda.com",
    "2.boredpanda.com",
    "2.stage.boredpanda.com",
    "mirror.boredpanda.com",
    "www.mirror.boredpanda.com",
)

# Slugs of the 2015-16 application; the new layout puts them bare at the root.
CATEGORIES = frozenset(
    [
        "advertising",
        "animals",
        "architecture",
        "art",
        "automotive",
        "body-art-art",
        "challenge",
        "comics",
        "digital-art-art",
        "diy",
        "drawing",
        "entertainment",
        "food",
        "funny",
        "furniture-design",
        "good-news",
        "graphic-design",
        "history",
        "home",
        "home-design",
        "illustration",
        "industrial-design",
        "installation-art",
        "interior-design",
        "land-art",
        "miscellaneous",
        "nature",
        "needle-thread",
        "optical-illusions",
        "other",
        "packaging",
        "painting",
        "paper-art-art",
        "parenting",
        "photography",
        "pics",
        "recycling-art",
        "relationships",
        "science",
        "sculpting",
        "social-issues",
        "street-art",
        "style",
        "technology",
        "travel",
        "typography",
        "video",
        "weird",
        "work-money",
        "world-records",
    ]
)

_PAGES = frozenset(
    [
        "about",
        "about-us",
        "add-new-post",
        "advertise",
        "blog",
        "boredpanda-editorial-standards-and-ethics",
        "community",
        "community-guidelines",
        "contact",
        "cookie-policy",
        "faq",
        "feed",
        "jobs",
        "latest",
        "login",
        "logout",
        "newest",
        "newsletter",
        "premium",
        "privacy-policy",
        "quizzes",
        "random",
        "register",
        "robots.txt",
        "rss",
        "search",
        "settings",
        "signup",
        "sitemap",
        "sitemap-page",
        "subscribe",
        "submit",
        "terms-of-service",
        "trending",
        "upload",
        "wp-admin",
        "wp-login.php",
    ]
)

_ARTICLE = re.compile(r"/([^/.?#]+)/?")
_WORD = re.compile(r"[^\W_]")


def is_article(url: str) -> bool:
    """Whether an address has the shape of an article's: one slug, no known page's.

    >>> is_article("https://www.boredpanda.com/funny-cat-pictures/?comment_id=17")
    True
    >>> [is_article("https://www.boredpanda.com" + path) for path in ("/", "/tag/cats/", "/funny/")]
    [False, False, False]
    """
    match = _ARTICLE.fullmatch(urlsplit(url).path)
    if not match:
        return False
    slug = match[1].lower()
    return slug not in CATEGORIES and slug not in _PAGES and bool(_WORD.search(slug))
