"""The HTTP server: one resource that answers, goes wrong on demand, and keeps a log."""
# mypy: allow-untyped-calls
# Twisted's web classes are not typed throughout.

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any

from twisted.internet.endpoints import TCP4ServerEndpoint
from twisted.web.resource import Resource
from twisted.web.server import Site

from boredcrawl.replica.control import Control
from boredcrawl.replica.faults import Faults, spoiled
from boredcrawl.replica.routes import Ask, Routes, moved
from boredcrawl.replica.wire import Packed, Shelf, reactor, send

if TYPE_CHECKING:
    from twisted.internet.interfaces import IListeningPort
    from twisted.web.server import Request

    from boredcrawl.replica.world import World

HOST = "127.0.0.1"
CONTROL = "/__replica__/"

AT_ONCE = {"reset", "truncated", "slow", "late", "unmodified", "flood"}
"""Faults of the wire, which spoil the sending and not the answer."""


class RequestLog:
    """The requests the replica got, oldest first, but for its own control."""

    def __init__(self, limit: int) -> None:
        self.entries: deque[dict[str, Any]] = deque(maxlen=limit)
        self.count = 0

    def begin(self, request: Request, ask: Ask) -> dict[str, Any]:
        """Write down that a request came in."""
        self.count += 1
        entry = {
            "number": self.count,
            "method": ask.method,
            "path": ask.path,
            "query": ask.query,
            "user_agent": request.getHeader("user-agent"),
            "if_none_match": request.getHeader("if-none-match"),
            "started": time.time(),
            "ended": None,
            "status": None,
            "fault": None,
        }
        self.entries.append(entry)
        return entry


class Door(Resource):
    """Where every request comes in."""

    isLeaf = True  # noqa: N815 - twisted's name

    def __init__(self, world: World, origin: str, shelf_size: int) -> None:
        super().__init__()
        self.world = world
        self.origin = origin
        self.routes = Routes(world, origin)
        self.faults = Faults()
        self.log = RequestLog(world.options.log_limit)
        self.shelf = Shelf(shelf_size)
        self.control = Control(world, self.routes, self.faults, self.log)

    def render(self, request: Request) -> bytes | int:
        """Answer a request."""
        path, _, query = request.uri.decode("utf-8", "replace").partition("?")
        body = request.content.read() if request.content else b""
        ask = Ask(method=request.method.decode(), path=path, query=query, body=body)
        if path.startswith(CONTROL):
            return self.control.render(request, ask)
        entry = self.log.begin(request, ask)
        request.notifyFinish().addBoth(lambda _: self._end(entry, request))
        fault = self.faults.strike(ask)
        entry["fault"] = fault.kind if fault else None
        if fault is not None and fault.kind not in AT_ONCE:
            answer = spoiled(fault, ask, self.routes.answer(ask))
            return send(request, Packed(answer, request.getHeader("accept-encoding") or ""), fault)
        return send(request, self._packed(request, ask), fault)

    def _end(self, entry: dict[str, Any], request: Request) -> None:
        entry["ended"] = time.time()
        entry["status"] = None if entry["fault"] == "reset" else request.code

    def _packed(self, request: Request, ask: Ask) -> Packed:
        """Make the answer, or find it on the shelf."""
        accepted = request.getHeader("accept-encoding") or ""
        if request.getRequestHostname() == b"localhost":
            # The bare-host form of the real site; it sends its visitors to the canonical host.
            query = f"?{ask.query}" if ask.query else ""
            return Packed(moved(f"{self.origin}{ask.path}{query}"), accepted)
        history = self.world.history
        state = (len(history.events), self.world.clock.now())
        key = (ask.method, ask.path, ask.query, ask.body, accepted, state)
        packed = self.shelf.get(key)
        if packed is None:
            packed = Packed(self.routes.answer(ask), accepted)
            self.shelf.put(key, packed)
        return packed


async def listen(world: World, port: int, shelf_size: int) -> tuple[IListeningPort, str]:
    """Open the port and serve the world on it; give the port and the origin."""
    site = Site(Resource())
    endpoint = TCP4ServerEndpoint(reactor, port, interface=HOST, backlog=512)
    listening = await endpoint.listen(site)
    origin = f"http://{HOST}:{listening.getHost().port}"
    site.resource = Door(world, origin, shelf_size)
    return listening, origin
