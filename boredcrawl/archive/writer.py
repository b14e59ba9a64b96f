"""The writer: exchanges in from the event loop, WARC files out, on a thread of its own."""

from __future__ import annotations

import http
import os
import platform
import queue
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from boredcrawl.archive import cdxj, records
from boredcrawl.archive.exchange import Exchange, Place, Resource
from boredcrawl.archive.volume import Volume
from boredcrawl.exceptions import ArchiveTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FOLDER = "warc"
"""Where the WARC files stand, inside the archive's folder."""

WAITING = 64
"""Exchanges that may wait for the thread; one more waits at the door."""

REMEMBERED = 20_000
"""Payloads of this process a later one is compared with (about 8 MB)."""

Job = tuple[Exchange | Resource, "Future[Place]"]


@dataclass(slots=True)
class Tally:
    """What a writer has done so far."""

    exchanges: int = 0
    revisits: int = 0
    resources: int = 0
    files: int = 0
    bytes: int = 0
    seconds: float = 0.0
    """The thread's own time, waiting left out."""


class WarcWriter:
    """Writes the files of one process under `directory`/warc/.

    `facts` are the fields of every file's warcinfo record (operator, robots, isPartOf).
    """

    def __init__(
        self,
        directory: Path,
        *,
        facts: Mapping[str, str] | None = None,
        max_bytes: int = 1_000_000_000,
        level: int = 6,
    ) -> None:
        self.directory = directory
        self.max_bytes = max_bytes
        self.level = level
        self.facts = {
            "software": f"Python/{platform.python_version()}",
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            **(facts or {}),
        }
        self.tally = Tally()
        self._serial = 0
        self._is_closed = False
        self._volume: Volume | None = None
        self._known: OrderedDict[str, records.Original] = OrderedDict()
        self._trouble: ArchiveTrouble | None = None
        self._jobs: queue.Queue[Job | None] = queue.Queue(WAITING)
        try:
            (directory / FOLDER).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveTrouble(f"cannot make {directory / FOLDER}: {error.strerror}") from error
        if not os.access(directory / FOLDER, os.W_OK | os.X_OK):
            raise ArchiveTrouble(f"cannot write in {directory / FOLDER}")
        # A daemon: a process that dies of an exception must not hang on its archive.
        self._thread = threading.Thread(target=self._work, name="warc", daemon=True)
        self._thread.start()

    def write(self, exchange: Exchange | Resource) -> Future[Place]:
        """Have something written; the future holds the place of its response or resource."""
        place: Future[Place] = Future()
        if self._is_closed:
            place.set_exception(ArchiveTrouble("the archive is closed"))
        else:
            self._jobs.put((exchange, place))
        return place

    def close(self) -> None:
        """Write what waits, finish the file and its index, end the thread."""
        if not self._is_closed:
            self._is_closed = True
            self._jobs.put(None)
            self._thread.join()
        if self._trouble:
            raise self._trouble

    def _work(self) -> None:
        while job := self._jobs.get():
            exchange, place = job
            began = time.perf_counter()
            try:
                place.set_result(self._write_or_tell(exchange))
            except Exception as error:
                # Whoever waits for the place must hear of it, a defect of ours included.
                place.set_exception(error)
            self.tally.seconds += time.perf_counter() - began
        try:
            self._finish()
        except OSError as error:
            self._trouble = ArchiveTrouble(f"cannot finish the archive: {error.strerror or error}")

    def _write_or_tell(self, exchange: Exchange | Resource) -> Place:
        if self._trouble:
            # What stands on the disk stays; a disk that failed once is not tried again.
            raise self._trouble
        try:
            if isinstance(exchange, Resource):
                return self._write_resource(exchange)
            return self._write(exchange)
        except OSError as error:
            self._trouble = ArchiveTrouble(
                f"cannot write the archive in {self.directory}: {error.strerror or error}"
            )
            raise self._trouble from error

    def _write(self, exchange: Exchange) -> Place:
        volume = self._volume or self._begin()
        name = records.record_id()
        payload = records.digest(exchange.body)
        original = self._known.get(payload)
        answer = records.response(exchange, name, payload, original)
        is_revisit = records.revisit_profile(exchange, original) is not None
        about = (records.request(exchange, name), records.metadata(exchange, name))
        before = volume.size
        offset, after, *_ = volume.append((answer, *about))
        volume.index.add(
            cdxj.line(
                url=exchange.url,
                fetched_at=exchange.fetched_at,
                mime=cdxj.REVISIT if is_revisit else _mime(exchange),
                status=exchange.status,
                payload=None if exchange.status == http.HTTPStatus.NOT_MODIFIED else payload,
                offset=offset,
                length=after - offset,
                filename=volume.path.name,
            )
        )
        self._remember(exchange, name, payload)
        self.tally.exchanges += 1
        self.tally.revisits += is_revisit
        self.tally.bytes += volume.size - before
        place = Place(f"{FOLDER}/{volume.path.name}", offset)
        if volume.size >= self.max_bytes:
            self._finish()
        return place

    def _write_resource(self, made: Resource) -> Place:
        volume = self._volume or self._begin()
        payload = records.digest(made.body)
        (offset,) = volume.append((records.resource(made, records.record_id(), payload),))
        volume.index.add(
            cdxj.line(
                url=made.url,
                fetched_at=made.fetched_at,
                mime=made.mime,
                status=None,
                payload=payload,
                offset=offset,
                length=volume.size - offset,
                filename=volume.path.name,
            )
        )
        self.tally.resources += 1
        self.tally.bytes += volume.size - offset
        place = Place(f"{FOLDER}/{volume.path.name}", offset)
        if volume.size >= self.max_bytes:
            self._finish()
        return place

    def _remember(self, exchange: Exchange, name: str, payload: str) -> None:
        if payload in self._known:
            self._known.move_to_end(payload)
        elif exchange.body and not exchange.truncated:
            self._known[payload] = records.Original(
                record_id=name, url=exchange.url, date=records.warc_date(exchange.fetched_at)
            )
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)

    def _begin(self) -> Volume:
        now = datetime.now(UTC)
        name = f"boredcrawl-{now:%Y%m%dT%H%M%S%f}-{os.getpid()}-{self._serial:05d}.warc.gz"
        self._serial += 1
        volume = Volume(self.directory / FOLDER / name, level=self.level)
        self._volume = volume
        volume.append((records.warcinfo(name, records.warc_date(now), self.facts),))
        self.tally.files += 1
        self.tally.bytes += volume.size
        return volume

    def _finish(self) -> None:
        volume, self._volume = self._volume, None
        if volume:
            volume.close()


def _mime(exchange: Exchange) -> str | None:
    stated = (value for name, value in exchange.headers if name.lower() == b"content-type")
    return next((value.decode("latin-1") for value in stated), None)
