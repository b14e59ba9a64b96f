"""The replica misbehaves as it is told to, as often as it is told to."""

import time
from http.client import HTTPException, IncompleteRead, RemoteDisconnected

import pytest

from boredcrawl.replica import Replica, ReplicaTrouble


@pytest.fixture(scope="module")
def served():
    with Replica(articles=6, seed=2, now="2026-11-22T12:00:00+00:00") as replica:
        yield replica


@pytest.fixture
def fresh(served):
    served.behave()
    served.clear_log()
    return served


@pytest.fixture
def url(fresh):
    return fresh.url(3)


def test_too_many_requests_says_when_to_come_back(fresh, get, url):
    fresh.fault("429", pattern=url.rpartition(":")[2][5:], count=2, retry_after=7)
    replies = [get(url) for _ in range(3)]

    assert [reply.status for reply in replies] == [429, 429, 200]
    assert replies[0].headers["retry-after"] == "7"


def test_a_burst_of_503_begins_after_some_requests(fresh, get, url):
    fresh.fault("503", after=1, count=2)

    assert [get(url).status for _ in range(4)] == [200, 503, 503, 200]


def test_only_matching_paths_go_wrong_until_told_to_behave(fresh, get, url):
    fresh.fault("status", pattern="^/page/", status=500)

    assert get(url).status == 200
    assert get(f"{fresh.origin}/page/2/").status == 500

    fresh.behave()

    assert get(f"{fresh.origin}/page/1/").status == 200


def test_a_reset_connection_answers_nothing(fresh, get, url):
    fresh.fault("reset", count=1)

    with pytest.raises((ConnectionResetError, RemoteDisconnected)):
        get(url)
    assert get(url).status == 200
    assert fresh.log()[0]["status"] is None


def test_a_truncated_body_is_shorter_than_announced(fresh, get, url):
    whole = get(url).body
    fresh.fault("truncated", count=1)

    with pytest.raises((IncompleteRead, HTTPException)) as caught:
        get(url)
    assert caught.value.partial == whole[: len(whole) // 2]


def test_a_slow_body_arrives_whole_but_late(fresh, get, url):
    whole = get(url).body
    fresh.fault("slow", seconds=0.3, count=1)
    started = time.monotonic()

    assert get(url).body == whole
    assert time.monotonic() - started >= 0.25


def test_a_late_answer_is_late(fresh, get, url):
    fresh.fault("late", seconds=0.2, count=1)
    started = time.monotonic()

    assert get(url).status == 200
    assert time.monotonic() - started >= 0.2


def test_a_wrong_charset_is_declared_over_the_right_bytes(fresh, get, url):
    whole = get(url)
    fresh.fault("charset", charset="iso-8859-1", count=1)
    wrong = get(url)

    assert wrong.headers["content-type"] == "text/html; charset=iso-8859-1"
    assert wrong.body == whole.body


def test_a_redirect_loop_leads_to_itself(fresh, get, url):
    fresh.fault("loop")
    reply = get(url)

    assert reply.status == 302
    assert url.endswith(reply.headers["location"])


def test_a_huge_page_is_the_page_with_filler(fresh, get, url):
    fresh.fault("huge", size=3_000_000, count=1)

    assert len(get(url).body) > 3_000_000


def test_a_block_page_comes_with_403_or_200(fresh, get, url):
    fresh.fault("block", status=200, count=1)
    fresh.fault("block", status=403, count=1)
    replies = [get(url), get(url)]

    assert {reply.status for reply in replies} == {200, 403}
    assert all(b"Are you a robot?" in reply.body for reply in replies)


def test_empty_pages_and_garbage_come_with_200(fresh, get, url):
    fresh.fault("empty", count=1)

    assert (get(url).status, get(url).status) == (200, 200)

    fresh.fault("garbage", count=1)

    assert b"<body" not in get(url).body


def test_an_unmodified_lie_hides_an_edit(fresh, get, url):
    tag = get(url).headers["etag"]
    fresh.change("title", article=3)
    fresh.fault("unmodified", count=1)

    assert get(url, If_None_Match=tag).status == 304
    assert get(url, If_None_Match=tag).status == 200


def test_an_unknown_fault_is_refused(fresh):
    with pytest.raises(ReplicaTrouble, match="no fault sulk"):
        fresh.fault("sulk")
