"""The table of docs/faults.md: a row a fault, as the tests saw it."""

import os
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs/faults.md"
HEAD = "| fault | exit code | counted | the next crawl |"

COUNTED = (
    "boredcrawl/visits/",
    "boredcrawl/sources/",
    "boredcrawl/hosts/",
    "boredcrawl/addresses/",
    "boredcrawl/store/",
    "boredcrawl/archive/failed",
    "retry/count",
)


def counted(stats):
    """What a crawl counted that a reader of the table wants to know."""
    names = sorted(name for name in stats if name.startswith(COUNTED) and stats[name])
    return ", ".join(f"{name.removeprefix('boredcrawl/')} {stats[name]}" for name in names)


def is_current(name, code, counts, after):
    """Whether the page has this row; with BOREDCRAWL_WRITE_FAULTS it is written there."""
    row = f"| {name} | {code} | {counts} | {after} |"
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("BOREDCRAWL_WRITE_FAULTS") and row not in text:
        lines = [line for line in text.splitlines() if not line.startswith(f"| {name} |")]
        end = max(n for n, line in enumerate(lines) if line.startswith("|"))
        lines.insert(end + 1, row)
        text = "\n".join(lines) + "\n"
        PAGE.write_text(text, encoding="utf-8")
    return row in text.splitlines()
