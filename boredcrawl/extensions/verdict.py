"""What a finished crawl amounts to: an exit code and a sentence, from its numbers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boredcrawl.exceptions import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from boredcrawl.sites.base import Expectations

BLOCKING = (403, 429)
TOLD = 3
"""So many of the things noticed fit into a sentence; the report has all."""

FEW = 5
"""Below this many pages a share says nothing."""


def verdict(
    stats: Mapping[str, Any], reason: str, expectations: Expectations
) -> tuple[ExitCode, str]:
    """Judge a crawl by its stats and the reason Scrapy closed it with.

    >>> from boredcrawl.sites.base import Expectations
    >>> verdict({"downloader/response_count": 3}, "finished", Expectations())
    (<ExitCode.DONE: 0>, 'done')
    >>> verdict({"downloader/exception_count": 3}, "finished", Expectations())[0]
    <ExitCode.NOTHING_FETCHED: 3>
    """
    if reason in ("database_trouble", "archive_trouble"):
        return ExitCode.STORAGE, f"stopped: {reason.replace('_', ' ')}; see the log"
    for name, what in (("store", "the database"), ("archive", "the archive")):
        if stats.get(f"boredcrawl/{name}/failed", 0):
            # The last batch, or the last record, fails when the crawl is over already.
            return ExitCode.STORAGE, f"{what} could not be written; see the log"
    if reason == "lease_lost":
        return ExitCode.HELD, "the site was taken over by another crawl"
    if reason == "start_error" or any(
        stats.get(name, 0) for name in ("spider_exceptions/count", "boredcrawl/pages/defects")
    ):
        return ExitCode.EXPECTATION, "boredcrawl itself failed on something; see the log"
    if reason == "host_stopped":
        return _stopped(stats)
    answers = stats.get("downloader/response_count", 0)
    failures = stats.get("downloader/exception_count", 0)
    if not answers and failures:
        return ExitCode.NOTHING_FETCHED, "nothing could be fetched: no answer from the site"
    refused = sum(stats.get(f"downloader/response_status_count/{s}", 0) for s in BLOCKING)
    refused += stats.get("boredcrawl/pages/blocked", 0)
    welcome = stats.get("downloader/response_status_count/200", 0)
    welcome -= stats.get("boredcrawl/pages/blocked", 0)
    # What a host of pictures says is not what the site says.
    refused -= sum(stats.get(f"boredcrawl/images/answers/{s}", 0) for s in BLOCKING)
    welcome -= stats.get("boredcrawl/images/answers/200", 0)
    if not _good_answers(stats) and (failures or _failed_answers(stats)) and not refused:
        return ExitCode.NOTHING_FETCHED, "nothing could be fetched: the site fails; see the log"
    # robots.txt is answered even by a host that blocks everything else.
    if refused and refused >= welcome:
        return ExitCode.BLOCKED, f"blocked by the site: {refused} of {answers} answers"
    if reason == "no_start":
        return (
            ExitCode.EXPECTATION,
            "start= is no page that articles can be found from; see the log",
        )
    return _expectation(stats, expectations)


def _good_answers(stats: Mapping[str, Any]) -> int:
    """Answers with something in them, the rules for robots left out."""
    good = sum(stats.get(f"downloader/response_status_count/{s}", 0) for s in (200, 304))
    good -= stats.get("robotstxt/response_status_count/200", 0)
    return int(good)


def _failed_answers(stats: Mapping[str, Any]) -> int:
    prefix = "downloader/response_status_count/5"
    return sum(count for name, count in stats.items() if name.startswith(prefix))


def _stopped(stats: Mapping[str, Any]) -> tuple[ExitCode, str]:
    if stats.get("boredcrawl/hosts/blocking", 0):
        return ExitCode.BLOCKED, "blocked by the site: it is left alone for a while; see the log"
    read = stats.get("boredcrawl/articles/read", 0)
    if not read:
        return ExitCode.NOTHING_FETCHED, "nothing could be fetched: the site fails; see the log"
    return (
        ExitCode.EXPECTATION,
        f"the site failed after {read} articles: it is left alone for a while; see the log",
    )


def _expectation(stats: Mapping[str, Any], expect: Expectations) -> tuple[ExitCode, str]:
    read = stats.get("boredcrawl/articles/read", 0)
    # A list of articles that a sitemap names beside them was read well: it is none.
    unreadable = stats.get("boredcrawl/articles/unreadable", 0)
    unreadable -= stats.get("boredcrawl/pages/no_articles", 0)
    seen = read + unreadable
    if unreadable and not read:
        return ExitCode.EXPECTATION, f"all {unreadable} pages fetched are unreadable"
    if seen >= FEW and unreadable / seen > expect.unreadable:
        return ExitCode.EXPECTATION, f"{unreadable} of {seen} pages are unreadable"
    if other := stats.get("boredcrawl/noticed"):
        more = f"; and {len(other) - TOLD} more" if len(other) > TOLD else ""
        told = "; ".join(other[:TOLD])
        return ExitCode.EXPECTATION, f"has the site's template changed? {told}{more}"
    for name in ("title", "body", "authors", "published_at"):
        floor: float = getattr(expect, name)
        covered = stats.get(f"boredcrawl/fields/{name}", 0)
        if read >= FEW and covered / read < floor:
            share = f"{covered} of {read} articles have {name.replace('_at', '')}"
            return ExitCode.EXPECTATION, f"{share}, fewer than the {floor:.0%} expected"
    return ExitCode.DONE, "done"
