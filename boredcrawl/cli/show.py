"""`boredcrawl show` and `boredcrawl thread`: an article as one reads it, and what was said."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db.engine import open_database
from boredcrawl.db.versions import article_named
from boredcrawl.db.whole import wholes
from boredcrawl.exports.plain import as_json
from boredcrawl.exports.rss import of_thread, rss

if TYPE_CHECKING:
    from collections.abc import Iterable

    from boredcrawl.db.whole import Whole

Which = Annotated[str, typer.Argument(help="The article: any URL it was met at, or its id.")]


def show(
    article: Which,
    *,
    comments: Annotated[bool, typer.Option(help="With what was said under it.")] = True,
    as_json_: Annotated[bool, typer.Option("--json", help="All that is kept, as JSON.")] = False,
    database: Database = DEFAULT,
) -> None:
    """Show an article as one reads it, with its thread as a tree.

    Example: boredcrawl show https://www.boredpanda.com/some-article/ --no-comments
    """
    whole = find(article, database)
    if as_json_:
        sys.stdout.write(as_json(whole if comments else whole | {"comments": []}) + "\n")
        return
    console = Console(highlight=False)
    for line in heading(whole):
        console.print(line, soft_wrap="://" in line.plain)
    for paragraph in whole["body_text"].split("\n\n"):
        console.print(Text(paragraph), "", sep="\n")
    for poll in whole["polls"]:
        console.print(Text(f"Poll: {poll['question']}", style="bold"))
        for option in poll["options"]:
            votes = "" if option["votes"] is None else f"  {option['votes']:,}"
            console.print(Text(f"  {option['text']}{votes}"))
    if comments:
        draw(console, whole)


def thread(
    article: Which,
    *,
    gone: Annotated[bool, typer.Option(help="With the comments that are gone.")] = True,
    as_rss: Annotated[bool, typer.Option("--rss", help="As a feed, the newest first.")] = False,
    as_json_: Annotated[bool, typer.Option("--json", help="One comment a line.")] = False,
    database: Database = DEFAULT,
) -> None:
    """Show what was said under an article, as a tree.

    Example: boredcrawl thread https://www.boredpanda.com/some-article/ --rss
    """
    whole = find(article, database)
    if not gone:
        whole["comments"] = [one for one in whole["comments"] if one["gone_at"] is None]
    if as_rss:
        title = f"Comments: {whole['title'] or whole['url']}"
        sys.stdout.writelines(rss(title, whole["url"], of_thread(whole)))
    elif as_json_:
        sys.stdout.writelines(as_json(comment) + "\n" for comment in whole["comments"])
    else:
        draw(Console(highlight=False), whole)


def find(article: str, database: str) -> Whole:
    """Read the article that is meant, whole."""
    engine = open_database(database, migrate=False)
    try:
        with engine.connect() as connection:
            return wholes(connection, [article_named(connection, article)])[0]
    finally:
        engine.dispose()


def heading(whole: Whole) -> list[Text]:
    """Write what stands over an article."""
    names = ", ".join(author["name"] for author in whole["authors"])
    at = whole["published_at"]
    facts = [
        f"by {names}" if names else "",
        f"{at:%Y-%m-%d}" if at else whole["published_raw"] or "",
        whole["kind"],
        f"{whole['word_count']:,} words",
        f"{len(whole['images'])} images",
    ]
    lines = [
        Text(whole["title"] or "(no title)", style="bold"),
        Text(" · ".join(filter(None, facts)), style="dim"),
        Text(whole["url"], style="dim"),
    ]
    if whole["gone_at"]:
        lines.append(Text(f"gone since {whole['gone_at']:%Y-%m-%d}", style="red"))
    if whole["description"]:
        lines.append(Text(whole["description"], style="italic"))
    lines += [Text(f"• {point}") for point in whole["highlights"]]
    return [*lines, Text()]


def draw(console: Console, whole: Whole) -> None:
    """Draw threads as trees: the article's own, then those of its list items."""
    comments: list[dict[str, Any]] = whole["comments"]
    kept, declared = whole["comments_captured"], whole["comments_declared"]
    count = f"{kept}" if declared in {None, kept} else f"{kept} of {declared}"
    console.print(Text(f"{count} comments", style="bold"))
    items = {item["id"]: item for item in whole["list_items"]}
    own = [comment for comment in comments if comment["list_item_id"] is None]
    if own:
        console.print(tree(Text("under the article", style="dim"), own))
    for number, item in items.items():
        under = [comment for comment in comments if comment["list_item_id"] == number]
        if under:
            rank = f"#{item['rank']} " if item["rank"] is not None else ""
            title = Text(f"under {rank}{item['title'] or ''}", style="dim")
            console.print(tree(title, under))


def tree(title: Text, comments: Iterable[dict[str, Any]]) -> Tree:
    """Draw one thread; comments come in its order."""
    root = Tree(title, guide_style="dim")
    branches: dict[int, Tree] = {}
    for comment in comments:
        parent = branches.get(comment["parent_id"], root)
        branches[comment["id"]] = parent.add(said(comment))
    return root


def said(comment: dict[str, Any]) -> Text:
    """Write one comment."""
    at = comment["posted_at"]
    facts = [f"{at:%Y-%m-%d}" if at else comment["posted_raw"] or ""]
    facts += [f"{comment['score']:+}"] if comment["score"] else []
    facts += ["edited"] if comment["is_edited"] else []
    told = Text.assemble(
        (comment["commenter_name"] or "somebody", "cyan"),
        (f"  {' · '.join(filter(None, facts))}", "dim"),
    )
    if comment["gone_at"]:
        told.append(f"  gone since {comment['gone_at']:%Y-%m-%d}", style="red")
    return told.append(f"\n{comment['text']}")
