"""What a crawl did, as one screen of text, from its stats alone: right after it or years later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boredcrawl.extensions.drift import usual_share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from boredcrawl.sites.base import Expectations

LINES = (
    ("visits", "visits", ("new", "changed", "unchanged", "gone", "unreadable", "failed")),
    ("links", "links", ("found", "new")),
    ("comments", "comments", ("captured", "new", "edited", "gone", "restored", "incomplete")),
    ("threads", "threads", ("completed", "requests", "browser_pages")),
    ("articles", "asked and not changed", ("unmodified",)),
    ("images", "image files", ("stored", "shared", "known", "fallbacks", "refused_before")),
    ("backfill", "backfill", ("documents",)),
    ("sources", "sources that failed", ("failed", "unreadable")),
)

FIELDS = ("title", "body", "authors", "published_at", "images", "comments")


def report_lines(
    stats: Mapping[str, Any],
    seconds: float,
    expect: Expectations | None = None,
    before: Sequence[Mapping[str, Any]] = (),
) -> list[str]:
    """Give the report as lines of text; `before` has the stats of the runs before it.

    >>> report_lines({"boredcrawl/visits/new": 3, "boredcrawl/due/now": 2}, seconds=2.0)
    ['the crawl, in 2.0 s:', '  visits: 3 new', '  due: 2 now, 0 within a day']
    """
    lines = [f"the crawl, in {seconds:.1f} s:"]
    for noun, label, participles in LINES:
        counts = [(p, stats.get(f"boredcrawl/{noun}/{p}", 0)) for p in participles]
        if any(count for _, count in counts):
            told = ", ".join(f"{count:,} {p}" for p, count in counts if count)
            lines.append(f"  {label}: {told}")
    refusals = "boredcrawl/images/refused/"
    refused = {k.removeprefix(refusals): stats[k] for k in sorted(stats) if k.startswith(refusals)}
    if refused:
        told = ", ".join(f"{count:,} {name}" for name, count in refused.items())
        lines.append(f"  images refused: {told}")
    if read := stats.get("boredcrawl/articles/read", 0):
        whole = read - stats.get("boredcrawl/comments/incomplete", 0)
        lines.append(f"  threads that are whole: {whole:,} of {read:,}")
        lines.append(f"  fields: {', '.join(_fields(stats, read, expect, before))}")
    if errors := list(_errors(stats)):
        lines.append(f"  errors: {', '.join(errors)}")
    for latency, url in stats.get("boredcrawl/pages/slowest", ())[:1]:
        lines.append(f"  slowest: {latency:.1f} s, {url}")
    if (due := stats.get("boredcrawl/due/now")) is not None:
        soon = stats.get("boredcrawl/due/within_a_day", 0)
        following = stats.get("boredcrawl/due/next")
        then = f", the next at {following[:16].replace('T', ' ')} UTC" if following else ""
        lines.append(f"  due: {due:,} now, {soon:,} within a day{then}")
    lines.extend(f"  noticed: {what}" for what in stats.get("boredcrawl/noticed", ()))
    return lines


def _fields(
    stats: Mapping[str, Any],
    read: int,
    expect: Expectations | None,
    before: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    for field in FIELDS:
        name = f"boredcrawl/fields/{field}"
        notes = []
        if floor := getattr(expect, field, 0.0):
            notes.append(f"at least {floor:.0%}")
        if (usual := usual_share(before, name)) is not None:
            notes.append(f"{usual:.0%} before")
        told = f" ({', '.join(notes)})" if notes else ""
        yield f"{field} {stats.get(name, 0) / read:.0%}{told}"


def _errors(stats: Mapping[str, Any]) -> Iterator[str]:
    for prefix in ("boredcrawl/errors/", "downloader/exception_type_count/"):
        for name in sorted(stats):
            if name.startswith(prefix):
                what = name.removeprefix(prefix)
                # Scrapy counts exceptions under their whole path, every retry included.
                label = f"{what.rpartition('.')[2]} (tries)" if "down" in prefix else what
                yield f"{label} {stats[name]:,}"
