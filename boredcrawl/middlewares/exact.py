"""The download handler that keeps what was said on the wire: both heads, byte by byte.

Twisted puts header names in canonical case, sorts repeats together, forgets reason phrases and
drops what frames the body; an archive wants the lines as they were sent. They travel from the
parser to the archive middleware in two headers of their own, which it takes off again.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Any, cast

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.web._newclient import STATUS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.internet.defer import Deferred
    from twisted.internet.interfaces import IAddress
    from twisted.web._newclient import Request as Sent
    from twisted.web.iweb import IResponse

ASKED, ANSWERED = b"X-Boredcrawl-Asked", b"X-Boredcrawl-Answered"
"""What the heads travel in, as base 64: Twisted takes line ends out of a header's value."""


class ExactHandler(HTTP11DownloadHandler):
    """Downloads as Scrapy's own handler does, and notes the heads where an archive wants them."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        if crawler.settings.getbool("ARCHIVE", True):
            self._pool._factory = ExactFactory  # noqa: SLF001 - where Scrapy puts its own


class ExactFactory(_LenientHTTP11ClientFactory):
    """Makes the protocol of each connection."""

    def buildProtocol(self, addr: IAddress | None) -> ExactProtocol:  # noqa: ARG002, N802 - Twisted's
        """Make one connection's protocol."""
        return ExactProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class ExactProtocol(_LenientHTTP11ClientProtocol):
    """One connection; a kept-alive one has a new parser for each answer."""

    def request(self, request: Sent) -> Deferred[IResponse]:
        """Send a request, noting its head as it goes out."""
        written: list[bytes] = []
        write_headers = request._writeHeaders  # noqa: SLF001 - the one place that knows them all

        def note(transport: Any, framing: bytes | None) -> None:
            write_headers(_Tap(transport, written), framing)  # type: ignore[no-untyped-call]

        request._writeHeaders = note  # type: ignore[method-assign] # noqa: SLF001
        answer = super().request(request)
        parser = cast("ExactParser", self._parser)
        # As Scrapy does, for the reason it gives: the class of the parser is hard-coded.
        parser.__class__ = ExactParser
        parser.asked = written
        return answer


class _Tap:
    """A transport that keeps a copy of the head that is written through it."""

    def __init__(self, transport: Any, written: list[bytes]) -> None:
        self._transport = transport
        self._written = written

    def writeSequence(self, lines: list[bytes]) -> None:  # noqa: N802 - Twisted's
        self._written += lines
        self._transport.writeSequence(lines)


class ExactParser(_LenientHTTPClientParser):
    """Reads one answer; its lines are kept until the body begins."""

    asked: list[bytes]
    lines: list[bytes]

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's
        """Take one line of the head, without its newline."""
        if self.state == STATUS:
            # Interim answers (103 Early Hints) come before the one that counts.
            self.lines = []
        self.lines.append(line + b"\n")
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's
        """Give the heads along with the headers."""
        self.headers.setRawHeaders(ASKED, [b64encode(b"".join(self.asked))])
        self.headers.setRawHeaders(ANSWERED, [b64encode(b"".join(self.lines))])
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


def take_heads(response: Response) -> tuple[bytes, bytes]:
    """Take the heads of request and answer off a response; empty ones where there are none."""
    asked, answered = (response.headers.pop(name, None) for name in (ASKED, ANSWERED))
    return b64decode(asked[-1]) if asked else b"", b64decode(answered[-1]) if answered else b""
