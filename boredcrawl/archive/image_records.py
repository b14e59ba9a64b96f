"""Image files out of WARC files: which record holds the answer of which address."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from boredcrawl.archive.http_block import decode, entity, header, split_block
from boredcrawl.archive.iterate import ANSWERS, iterate
from boredcrawl.exceptions import ArchiveTrouble, ImageRefused, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from boredcrawl.archive.iterate import RawRecord

HOPS = 5
"""Redirects followed from one address, at most."""

OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered when it was archived."""

    status: int
    location: str | None
    payload: str | None
    path: Path
    offset: int


@dataclass(frozen=True, slots=True)
class ImageRecords:
    """The answers of an archive, by address; bodies stay where they are until they are asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    payloads: dict[str, tuple[Path, int]] = field(default_factory=dict)
    """Where each payload stands, by its digest: revisits refer to it."""

    @classmethod
    def of(cls, paths: Iterable[Path]) -> ImageRecords:
        """Index WARC files in one pass; of several answers of an address a good one counts."""
        records = cls()
        for path in paths:
            for raw in iterate(path, Counter(), kinds=ANSWERS):
                records.note(raw, path)
        return records

    def note(self, raw: RawRecord, path: Path) -> None:
        """Enter one record."""
        try:
            status, headers, body = split_block(raw.block)
        except Unreadable:
            # A resource record: a page made whole, no picture.
            return
        location = header(headers, b"location")
        payload = raw.header("WARC-Payload-Digest")
        there = self.answers.get(raw.url)
        if there is None or there.status != OK:
            to = location.decode("latin-1") if location else None
            self.answers[raw.url] = Answer(status, to, payload, path, raw.offset)
        if body and payload:
            self.payloads.setdefault(payload, (path, raw.offset))

    def body(self, url: str) -> bytes:
        """Give the file an address led to; raises `ImageRefused` as a download would."""
        for _ in range(HOPS + 1):
            answer = self.answers.get(url)
            if answer is None:
                raise ImageRefused("not_archived")
            if answer.location and 300 <= answer.status < 400:  # noqa: PLR2004 - HTTP's numbers
                url = urljoin(url, answer.location)
                continue
            if answer.status != OK:
                raise ImageRefused(f"status_{answer.status}")
            return self._body(answer)
        raise ImageRefused("too_many_redirects")

    def _body(self, answer: Answer) -> bytes:
        path, offset = self.payloads.get(answer.payload or "", (answer.path, answer.offset))
        try:
            raw = next(iterate(path, Counter(), kinds=ANSWERS, start=offset))
            _, headers, body = split_block(raw.block)
            return decode(headers, entity(headers, body))
        except OSError as error:
            raise ArchiveTrouble(f"cannot read {path} at {offset}: {error}") from error
        except (Unreadable, StopIteration):
            raise ImageRefused("broken") from None
