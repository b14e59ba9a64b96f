"""On the PYTHONPATH, this makes page classes read as BOREDCRAWL_TEST_READING says.

It is how a test improves a page class between a crawl and a reparse, in every process of both.
"""

import os

from boredcrawl.pages.article import ArticlePage

as_it_was = ArticlePage.to_item


def louder(page):
    """Read titles and comments in another way than before."""
    article = as_it_was(page)
    article.title = f"{article.title}!"
    for comment in article.comments:
        if comment.body is not None:
            comment.body.text = f"{comment.body.text or ''} (read better) "
    return article


if os.environ.get("BOREDCRAWL_TEST_READING") == "louder":
    ArticlePage.to_item = louder
