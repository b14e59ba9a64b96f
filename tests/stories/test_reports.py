"""What a run says: a template that changes is noticed, told of, and over when it is over."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from scrapy.settings import Settings
from typer.testing import CliRunner

from boredcrawl.cli import app
from boredcrawl.extensions.notices import tell
from boredcrawl.replica import Replica

AGAIN = "UPDATE frontier SET next_visit_at = discovered_at WHERE kind = 'article'"
QUIET = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
"""apprise 2.2 imports what Python 3.13 has no more, where it is there."""

THREE_MORE = """
INSERT INTO crawls (site_id, started_at, finished_at, host, pid, exit_code, stats)
SELECT site_id, started_at, finished_at, host, pid, exit_code, stats FROM crawls, (
    SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3)"""


@pytest.fixture(scope="module")
def receiver():
    """A real receiver of notices: its address for apprise, and what it got."""
    got = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"json://127.0.0.1:{server.server_port}/", got
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def told(tmp_path_factory, make_archive, receiver):
    """A site crawled, then with another template, then with its old one again."""
    archive = make_archive(tmp_path_factory.mktemp("reports"))
    metrics = archive.folder / "metrics" / "{site}.prom"
    address, got = receiver
    options = ("-s", f"NOTICES={address}", "-s", "CONDITIONAL_REQUESTS=False")
    options += ("-s", f"METRICS_FILE={metrics}", "-s", "COMMENTS_BROWSER=never")
    with Replica(articles=12, seed=4, layout="modern", partial=0) as replica:
        usual = archive.crawl(replica.origin, *options)
        archive.change(THREE_MORE)
        replica.fault("restyled", pattern=r"^/[\w-]+-\d+/$")
        archive.change(AGAIN)
        changed = archive.crawl(replica.origin, *options, "-s", "LOG_FORMAT=json")
        replica.behave()
        archive.change(AGAIN)
        mended = archive.crawl(replica.origin, *options)
    return archive, (usual, changed, mended), list(got)


def test_a_template_that_changes_is_noticed(told):
    archive, (usual, changed, mended), _ = told
    noticed = [
        json.loads(str(row["stats"])).get("boredcrawl/noticed")
        for row in archive.rows("SELECT stats FROM crawls ORDER BY id")
    ]

    assert (usual.code, changed.code, mended.code) == (0, 2, 0), changed.output
    assert "has the site's template changed?" in changed.last_line
    assert any("by the generic page" in what for what in noticed[4])
    assert any(what.startswith("authors: ") for what in noticed[4])
    assert noticed[0] is noticed[5] is None


@QUIET
def test_who_watches_is_told_once_when_it_begins_and_once_when_it_is_over(told):
    _, _, got = told

    assert [message["title"].split(" ", 2)[2] for message in got] == [
        "failed (exit code 2)",
        "is well again",
    ]
    assert "noticed: layout" in got[0]["message"]


def test_a_log_in_json_has_one_object_a_line(told):
    _, (_, changed, _), _ = told
    *lines, last = changed.output.strip().splitlines()
    read = [json.loads(line) for line in lines]

    assert last.startswith("boredcrawl: ")
    assert {"at", "level", "logger", "message"} <= read[0].keys()
    assert any("threads that are whole" in line["message"] for line in read)


def test_the_metrics_of_the_last_crawl_are_openmetrics(told):
    archive, _, _ = told
    (file,) = (archive.folder / "metrics").iterdir()
    families = {family.name: family for family in text_string_to_metric_families(file.read_text())}
    visits = {s.labels["outcome"]: s.value for s in families["boredcrawl_visits"].samples}

    assert families["boredcrawl_exit_code"].samples[0].value == 0
    assert sum(visits.values()) == 12
    assert families["boredcrawl_duration_seconds"].unit == "seconds"


def test_the_report_says_all_on_one_screen(told):
    _, (usual, _, mended), _ = told
    first, report = (
        ended.output[ended.output.index("the crawl, in") :].split("exit code")[0]
        for ended in (usual, mended)
    )

    assert first.count("\n") <= 24
    for word in ("visits", "links", "comments", "whole", "fields", "slowest", "due"):
        assert word in first
    assert "at least 99%" in report
    assert "100% before" in report


def test_status_and_crawls_tell_the_same_from_the_database(told):
    archive, _, _ = told
    run = CliRunner()
    database = ["--database", archive.url]
    (status,) = run.invoke(app, ["status", "--json", *database]).stdout.splitlines()
    listed = run.invoke(app, ["crawls", "--json", *database]).stdout.splitlines()
    shown = run.invoke(app, ["crawls", "5", *database]).stdout
    text = run.invoke(app, ["status", *database]).stdout
    missing = run.invoke(app, ["crawls", "99", *database])

    assert json.loads(status)["articles"] == 12
    assert json.loads(status)["last_crawl"]["exit_code"] == 0
    assert [json.loads(line)["id"] for line in listed] == [6, 5, 4, 3, 2, 1]
    assert "noticed: layout" in shown
    assert "exit code 2: has the site's template changed?" in shown
    assert "12 articles" in text
    assert missing.exception is not None


@QUIET
def test_a_notice_that_could_not_be_delivered_is_sent_after_the_next_crawl(tmp_path, receiver):
    address, got = receiver
    settings = Settings({"ARCHIVE_DIR": str(tmp_path)})
    before = len(got)
    settings["NOTICES"] = "json://127.0.0.1:1/"
    tell(settings, "cats", 5, "the disk is full")
    settings["NOTICES"] = address
    for code in (5, 5, 6, 0, 0):
        tell(settings, "cats", code, "the disk is full" if code else "done")

    assert [message["title"] for message in got[before:]] == [
        "boredcrawl: cats failed (exit code 5)",
        "boredcrawl: cats is well again",
    ]


def test_doctor_reads_a_page_and_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = CliRunner()
    words = ["doctor", "--json", "--site", "boredpanda", "--archive", str(tmp_path)]
    words += ["--database", f"sqlite:///{tmp_path / 'none.db'}"]
    with Replica(articles=5, seed=4, layout="modern") as replica:
        origin = ["--origin", replica.origin]
        well = run.invoke(app, [*words, *origin])
        replica.fault("restyled", pattern=r"^/[\w-]+-\d+/$")
        changed = run.invoke(app, [*words, *origin])
        replica.behave()
        replica.fault("block")
        blocked = run.invoke(app, [*words, *origin])
    away = run.invoke(app, [*words, *origin])
    alone = run.invoke(app, [*words, "--offline"])
    anonymous = run.invoke(app, words)

    def states(ended):
        checks = map(json.loads, ended.stdout.splitlines())
        return {check["name"].rpartition(": ")[2]: check["state"] for check in checks}

    assert well.exit_code == 0, well.stdout
    assert states(well)["canary"] == states(well)["robots"] == states(well)["archive"] == "ok"
    assert states(well)["database"] == states(well)["contact"] == "warn"
    assert (changed.exit_code, states(changed)["canary"]) == (2, "bad")
    assert (blocked.exit_code, away.exit_code, alone.exit_code) == (4, 3, 0)
    # No real site is asked by somebody without a name.
    assert (anonymous.exit_code, states(anonymous)["canary"]) == (0, "warn")


def test_doctor_knows_a_database_that_cannot_be_opened(tmp_path):
    (tmp_path / "notes.db").write_text("this is no database, but a long enough text " * 20)
    words = ["doctor", "--offline", "--archive", str(tmp_path)]
    ended = CliRunner().invoke(app, [*words, "--database", f"sqlite:///{tmp_path / 'notes.db'}"])

    assert ended.exit_code == 5
    assert "BAD   database" in ended.stdout
