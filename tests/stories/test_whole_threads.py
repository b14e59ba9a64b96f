"""Threads behind "load more": whole by an endpoint, by a browser and by replay, row for row."""

import html
import importlib.util
import json
import re
import shutil
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from boredcrawl.archive.reader import expand, read_records
from boredcrawl.replica import Replica
from boredcrawl.spiders.browser import NAMES

THREAD = 1000

needs_browser = pytest.mark.skipif(
    importlib.util.find_spec("scrapy_playwright") is None or not any(map(shutil.which, NAMES)),
    reason="there is no Chromium, or no scrapy-playwright: install boredcrawl[browser], chromium",
)

ROWS = """
SELECT c.position, c.depth, p.position AS parent, l.position AS item, c.identity,
       c.site_comment_id, c.text, c.html, c.is_edited, c.score, w.name, w.url, w.role
FROM comments c JOIN articles a ON a.id = c.article_id AND a.url = :url
LEFT JOIN comments p ON p.id = c.parent_id LEFT JOIN list_items l ON l.id = c.list_item_id
LEFT JOIN commenters w ON w.id = c.commenter_id
WHERE c.gone_at IS NULL ORDER BY l.position, c.position
"""
TIMES = """
SELECT posted_earliest, posted_latest FROM comments c JOIN articles a ON a.id = c.article_id
LEFT JOIN list_items l ON l.id = c.list_item_id
WHERE a.url = :url ORDER BY l.position, c.position
"""
TOLD = """
SELECT comments_declared AS declared, comments_captured AS captured, comments_complete AS complete
FROM articles WHERE url = :url
"""


@pytest.fixture(scope="module", params=["classic", "modern"])
def long_thread(request):
    variant = {"wiring": "data", "era": "now"}
    with Replica(articles=5, layout=request.param, thread=THREAD, seed=5, variant=variant) as site:
        yield site, site.truth(site.about()["long_thread"])


@pytest.fixture(scope="module")
def by_endpoint(long_thread, make_archive, tmp_path_factory):
    site, truth = long_thread
    archive = make_archive(tmp_path_factory.mktemp("endpoint"))
    ended = archive.crawl(site.origin, "-a", f"url={truth['url']}", "-s", "COMMENTS_BROWSER=never")

    assert ended.code == 0, ended.output
    return archive


@pytest.fixture(scope="module")
def by_browser(long_thread, make_archive, tmp_path_factory):
    site, truth = long_thread
    archive = make_archive(tmp_path_factory.mktemp("browser"))
    ended = archive.crawl(site.origin, "-a", f"url={truth['url']}", "-s", "COMMENTS_BROWSER=always")

    assert ended.code == 0, ended.output
    return archive


def expected(truth):
    """What the page would print if it printed all, item by item, the article's own first."""
    order = sorted(
        truth["comments"],
        key=lambda c: (-1 if c["list_item"] is None else c["list_item"], c["position"]),
    )
    return [(c["list_item"], c["depth"], " ".join(c["text"].split()), c["url"]) for c in order]


def found(rows):
    return [(r["item"], r["depth"], " ".join(r["text"].split()), r["url"]) for r in rows]


def test_a_thread_of_a_thousand_comments_is_whole_through_its_endpoint(long_thread, by_endpoint):
    _, truth = long_thread
    rows = by_endpoint.rows(ROWS, url=truth["url"])
    (told,) = by_endpoint.rows(TOLD, url=truth["url"])

    assert found(rows) == expected(truth)
    assert max(row["depth"] for row in rows) >= 2
    assert told == {"declared": len(rows), "captured": len(rows), "complete": 1}


def test_every_comment_hangs_on_the_one_it_answers(long_thread, by_endpoint):
    _, truth = long_thread
    rows = by_endpoint.rows(ROWS, url=truth["url"])
    text_of = {row["position"]: row["text"].split() for row in rows}
    published = {c["position"]: c["text"].split() for c in truth["comments"]}
    got = sorted((row["text"].split(), text_of.get(row["parent"], [])) for row in rows)

    assert got == sorted(
        (c["text"].split(), published.get(c["parent"], [])) for c in truth["comments"]
    )


def test_every_comment_was_posted_within_its_bounds(long_thread, by_endpoint):
    _, truth = long_thread
    order = sorted(
        truth["comments"],
        key=lambda c: (-1 if c["list_item"] is None else c["list_item"], c["position"]),
    )
    bounds = by_endpoint.rows(TIMES, url=truth["url"])
    true = [datetime.fromisoformat(c["posted_at"]) for c in order]
    moments = [
        [datetime.fromisoformat(str(row[n])).replace(tzinfo=UTC) for n in row] for row in bounds
    ]

    assert all(a <= at <= b for (a, b), at in zip(moments, true, strict=True))


@needs_browser
def test_a_browser_brings_the_same_rows(long_thread, by_endpoint, by_browser):
    _, truth = long_thread

    assert by_browser.rows(ROWS, url=truth["url"]) == by_endpoint.rows(ROWS, url=truth["url"])
    assert by_browser.rows(TOLD, url=truth["url"]) == by_endpoint.rows(TOLD, url=truth["url"])


