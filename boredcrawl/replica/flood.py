"""An answer of any size, made while it is sent: it is never whole in memory."""
# mypy: allow-untyped-calls
# Twisted's web classes are not typed throughout.

from __future__ import annotations

from typing import TYPE_CHECKING

from twisted.internet.interfaces import IPullProducer
from twisted.web.server import NOT_DONE_YET
from zope.interface import implementer

if TYPE_CHECKING:
    from twisted.web.server import Request

    from boredcrawl.replica.faults import Fault

PIECE = b"\xff\xd8\xff\xe0" + bytes(65_532)
"""Each piece begins as a JPEG does."""


@implementer(IPullProducer)
class Flood:
    """Sends bytes until there were enough, or until nobody listens any more."""

    def __init__(self, request: Request, size: int) -> None:
        self.request = request
        self.left = size

    def resumeProducing(self) -> None:  # noqa: N802 - twisted's name
        """Send one piece more."""
        piece = PIECE[: self.left]
        self.left -= len(piece)
        self.request.write(piece)
        if not self.left:
            self.request.unregisterProducer()
            self.request.finish()

    def stopProducing(self) -> None:  # noqa: N802 - twisted's name
        """Note that nobody listens."""
        self.left = 0


def flood(request: Request, fault: Fault) -> int:
    """Answer with as many bytes as the fault says; twisted's answer to `render`."""
    if fault.declared:
        request.setHeader("Content-Length", str(fault.size))
    request.setHeader("Content-Type", "image/jpeg")
    request.registerProducer(Flood(request, fault.size), streaming=False)
    return NOT_DONE_YET
