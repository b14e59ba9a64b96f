"""`boredcrawl …`: one file a command group."""

from __future__ import annotations

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from boredcrawl.cli.demo import demo
from boredcrawl.exceptions import BoredcrawlError

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
app.command()(demo)


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


def main() -> None:
    """Run the command; a failure we name is one line and an exit code."""
    try:
        app()
    except BoredcrawlError as error:
        sys.stderr.write(f"boredcrawl: {error}\n")
        sys.exit(int(error.exit_code))
