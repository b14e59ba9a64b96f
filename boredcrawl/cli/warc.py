"""`boredcrawl warc …`: what stands in the archive, whether it is whole, one page out of it."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated

import typer

from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.check import Checked
from boredcrawl.archive.check import check as check_file
from boredcrawl.archive.index import build_index, entries
from boredcrawl.archive.iterate import require_warc
from boredcrawl.archive.look_up import look_up
from boredcrawl.archive.pack import pack as pack_files
from boredcrawl.archive.reader import Record, expand, read_at
from boredcrawl.archive.volume import is_locked
from boredcrawl.cli.database import moment
from boredcrawl.exceptions import ArchiveTrouble, ExitCode, Unreadable, WrongOption

warc = typer.Typer(no_args_is_help=True, help="Look into the archive. See docs/archive.md.")

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        help="WARC files or folders of them; if none is named, BOREDCRAWL_ARCHIVE_DIR or archive."
    ),
]


def _files(given: list[str] | None) -> tuple[Path, ...]:
    paths = expand(",".join(given or [os.environ.get("BOREDCRAWL_ARCHIVE_DIR") or "archive"]))
    for path in paths:
        require_warc(path)
    return paths


@warc.command()
def ls(
    paths: Paths = None,
    url: Annotated[str, typer.Option(help="Only this URL; * stands for anything.")] = "*",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the answers: when, status, media type, bytes in the file, URL, place.

    Example: boredcrawl warc ls --url 'https://www.boredpanda.com/*'
    """
    for path in _files(paths):
        for entry in entries(path):
            if not fnmatchcase(entry.url, url):
                continue
            place = f"{path}:{entry.offset}"
            if as_json:
                told = {
                    "url": entry.url,
                    "fetched_at": f"{entry.fetched_at:%Y-%m-%dT%H:%M:%SZ}",
                    "status": entry.status,
                    "mime": entry.mime,
                    "bytes": entry.length,
                    "digest": entry.digest,
                    "place": place,
                }
                typer.echo(json.dumps(told))
                continue
            when, status = f"{entry.fetched_at:%Y-%m-%d %H:%M:%S}", entry.status or "-"
            typer.echo(
                f"{when}  {status:>3}  {entry.mime or '-':<24} {entry.length:>9}"
                f"  {entry.url}  {place}"
            )


@warc.command()
def check(paths: Paths = None) -> None:
    """Read every record and compare it with its digests, the end of the file, and its index.

    Ends with 5 where something is wrong.

    Example: boredcrawl warc check archive
    """
    found = [_told(check_file(path)) for path in _files(paths)]
    if not all(found):
        raise typer.Exit(ExitCode.STORAGE)


def _told(checked: Checked) -> bool:
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(checked.records.items()))
    state = "wrong" if checked.troubles else "being written" if checked.is_open else "ok"
    typer.echo(f"{checked.path}: {kinds or 'no records'}: {state}")
    for trouble in checked.troubles:
        typer.echo(f"  {trouble}")
    if checked.unsigned:
        typer.echo(f"  {checked.unsigned} records say no digest of themselves")
    return not checked.troubles


@warc.command()
def extract(
    what: Annotated[str, typer.Argument(help="A URL, or a place as `ls` gives it: FILE:OFFSET.")],
    paths: Paths = None,
    *,
    at: Annotated[
        str | None, typer.Option(help="The answer nearest to this moment, not the newest.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write it here, not to the terminal.")] = None,
    as_sent: Annotated[
        bool, typer.Option("--as-sent", help="The body as it was sent: compressed, if it was.")
    ] = False,
    headers: Annotated[
        bool, typer.Option("--headers", help="The status and the headers instead of the body.")
    ] = False,
) -> None:
    """Write out what a URL answered.

    Example: boredcrawl warc extract https://www.boredpanda.com/cats/ --at 7d --out cats.html
    """
    record = _record(what, paths, at)
    try:
        data = _head(record) if headers else record.raw if as_sent else record.body
    except Unreadable as error:
        raise ArchiveTrouble(f"{record.url}: {error}: --as-sent gives it as it is") from error
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        raise ArchiveTrouble(f"cannot write {out}: {error.strerror or error}") from error


def _record(what: str, paths: list[str] | None, at: str | None) -> Record:
    file, _, offset = what.rpartition(":")
    if offset.isdecimal() and Path(file).is_file():
        require_warc(Path(file))
        record = read_at(Path(file), int(offset))
        if record.kind != "revisit":
            return record
        # What it answered is written where it was answered first.
        return look_up(_files(paths or [file]), record.url, record.fetched_at)
    return look_up(_files(paths), what, moment(at) if at else None)


def _head(record: Record) -> bytes:
    lines = [b"%d" % record.status, *(b"%b: %b" % pair for pair in record.headers)]
    return b"\n".join((*lines, b""))


@warc.command()
def index(
    paths: Paths = None,
    anew: Annotated[bool, typer.Option("--all", help="Files that have an index too.")] = False,
) -> None:
    """Write the CDXJ index beside each file that has none.

    Example: boredcrawl warc index somebody-elses.warc.gz
    """
    for path in _files(paths):
        target = index_path(path)
        if is_locked(path) or (target.exists() and not anew):
            continue
        try:
            build_index(path)
        except OSError as error:
            raise ArchiveTrouble(f"cannot write {target}: {error.strerror or error}") from error
        typer.echo(target)


@warc.command()
def pack(
    paths: Paths = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("archive.wacz"),
    title: Annotated[str, typer.Option(help="What readers call it.")] = "Archived articles",
) -> None:
    """Pack WARC files into one WACZ file, which ReplayWeb.page and pywb open.

    Example: boredcrawl warc pack archive --out pandas.wacz
    """
    if out.suffix != ".wacz":
        raise WrongOption(f"{out} would not be known for what it is: call it {out.stem}.wacz")
    counts: Counter[str] = Counter()
    files = _files(paths)
    pages = pack_files(files, out, title=title, made_at=datetime.now(UTC), counts=counts)
    size = out.stat().st_size
    typer.echo(f"{out}: {len(files)} files, {pages} pages, {size:,} bytes")
    for reason, count in sorted(counts.items()):
        typer.echo(f"  {count} records are {reason.replace('_', ' ')}")
