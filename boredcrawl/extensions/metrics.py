"""The last crawl's numbers in OpenMetrics form, for those who scrape a text file."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

GROUPS = (
    ("visits", "outcome", ("new", "changed", "unchanged", "gone", "unreadable", "failed")),
    ("comments", "what", ("captured", "new", "edited", "gone", "restored")),
    ("links", "what", ("found", "new")),
    ("due", "when", ("now", "within_a_day")),
    ("archive", "what", ("exchanges", "bytes", "failed")),
)
"""Counts of ours, each a gauge: they are of one crawl and begin anew with the next."""


def metrics(
    stats: Mapping[str, Any], *, site: str, exit_code: int, seconds: float, at: datetime
) -> str:
    r"""Write a crawl's numbers down.

    >>> from datetime import UTC, datetime
    >>> told = metrics({"boredcrawl/visits/new": 3}, site='a"b', exit_code=0, seconds=2.0,
    ...     at=datetime(2026, 11, 22, tzinfo=UTC))
    >>> 'boredcrawl_visits{site="a\\"b",outcome="new"} 3' in told
    True
    """
    return "\n".join([*_lines(stats, _label(site), exit_code, seconds, at), "# EOF", ""])


def _lines(
    stats: Mapping[str, Any], site: str, exit_code: int, seconds: float, at: datetime
) -> Iterator[str]:
    single = {
        "exit_code": ("what the last crawl ended with; 0 is done", exit_code),
        "finished_timestamp_seconds": ("when the last crawl ended", at.timestamp()),
        "duration_seconds": ("how long the last crawl took", seconds),
        "noticed": (
            "how many things were other than in the runs before",
            len(stats.get("boredcrawl/noticed", ())),
        ),
    }
    for name, (help_text, value) in single.items():
        yield f"# TYPE boredcrawl_{name} gauge"
        if name.endswith("_seconds"):
            yield f"# UNIT boredcrawl_{name} seconds"
        yield f"# HELP boredcrawl_{name} {help_text}"
        yield f'boredcrawl_{name}{{site="{site}"}} {value}'
    for noun, label, names in GROUPS:
        yield f"# TYPE boredcrawl_{noun} gauge"
        yield f"# HELP boredcrawl_{noun} {noun} of the last crawl"
        for name in names:
            value = stats.get(f"boredcrawl/{noun}/{name}", 0)
            yield f'boredcrawl_{noun}{{site="{site}",{label}="{name}"}} {value}'
    if read := stats.get("boredcrawl/articles/read", 0):
        yield "# TYPE boredcrawl_field_coverage gauge"
        yield "# HELP boredcrawl_field_coverage the share of articles read that have a field"
        for name in sorted(stats):
            if name.startswith("boredcrawl/fields/"):
                field = name.rpartition("/")[2]
                share = stats[name] / read
                yield f'boredcrawl_field_coverage{{site="{site}",field="{field}"}} {share:.4f}'


def save(template: str, site: str, told: str) -> Path:
    """Put the text in its place in one step; `{site}` in the path is the site's name."""
    path = Path(template.replace("{site}", re.sub(r"[^\w.-]+", "-", site)))
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever scrapes meanwhile finds the old file or the new one.
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_text(told, encoding="utf-8")
    unfinished.replace(path)
    return path


def _label(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
