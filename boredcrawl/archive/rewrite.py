"""One record without a person: unpacked, scrubbed, packed as it was, its digests right. Pure."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import brotli
from fastwarc import WarcRecordType

from boredcrawl.archive.http_block import BLANK_LINE, decode, entity, header, split_block
from boredcrawl.archive.person import without
from boredcrawl.archive.records import digest, warc_date
from boredcrawl.archive.volume import GZIP
from boredcrawl.cleaning.identity import known_as
from boredcrawl.exceptions import Unreadable
from boredcrawl.items import Commenter

if TYPE_CHECKING:
    from boredcrawl.archive.iterate import RawRecord
    from boredcrawl.archive.person import Person

MEASURES = frozenset(("warc-block-digest", "warc-payload-digest", "content-length"))
"""The fields that say how long a record is and what is in it."""

OPAQUE = ("image/", "audio/", "video/", "font/")
"""Kinds of payload in which no text stands."""

CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A record as it is to be written; nothing of it where it is to go altogether."""

    record: bytes
    digests: dict[str, str] = field(default_factory=dict)
    """The payload digest it had, and the one it has."""


def rewrite(raw: RawRecord, person: Person, digests: dict[str, str]) -> Rewritten | None:
    """Take a person out of a record; None where there is nothing of them in it.

    `digests` are the payload digests that changed elsewhere.
    """
    if _is_profile(raw.url, person):
        return Rewritten(b"")
    kind = raw.warc.record_type
    told = raw.header("WARC-Payload-Digest")
    changed = digests.get(told or "") if kind == WarcRecordType.revisit else None
    if int(kind) & int(WarcRecordType.response | WarcRecordType.revisit):
        block, payload = _answer(raw, person)
    else:
        mime = (raw.header("Content-Type") or "").lower()
        scrubbed = None if mime.startswith(OPAQUE) else _scrub(raw.block, mime, person)
        block = payload = scrubbed
        if kind != WarcRecordType.resource:
            payload = None
    if block is None and changed is None:
        return None
    if block is None:
        block = raw.block
    if payload is not None and told is not None and kind != WarcRecordType.revisit:
        changed = digest(payload)
    record = _record(raw, block, changed or told)
    return Rewritten(record, {told: changed} if told and changed else {})


def _is_profile(url: str, person: Person) -> bool:
    return (
        bool(url)
        and urlsplit(url).path.rstrip("/") != ""
        and known_as(Commenter(url=url)) in {known_as(Commenter(url=one)) for one in person.urls}
    )


def _answer(raw: RawRecord, person: Person) -> tuple[bytes | None, bytes | None]:
    """Scrub an HTTP answer; give the block and the payload as they are to be, if they change."""
    try:
        _, headers, sent = split_block(raw.block)
        body = decode(headers, entity(headers, sent))
    except Unreadable:
        # In another protocol, or torn: what can be read of it is looked through as it stands.
        scrubbed = _scrub(raw.block, "", person)
        return scrubbed, scrubbed
    head = raw.block[: len(raw.block) - len(sent)]
    mime = (header(headers, b"content-type") or b"").decode("latin-1").lower()
    clean_head = _scrub(head, "charset=latin-1", person)
    clean = None if mime.startswith(OPAQUE) else _scrub(body, mime, person)
    if clean is None:
        return (None, None) if clean_head is None else (clean_head + sent, None)
    encoding = (header(headers, b"content-encoding") or b"").decode("latin-1").strip().lower()
    was_packed = entity(headers, sent) != body
    packed, kept = _pack(clean, encoding) if was_packed else (clean, True)
    return _head(clean_head or head, len(packed), keep_encoding=kept) + packed, packed


def _scrub(data: bytes, mime: str, person: Person) -> bytes | None:
    charset = CHARSET.search(mime)
    try:
        codec = codecs.lookup(charset[1] if charset else "utf-8").name
        text = data.decode(codec, "surrogateescape")
    except (LookupError, UnicodeError):
        codec = "latin-1"
        text = data.decode(codec)
    clean = without(text, person)
    return None if clean is None else clean.encode(codec, "surrogateescape")


def _pack(body: bytes, encoding: str) -> tuple[bytes, bool]:
    """Pack a body as it was; give whether the header that says so is still right."""
    if encoding in {"gzip", "x-gzip"}:
        return zlib.compress(body, wbits=GZIP), True
    if encoding == "deflate":
        return zlib.compress(body), True
    if encoding == "br":
        return brotli.compress(body), True
    return body, False


def _head(head: bytes, length: int, *, keep_encoding: bool) -> bytes:
    """Give the head of an answer for a body of another length, no longer in chunks."""
    gone = {b"transfer-encoding"} | (set() if keep_encoding else {b"content-encoding"})
    end = BLANK_LINE.search(head)
    lines = (head[: end.start()] if end else head).split(b"\n")
    kept: list[bytes] = []
    for line in lines:
        name = line.partition(b":")[0].strip().lower()
        if name in gone:
            continue
        # Entity tags and lengths speak of the body as it was sent.
        kept.append(
            b"Content-Length: %d" % length if name == b"content-length" else line.rstrip(b"\r")
        )
    return b"\r\n".join((*kept, b"", b""))


def _record(raw: RawRecord, block: bytes, payload: str | None) -> bytes:
    fields = [raw.warc.headers.status_line or "WARC/1.1"]
    fields += [
        f"{name}: {value}"
        for name, value in raw.warc.headers.items()
        if name.lower() not in MEASURES and name.lower() != "x-erased"
    ]
    if payload:
        fields.append(f"WARC-Payload-Digest: {payload}")
    fields.append(f"WARC-Block-Digest: {digest(block)}")
    # WARC lets writers add fields; readers pass over what they do not know.
    fields += [f"X-Erased: {warc_date(datetime.now(UTC))}", f"Content-Length: {len(block)}", "", ""]
    return b"".join(("\r\n".join(fields).encode(), block, b"\r\n\r\n"))
