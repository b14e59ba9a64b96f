"""Measure: `python -m bench [crawl] [reading] [storing] [memory] [large]`, all by default.

`large` is a twentieth of its size, unless BOREDCRAWL_LARGE=1 is set: see bench/large.py.
`python -m bench revisits`, `python -m bench frontier` (a minute or two each) and
`python -m bench backfill 20000` are for themselves.

Results go to bench/results/ as JSON; a run of everything also renews the table of
docs/performance.md. About six minutes on two cores.
"""

from __future__ import annotations

import sys
from typing import Any

from bench import backfill, crawling, frontier, large, reading, report, revisits, storing

ALL = ("crawl", "reading", "storing", "memory", "large")


def main(names: list[str]) -> None:
    """Run the measurements named."""
    if names[:1] == ["backfill"]:
        backfill.main(names[1:])
        return
    if names in (["revisits"], ["frontier"]):
        (revisits if names == ["revisits"] else frontier).main()
        return
    if unknown := set(names) - set(ALL):
        raise SystemExit(f"there is no measurement {unknown.pop()}: write some of {', '.join(ALL)}")
    wanted = names or list(ALL)
    results: dict[str, Any] = {}
    if {"reading", "storing"} & set(wanted):
        pages, site = reading.fetch_pages(200)
        if "reading" in wanted:
            results["reading"] = reading.measure(pages, site)
        if "storing" in wanted:
            results["storing"] = storing.measure(pages, site)
    if "crawl" in wanted:
        results["crawl"] = crawling.measure_speed(600)
    if "memory" in wanted:
        results["memory"] = [crawling.measure_memory(n) for n in (1_000, 10_000)]
    if "large" in wanted:
        large.run()
    if set(wanted) == set(ALL):
        report.save(results)
        print(report.publish(results))
    elif results:
        print(results)


if __name__ == "__main__":
    main(sys.argv[1:])
