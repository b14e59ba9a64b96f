"""The block of an HTTP record: status line, headers, and a body to be unpacked."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING

import brotli
from fastwarc import ZstdReader

from boredcrawl.archive.volume import GZIP
from boredcrawl.exceptions import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from boredcrawl.archive.exchange import Headers

STATUS_LINE = re.compile(rb"[A-Za-z]+(?:/\d(?:\.\d)?)?\s+(\d{3})\b")
"""HTTP/1.0 200 OK, HTTP/2 200, ICY 200 OK."""

BLANK_LINE = re.compile(rb"\r?\n\r?\n")
CHUNK_HEAD = re.compile(rb"\s*([0-9A-Fa-f]+)[^\r\n]*\r?\n")

PIECE = 1 << 16

MAX_BODY = 256 << 20
"""A body that unpacks to more than this is a bomb, or nothing this program reads."""


def split_block(block: bytes) -> tuple[int, Headers, bytes]:
    r"""Take a response block apart: status, headers, body as it stands.

    >>> split_block(b"HTTP/2 200\r\nA: 1\r\nA: 2\r\n\r\nhello")
    (200, ((b'A', b'1'), (b'A', b'2')), b'hello')
    """
    status = STATUS_LINE.match(block)
    if status is None:
        raise Unreadable(f"not an HTTP answer: {block[:40]!r}")
    # Wget and some servers end header lines with a bare newline.
    end = BLANK_LINE.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    headers: list[tuple[bytes, bytes]] = []
    for line in head.split(b"\n")[1:]:
        if line[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, value + b" " + line.strip())
        elif b":" in line:
            name, _, value = line.partition(b":")
            headers.append((name.strip(), value.strip()))
    return int(status[1]), tuple(headers), body


def header(headers: Headers, name: bytes) -> bytes | None:
    """Give a header's value, or None; its repeats joined as HTTP says they may be."""
    found = [value for key, value in headers if key.lower() == name]
    return b", ".join(found) if found else None


def unchunk(body: bytes) -> bytes:
    r"""Take a chunked body out of its chunks; one that is not chunked stays as it is.

    Archives differ: wget keeps the chunks, others store the body whole and leave the header.

    >>> unchunk(b"5\r\nhello\r\n0\r\n\r\n"), unchunk(b"<p>hello")
    (b'hello', b'<p>hello')
    """
    parts: list[bytes] = []
    at = 0
    while match := CHUNK_HEAD.match(body, at):
        size = int(match[1], 16)
        if not size:
            return b"".join(parts)
        at = match.end() + size
        if at > len(body) + 2 and not parts:
            return body
        parts.append(body[match.end() : at])
    # Torn off between chunks: what came is kept, as a browser would.
    return b"".join(parts) if parts else body


def entity(headers: Headers, body: bytes) -> bytes:
    """Give the body without its transfer encoding."""
    transfer = header(headers, b"transfer-encoding") or b""
    return unchunk(body) if b"chunked" in transfer.lower() else body


def decode(headers: Headers, body: bytes) -> bytes:
    """Unpack a body's content encodings, last one first; what is torn gives what it holds."""
    encodings = (header(headers, b"content-encoding") or b"").lower().replace(b" ", b"").split(b",")
    for encoding in reversed(encodings):
        unpack = DECODERS.get(encoding)
        if unpack is None:
            raise Unreadable(f"unknown content encoding {encoding.decode('latin-1')!r}")
        if body:
            body = unpack(body)
    return body


def _gunzip(body: bytes) -> bytes:
    # Many archives store the unpacked body under the header as sent (Common Crawl does).
    return _inflate(GZIP, body) if body.startswith(b"\x1f\x8b") else body


def _deflate(body: bytes) -> bytes:
    try:
        return _inflate(zlib.MAX_WBITS, body)
    except Unreadable:
        # Some servers send the bare stream, without zlib's frame.
        return _inflate(-zlib.MAX_WBITS, body)


def _inflate(bits: int, body: bytes) -> bytes:
    unpack = zlib.decompressobj(bits)
    parts: list[bytes] = []
    total = 0
    for at in range(0, len(body), PIECE):
        piece = body[at : at + PIECE]
        while piece:
            try:
                parts.append(unpack.decompress(piece))
            except zlib.error as error:
                if not total:
                    raise Unreadable(f"the body cannot be unpacked: {error}") from error
                # A flipped bit, a wrong checksum: what came before it is kept, as Scrapy does.
                return b"".join(parts)
            total += len(parts[-1])
            if total > MAX_BODY:
                raise Unreadable(f"the body unpacks to more than {MAX_BODY >> 20} MB")
            piece = unpack.unused_data
            if unpack.eof:
                unpack = zlib.decompressobj(bits)
    return b"".join(parts)


def _brotli(body: bytes) -> bytes:
    unpack = brotli.Decompressor()
    try:
        return _bounded(unpack.process(body, output_buffer_limit=MAX_BODY + 1))
    except brotli.error:
        if body.lstrip()[:1] == b"<":
            return body
        raise Unreadable("the body cannot be unpacked: not brotli") from None


def _zstd(body: bytes) -> bytes:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        return body
    try:
        return _bounded(ZstdReader(io.BytesIO(body)).read(MAX_BODY + 1))
    except (OSError, ValueError) as error:
        raise Unreadable(f"the body cannot be unpacked: {error}") from error


def _bounded(body: bytes) -> bytes:
    if len(body) > MAX_BODY:
        raise Unreadable(f"the body unpacks to more than {MAX_BODY >> 20} MB")
    return body


DECODERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"": bytes,
    b"identity": bytes,
    b"utf-8": bytes,  # a charset where an encoding belongs, seen on many sites
    b"none": bytes,
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _deflate,
    b"br": _brotli,
    b"zstd": _zstd,
}
