"""A WARC file's records read again: into visits, refined as a crawl's pipelines refine them."""

from __future__ import annotations

import logging
from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, cast

from boredcrawl.archive.reader import read_records
from boredcrawl.cleaning.naming import unname
from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.threads import thread
from boredcrawl.db.saving import erased
from boredcrawl.exceptions import Unreadable
from boredcrawl.reparse.excerpts import bring, find_payload
from boredcrawl.reparse.onward import Onward
from boredcrawl.sites import site_for
from boredcrawl.spiders.replay import ReplaySpider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from boredcrawl.archive.reader import Record
    from boredcrawl.cleaning.boilerplate import Rule
    from boredcrawl.items import Visit
    from boredcrawl.reparse.excerpts import Excerpt
    from boredcrawl.reparse.tasks import Naming, Task
    from boredcrawl.spiders.replay_keeper import ReplayKeeper

logger = logging.getLogger(__name__)

READ_ON = 256
"""Answers of the following files among which the rest of a page may come: a crawl has 16 requests
in hand, and asks for the comments of a page between."""

NO_KEEPER = cast("ReplayKeeper", None)
"""Nothing is stored where pages are read."""


class Again(ReplaySpider):
    """Reads one WARC file as a replay does, without a crawl around it."""

    def __init__(self, task: Task, folder: Path) -> None:
        super().__init__((), NO_KEEPER, root=folder, only=None)
        self.task = task
        self.folder = folder
        self.counts: Counter[str] = Counter()
        self.claimed: set[tuple[str, int]] = set()
        """Records of the following files that were needed here."""
        self._brought: dict[Path, tuple[str, Excerpt]] = {}

    def visits(self) -> Iterator[Visit]:
        """Give the visits whose pages are in this file, in the order of their records.

        A page whose thread or redirect goes on in the following file is completed from there.
        """
        brought = bring(self.task.place, self.task.wanted.hosts, self.folder)
        if brought is None:
            return
        counts: Counter[str] = Counter()
        self._brought[brought.path] = self.task.name, brought
        for record in read_records(brought.path, counts, self._payload):
            yield from self._visits(record)
        self.counts.update({f"records/{reason}": count for reason, count in counts.items()})
        yield from self._read_on()
        yield from self.unfinished.rest()

    def _read_on(self) -> Iterator[Visit]:
        for record in self._following():
            is_rest = record.kind == "resource" and record.url in self.unfinished
            if is_rest or record.url in self.redirects:
                self.claimed.add((self._name(record.file), self._offset(record)))
                yield from self._visits(record)
            if not self._awaited():
                return

    def _following(self) -> Iterator[Record]:
        """Give of the answers that come after this file's those that may be waited for."""
        folder, slash, _ = self.task.name.rpartition("/")
        left = READ_ON
        for place in self.task.following:
            if left <= 0 or not self._awaited():
                return
            onward = Onward(place, self.folder)
            name = folder + slash + place.rpartition("/")[2]
            read = 0
            for brought in onward.bring(left, self._awaited):
                self._brought[brought.path] = name, brought
                # What is torn or unresolved there is counted by whoever reads that file.
                for record in islice(read_records(brought.path, None, self._payload), left):
                    read += 1
                    yield record
            left -= onward.passed or read

    def _awaited(self) -> set[str]:
        """Give the URLs whose answers may come in the following files."""
        return {*self.unfinished, *self.redirects}

    def _payload(self, digest: str) -> tuple[Path, int] | None:
        return find_payload(digest, (*self.task.earlier, self.task.place), self.folder)

    def _visits(self, record: Record) -> Iterator[Visit]:
        record.offset = self._offset(record)
        yield from super()._visits(record)

    def _name(self, path: Path) -> str:
        return self._brought[path][0]

    def _offset(self, record: Record) -> int:
        return self._brought[record.file][1].offset(record.offset)

    def _tell(self, sentence: str) -> None:
        logger.debug("%s", sentence)

    def _count(self, name: str, by: int = 1) -> None:
        self.counts[name] += by


class Refining:
    """What the pipelines of a crawl do between reading and storing, in their order."""

    def __init__(self, naming: Naming) -> None:
        self.naming = naming
        self._rules = lru_cache(maxsize=64)(self._rules_of)
        self._seal = lru_cache(maxsize=64)(naming.seal)

    def refine(self, visit: Visit) -> Visit:
        """Refine a visit's article in place; what cannot be refined is unreadable, by name."""
        article = visit.article
        if article is None:
            return visit
        try:
            strip_boilerplate(
                article, self._rules(visit.site, "/".join(visit.url.split("/", 3)[:3]))
            )
            normalise(article)
            thread(article)
        except Unreadable as error:
            visit.article, visit.outcome, visit.error = None, "unreadable", str(error)
            return visit
        except Exception as error:
            # A defect of ours: the page is named, and stays in the WARC.
            logger.exception("defect in refining %s", visit.url)
            visit.article, visit.outcome = None, "unreadable"
            visit.error = f"{type(error).__name__}: {error}"
            return visit
        if self.naming.names != "keep":
            unname(article, self._seal(visit.site), drop=self.naming.names == "drop")
        gone = self.naming.erased.get(visit.site)
        if gone is not None:
            erased.without(article, gone, self._seal(visit.site))
        return visit

    def _rules_of(self, site: str, origin: str) -> tuple[Rule, ...]:
        return site_for(f"{origin}/", site).boilerplate