def test_a_replay_brings_the_same_rows(long_thread, by_endpoint, archive):
    _, truth = long_thread
    ended = archive.scrapy("crawl", "replay", "-a", f"warc={by_endpoint.folder / 'warc'}")

    assert ended.code == 0, ended.output
    assert archive.rows(ROWS, url=truth["url"]) == by_endpoint.rows(ROWS, url=truth["url"])
    assert archive.rows(TOLD, url=truth["url"]) == by_endpoint.rows(TOLD, url=truth["url"])
    assert archive.rows("SELECT outcome FROM visits") == [{"outcome": "new"}]


@needs_browser
def test_a_browser_s_thread_is_replayed_row_for_row(long_thread, by_browser, archive):
    _, truth = long_thread
    ended = archive.scrapy("crawl", "replay", "-a", f"warc={by_browser.folder / 'warc'}")

    assert ended.code == 0, ended.output
    assert archive.rows(ROWS, url=truth["url"]) == by_browser.rows(ROWS, url=truth["url"])


def test_a_used_up_budget_is_told_and_leaves_the_thread_incomplete(
    long_thread, archive, make_archive, tmp_path
):
    site, truth = long_thread
    never = ("-s", "COMMENTS_BROWSER=never", "-s", "COMMENTS_REQUESTS=4")
    ended = archive.crawl(site.origin, "-a", f"url={truth['url']}", *never)
    (told,) = archive.rows(TOLD, url=truth["url"])
    again = make_archive(tmp_path / "again")
    again.scrapy("crawl", "replay", "-a", f"warc={archive.folder / 'warc'}")

    assert ended.code == 0, ended.output
    assert "more than 4 requests (COMMENTS_REQUESTS)" in ended.output
    assert "'boredcrawl/threads/over_budget': 1" in ended.output
    assert told["complete"] == 0
    assert truth["comments_printed"] < told["captured"] < told["declared"]
    assert again.rows(TOLD, url=truth["url"]) == [told]


@pytest.fixture(scope="module")
def secretive():
    """A site whose pages do not say what their buttons ask for."""
    variant = {"wiring": "script", "era": "now"}
    with Replica(articles=4, layout="classic", thread=60, seed=6, variant=variant) as site:
        yield site, site.truth(site.about()["long_thread"])


def test_a_browser_that_is_missing_is_told_once_and_costs_no_article(
    secretive, archive, monkeypatch, tmp_path
):
    site, truth = secretive
    monkeypatch.setenv("PATH", str(tmp_path))
    ended = archive.crawl(site.origin, "-a", f"url={truth['url']}")
    (told,) = archive.rows(TOLD, url=truth["url"])

    assert ended.code == 0, ended.output
    assert ended.output.count("pip install 'boredcrawl[browser]'") == 1
    assert "'boredcrawl/threads/browser_missing': 1" in ended.output
    assert told["captured"] == truth["comments_printed"]
    assert told["complete"] == 0


@needs_browser
def test_a_browser_reads_what_no_page_tells(secretive, archive):
    site, truth = secretive
    ended = archive.crawl(site.origin, "-a", f"url={truth['url']}")

    assert ended.code == 0, ended.output
    assert found(archive.rows(ROWS, url=truth["url"])) == expected(truth)


@needs_browser
def test_a_used_up_number_of_presses_leaves_the_thread_incomplete(secretive, archive):
    site, truth = secretive
    ended = archive.crawl(
        site.origin, "-a", f"url={truth['url']}", "-s", "COMMENTS_BROWSER_CLICKS=1"
    )
    (told,) = archive.rows(TOLD, url=truth["url"])

    assert ended.code == 0, ended.output
    assert told["complete"] == 0
    assert truth["comments_printed"] < told["captured"] < told["declared"]


def test_a_crawl_of_whole_threads_starts_no_browser(archive):
    with Replica(articles=6, seed=2, partial=0.0) as site:
        ended = archive.crawl(site.origin)

    assert ended.code == 0, ended.output
    assert "playwright/" not in ended.output
    assert "boredcrawl/threads/" not in ended.output


@needs_browser
def test_what_brought_comments_into_the_browser_is_archived_one_by_one(long_thread, by_browser):
    _, truth = long_thread
    records = list(read_records(expand(str(by_browser.folder / "warc"))))
    shown = [r for r in records if r.kind == "resource"]
    brought = [r for r in records if r.kind != "resource" and "comment" in urlsplit(r.url).path]
    sent = next(r for r in records if r.url == truth["url"])
    held_back = [c for c in truth["comments"] if plain(c["text"]) not in plain_body(sent)]
    answers = " ".join(map(plain_body, brought))

    assert [r.url for r in shown] == [truth["url"]]
    assert len(brought) > 2
    assert len(held_back) > 50
    assert [c for c in held_back if plain(c["text"]) not in answers] == []
    assert [c for c in truth["comments"] if plain(c["text"]) not in plain_body(shown[0])] == []


def plain(text):
    """The words alone, as they are wherever the text stands: in HTML, in JSON, in HTML in JSON."""
    return " ".join(re.findall(r"[a-zA-Z]+", text))


def plain_body(record):
    text = record.body.decode()
    if "json" in record.mime:
        text = json.dumps(json.loads(text), ensure_ascii=False).replace(r"\n", " ")
    return plain(html.unescape(re.sub(r"<[^>]*>", " ", text)))
