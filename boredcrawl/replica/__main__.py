"""Serves a replica by hand: `python -m boredcrawl.replica --articles 60 --port 8000`."""
# mypy: allow-untyped-calls
# Twisted's web classes are not typed throughout.

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from twisted.internet import stdio
from twisted.internet.defer import Deferred
from twisted.internet.error import CannotListenError
from twisted.internet.protocol import Protocol
from twisted.internet.task import react

from boredcrawl.exceptions import BoredcrawlError
from boredcrawl.replica.options import Options
from boredcrawl.replica.server import listen
from boredcrawl.replica.wire import reactor
from boredcrawl.replica.world import World

if TYPE_CHECKING:
    from collections.abc import Sequence

MEGABYTE = 1 << 20


class Leash(Protocol):
    """Ends the replica when whoever started it is gone: its standard input closes then."""

    def connectionLost(self, reason: object = None) -> None:  # noqa: ARG002, N802 - twisted's
        """Stop."""
        if reactor.running:
            reactor.stop()


def parser() -> argparse.ArgumentParser:
    """Make the parser of the command line."""
    made = argparse.ArgumentParser(prog="python -m boredcrawl.replica", description=__doc__)
    made.add_argument("--articles", type=int, default=60, help="how many articles there are")
    made.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    made.add_argument("--seed", type=int, default=1, help="another seed, another world")
    made.add_argument("--now", type=moment, help="a fixed clock, 2026-11-22T12:00:00Z")
    made.add_argument("--layout", choices=("classic", "modern", "mixed"), default="mixed")
    made.add_argument("--vary", action="store_true", default=True, help="markup by article")
    made.add_argument("--plain", dest="vary", action="store_false", help="one markup for all")
    made.add_argument(
        "--variant", action="append", default=[], metavar="NAME=VALUE", help="fix one choice"
    )
    made.add_argument("--partial", type=float, default=1 / 6, help="share behind load-more")
    made.add_argument("--thread", type=int, default=0, help="comments of one long thread")
    made.add_argument("--crawl-delay", type=float, help="told in robots.txt")
    made.add_argument("--request-rate", help="told in robots.txt, 1/5")
    made.add_argument("--log-limit", type=int, default=200_000, help="requests remembered")
    made.add_argument("--shelf", type=int, default=64, help="megabytes of packed pages kept")
    made.add_argument("--leash", action="store_true", help="end when standard input closes")
    return made


def moment(text: str) -> datetime:
    """Read a time; one without a zone is UTC."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve until told to stop."""
    asked = parser().parse_args(arguments)
    try:
        options = Options(
            articles=asked.articles,
            seed=asked.seed,
            now=asked.now,
            layout=asked.layout,
            vary=asked.vary,
            variant=dict(pair.split("=", 1) for pair in asked.variant),
            partial=asked.partial,
            thread=asked.thread,
            crawl_delay=asked.crawl_delay,
            request_rate=asked.request_rate,
            log_limit=asked.log_limit,
        )
        world = World(options)
    except (BoredcrawlError, ValueError) as error:
        raise SystemExit(f"replica: {error}") from error

    async def serve(_: object) -> None:
        try:
            _, origin = await listen(world, asked.port, asked.shelf * MEGABYTE)
        except CannotListenError as error:
            sys.stderr.write(f"replica: {error}\n")
            raise SystemExit(1) from error
        sys.stdout.write(f"replica at {origin}\n")
        sys.stdout.flush()
        if asked.leash:
            stdio.StandardIO(Leash())
        await Deferred()

    react(serve)


if __name__ == "__main__":
    main()
