import pytest

from boredcrawl.exceptions import ExitCode
from boredcrawl.extensions.verdict import verdict
from boredcrawl.sites.base import Expectations

GOOD = {
    "downloader/response_count": 12,
    "downloader/response_status_count/200": 12,
    "boredcrawl/articles/read": 10,
    "boredcrawl/fields/title": 10,
    "boredcrawl/fields/body": 10,
}


@pytest.mark.parametrize(
    ("stats", "reason", "code"),
    [
        (GOOD, "finished", ExitCode.DONE),
        ({}, "finished", ExitCode.DONE),
        (GOOD, "database_trouble", ExitCode.STORAGE),
        (GOOD, "archive_trouble", ExitCode.STORAGE),
        (GOOD, "start_error", ExitCode.EXPECTATION),
        (GOOD | {"boredcrawl/store/failed": 1}, "finished", ExitCode.STORAGE),
        (GOOD | {"boredcrawl/archive/failed": 1}, "finished", ExitCode.STORAGE),
        (GOOD | {"boredcrawl/articles/unreadable": 3}, "finished", ExitCode.EXPECTATION),
        (GOOD | {"boredcrawl/fields/title": 5}, "finished", ExitCode.EXPECTATION),
        ({"boredcrawl/articles/unreadable": 1}, "finished", ExitCode.EXPECTATION),
        ({"downloader/exception_count": 1}, "finished", ExitCode.NOTHING_FETCHED),
        (
            {
                "downloader/response_count": 9,
                "downloader/response_status_count/403": 8,
                "downloader/response_status_count/200": 1,
            },
            "finished",
            ExitCode.BLOCKED,
        ),
        (
            {
                "downloader/response_count": 5,
                "downloader/response_status_count/200": 5,
                "boredcrawl/pages/blocked": 4,
            },
            "finished",
            ExitCode.BLOCKED,
        ),
    ],
)
def test_a_crawl_is_judged_by_its_numbers(stats, reason, code):
    assert verdict(stats, reason, Expectations())[0] is code


def test_a_site_that_must_have_authors_is_missed_where_they_are_gone():
    code, sentence = verdict(GOOD, "finished", Expectations(authors=0.5))

    assert code is ExitCode.EXPECTATION
    assert sentence == "0 of 10 articles have authors, fewer than the 50% expected"
