"""`boredcrawl demo`: the whole job on a miniature site of our own, from nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.tree import Tree

from boredcrawl.db.engine import open_database
from boredcrawl.db.queries import Showcase, ThreadNode, showcase, totals
from boredcrawl.exceptions import WrongOption
from boredcrawl.replica import Replica

MARKER = ".boredcrawl-demo"
"""A folder with this file in it was made by a demo, and may be emptied by the next one."""

THREAD_LINES, TEXT_WIDTH = 14, 100
"""What is drawn of a thread: so many comments, so many characters of each."""

SQL = """\
-- the most discussed articles
SELECT title, comments_captured, published_at FROM articles
ORDER BY comments_captured DESC LIMIT 5;

-- a thread, in order, indented by depth
SELECT printf('%*s', depth * 4, '') || commenter_name AS who, text
FROM comment_threads WHERE article_id = 1;

-- who answers whom
SELECT a.name AS who, b.name AS whom, count(*) AS replies
FROM comments c JOIN comments p ON p.id = c.parent_id
JOIN commenters a ON a.id = c.commenter_id JOIN commenters b ON b.id = p.commenter_id
GROUP BY 1, 2 ORDER BY replies DESC LIMIT 5;"""


def demo(
    articles: Annotated[int, typer.Option(min=1, help="How many articles the site has.")] = 80,
    seed: Annotated[int, typer.Option(help="Another seed makes another site.")] = 1,
    folder: Annotated[Path, typer.Option(help="Where the demo's archive goes.")] = Path(
        "archive/demo"
    ),
) -> None:
    """Crawl a miniature Bored Panda on this machine and show what landed.

    Example: boredcrawl demo --articles 200
    """
    console = Console()
    _empty(folder)
    database = f"sqlite:///{folder / 'boredcrawl.db'}"
    began = time.monotonic()
    with Replica(articles=articles, seed=seed) as replica:
        console.print(f"A miniature Bored Panda of {articles} articles stands at {replica.origin}")
        arguments = ["crawl", "articles", "-a", f"origin={replica.origin}"]
        console.print(f"[bold]scrapy {' '.join(arguments)} -s DATABASE_URL={database}[/bold]\n")
        code = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "scrapy", *arguments, "-L", "WARNING", "-s", "PROGRESS=always"],
            env={
                **os.environ,
                "SCRAPY_SETTINGS_MODULE": "boredcrawl.settings",
                "BOREDCRAWL_DATABASE_URL": database,
                "BOREDCRAWL_ARCHIVE_DIR": str(folder),
            },
            check=False,
        ).returncode
    if code:
        raise typer.Exit(code)
    with open_database(database, migrate=False).connect() as connection:
        counts = totals(connection)
        shown = showcase(connection, articles=3)
    _show(console, counts, shown)
    console.print(Panel(Syntax(SQL, "sql", background_color="default"), title="SQL to go on with"))
    console.print(f"sqlite3 {folder / 'boredcrawl.db'}      WARC: {folder / 'warc'}")
    console.print(f"done in {time.monotonic() - began:.0f} s")


def _empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARKER).exists():
            raise WrongOption(f"{folder} is not empty and not a demo's: write --folder ANOTHER")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).touch()


def _show(console: Console, counts: dict[str, int], shown: list[Showcase]) -> None:
    table = Table(title="What landed")
    table.add_column("table")
    table.add_column("rows", justify="right")
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    console.print(table)
    for article in shown:
        authors = escape(", ".join(article.authors)) or "nobody named"
        tree = Tree(
            f"[bold]{escape(article.title or article.url)}[/bold]\n"
            f"by {authors}, {article.published_raw or 'no date'}: {article.kind}, "
            f"{article.layout}, {article.word_count:,} words, {article.comments} comments"
        )
        room = Room(THREAD_LINES)
        for node in article.thread:
            _hang(tree, node, room)
        if room.left_out:
            tree.add(f"[dim]… and {room.left_out} more[/dim]")
        console.print(tree)
        console.print()


@dataclass(slots=True)
class Room:
    """How many more comments a drawn thread may hold, and how many it left out."""

    left: int
    left_out: int = 0


def _hang(tree: Tree, node: ThreadNode, room: Room) -> None:
    branch = tree
    if room.left:
        room.left -= 1
        text = escape(shorten(node.text, TEXT_WIDTH, placeholder=" …"))
        branch = tree.add(f"[cyan]{escape(node.name or 'somebody')}[/cyan] {text}")
    else:
        room.left_out += 1
    for reply in node.replies:
        _hang(branch, reply, room)
