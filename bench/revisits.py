"""A year of revisits, simulated: fixed intervals, naive decay, `revisit.py`, the clairvoyant.

`python -m bench revisits` prints the table of docs/revisits.md.

What is compared does the same job: the fixed interval is the longest that sees the same share
of comments within a day; the clairvoyant optimum (`bench/clairvoyant.py`) is the fewest visits by
which who knows every comment and edit in advance sees the same share of comments within a day,
no fewer of the edits, each article when it appears, and leaves none alone longer than
`revisit.at_latest` does. Beside it the same without that last: the policy freed of its upper
bound, and the optimum that comes for nothing but comments and edits it knows of.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bench.clairvoyant import Bounds, clairvoyant
from bench.site_year import HOURS, Told, make_year
from boredcrawl import revisit
from boredcrawl.source_pace import next_look

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = Path(__file__).parent.parent / "docs" / "revisits.md"
BEGIN, END = "<!-- revisits: begin -->", "<!-- revisits: end -->"

START = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
AN_HOUR = timedelta(hours=1)

CRON = 0.25
"""A crawl every so many hours; what became due in between waits for it."""

NEVER = 1e9

CARDS = 20
"""Articles on a page of the listing; the second page is read where the first has a new one."""


@dataclass(slots=True)
class Known:
    """What a simulated crawl knows of an article."""

    told: Told
    past: revisit.Past
    due: float
    counted: int | None = None
    counted_at: float | None = None
    last_visit: float | None = None


class Policy(Protocol):
    """Chooses when to come back, in hours."""

    def after(self, known: Known, at: float, found: int) -> float:
        """Give the next visit after one that found so many new things."""

    def hinted(self, known: Known, at: float) -> float:
        """Give the next visit after a listing's count has changed."""


class Ours:
    """`boredcrawl/revisit.py`, as the crawl uses it."""

    def after(self, known: Known, at: float, found: int) -> float:
        """Learn from the visit; choose by what is known."""
        now = moment(at)
        watched = (
            known.counted_at is not None and now - moment(known.counted_at) <= revisit.WATCHED_FOR
        )
        known.past = replace(revisit.learn(known.past, now, found), is_watched=watched)
        return hours(revisit.next_visit(now, known.past))

    def hinted(self, known: Known, at: float) -> float:
        """Bring the visit forward."""
        told_at = None if known.counted_at is None else moment(known.counted_at)
        return hours(revisit.hastened(moment(at), told_at))


class Unbounded(Ours):
    """The same without an upper bound: what is expected to bring too little is left for ever."""

    def after(self, known: Known, at: float, found: int) -> float:
        """Learn from the visit; come back where that is worth it, or when a listing tells."""
        super().after(known, at, found)
        worth_it = revisit.worthwhile(moment(at), known.past)
        return NEVER if worth_it is None else hours(worth_it)


class Decay:
    """The naive way: a quarter of the time since anything was new, from an hour to 90 days."""

    def after(self, known: Known, at: float, found: int) -> float:
        """Wait for a share of the quiet."""
        if found:
            known.past = replace(known.past, stirred_at=moment(at))
        quiet = at - hours(known.past.began_at)
        return at + max(1.0, min(90 * HOURS, quiet / 4))

    def hinted(self, known: Known, at: float) -> float:
        """Come at once."""
        del known
        return at


@dataclass(slots=True)
class Outcome:
    """What a policy made of the year."""

    fetches: int = 0
    listings: int = 0
    empty: int = 0
    """Visits after the first that found nothing."""
    in_time: int = 0
    seen: int = 0
    edits_in_time: int = 0
    edits: int = 0
    delays: list[float] = field(default_factory=list)


def moment(at: float) -> datetime:
    """Make a moment of hours since the start."""
    return START + at * AN_HOUR


def hours(at: datetime) -> float:
    """Make hours since the start of a moment."""
    return (at - START) / AN_HOUR


def play(year: Sequence[Told], policy: Policy, *, days: int) -> Outcome:
    """Run a crawl every quarter of an hour through the year."""
    outcome = Outcome()
    waiting = deque(year)
    newest: deque[Known] = deque(maxlen=2 * CARDS)
    heap: list[tuple[float, int, Known]] = []
    listing_due, listing_last = 0.0, None
    turns = 0
    for step in range(int(days * HOURS / CRON)):
        at = step * CRON
        if at >= listing_due:
            fresh = 0
            while waiting and waiting[0].born <= at:
                told = waiting.popleft()
                known = Known(told, revisit.Past(born_at=moment(told.born)), due=at)
                newest.appendleft(known)
                turns += 1
                heapq.heappush(heap, (at, turns, known))
                fresh += 1
            outcome.listings += 1 + bool(fresh)
            for place, known in enumerate(newest):
                if place >= CARDS and not fresh:
                    break
                if _tell(known, at, policy):
                    turns += 1
                    heapq.heappush(heap, (known.due, turns, known))
            last = None if listing_last is None else moment(listing_last)
            listing_due = hours(next_look(moment(at), last, found_new=fresh > 0))
            listing_last = at
        while heap and heap[0][0] <= at:
            due, _, known = heapq.heappop(heap)
            if due == known.due:
                known.due = policy.after(known, at, _visit(known, at, outcome))
                turns += 1
                heapq.heappush(heap, (known.due, turns, known))
    return outcome


