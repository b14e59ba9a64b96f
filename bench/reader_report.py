"""What was measured of the reader: as JSON, and as a table for people."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from bench.report import RESULTS, ROOT, machine

FILE = RESULTS / "reader.json"
PAGE = ROOT / "docs" / "reader.md"
BEGIN, END = "<!-- reader: begin -->", "<!-- reader: end -->"
DATABASES = ("sqlite", "postgresql")


def save(database: str, size: dict[str, int], told: dict[str, Any]) -> None:
    """Write what was measured of one database, beside what is known of the other."""
    kept = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    others = {name: kept[name] for name in DATABASES if name in kept and name != database}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    whole = {**size, "machine": machine(), **others, database: {"measured_at": now, **told}}
    FILE.write_text(json.dumps(whole, indent=1) + "\n", encoding="utf-8")


def publish() -> None:
    """Put the table between the markers of the page."""
    written = PAGE.read_text(encoding="utf-8")
    before, begin, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    assert begin, f"{PAGE} has no place for it"
    told = table(json.loads(FILE.read_text(encoding="utf-8")))
    PAGE.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}", encoding="utf-8")


def table(told: dict[str, Any]) -> str:
    """Lay the results out in Markdown."""
    here = [told[name] for name in DATABASES if name in told]
    on = " and ".join(
        f"{one['measured_at'][:10]} at a load average of {one['load_average']}" for one in here
    )
    machine_of = told["machine"]
    lines = [
        f"{machine_of['cpu']}, {machine_of['cores']} cores, {on}.",
        "Milliseconds; in brackets what processors worked.",
        "",
        "| page | SQLite: median, p95 (cpu) | PostgreSQL: median, p95 (cpu) |",
        "| --- | --- | --- |",
    ]
    for name in [name for name in here[0] if "p95_ms" in _parts(here[0][name])]:
        cells = [
            f"{one['p50_ms']}, {one['p95_ms']} ({one['p95_cpu_ms']})"
            for one in (told.get(database, {}).get(name) for database in DATABASES)
            if one
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    paints = [f"{one['browser']['first_paint_ms']}; {one['browser']['loaded_ms']}" for one in here]
    lines.append(f"| longest thread in Chromium: first paint; all of it | {' | '.join(paints)} |")
    return "\n".join(lines)


def _parts(of_page: Any) -> dict[str, float]:
    return of_page if isinstance(of_page, dict) else {}
