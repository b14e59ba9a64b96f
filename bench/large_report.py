"""What the large database showed: figures as JSON, plans as text, a table for people."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

from bench.report import PAGE, RESULTS, machine, versions
from boredcrawl.db.queries import thread
from boredcrawl.db.search.finding import search

if TYPE_CHECKING:
    from sqlalchemy import Engine

BEGIN, END = "<!-- large: begin -->", "<!-- large: end -->"

GOALS = {"search": 50, "thread": 50, "newest": 10, "changes": 50}
"""Milliseconds within which nineteen of twenty must be answered."""

SAYS = {
    "search": "searches, all kinds of them",
    "thread": "a thread of 5,000 comments",
    "newest": "the page of the newest articles",
    "changes": "500 changes since a day",
}


def save(results: dict[str, Any]) -> None:
    """Write the results as JSON, one file a day."""
    now = datetime.now(UTC)
    told = {"measured_at": now.isoformat(timespec="seconds"), "machine": machine()}
    told |= {"versions": versions(), "results": results}
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{now:%Y-%m-%d}-large.json"
    path.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


def save_plans(engine: Engine, searches: list[str], article_id: int, newest: str) -> None:
    """Write how the database goes about each question, as it says itself."""
    RESULTS.mkdir(exist_ok=True)
    postgresql = engine.dialect.name == "postgresql"
    explain = "EXPLAIN (ANALYZE, BUFFERS)" if postgresql else "EXPLAIN QUERY PLAN"
    lines: list[str] = []

    def plan(connection: Any, cursor: Any, sql: str, values: Any, *_: object) -> None:
        if not sql.startswith("SELECT") or "set_config" in sql:
            return
        del cursor
        asking = connection.connection.driver_connection.cursor()
        asking.execute(f"{explain} {sql}", values)
        lines.extend(["", " ".join(sql.split()), ""])
        # SQLite says it as a tree of (id, parent, unused, words).
        depths = {0: 0}
        for row in asking.fetchall():
            if not postgresql:
                depths[row[0]] = depths[row[1]] + 1
            indent = "" if postgresql else "  " * depths[row[0]]
            lines.append(f"    {indent}{row[-1]}")
        asking.close()

    event.listen(engine, "before_cursor_execute", plan)
    for typed in searches:
        lines += ["", f"## {typed}"]
        search(engine, typed)
    with engine.connect() as connection:
        lines += ["", "## a thread"]
        thread(connection, article_id)
        lines += ["", "## the newest articles"]
        connection.execute(text(newest)).all()
    event.remove(engine, "before_cursor_execute", plan)
    path = RESULTS / f"large-plans-{engine.dialect.name}.txt"
    path.write_text("\n".join(lines).lstrip() + "\n")


def publish(results: dict[str, Any]) -> None:
    """Put the table between the markers of the page."""
    written = PAGE.read_text()
    before, begin, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    assert begin, f"{PAGE} has no place for it"
    PAGE.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{after}")


def table(results: dict[str, Any]) -> str:
    """Lay the results out in Markdown."""
    here = machine()
    loads = [results[name]["reading"]["load_average"] for name in ("sqlite", "postgresql")]
    measured = (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {here['cpu']}, {here['cores']} cores, load "
        f"average {loads[0]} and {loads[1]} while searching; {results['articles']:,} articles, "
        f"{results['comments']:,} comments. Milliseconds; in brackets what processors worked."
    )
    lines = [
        measured,
        "",
        "| what | goal | SQLite: median, p95 (cpu), worst | PostgreSQL: median, p95 (cpu), worst |",
        "| --- | --- | --- | --- |",
    ]
    for name, goal in GOALS.items():
        cells = [
            f"{t['p50_ms']}, {t['p95_ms']} ({t['p95_cpu_ms']}), {t['max_ms']}"
            for t in (results[d]["reading"][name] for d in ("sqlite", "postgresql"))
        ]
        lines.append(f"| {SAYS[name]} | p95 ≤ {goal} | {cells[0]} | {cells[1]} |")
    storing = [results[d]["storing"] for d in ("sqlite", "postgresql")]
    cells = [
        f"{s['ratio']} ({s['articles_per_second']['full']} of "
        f"{s['articles_per_second']['empty']} articles/s)"
        for s in storing
    ]
    lines.append(f"| storing, in times of an empty database | ≤ 1.2 | {cells[0]} | {cells[1]} |")
    cells = [
        f"{m['search_up_seconds']} s up, {m['search_down_seconds']} s down"
        for m in (results[d]["migration"] for d in ("sqlite", "postgresql"))
    ]
    lines.append(f"| migrating: the search indexes made | | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)
