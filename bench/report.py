"""What was measured, where and with which versions: as JSON, and as a table for people."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"

LIBRARIES = ("boredcrawl", "scrapy", "twisted", "lxml", "sqlalchemy", "fastwarc", "trafilatura")


def machine() -> dict[str, Any]:
    """Describe the machine, without its name or its paths."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def versions() -> dict[str, str]:
    """Name the versions of what was measured."""
    return {name: version(name) for name in LIBRARIES} | {"sqlite": sqlite3.sqlite_version}


def save(results: dict[str, Any]) -> Path:
    """Write the results of a run as JSON, one file a day."""
    now = datetime.now(UTC)
    told = {"measured_at": now.isoformat(timespec="seconds"), "machine": machine()}
    told |= {"versions": versions(), "results": results}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%d}.json"
    path.write_text(json.dumps(told, indent=2) + "\n")
    return path


def publish(results: dict[str, Any]) -> str:
    """Put the table between the markers of the page, and give it."""
    here = machine()
    told = table(results)
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    measured = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {here['cpu']}, {here['cores']} cores, "
        f"Python {here['python']}, Scrapy {version('scrapy')}, SQLite {sqlite3.sqlite_version}."
    )
    PAGE.write_text(f"{before}{BEGIN}\n{measured}\n\n{told}\n{END}{after}")
    return told


def table(results: dict[str, Any]) -> str:
    """Lay the results out in Markdown."""
    lines = ["| what | measured | baseline, same run | ratio |", "| --- | --- | --- | --- |"]
    if crawl := results.get("crawl"):
        share = crawl["archive_thread_seconds"] / crawl["seconds"]
        lines += [
            (
                f"| the whole path, {crawl['articles']:,} articles | "
                f"{crawl['articles_per_second']} articles/s | bare Scrapy "
                f"{crawl['bare_scrapy_pages_per_second']} pages/s | "
                f"{crawl['ratio_to_bare_scrapy']} |"
            ),
            (
                f"| its archive, on a thread of its own | {crawl['archive_thread_seconds']} s for "
                f"{crawl['archive_exchanges']:,} answers | the crawl {crawl['seconds']} s; "
                f"without archive {crawl['without_archive_per_second']} articles/s | {share:.3f} |"
            ),
        ]
    if reading := results.get("reading"):
        lines.append(
            f"| reading and cleaning a page of {reading['mean_page_bytes'] / 1000:.0f} KB | "
            f"{reading['pages_per_second']} pages/s | lxml parsing "
            f"{reading['bare_lxml_pages_per_second']} pages/s | "
            f"{reading['times_bare_lxml']} times its time |"
        )
    if storing := results.get("storing"):
        lines.append(
            f"| storing in SQLite, {storing['articles_per_second']} articles/s | "
            f"{storing['rows_per_second']:,} rows/s | executemany "
            f"{storing['executemany_rows_per_second']:,} rows/s | "
            f"{storing['ratio_to_executemany']} |"
        )
    if (memory := results.get("memory")) and len(memory) > 1:
        small, large = memory[0], memory[-1]
        lines.append(
            f"| peak memory of a crawl of {large['articles']:,} | {large['peak_megabytes']} MB | "
            f"of {small['articles']:,}: {small['peak_megabytes']} MB | "
            f"{large['peak_megabytes'] / small['peak_megabytes']:.2f} |"
        )
    return "\n".join(lines)


def _cpu() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        # Not Linux; Python's own word for it follows.
        return platform.processor()
    return platform.processor() or platform.machine()
