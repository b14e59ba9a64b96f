"""`boredcrawl diff`: what changed between two texts of an article, by words."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from boredcrawl.cli.database import DEFAULT, Database
from boredcrawl.db.engine import open_database
from boredcrawl.db.versions import (
    Difference,
    Edit,
    Revision,
    article_named,
    differences,
    edits,
    revisions,
)
from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from boredcrawl.cleaning.differences import Piece

MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
"""How changed words are marked where there is no colour, as `git diff --word-diff` does."""

STYLES = {"same": "", "removed": "red strike", "added": "green"}

AROUND = 60
"""Characters shown of what is the same on either side of a change."""


def diff(
    article: Annotated[str, typer.Argument(help="Any URL it was met at, or its id.")],
    first: Annotated[int | None, typer.Option("--from", min=1, help="This revision.")] = None,
    second: Annotated[int | None, typer.Option("--to", min=1, help="And this one.")] = None,
    *,
    comments: Annotated[bool, typer.Option(help="Edits of its comments too.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    database: Database = DEFAULT,
) -> None:
    """Show what changed between two texts of an article: by default the last two.

    Example: boredcrawl diff https://www.boredpanda.com/some-article/ --from 1 --to 3
    """
    engine = open_database(database, migrate=False)
    with engine.connect() as connection:
        article_id = article_named(connection, article)
        known = revisions(connection, article_id)
        edited = list(edits(connection, article_id)) if comments else []
    engine.dispose()
    before, after = chosen(known, first, second)
    found = differences(before, after)
    if as_json:
        sys.stdout.write(f"{told(before, after, found, edited)}\n")
    else:
        show(Console(highlight=False, soft_wrap=True), known, (before, after), found, edited)


def chosen(
    known: Sequence[Revision], first: int | None, second: int | None
) -> tuple[Revision, Revision]:
    """Give the two revisions to compare."""
    last = second or len(known)
    begin = first or max(last - 1, 1)
    for number in (last, begin):
        if number > len(known):
            raise WrongOption(f"there is no revision {number}: the article has {len(known)}")
    return known[begin - 1], known[last - 1]


def show(
    console: Console,
    known: Sequence[Revision],
    pair: tuple[Revision, Revision],
    found: Sequence[Difference],
    edited: Sequence[Edit],
) -> None:
    """Print differences for people."""
    before, after = pair
    console.print(Text(after.title or "(no title)", style="bold"))
    if before.number == after.number:
        console.print(f"one text, seen first {before.seen_at:%Y-%m-%d %H:%M}; nothing to compare")
    else:
        console.print(
            f"revision {before.number} ({before.seen_at:%Y-%m-%d %H:%M}) to "
            f"{after.number} ({after.seen_at:%Y-%m-%d %H:%M}) of {len(known)}"
        )
    for field, pieces in found:
        console.print(Text.assemble((f"\n{field}: ", "bold cyan"), marked(console, pieces)))
    for edit in edited:
        head = f"\n{edit.commenter or 'somebody'}, {edit.after_at:%Y-%m-%d %H:%M}: "
        console.print(Text.assemble((head, "bold magenta"), marked(console, edit.pieces)))


def marked(console: Console, pieces: Sequence[Piece]) -> Text:
    """Write a passage with its changes marked: in colour, or by signs where there is none."""
    text = Text()
    has_colour = console.is_terminal and not console.no_color
    for place, (kind, words) in enumerate(pieces):
        if kind == "same":
            text.append(shortened(words, is_first=not place, is_last=place == len(pieces) - 1))
        elif has_colour:
            text.append(words, style=STYLES[kind])
        else:
            opening, closing = MARKS[kind]
            text.append(f"{opening}{words}{closing}")
    return text


def shortened(words: str, *, is_first: bool, is_last: bool) -> str:
    """Leave of a long unchanged passage what stands beside the changes.

    >>> shortened("x" * 500, is_first=True, is_last=False)[:4], shortened("y", is_first=True,
    ...     is_last=True)
    ('… xx', 'y')
    """
    if len(words) <= 3 * AROUND:
        return words
    begin = "" if is_first else words[:AROUND]
    end = "" if is_last else words[-AROUND:]
    return f"{begin} … {end}".removeprefix(" ").removesuffix(" ")


def told(
    before: Revision, after: Revision, found: Sequence[Difference], edited: Sequence[Edit]
) -> str:
    """Write differences as JSON."""
    passages: list[dict[str, Any]] = [
        {"field": field, "pieces": [piece._asdict() for piece in pieces]} for field, pieces in found
    ]
    comments = [
        {
            "comment_id": edit.comment_id,
            "commenter": edit.commenter,
            "before_at": edit.before_at.isoformat(),
            "after_at": edit.after_at.isoformat(),
            "pieces": [piece._asdict() for piece in edit.pieces],
        }
        for edit in edited
    ]
    whole = {
        "from": {"number": before.number, "seen_at": before.seen_at.isoformat()},
        "to": {"number": after.number, "seen_at": after.seen_at.isoformat()},
        "changes": passages,
        "comments": comments,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