def _tell(known: Known, at: float, policy: Policy) -> bool:
    """Tell what a card says; True where the visit was brought forward."""
    count = bisect_right(known.told.comments, at)
    is_news = known.counted is not None and count != known.counted and known.last_visit is not None
    due = policy.hinted(known, at) if is_news else known.due
    known.counted, known.counted_at = count, at
    is_sooner = due < known.due
    known.due = min(due, known.due)
    return is_sooner


def _visit(known: Known, at: float, outcome: Outcome) -> int:
    last = -1.0 if known.last_visit is None else known.last_visit
    comments, edits = known.told.comments, known.told.edits
    new = comments[bisect_right(comments, last) : bisect_right(comments, at)]
    changed = [edit for edit in edits if last < edit <= at and known.last_visit is not None]
    outcome.fetches += 1
    outcome.empty += not new and not changed and known.last_visit is not None
    outcome.seen += len(new)
    outcome.in_time += sum(at - said <= HOURS for said in new)
    outcome.edits += len(changed)
    outcome.edits_in_time += sum(at - edit <= HOURS for edit in changed)
    outcome.delays.extend(at - said for said in new)
    known.last_visit = at
    return len(new) + len(changed)


def fixed(year: Sequence[Told], interval: float, *, days: int) -> Outcome:
    """Visit every article at an interval, for ever, from when it appeared."""
    outcome, end = Outcome(), days * HOURS
    for told in year:
        outcome.fetches += int((end - told.born) // interval) + 1
        for said in told.comments:
            wait = -(said - told.born) % interval
            outcome.seen += said + wait < end
            outcome.in_time += wait <= HOURS and said + wait < end
        for edit in told.edits:
            wait = -(edit - told.born) % interval
            outcome.edits_in_time += wait <= HOURS and edit + wait < end
    return outcome


def fixed_that_reaches(year: Sequence[Told], share: float, *, days: int) -> tuple[float, Outcome]:
    """Find the longest interval that reaches a share of comments in time, by bisection."""
    total = sum(len(told.comments) for told in year)
    short, long = 1.0, 400.0
    while long - short > 0.02:
        middle = (short + long) / 2
        reaches = fixed(year, middle, days=days).in_time / total >= share
        short, long = (middle, long) if reaches else (short, middle)
    return short, fixed(year, short, days=days)


def measure(*, days: int = 365, a_day: int = 15, seed: int = 1) -> dict[str, Any]:
    """Play a year; give shares of comments seen within a day, fetches, and the ratios."""
    year = make_year(days=days, a_day=a_day, seed=seed)
    total = sum(len(told.comments) for told in year)
    ours, free = play(year, Ours(), days=days), play(year, Unbounded(), days=days)
    decay = play(year, Decay(), days=days)
    share = ours.in_time / total
    interval, same = fixed_that_reaches(year, share, days=days)
    bounds = Bounds(2 * revisit.WITHIN / AN_HOUR, revisit.GROWTH - 1, revisit.LATEST / AN_HOUR)
    best = clairvoyant(year, share=share, days=days, bounds=bounds)
    best_free = clairvoyant(year, share=free.in_time / total, days=days)
    edits = max(sum(len(told.edits) for told in year), 1)
    delays = sorted(ours.delays)

    def told(outcome: Outcome) -> dict[str, float]:
        return {
            "fetches": outcome.fetches,
            "share": outcome.in_time / total,
            "edits": outcome.edits_in_time / edits,
        }

    return {
        "articles": len(year),
        "comments": total,
        "ours": told(ours)
        | {
            "empty": ours.empty,
            "listings": ours.listings,
            "median_hours": round(delays[len(delays) // 2], 1),
            "seen_at_all": ours.seen / total,
        },
        "unbounded": told(free),
        "decay": told(decay),
        "fixed": told(same) | {"hours": round(interval, 1)},
        "clairvoyant": {
            "fetches": round(best.visits),
            "share": best.comments / total,
            "edits": best.edits / edits,
        },
        "clairvoyant_unbounded": {
            "fetches": round(best_free.visits),
            "share": best_free.comments / total,
            "edits": best_free.edits / edits,
        },
        "to_fixed": ours.fetches / same.fetches,
        "to_clairvoyant": ours.fetches / best.visits,
        "to_clairvoyant_unbounded": free.fetches / best_free.visits,
    }


def main() -> None:
    """Play years of three sites; renew the table of the page."""
    played = {a_day: measure(a_day=a_day) for a_day in (8, 15, 30)}
    told = "\n".join(table(played))
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{told}\n{END}{after}")
    print(told)


def table(played: dict[int, dict[str, Any]]) -> list[str]:
    """Lay the results out in Markdown."""
    lines = [
        "| articles a day | policy | visits | an article | comments seen within a day | edits |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for a_day, found in played.items():
        rows = [
            (f"every {found['fixed']['hours']} hours", found["fixed"]),
            ("naive decay", found["decay"]),
            ("**boredcrawl**", found["ours"]),
            (f"clairvoyant ({found['to_clairvoyant']:.2f} x)", found["clairvoyant"]),
            ("boredcrawl without upper bound", found["unbounded"]),
            (
                f"clairvoyant without ({found['to_clairvoyant_unbounded']:.2f} x)",
                found["clairvoyant_unbounded"],
            ),
        ]
        lines += [
            f"| {a_day} | {name} | {one['fetches']:,} | {one['fetches'] / found['articles']:.1f} "
            f"| {one['share']:.1%} | {one['edits']:.0%} |"
            for name, one in rows
        ]
    return lines
