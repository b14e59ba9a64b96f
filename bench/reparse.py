"""Reading an archive again: `python -m bench.reparse [ARTICLES] [FILES]`.

Pages of the replica stand in a few WARC files. They are read again by one process and by two, as
`boredcrawl reparse` reads them, from the WARC to the visits that a database takes; and trafilatura
extracts the same pages, comments included, from memory. That is told in pages a second of
processor time; that two processes are quicker than one can only be seen on the clock. All of it is
measured several times, in turns, and the best counts: other work on the machine only adds.

All read in fresh processes, to which every page is new, and are measured from when each has read a
file to when the first has none left: at the start some import, at the end some idle.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import trafilatura

from bench.reading import FETCHED_AT, fetch_pages
from boredcrawl.archive.exchange import Exchange
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.collecting import collect_seldom
from boredcrawl.reparse.run import plan
from boredcrawl.reparse.spool import read_file
from boredcrawl.reparse.tasks import Naming, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.reading import Pages
    from boredcrawl.reparse.run import Run

TRIES = 3
HEADERS = ((b"Content-Type", b"text/html; charset=utf-8"),)


def write(pages: Pages, site: str, folder: Path, files: int) -> None:
    """Write the pages as so many WARC files."""
    for number in range(files):
        writer = WarcWriter(folder, facts={"isPartOf": site})
        for place, (url, body) in enumerate(pages[number::files]):
            at = FETCHED_AT + timedelta(seconds=number * len(pages) + place)
            writer.write(
                Exchange(url=url, fetched_at=at, status=200, headers=HEADERS, body=body)
            ).result()
        writer.close()


def planned(folder: Path) -> Run:
    """Plan a reparse from nothing."""
    return plan(
        sorted(str(path) for path in (folder / "warc").glob("*.warc.gz")),
        root=folder,
        wanted=Wanted(),
        naming=Naming(),
        spools=str(folder / "spool"),
        target="bench",
    )


def measure(articles: int, files: int) -> dict[str, Any]:
    """Measure all of it."""
    pages, site = fetch_pages(articles)
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(pages, site.name, folder, files)
        bodies = [[body for _, body in pages[number::files]] for number in range(files)]
        counted = sum(map(len, bodies[1:]))
        cost, peer, clock = 9e9, 9e9, {1: 9e9, 2: 9e9}
        for _ in range(TRIES):
            cost = min(cost, _fresh(_read, folder))
            peer = min(peer, _fresh(_cost, _extract, bodies))
            for workers, best in clock.items():
                clock[workers] = min(best, _fresh(_clock, folder, workers))
    return {
        "pages": len(pages),
        "mean_page_bytes": sum(len(body) for _, body in pages) // len(pages),
        "pages_per_cpu_second": round(counted / cost, 1),
        "trafilatura_pages_per_cpu_second": round(counted / peer, 1),
        "times_trafilatura": round(peer / cost, 2),
        "one_process_pages_per_second": round(len(pages) / clock[1], 1),
        "two_processes_pages_per_second": round(len(pages) / clock[2], 1),
        "two_to_one": round(clock[1] / clock[2], 2),
    }


def _fresh(act: Callable[..., Any], *given: object) -> Any:
    """Measure in a process that has read none of these pages yet."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=collect_seldom) as pool:
        return pool.submit(act, *given).result()


def _read(folder: Path) -> float:
    run = planned(folder)
    cost = _cost(read_file, run.tasks)
    run.clear()
    return cost


def _cost(act: Callable[..., object], files: Sequence[object]) -> float:
    """Give the seconds of processor time of all files but the first, with which one imports."""
    act(files[0])
    began = time.process_time()
    for file in files[1:]:
        act(file)
    return time.process_time() - began


def _clock(folder: Path, workers: int) -> float:
    """Time reading all, from what was read while every process was at it."""
    run = planned(folder)
    done = [
        (time.perf_counter(), run.counts["visits/read"])
        for _ in run.files(workers=workers, scheduler=None)
    ]
    run.clear()
    # The two done first are of two processes, begun together; one of the last has no company.
    (began, before), (ended, after) = done[workers - 1], done[-workers]
    return (ended - began) * done[-1][1] / (after - before)


def _extract(bodies: list[bytes]) -> None:
    for body in bodies:
        trafilatura.bare_extraction(body, include_comments=True, with_metadata=True)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    articles = numbers[0] if numbers else 300
    print(json.dumps(measure(articles, numbers[1] if numbers[1:] else 12), indent=2))
