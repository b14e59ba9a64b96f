"""Putting answers on the wire: compression, conditional requests, and going wrong there."""
# mypy: allow-untyped-calls
# Twisted's web classes are not typed throughout.

from __future__ import annotations

import gzip
from collections import OrderedDict
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import brotli
from twisted.internet import reactor as _reactor
from twisted.web import http
from twisted.web.server import NOT_DONE_YET

from boredcrawl.replica.flood import flood

if TYPE_CHECKING:
    from collections.abc import Hashable

    from twisted.web.server import Request

    from boredcrawl.replica.faults import Fault
    from boredcrawl.replica.routes import Answer

reactor: Any = _reactor
"""The reactor, whose interfaces mypy cannot read."""

SMALL = 500
"""Bytes below which compression is not worth it."""

DROPS = 20
"""Pieces a slow body is sent in."""


class Shelf:
    """Packed answers kept for the next request, the least used thrown away first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self.kept: OrderedDict[Hashable, Packed] = OrderedDict()

    def get(self, key: Hashable) -> Packed | None:
        """Find a packed answer."""
        if key in self.kept:
            self.kept.move_to_end(key)
        return self.kept.get(key)

    def put(self, key: Hashable, packed: Packed) -> None:
        """Keep a packed answer."""
        self.kept[key] = packed
        self.size += len(packed.body)
        while self.size > self.most:
            self.size -= len(self.kept.popitem(last=False)[1].body)


class Packed:
    """An answer ready to be sent: compressed, with its headers."""

    def __init__(self, answer: Answer, accepted: str) -> None:
        self.status = answer.status
        self.modified_at = answer.modified_at
        self.body, encoding = compress(answer, accepted)
        self.headers = {"Content-Type": answer.mime, "Vary": "Accept-Encoding", **answer.headers}
        if encoding:
            self.headers["Content-Encoding"] = encoding
        if answer.status == http.OK:
            self.headers["ETag"] = f'W/"{blake2b(answer.body, digest_size=8).hexdigest()}"'
            if answer.modified_at:
                self.headers["Last-Modified"] = format_datetime(answer.modified_at, usegmt=True)


def preferred(accepted: str) -> str | None:
    """Choose the encoding of a body.

    >>> preferred("gzip, deflate, br"), preferred("gzip;q=1.0"), preferred("identity")
    ('br', 'gzip', None)
    """
    names = {part.split(";")[0].strip() for part in accepted.lower().split(",")}
    return next((name for name in ("br", "gzip") if name in names), None)


def compress(answer: Answer, accepted: str) -> tuple[bytes, str | None]:
    """Compress a body as the client accepts it; images and archives stay as they are."""
    encoding = preferred(accepted)
    if len(answer.body) < SMALL or answer.mime.startswith(("image/", "application/x-gzip")):
        return answer.body, None
    if encoding == "br":
        return brotli.compress(answer.body, quality=3), "br"
    if encoding == "gzip":
        return gzip.compress(answer.body, 3, mtime=0), "gzip"
    return answer.body, None


def is_unmodified(request: Request, packed: Packed) -> bool:
    """Say whether the client's copy is still right; the ETag counts before the date."""
    if packed.status != http.OK:
        return False
    tags = request.getHeader("if-none-match")
    if tags:
        return packed.headers["ETag"] in tags or tags.strip() == "*"
    since = request.getHeader("if-modified-since")
    if not since or packed.modified_at is None:
        return False
    try:
        then = parsedate_to_datetime(since)
    except ValueError:
        return False
    return packed.modified_at.replace(microsecond=0) <= then


def send(request: Request, packed: Packed, fault: Fault | None) -> bytes | int:
    """Send an answer, in the way the fault has it; twisted's answer to `render`."""
    kind = fault.kind if fault else ""
    transport: Any = request.transport
    if kind == "reset":
        transport.abortConnection()
        return NOT_DONE_YET
    asked = request.getHeader("if-none-match") or request.getHeader("if-modified-since")
    unmodified = is_unmodified(request, packed) or bool(kind == "unmodified" and asked)
    request.setResponseCode(http.NOT_MODIFIED if unmodified else packed.status)
    for name, value in packed.headers.items():
        if not (unmodified and name.startswith("Content-")):
            request.setHeader(name, value)
    if unmodified or request.method == b"HEAD":
        return b""
    if fault is not None and kind == "flood":
        return flood(request, fault)
    body = packed.body
    request.setHeader("Content-Length", str(len(body)))
    if kind == "truncated":
        request.write(body[: len(body) // 2])
        reactor.callLater(0.05, transport.loseConnection)
        return NOT_DONE_YET
    if fault is not None and kind == "slow":
        _drip(request, body, max(1, len(body) // DROPS), fault.seconds / DROPS)
        return NOT_DONE_YET
    if fault is not None and kind == "late":
        reactor.callLater(fault.seconds, _write_all, request, body)
        return NOT_DONE_YET
    return body


def _write_all(request: Request, body: bytes) -> None:
    if request.channel is not None:
        request.write(body)
        request.finish()


def _drip(request: Request, body: bytes, step: int, pause: float) -> None:
    """Send a body drop by drop, for as long as the client listens."""
    if request.channel is None:
        return
    request.write(body[:step])
    if len(body) > step:
        reactor.callLater(pause, _drip, request, body[step:], step, pause)
    else:
        request.finish()
