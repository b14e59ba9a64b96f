"""What the large database showed: figures as JSON, plans as text, a table for people."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, text

from bench.report import PAGE, RESULTS, machine, versions
from boredcrawl.db.changes import follow
from boredcrawl.db.queries import thread
from boredcrawl.db.search.finding import search

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


TYPICAL = (2, 12, 17, 22, 25, 28, 30, 31, 32, 33, 34, 36, 38)
"""Of the searches, one of every kind: their places in the list."""


def folder(*, full: bool) -> Path:
    """Give where results go: those of less than full size are not kept in the repository."""
    found = RESULTS if full else RESULTS / "small"
    found.mkdir(parents=True, exist_ok=True)
    return found


def save(results: dict[str, Any], *, full: bool) -> None:
    """Write the results as JSON, one file a day."""
    now = datetime.now(UTC)
    told = {"measured_at": now.isoformat(timespec="seconds"), "machine": machine()}
    told |= {"versions": versions(), "results": results}
    path = folder(full=full) / f"{now:%Y-%m-%d}-large.json"
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


def save_plans(
    engine: Engine, searches: list[str], article_id: int, newest: str, *, full: bool
) -> None:
    """Write how the database goes about one question of every kind, as it says itself.

    Of the statements a question is made of, the one that took longest.
    """
    postgresql = engine.dialect.name == "postgresql"
    explain = "EXPLAIN (ANALYZE, COSTS OFF, SUMMARY OFF, BUFFERS OFF)"
    explain = explain if postgresql else "EXPLAIN QUERY PLAN"
    lines: list[str] = []
    plans: list[tuple[float, list[str]]] = []

    def plan(connection: Any, cursor: Any, sql: str, values: Any, *_: object) -> None:
        if not sql.startswith("SELECT") or "set_config" in sql:
            return
        asking = connection.connection.driver_connection.cursor()
        began = time.perf_counter()
        asking.execute(sql, values)
        asking.fetchall()
        took = (time.perf_counter() - began) * 1e3
        asking.execute(f"{explain} {sql}", values)
        said = []
        # SQLite says it as a tree of (id, parent, unused, words).
        depths = {0: 0}
        for row in asking.fetchall():
            if not postgresql:
                depths[row[0]] = depths[row[1]] + 1
            said.append(f"    {'' if postgresql else '  ' * depths[row[0]]}{row[-1]}")
        plans.append((took, said))
        asking.close()
        del cursor

    def ask(name: str, act: Callable[[], object]) -> None:
        act()
        plans.clear()
        event.listen(engine, "before_cursor_execute", plan)
        act()
        event.remove(engine, "before_cursor_execute", plan)
        took, said = max(plans)
        lines.extend(["", f"## {name} ({took:.1f} ms)", "", *said])

    for place in TYPICAL:
        ask(searches[place], partial(search, engine, searches[place]))
    with engine.connect() as connection:
        ask("a thread", lambda: thread(connection, article_id))
        ask("the newest articles", lambda: connection.execute(text(newest)).all())
    ask("changes", lambda: list(follow(engine, cursor=article_id, limit=500)))
    path = folder(full=full) / f"large-plans-{engine.dialect.name}.txt"
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
