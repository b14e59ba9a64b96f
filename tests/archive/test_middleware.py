import gzip
import json
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fastwarc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from boredcrawl.archive.iterate import iterate
from boredcrawl.archive.reader import read_at, read_records

PACKED = gzip.compress(b"<html><title>Cats</title>")

ODD = (
    b"HTTP/1.1 200 Fine by me\r\nx-lower: 1\r\nSet-Cookie: a=1\r\nconnection:  keep-alive\r\n"
    b"X-UPPER:2\nset-cookie: b=2\r\nno colon\r\nX-Folded: a\r\n  b\r\n"
    b"X-Boredcrawl-Answered: forged\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>"
)
"""Lines as some servers write them: names in any case, repeats apart, folds, bare newlines."""

CRAWL = """
import json, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Visitor(scrapy.Spider):
    name = "visitor"
    handle_httpstatus_all = True

    async def start(self):
        for url in sys.argv[2:]:
            yield scrapy.Request(url, self.parse, errback=self.failed,
                                 meta={"handle_httpstatus_list": [304, 404]})

    def parse(self, response):
        place = response.meta.get("warc")
        print(json.dumps({"url": response.url, "body": response.text,
              "file": place and place.file, "offset": place and place.offset,
              "fetched_at": response.meta["fetched_at"].isoformat()}))

    def failed(self, failure):
        print(json.dumps({"url": failure.request.url, "error": failure.type.__name__}))

process = AsyncCrawlerProcess({
    "DOWNLOADER_MIDDLEWARES": {"boredcrawl.middlewares.archive.ArchiveMiddleware": 950},
    "DOWNLOAD_HANDLERS": {"http": "boredcrawl.middlewares.exact.ExactHandler"},
    "WARC_MAX_BYTES": 10**9, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False, "CONTACT": "me@cats.test",
    "USER_AGENT": "boredcrawl/test", "CONCURRENT_REQUESTS": 1, "DOWNLOAD_DELAY": 0,
    **json.loads(sys.argv[1])})
crawler = process.create_crawler(Visitor)
process.crawl(crawler)
process.start()
print(json.dumps({"reason": crawler.stats.get_value("finish_reason"), **{
    key.removeprefix("boredcrawl/archive/"): value
    for key, value in crawler.stats.get_stats().items() if "archive" in key}}))
"""


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        getattr(self, "answer_" + self.path.strip("/").partition("?")[0])()

    def answer_packed(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Content-Length", str(len(PACKED)))
        self.end_headers()
        self.wfile.write(PACKED)

    def answer_chunked(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"6;part=1\r\n<html>\r\n5\r\nhello\r\n0\r\n\r\n")

    def answer_odd(self):
        self.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + ODD)

    def answer_echo(self):
        head = f"{self.requestline}\n{self.headers}".replace("\n", "\r\n").encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(head)))
        self.end_headers()
        self.wfile.write(head)

    def answer_moved(self):
        self.send_response(301)
        self.send_header("Location", "/packed")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer_unchanged(self):
        self.send_response(304)
        self.end_headers()

    def answer_torn(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"<html>torn")
        self.close_connection = True

    def log_message(self, *_):
        pass


@contextmanager
def serving():
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,)).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@pytest.fixture
def crawl(tmp_path):
    def run(*paths, **settings):
        with serving() as origin:
            child = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    CRAWL,
                    json.dumps({"ARCHIVE_DIR": str(tmp_path)} | settings),
                    *(origin + path for path in paths),
                ],
                capture_output=True,
                text=True,
                check=True,
            )
        *seen, stats = map(json.loads, child.stdout.splitlines())
        return seen, stats, child.stderr

    return run


def warcio_records(path):
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            yield record, record.raw_stream.read()


def test_answers_are_archived_as_they_were_sent(crawl, warc_files):
    seen, stats, _ = crawl("/packed", "/chunked")
    answers = [
        (record, body)
        for record, body in warcio_records(warc_files()[0])
        if record.rec_type == "response"
    ]

    assert [page["body"] for page in seen] == ["<html><title>Cats</title>", "<html>hello"]
    (packed, sent), (chunked, whole) = answers
    assert sent == PACKED
    assert packed.http_headers.get_header("Content-Encoding") == "gzip"
    assert [v for k, v in packed.http_headers.headers if k == "Set-Cookie"] == ["a=1", "b=2"]
    assert packed.rec_headers["WARC-IP-Address"] == "127.0.0.1"
    assert whole == b"<html>hello"
    assert chunked.http_headers.get_header("Transfer-Encoding") is None
    assert chunked.http_headers.get_header("X-Crawl-Transfer-Encoding") == "chunked"
    assert stats["exchanges"] == 2
    assert stats["files"] == 1
    assert stats["bytes"] == warc_files()[0].stat().st_size


