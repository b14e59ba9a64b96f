"""The report: one screen of text after a crawl, a row in `crawls`, an exit code."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from scrapy import signals

from boredcrawl.exceptions import DatabaseTrouble, ExitCode
from boredcrawl.extensions import metrics
from boredcrawl.extensions.drift import noticed
from boredcrawl.extensions.summary import report_lines
from boredcrawl.extensions.verdict import verdict
from boredcrawl.sites.base import Expectations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy import Spider
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)


class CrawlReport:
    """Judges the crawl when it closes; `exit_code` is what the process ends with."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.exit_code = ExitCode.DONE
        self.sentence = "done"
        self.text = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for the end of the crawl."""
        report = cls(crawler)
        crawler.signals.connect(report.spider_closed, signals.spider_closed)
        return report

    async def spider_closed(self, spider: Spider, reason: str) -> None:
        """Write the crawl's last row, its report and its metrics."""
        stats = self.crawler.stats.get_stats()
        site = getattr(spider, "site", None)
        expectations = site.expectations if site else Expectations()
        keeper = getattr(spider, "keeper", None)
        before: Sequence[dict[str, Any]] = ()
        if keeper is not None:
            try:
                before = await keeper.look_around(self.crawler.stats)
            except DatabaseTrouble as error:
                logger.warning("what is due next, and the runs before, are unknown: %s", error)
        if other := noticed(stats, before):
            self.crawler.stats.set_value("boredcrawl/noticed", other)
        self.exit_code, self.sentence = verdict(stats, reason, expectations)
        self.crawler.stats.set_value("boredcrawl/sentence", self.sentence)
        if keeper is not None:
            try:
                await keeper.close(stats=plain(stats), reason=reason, exit_code=int(self.exit_code))
            except DatabaseTrouble as error:
                self.exit_code, self.sentence = ExitCode.STORAGE, str(error)
        log = logger.info if self.exit_code == ExitCode.DONE else logger.error
        now = datetime.now(UTC)
        seconds = (now - stats["start_time"]).total_seconds()
        self.text = "\n".join(report_lines(stats, seconds, expectations, before))
        log("%s\nexit code %d: %s", self.text, self.exit_code, self.sentence)
        if template := self.crawler.settings.get("METRICS_FILE"):
            name = site.name if site else spider.name
            code = int(self.exit_code)
            told = metrics.metrics(stats, site=name, exit_code=code, seconds=seconds, at=now)
            try:
                metrics.save(template, name, told)
            except OSError as error:
                logger.error("METRICS_FILE could not be written: %s", error)  # noqa: TRY400 - a line


def plain(stats: dict[str, Any]) -> dict[str, Any]:
    """Stats as JSON can hold them.

    >>> from datetime import UTC, datetime
    >>> plain({"start_time": datetime(2026, 1, 1, tzinfo=UTC), "n": 1, "told": ["a"]})
    {'start_time': '2026-01-01T00:00:00+00:00', 'n': 1, 'told': ['a']}
    """
    as_they_are = (int, float, str, bool, list, type(None))
    return {
        key: value
        if isinstance(value, as_they_are)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else str(value)
        for key, value in stats.items()
    }
