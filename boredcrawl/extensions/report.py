"""The report: one screen of text after a crawl, a row in `crawls`, an exit code."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from boredcrawl.exceptions import DatabaseTrouble, ExitCode
from boredcrawl.extensions.verdict import verdict
from boredcrawl.sites.base import Expectations

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

LINES = (
    ("visits", "visits", ("new", "changed", "unchanged", "gone", "unreadable", "failed")),
    ("links", "links", ("found", "new")),
    ("comments", "comments", ("captured", "incomplete")),
    ("threads", "threads", ("completed", "requests", "browser_pages")),
    ("images", "image files", ("stored", "shared", "known", "fallbacks", "refused_before")),
    ("sources", "sources that failed", ("failed", "unreadable")),
)


class CrawlReport:
    """Judges the crawl when it closes; `exit_code` is what the process ends with."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.exit_code = ExitCode.DONE
        self.sentence = "done"

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for the end of the crawl."""
        report = cls(crawler)
        crawler.signals.connect(report.spider_closed, signals.spider_closed)
        return report

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Write the crawl's last row and its report."""
        stats = self.crawler.stats.get_stats()
        site = getattr(spider, "site", None)
        expectations = site.expectations if site else Expectations()
        self.exit_code, self.sentence = verdict(stats, reason, expectations)
        keeper = getattr(spider, "keeper", None)
        if keeper is not None:
            try:
                await keeper.close(stats=plain(stats), reason=reason, exit_code=int(self.exit_code))
            except DatabaseTrouble as error:
                self.exit_code, self.sentence = ExitCode.STORAGE, str(error)
        log = logger.info if self.exit_code == ExitCode.DONE else logger.error
        seconds = (datetime.now(UTC) - stats["start_time"]).total_seconds()
        log(
            "%s\nexit code %d: %s",
            "\n".join(report_lines(stats, seconds)),
            self.exit_code,
            self.sentence,
        )


def plain(stats: dict[str, Any]) -> dict[str, Any]:
    """Stats as JSON can hold them.

    >>> from datetime import UTC, datetime
    >>> plain({"start_time": datetime(2026, 1, 1, tzinfo=UTC), "n": 1})
    {'start_time': '2026-01-01T00:00:00+00:00', 'n': 1}
    """
    numbers = (int, float, str, bool, type(None))
    return {
        key: value
        if isinstance(value, numbers)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
        for key, value in stats.items()
    }


def report_lines(stats: dict[str, Any], seconds: float) -> list[str]:
    """The report as lines of text.

    >>> report_lines({"boredcrawl/visits/new": 3}, seconds=2.0)
    ['the crawl, in 2.0 s:', '  visits: 3 new']
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
    read = stats.get("boredcrawl/articles/read", 0)
    prefix = "boredcrawl/fields/"
    if read:
        shares = (
            f"{key.removeprefix(prefix)} {count / read:.0%}"
            for key, count in sorted(stats.items())
            if key.startswith(prefix)
        )
        lines.append(f"  fields: {', '.join(shares)}")
    errors = "downloader/exception_type_count/"
    lines.extend(
        f"  {key.rpartition('.')[2]}: {stats[key]}"
        for key in sorted(stats)
        if key.startswith(errors)
    )
    return lines
