"""WARC 1.1 records as bytes: an exchange in, whole records out, nothing written."""

from __future__ import annotations

import base64
import hashlib
import http
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from boredcrawl.archive.exchange import Exchange, Headers, Resource

IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

# Transfer-Encoding: chunked
FRAMING = re.compile(rb"^Transfer-Encoding(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)

# Proxy-Authorization: Basic bWU6c2VjcmV0
SECRET = re.compile(rb"^Proxy-Authorization[ \t]*:[^\n]*\n", re.IGNORECASE | re.MULTILINE)
"""What is said to the operator's proxy, not to the site, and no reader's business."""

Field = tuple[str, str | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Original:
    """The record that holds a payload a revisit refers to."""

    record_id: str
    url: str
    date: str


def record_id() -> str:
    """Make a new record's name."""
    return f"<urn:uuid:{uuid.uuid4()}>"


def warc_date(moment: datetime) -> str:
    """Write an instant as WARC 1.1 does, to the microsecond (1.0 knew only seconds).

    >>> from datetime import UTC, datetime
    >>> warc_date(datetime(2026, 11, 22, 12, 0, 1, 5, tzinfo=UTC))
    '2026-11-22T12:00:01.000005Z'
    """
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


def digest(data: bytes) -> str:
    """Write a digest as the field does: SHA-1 in base 32.

    >>> digest(b"")
    'sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ'
    """
    sha1 = hashlib.sha1(data, usedforsecurity=False)
    return "sha1:" + base64.b32encode(sha1.digest()).decode("ascii")


def record(fields: tuple[Field, ...], block: bytes) -> bytes:
    r"""Put one record together; fields without a value are left out.

    >>> record((("WARC-Type", "metadata"), ("WARC-Filename", None)), b"x")[:32]
    b'WARC/1.1\r\nWARC-Type: metadata\r\nW'
    """
    lines = ["WARC/1.1"]
    lines += [f"{name}: {value}" for name, value in fields if value is not None]
    lines += [f"WARC-Block-Digest: {digest(block)}", f"Content-Length: {len(block)}", "", ""]
    return b"".join(("\r\n".join(lines).encode(), block, b"\r\n\r\n"))


def warcinfo(filename: str, date: str, facts: Mapping[str, str]) -> bytes:
    """Say what a file is, who wrote it and by which rules."""
    return record(
        (
            ("WARC-Type", "warcinfo"),
            ("WARC-Record-ID", record_id()),
            ("WARC-Date", date),
            ("WARC-Filename", filename),
            ("Content-Type", "application/warc-fields"),
        ),
        warc_fields(facts),
    )


def revisit_profile(exchange: Exchange, original: Original | None) -> str | None:
    """Say why an answer needs no body of its own; None where it needs one."""
    if exchange.status == http.HTTPStatus.NOT_MODIFIED:
        return NOT_MODIFIED
    return IDENTICAL if original else None


def response(exchange: Exchange, name: str, payload: str, original: Original | None) -> bytes:
    """Write the answer down, or, where the payload is archived already, a revisit of it."""
    profile = revisit_profile(exchange, original)
    target = original.url if original else exchange.url if profile else None
    protocol = exchange.protocol.upper()
    head = unframed(exchange.head) or _head(_status_line(exchange), exchange.headers)
    return record(
        (
            ("WARC-Type", "revisit" if profile else "response"),
            ("WARC-Record-ID", name),
            ("WARC-Date", warc_date(exchange.fetched_at)),
            ("WARC-Target-URI", exchange.url),
            ("WARC-IP-Address", exchange.ip_address),
            ("WARC-Protocol", None if protocol == "HTTP/1.1" else protocol.lower()),
            ("WARC-Profile", profile),
            ("WARC-Refers-To", original.record_id if original else None),
            ("WARC-Refers-To-Target-URI", target),
            ("WARC-Refers-To-Date", original.date if original else None),
            ("WARC-Truncated", exchange.truncated),
            ("WARC-Payload-Digest", None if profile == NOT_MODIFIED else payload),
            ("Content-Type", "application/http; msgtype=response"),
        ),
        head if profile else head + exchange.body,
    )


def resource(made: Resource, name: str, payload: str) -> bytes:
    """Write down a document that no server sent as it is."""
    return record(
        (
            ("WARC-Type", "resource"),
            ("WARC-Record-ID", name),
            ("WARC-Date", warc_date(made.fetched_at)),
            ("WARC-Target-URI", made.url),
            ("WARC-Payload-Digest", payload),
            ("Content-Type", made.mime),
        ),
        made.body,
    )


def request(exchange: Exchange, answer: str) -> bytes:
    """Write the request down, as concurrent to the answer's record."""
    head = SECRET.sub(b"", exchange.request_head or _request_head(exchange))
    return record(
        (
            ("WARC-Type", "request"),
            ("WARC-Record-ID", record_id()),
            ("WARC-Date", warc_date(exchange.fetched_at)),
            ("WARC-Target-URI", exchange.url),
            ("WARC-Concurrent-To", answer),
            ("WARC-Payload-Digest", digest(exchange.request_body)),
            ("Content-Type", "application/http; msgtype=request"),
        ),
        head + exchange.request_body,
    )


def metadata(exchange: Exchange, answer: str) -> bytes:
    """Write down what else is known of the fetch."""
    return record(
        (
            ("WARC-Type", "metadata"),
            ("WARC-Record-ID", record_id()),
            ("WARC-Date", warc_date(exchange.fetched_at)),
            ("WARC-Target-URI", exchange.url),
            ("WARC-Concurrent-To", answer),
            ("Content-Type", "application/warc-fields"),
        ),
        warc_fields(exchange.facts),
    )


def warc_fields(facts: Mapping[str, str]) -> bytes:
    r"""Write facts as lines of name and value.

    >>> warc_fields({"software": "boredcrawl", "via": "a\nb"})
    b'software: boredcrawl\r\nvia: a b\r\n'
    """
    return "".join(f"{k}: {' '.join(v.split())}\r\n" for k, v in facts.items()).encode()


def unframed(head: bytes) -> bytes:
    r"""Describe a body that was taken out of its chunks: the line is kept under another name.

    Chunks are cut by chance, so digests of them would find no identical payloads. Common
    Crawl keeps the line in this way too.

    >>> unframed(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    b'HTTP/1.1 200 OK\r\nX-Crawl-Transfer-Encoding: chunked\r\n\r\n'
    """
    return FRAMING.sub(b"X-Crawl-Transfer-Encoding", head)


def _request_head(exchange: Exchange) -> bytes:
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _head(f"{exchange.method} {target} HTTP/1.1".encode(), exchange.request_headers)


def _status_line(exchange: Exchange) -> bytes:
    # HTTP/2 has no status line; writing HTTP/1.1 keeps every reader able, WARC-Protocol says
    # what it was. Scrapy hands on the number only, so the reason is the number's usual one.
    version = exchange.protocol if exchange.protocol.startswith("HTTP/1.") else "HTTP/1.1"
    try:
        reason = http.HTTPStatus(exchange.status).phrase
    except ValueError:
        reason = "Unknown"
    return f"{version} {exchange.status} {reason}".encode()


def _head(line: bytes, headers: Headers) -> bytes:
    return b"".join((line, b"\r\n", *(b"%b: %b\r\n" % pair for pair in headers), b"\r\n"))
