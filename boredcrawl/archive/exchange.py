"""What is archived: a request with its answer, or a page as we made it; and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import datetime

Headers = tuple[tuple[bytes, bytes], ...]
"""Header lines in the order they are written, names repeated where the site repeats them."""

Truncation = Literal["length", "time", "disconnect", "unspecified"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One request and the answer to it, its body as sent (before decompression)."""

    url: str
    fetched_at: datetime
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    status: int
    protocol: str = "HTTP/1.1"
    headers: Headers = ()
    body: bytes = b""
    ip_address: str | None = None
    truncated: Truncation | None = None
    request_head: bytes = b""
    head: bytes = b""
    """Both heads byte by byte, where they are known: first line, header lines, blank line."""
    facts: dict[str, str] = field(default_factory=dict)
    """What else is known of the fetch: fields of the metadata record."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A document that was never sent as it is: a page with what its buttons loaded in place."""

    url: str
    fetched_at: datetime
    mime: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Place:
    """Where a response record stands; `file` is relative to the archive's folder."""

    file: str
    offset: int
