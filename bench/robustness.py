"""What a lost name costs: each class of the classic pages removed in turn, and what is read then.

`python -m bench.robustness` renews the table of docs/robustness.md. A field counts as right
where it is what the whole page gives; of the body's words, 98 % must be there and 1 % may be
foreign, of the comments 95 % with the right parent, as in a reader's eye the page is the same.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from bench.reading import fetch_pages, read

if TYPE_CHECKING:
    from collections.abc import Callable

    from boredcrawl.items import Article

PAGE = Path(__file__).parents[1] / "docs/robustness.md"
BEGIN, END = "<!-- robustness: begin -->", "<!-- robustness: end -->"
ARTICLES = 40

KNOWN = (
    *("post-title", "categories-list", "categories", "post-dates", "author", "author-role"),
    *("post-content", "left-content-column", "post-comments", "open-list-comments"),
    *("open-list-items", "open-list-item", "open-list-block", "open-list-header"),
    *("open-list-post-description", "shareable-post-image", "open-list-media-container"),
    *("shareable-image-block", "post-content-description", "bordered-description"),
    *("comment-block", "comment-author", "comment-author-image", "post-tags", "vote-panel"),
    *("points", "post-ads", "sidebar", "footer", "socialbar", "post-cover-container"),
)
"""The names other people's scrapers know of the classic theme."""


def words(article: Article) -> Counter[str]:
    """The words of a body, each as often as it stands there."""
    return Counter(article.body_text.split())


def same_body(whole: Article, poor: Article) -> bool:
    """Whether a body has its words, and hardly another."""
    had, has = words(whole), words(poor)
    lost, foreign = (had - has).total(), (has - had).total()
    return lost <= 0.02 * had.total() and foreign <= 0.01 * had.total()


def same_comments(whole: Article, poor: Article) -> bool:
    """Whether the comments are there, under the comments they answer."""

    def told(article: Article) -> Counter[tuple[str, str | None]]:
        every = article.comments
        return Counter(
            (one.text, None if one.parent is None else every[one.parent].text) for one in every
        )

    had, has = told(whole), told(poor)
    return (had & has).total() >= 0.95 * had.total() and has.total() <= 1.05 * had.total()


FIELDS: dict[str, Callable[[Article, Article], bool]] = {
    "title": lambda a, b: a.title == b.title,
    "body": same_body,
    "authors": lambda a, b: [x.name for x in a.authors] == [x.name for x in b.authors],
    "date": lambda a, b: a.published_at == b.published_at,
    "list items": lambda a, b: [x.title for x in a.list_items] == [x.title for x in b.list_items],
    "images": lambda a, b: {x.original_url for x in a.images} == {x.original_url for x in b.images},
    "comments": same_comments,
}


def without(body: bytes, name: str) -> bytes:
    """A page in which no element has this class any more."""
    one = re.compile(rb"(class=\"[^\"]*?)(?<![\w-])" + name.encode() + rb"(?![\w-])")
    return one.sub(rb"\1", body)


def table() -> str:
    """Read every page with each name removed, and write down how often each field was right."""
    pages, site = fetch_pages(ARTICLES)
    classic = [(url, body) for url, body in pages if b"data-slug" not in body]
    rows = [
        f"| removed | pages | {' | '.join(FIELDS)} |",
        f"| --- | ---: {'| ---: ' * len(FIELDS)}|",
    ]
    for name in KNOWN:
        tried, right = 0, Counter[str]()
        for url, body in classic:
            poor_body = without(body, name)
            if poor_body == body:
                continue
            tried += 1
            whole, poor = read(url, body, site), read(url, poor_body, site)
            right.update(field for field, is_same in FIELDS.items() if is_same(whole, poor))
        if tried:
            shares = " | ".join(f"{right[field] / tried:.0%}" for field in FIELDS)
            rows.append(f"| `.{name}` | {tried} | {shares} |")
    return "\n".join(rows)


def main() -> None:
    """Renew the table."""
    text = PAGE.read_text(encoding="utf-8")
    before, after = text.partition(BEGIN)[0], text.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
