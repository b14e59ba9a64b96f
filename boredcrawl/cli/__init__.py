"""`boredcrawl …`: one file a command group."""

from __future__ import annotations

import io
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from boredcrawl.cli.backup import backup
from boredcrawl.cli.changes import changes
from boredcrawl.cli.crawls import crawls
from boredcrawl.cli.demo import demo
from boredcrawl.cli.diff import diff
from boredcrawl.cli.doctor import doctor
from boredcrawl.cli.erase import erase
from boredcrawl.cli.export import export
from boredcrawl.cli.images import images
from boredcrawl.cli.people import author, commenter
from boredcrawl.cli.reparse import reparse
from boredcrawl.cli.search import search
from boredcrawl.cli.serve import serve
from boredcrawl.cli.show import show, thread
from boredcrawl.cli.sites import sites
from boredcrawl.cli.sql import sql
from boredcrawl.cli.stats import stats
from boredcrawl.cli.status import status
from boredcrawl.cli.warc import warc
from boredcrawl.exceptions import BoredcrawlError, ExitCode

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.command()(demo)
app.command()(status)
app.command()(crawls)
app.command()(doctor)
app.command()(changes)
app.command()(diff)
app.command()(backup)
app.command()(erase)
app.command()(export)
for command in (show, thread, author, commenter, stats, sql):
    app.command()(command)
app.add_typer(images, name="images")
app.add_typer(warc, name="warc")
app.command()(reparse)
app.add_typer(sites, name="sites")
app.command()(serve)
# A search may begin with what it leaves out: -dogs is no option.
app.command(context_settings={"ignore_unknown_options": True})(search)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"boredcrawl {version('boredcrawl')}")
        raise typer.Exit


@app.callback()
def boredcrawl(
    _version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """Keep articles and their comment threads, for years."""


def speak() -> None:
    """Have every text written whole, whatever the locale: names are in all scripts.

    A program that is piped into gets UTF-8, as feeds and JSON say they are; a terminal of
    another encoding shows a question mark where it has no such letter.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8")


def main() -> None:
    """Run the command; a failure we name is one line and an exit code."""
    speak()
    try:
        code = app(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except typer.TyperException as error:
        # Typer would end with 2, which here means that a crawl found too little.
        if message := error.format_message():
            sys.stderr.write(f"boredcrawl: {message}\n")
        sys.exit(int(ExitCode.USAGE))
    except BoredcrawlError as error:
        sys.stderr.write(f"boredcrawl: {error}\n")
        sys.exit(int(error.exit_code))
    except OSError as error:
        # A full disk, a folder that may not be written: no reason to show where in the program.
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"boredcrawl: {place}{error.strerror or error}\n")
        sys.exit(int(ExitCode.STORAGE))
