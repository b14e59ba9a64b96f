"""Static HTML: a folder one opens in a browser, with its pictures, and no server."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from boredcrawl.exports.page import STYLE, page_body, said
from boredcrawl.exports.pictures import pictures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from boredcrawl.db.whole import Whole

PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src 'self'; style-src 'self'">
<title>{title}</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
{body}
</body>
</html>
"""


def write_site(articles: Iterable[Whole], folder: Path, archive: Path | None) -> None:
    """Write a page an article, `index.html` over them, and the pictures the archive has."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    (folder / "style.css").write_text(STYLE, encoding="utf-8")
    with (folder / "index.html").open("w", encoding="utf-8") as index:
        before, after = PAGE.split("{body}")
        index.write(before.format(language="en", title="Articles") + "<h1>Articles</h1>\n<ul>\n")
        for article in articles:
            files = pictures(article, archive)
            for picture in set(files.values()):
                shutil.copyfile(picture.file, folder / "images" / picture.name)
            name = f"{name_of(article)}.html"
            title = said(article["title"] or article["url"])
            page = PAGE.format(
                language=said(article["language"] or "en"),
                title=title,
                body=page_body(article, files, "images/", "link"),
            )
            (folder / name).write_text(page, encoding="utf-8")
            index.write(f'<li><a href="{name}">{title}</a></li>\n')
        index.write("</ul>\n" + after)


def name_of(article: Whole) -> str:
    """Name an article's file: its day, its slug, its id.

    >>> from datetime import datetime
    >>> name_of({"published_at": None, "first_seen_at": datetime(2026, 11, 22), "id": 7,
    ...     "url": "https://example.com/a/Cats%2F..%2Fdogs/?p=1"})
    '2026-11-22-cats-2f-2fdogs-7'
    """
    moment = article["published_at"] or article["first_seen_at"]
    path = article["url"].partition("?")[0].rstrip("/")
    slug = re.sub(r"[^a-z0-9]+", "-", path.rpartition("/")[2].lower()).strip("-")[:60]
    return f"{moment:%Y-%m-%d}-{slug or 'article'}-{article['id']}"
