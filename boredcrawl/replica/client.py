"""The handle of a running replica: starts it, asks it, changes it, stops it."""

from __future__ import annotations

import json
import subprocess
import sys
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlencode, urlsplit

from boredcrawl.exceptions import BoredcrawlError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime, timedelta

    from boredcrawl.replica.options import LayoutChoice

READY = "replica at "
PATIENCE = 30
"""Seconds in which a replica must answer, or end when it is told to."""


class ReplicaTrouble(BoredcrawlError):
    """A replica did not start, or refused what was asked of it."""


class Replica:
    """A replica in a process of its own, on a free port; a context manager.

    >>> with Replica(articles=3, layout="classic") as replica:
    ...     len(replica.truth(1)["title"]) > 0
    True
    """

    def __init__(
        self,
        *,
        articles: int = 60,
        seed: int = 1,
        now: datetime | str | None = None,
        layout: LayoutChoice = "mixed",
        vary: bool = True,
        variant: Mapping[str, str] | None = None,
        partial: float | None = None,
        thread: int = 0,
        crawl_delay: float | None = None,
        request_rate: str | None = None,
        port: int = 0,
    ) -> None:
        self.arguments = [f"--articles={articles}", f"--seed={seed}", f"--layout={layout}"]
        self.arguments += [f"--port={port}", f"--thread={thread}", "--leash"]
        self.arguments += [f"--variant={name}={value}" for name, value in (variant or {}).items()]
        if not vary:
            self.arguments.append("--plain")
        if now is not None:
            self.arguments.append(f"--now={now if isinstance(now, str) else now.isoformat()}")
        if partial is not None:
            self.arguments.append(f"--partial={partial}")
        if crawl_delay is not None:
            self.arguments.append(f"--crawl-delay={crawl_delay}")
        if request_rate is not None:
            self.arguments.append(f"--request-rate={request_rate}")
        self.origin = ""
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it serves."""
        self.process = subprocess.Popen(  # noqa: S603 - our own module, our own arguments
            [sys.executable, "-m", "boredcrawl.replica", *self.arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line.startswith(READY):
            self.stop()
            raise ReplicaTrouble(f"the replica did not start: {line or 'it said nothing'}")
        self.origin = line.removeprefix(READY).strip()

    def stop(self) -> None:
        """End the process; it would end by itself if ours did."""
        process, self.process = self.process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()

    def ask(self, method: str, name: str, told: Mapping[str, Any] | None = None) -> Any:
        """Call the replica's control, `/__replica__/NAME`."""
        connection = HTTPConnection(urlsplit(self.origin).netloc, timeout=PATIENCE)
        path = f"/__replica__/{name}"
        body = None
        if told and method == "GET":
            path = f"{path}?{urlencode(told)}"
        elif told is not None:
            body = json.dumps(told)
        try:
            connection.request(method, path, body=body)
            response = connection.getresponse()
            answer = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:  # noqa: PLR2004
            raise ReplicaTrouble(f"the replica refused: {answer['error']}")
        return answer

    def about(self) -> dict[str, Any]:
        """Tell what the replica is: origin, options, clock, newest number, long thread."""
        return dict(self.ask("GET", "about"))

    def numbers(self) -> list[int]:
        """List the published articles, newest first."""
        return list(self.ask("GET", "numbers"))

    def truth(self, number: int) -> dict[str, Any]:
        """Tell what an article publishes, as a perfect reading of its page would find it."""
        return dict(self.ask("GET", "truth", {"number": number}))

    def truths(self) -> Iterator[dict[str, Any]]:
        """Tell the truth of every published article, newest first."""
        return map(self.truth, self.numbers())

    def url(self, number: int) -> str:
        """Give the address of an article."""
        return str(self.truth(number)["url"])

    def change(self, kind: str, **told: Any) -> list[dict[str, Any]]:
        """Change the world (see `edits.py` for the kinds) and give the events of it."""
        return list(self.ask("POST", "edit", {"kind": kind, **told}))

    def events(self, since: int = 0) -> list[dict[str, Any]]:
        """List the changes made, after the event of this number."""
        return list(self.ask("GET", "events", {"since": since}))

    def fault(self, kind: str, **told: Any) -> None:
        """Let requests go wrong (see `faults.py` for the kinds and their options)."""
        self.ask("POST", "faults", {"kind": kind, **told})

    def behave(self) -> None:
        """Let nothing go wrong any more."""
        self.ask("DELETE", "faults")

    def advance(self, by: timedelta) -> None:
        """Move the replica's clock."""
        self.ask("POST", "clock", {"seconds": by.total_seconds()})

    def log(self, since: int = 0) -> list[dict[str, Any]]:
        """List the requests the replica got, after the one of this number."""
        return list(self.ask("GET", "log", {"since": since}))

    def clear_log(self) -> None:
        """Forget the requests so far."""
        self.ask("DELETE", "log")
