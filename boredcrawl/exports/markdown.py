"""Markdown: a file an article with its facts as front matter, for notes and static sites."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from markdownify import markdownify

from boredcrawl.exports.page import sound
from boredcrawl.exports.pictures import pictures
from boredcrawl.exports.plain import as_json
from boredcrawl.exports.site import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from boredcrawl.db.whole import Whole

FACTS = (
    *("title", "url", "site", "kind", "description", "language", "section"),
    *("published_at", "modified_at", "first_seen_at", "last_seen_at", "gone_at"),
    *("word_count", "comments_declared", "comments_captured", "comments_complete", "highlights"),
)

SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_{}[]<>#+-!|~"})


def write_markdown(articles: Iterable[Whole], folder: Path, archive: Path | None) -> None:
    """Write a `.md` an article, and the pictures the archive has under `images/`."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for article in articles:
        files = pictures(article, archive)
        for picture in set(files.values()):
            shutil.copyfile(picture.file, folder / "images" / picture.name)
        body = markdownify(
            sound(article["body_html"], files, "images/", "show"),
            heading_style="ATX",
            bullets="-",
            escape_misc=True,
        )
        text = "\n".join([front_matter(article), body.strip(), "", *thread(article["comments"])])
        (folder / f"{name_of(article)}.md").write_text(text + "\n", encoding="utf-8")


def front_matter(article: Whole) -> str:
    """Write facts as YAML, each value as JSON, which YAML takes as it is."""
    facts = {name: article[name] for name in FACTS if article[name] is not None}
    facts["authors"] = [author["name"] for author in article["authors"]]
    facts["tags"] = [tag["name"] for tag in article["tags"]]
    lines = [f"{name}: {as_json(value)}" for name, value in facts.items()]
    return "\n".join(["---", *lines, "---", ""])


def thread(comments: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Write comments as lists within lists; those that are gone are left out."""
    there = [comment for comment in comments if comment["gone_at"] is None]
    if there:
        yield f"## Comments ({len(there)})\n"
    level = -1
    for comment in there:
        level = min(comment["depth"], level + 1)
        at = comment["posted_at"]
        facts = [f"{at:%Y-%m-%d}"] if at else []
        facts += [f"{comment['score']:+}"] if comment["score"] else []
        name = escaped(comment["commenter_name"] or "somebody")
        head = f"**{name}**" + (f" ({', '.join(facts)})" if facts else "")
        indent = "    " * level
        lines = [escaped(line) for line in comment["text"].splitlines() if line.strip()]
        yield f"{indent}- {head}: " + f"  \n{indent}  ".join(lines)


def escaped(text: str) -> str:
    r"""Give a text in which nothing means anything to Markdown.

    >>> print(escaped("*a* <b>"))
    \*a\* \<b\>
    """
    return text.translate(SPECIAL)
