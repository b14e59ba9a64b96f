"""The replica's remote control, over HTTP at `/__replica__/…`, in JSON."""
# mypy: allow-untyped-calls
# Twisted's web classes are not typed throughout.

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from boredcrawl.exceptions import WrongOption
from boredcrawl.replica.edits import Editor
from boredcrawl.replica.faults import Fault
from boredcrawl.replica.truth import truth

if TYPE_CHECKING:
    from collections.abc import Callable

    from twisted.web.server import Request

    from boredcrawl.replica.faults import Faults
    from boredcrawl.replica.routes import Ask, Routes
    from boredcrawl.replica.server import RequestLog
    from boredcrawl.replica.world import World


class Control:
    """Tells the truth, changes the world, and sets faults and clock."""

    def __init__(self, world: World, routes: Routes, faults: Faults, log: RequestLog) -> None:
        self.world = world
        self.routes = routes
        self.faults = faults
        self.log = log
        self.editor = Editor(world)

    def render(self, request: Request, ask: Ask) -> bytes:
        """Answer a request to the control."""
        calls: dict[tuple[str, str], Callable[[dict[str, Any]], Any]] = {
            ("GET", "about"): self._about,
            ("GET", "truth"): self._truth,
            ("GET", "numbers"): lambda _: list(self.world.newest_first()),
            ("GET", "log"): self._log,
            ("DELETE", "log"): lambda _: self.log.entries.clear(),
            ("GET", "events"): self._events,
            ("POST", "edit"): self._edit,
            ("GET", "faults"): lambda _: [self._rule(rule) for rule in self.faults.rules],
            ("POST", "faults"): lambda told: self.faults.rules.append(Fault(**told)),
            ("DELETE", "faults"): lambda _: self.faults.rules.clear(),
            ("POST", "clock"): self._clock,
        }
        name = ask.path.removeprefix("/__replica__/")
        call = calls.get((ask.method, name))
        request.setHeader("Content-Type", "application/json")
        try:
            told: dict[str, Any] = json.loads(ask.body) if ask.body else dict(ask.form)
            result = call(told) if call else _unknown(name)
        except (WrongOption, TypeError, ValueError, KeyError) as error:
            request.setResponseCode(400)
            result = {"error": f"{type(error).__name__}: {error}"}
        return json.dumps(result, default=_plain).encode()

    def _about(self, _: dict[str, Any]) -> dict[str, Any]:
        world = self.world
        return {
            "origin": self.routes.origin,
            "options": asdict(world.options),
            "now": world.clock.now(),
            "newest": world.newest,
            "long_thread": world.long_thread,
            "requests": self.log.count,
            "ad_turn": world.history.ad_turn,
        }

    def _truth(self, told: dict[str, Any]) -> dict[str, Any]:
        number = int(told["number"])
        if not self.world.exists(number):
            raise WrongOption(f"no article {number}")
        found = truth(self.routes.scene(number))
        found["status"] = self.world.history.status(number)
        return found

    def _log(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        since = int(told.get("since", 0))
        return [entry for entry in self.log.entries if entry["number"] > since]

    def _events(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        since = int(told.get("since", 0))
        return [asdict(event) for event in self.world.history.events[since:]]

    def _edit(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        kind = told.pop("kind")
        return [asdict(event) for event in self.editor.change(kind, **told)]

    def _rule(self, rule: Fault) -> dict[str, Any]:
        return {"kind": rule.kind, "pattern": rule.pattern, "count": rule.count, "seen": rule.seen}

    def _clock(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"now": self.world.clock.advance(timedelta(seconds=told["seconds"]))}


def _unknown(name: str) -> Any:
    raise WrongOption(f"no control {name}")


def _plain(value: Any) -> Any:
    """Write what JSON does not know."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "__slots__"):
        return asdict(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