def test_both_heads_are_archived_byte_by_byte(crawl, warc_files):
    seen, stats, _ = crawl("/odd", "/echo", "/packed")
    raws = list(iterate(warc_files()[0], Counter(), kinds=WarcRecordType.any_type))
    requests = [raw.block for raw in raws if raw.warc.record_type == WarcRecordType.request]

    assert stats["exchanges"] == 3
    assert seen[0]["body"] == "<p>"
    assert raws[1].block == ODD
    assert requests[1] == seen[1]["body"].encode()
    assert b"Boredcrawl" not in raws[1].block.replace(b"X-Boredcrawl-Answered: forged", b"")


def test_a_page_knows_its_place_and_time(crawl, tmp_path):
    (page,), _, _ = crawl("/packed")
    record = read_at(tmp_path / page["file"], page["offset"])

    assert record.url == page["url"]
    assert record.body.decode() == page["body"]
    assert record.fetched_at == datetime.fromisoformat(page["fetched_at"])


def test_every_hop_of_a_redirect_is_archived(crawl, warc_files):
    (page,), _, _ = crawl("/moved")
    hops = [(r.url.rpartition("/")[2], r.status) for r in read_records(warc_files())]

    assert hops == [("moved", 301), ("packed", 200)]
    assert page["url"].endswith("/packed")


def test_the_same_bytes_are_written_once(crawl, warc_files):
    crawl("/packed?1", "/packed?2", "/unchanged")
    kinds = [(r.kind, r.status) for r in read_records(warc_files())]

    assert kinds == [("response", 200), ("revisit", 200), ("revisit", 304)]


def test_the_request_stands_as_it_was_sent(crawl, warc_files):
    crawl("/packed?a=b")
    record, _ = next(x for x in warcio_records(warc_files()[0]) if x[0].rec_type == "request")

    assert record.http_headers.protocol == "GET"
    assert record.http_headers.statusline == "/packed?a=b HTTP/1.1"
    assert record.http_headers.get_header("User-Agent") == "boredcrawl/test"
    assert record.http_headers.get_header("Host").startswith("127.0.0.1:")


def test_the_file_says_who_crawled_and_how(crawl, warc_files):
    crawl("/packed")
    _, info = next(warcio_records(warc_files()[0]))

    assert b"operator: me@cats.test\r\n" in info
    assert b"robots: ignore\r\n" in info
    assert b"software: boredcrawl/" in info


def test_an_answer_that_broke_off_says_so(crawl, warc_files):
    crawl("/torn", DOWNLOAD_FAIL_ON_DATALOSS=False)
    record, body = next(x for x in warcio_records(warc_files()[0]) if x[0].rec_type == "response")

    assert record.rec_headers["WARC-Truncated"] == "disconnect"
    assert body == b"<html>torn"


def test_without_an_archive_a_page_still_has_its_time(crawl, warc_files):
    (page,), stats, _ = crawl("/packed", ARCHIVE=False)

    assert page["fetched_at"]
    assert page["file"] is None
    assert warc_files() == []
    assert "exchanges" not in stats


def test_an_archive_that_cannot_be_written_ends_the_crawl_by_name(crawl, tmp_path, monkeypatch):
    # The kernel stops files at this size, as a full disk would.
    limited = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))\n"
    )
    monkeypatch.setitem(globals(), "CRAWL", limited + CRAWL)
    seen, stats, log = crawl("/packed?1", "/chunked", "/packed?3")

    assert seen[-1]["error"] == "ArchiveTrouble"
    assert stats["reason"] == "archive_trouble"
    assert stats["failed"] == 1
    assert log.count(f"cannot write the archive in {tmp_path}: File too large") == 1
    assert "Traceback" not in log


def test_what_a_killed_process_left_is_repaired_before_the_crawl(
    crawl, archive, exchange, warc_files
):
    archive(exchange(1))
    (path,) = warc_files()
    path.write_bytes(path.read_bytes() + b"\x1f\x8b\x08torn")
    path.with_name(path.name.replace(".warc.gz", ".cdxj")).unlink()
    _, stats, _ = crawl("/packed")

    assert stats["repaired"] == 1
    assert len(list(read_records(warc_files()))) == 2
