"""`boredcrawl changes`: what became new, was edited, went or came back."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from boredcrawl.cli.database import DEFAULT, Database, moment
from boredcrawl.cli.feed import feed
from boredcrawl.db.asking.cursors import LARGEST
from boredcrawl.db.changes import Entry, follow
from boredcrawl.db.engine import open_database
from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 100
"""Characters shown of a title or a comment."""


class Format(StrEnum):
    """How changes are written."""

    TEXT = "text"
    JSONL = "jsonl"
    RSS = "rss"


def changes(
    since: Annotated[
        str | None, typer.Option(help="Noted since: 2026-11-22, 2026-11-22T12:30, 2h, 7d.")
    ] = None,
    cursor: Annotated[
        int | None, typer.Option(min=0, max=LARGEST, help="Only what follows this; 0 is all.")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Only this site.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    style: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.TEXT,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format jsonl.")] = False,
    database: Database = DEFAULT,
) -> None:
    """List everything new, edited, gone and restored, articles and comments, oldest first.

    Whoever goes on from the cursor of the last line loses nothing and gets nothing twice.

    Example: boredcrawl changes --since 1d --format jsonl
    """
    if since is None and cursor is None:
        raise WrongOption("say from where on: --since 2026-11-22, --since 1d, or --cursor NUMBER")
    start = None if since is None else moment(since)
    engine = open_database(database, migrate=False)
    entries = follow(engine, since=start, cursor=cursor or 0, site=site, limit=limit)
    style = Format.JSONL if as_json else style
    try:
        if style is Format.RSS:
            for part in feed(entries):
                sys.stdout.write(part)
            return
        last = write_lines(entries, style)
    finally:
        engine.dispose()
    if style is Format.TEXT and last is not None:
        sys.stderr.write(f"go on with: boredcrawl changes --cursor {last}\n")


def write_lines(entries: Iterable[Entry], style: Format) -> int | None:
    """Write one line an entry; give the last cursor."""
    last = None
    for entry in entries:
        line = as_jsonl(entry) if style is Format.JSONL else as_text(entry)
        sys.stdout.write(f"{line}\n")
        last = entry.cursor
    return last


def as_jsonl(entry: Entry) -> str:
    """Write an entry as one line of JSON."""
    told = {"cursor": entry.cursor, "kind": entry.kind, **entry._asdict()}
    for name in ("noted_at", "seen_at"):
        told[name] = told[name].isoformat()
    return json.dumps(told, ensure_ascii=False)


def as_text(entry: Entry) -> str:
    """Write an entry as one line for people."""
    return "  ".join(words_of(entry))


def words_of(entry: Entry) -> Iterator[str]:
    """Give the parts of an entry's line."""
    yield f"{entry.seen_at:%Y-%m-%d %H:%M}"
    yield f"{entry.change:8}"
    yield entry.kind
    if entry.comment_id is not None:
        said = shorten(entry.text or "", WIDTH, placeholder=" …")
        yield f"{entry.commenter or 'somebody'}: {said}"
    else:
        yield shorten(entry.title or "(no title)", WIDTH, placeholder=" …")
    yield entry.url
