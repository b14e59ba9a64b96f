import gzip
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from boredcrawl.archive.reader import read_at
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.exceptions import ArchiveTrouble


def warcio(*arguments):
    return subprocess.run(
        [Path(sys.executable).with_name("warcio"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def records(path):
    with path.open("rb") as file:
        return [
            (r.rec_type, r.rec_headers, r.http_headers, r.raw_stream.read())
            for r in ArchiveIterator(file)
        ]


def test_warcio_finds_nothing_wrong_with_our_files(archive, exchange, warc_files):
    archive(*(exchange(n % 3) for n in range(5)), exchange(9, status=304, body=b""))
    (path,) = warc_files()
    checked = warcio("check", "-v", str(path))
    recompressed = warcio("recompress", str(path), str(path.with_name("again.warc.gz")))

    assert checked.returncode == 0, checked.stdout
    assert "fail" not in checked.stdout
    assert recompressed.returncode == 0, recompressed.stdout
    assert "19 records" in recompressed.stdout


def test_an_exchange_becomes_an_answer_a_request_and_a_note(archive, exchange, warc_files):
    archive(exchange(1), facts={"isPartOf": "cats@127.0.0.1:8000", "operator": "me@cats.test"})
    info, answer, request, note = records(warc_files()[0])

    assert [r[0] for r in (info, answer, request, note)] == [
        "warcinfo",
        "response",
        "request",
        "metadata",
    ]
    assert b"isPartOf: cats@127.0.0.1:8000\r\n" in info[3]
    assert info[1]["WARC-Filename"] == warc_files()[0].name
    name = answer[1]["WARC-Record-ID"]
    assert request[1]["WARC-Concurrent-To"] == note[1]["WARC-Concurrent-To"] == name
    assert answer[1]["WARC-Date"] == "2026-11-22T12:00:01.123456Z"
    assert answer[1]["WARC-IP-Address"] == "127.0.0.1"
    assert answer[2].statusline == "200 OK"
    assert [v for k, v in answer[2].headers if k == "Set-Cookie"] == ["a=1", "b=2"]
    assert answer[3] == exchange(1).body
    assert request[2].protocol == "GET"
    assert request[2].statusline == "/1 HTTP/1.1"
    assert note[3] == b"fetchTimeMs: 12\r\n"


def test_what_is_said_to_a_proxy_is_not_archived(archive, exchange, warc_files):
    head = b"GET http://a.test/ HTTP/1.1\r\nproxy-authorization: Basic bWU\r\nHost: a.test\r\n\r\n"
    secret = ((b"Proxy-Authorization", b"Basic bWU"), (b"Host", b"a.test"))
    archive(exchange(1, request_head=head), exchange(2, request_headers=secret))
    requests = [r for r in records(warc_files()[0]) if r[0] == "request"]

    assert [r[2].headers for r in requests] == [[("Host", "a.test")], [("Host", "a.test")]]


def test_a_compressed_body_is_kept_as_it_was_sent(archive, exchange, warc_files):
    sent = gzip.compress(b"<p>hello")
    headers = ((b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"))
    archive(exchange(body=sent, headers=headers))

    assert records(warc_files()[0])[1][3] == sent


def test_the_place_of_an_exchange_is_where_its_answer_begins(archive, exchange, tmp_path):
    places = archive(*(exchange(n) for n in range(20)))
    read = [read_at(tmp_path / place.file, place.offset) for place in places]

    assert [record.url for record in read] == [f"http://cats.test/{n}" for n in range(20)]
    assert [record.body for record in read] == [exchange(n).body for n in range(20)]


def test_a_payload_seen_before_is_written_once(archive, exchange, warc_files):
    archive(exchange(1), exchange(2, body=exchange(1).body))
    first, again = (r for r in records(warc_files()[0]) if r[0] in ("response", "revisit"))

    assert again[0] == "revisit"
    assert again[3] == b""
    assert again[1]["WARC-Profile"].endswith("/revisit/identical-payload-digest")
    assert again[1]["WARC-Refers-To"] == first[1]["WARC-Record-ID"]
    assert again[1]["WARC-Refers-To-Target-URI"] == "http://cats.test/1"
    assert again[1]["WARC-Refers-To-Date"] == first[1]["WARC-Date"]
    assert again[1]["WARC-Payload-Digest"] == first[1]["WARC-Payload-Digest"]


def test_an_answer_that_says_not_modified_is_a_revisit(archive, exchange, warc_files):
    archive(exchange(1, status=304, body=b""))
    kind, head, *_ = records(warc_files()[0])[1]

    assert kind == "revisit"
    assert head["WARC-Profile"].endswith("/revisit/server-not-modified")
    assert head["WARC-Refers-To-Target-URI"] == "http://cats.test/1"


def test_a_file_that_has_grown_enough_is_followed_by_another(archive, exchange, warc_files):
    places = archive(*(exchange(n, body=os.urandom(3000)) for n in range(10)), max_bytes=10_000)

    assert len(warc_files()) == 4
    assert {place.file for place in places} == {f"warc/{path.name}" for path in warc_files()}
    assert all(records(path)[0][0] == "warcinfo" for path in warc_files())
    assert all(path.with_name(path.name[:-8] + ".cdxj").exists() for path in warc_files())


def test_a_file_can_be_read_while_it_is_written(exchange, tmp_path):
    writer = WarcWriter(tmp_path)
    place = writer.write(exchange(1)).result(10)
    record = read_at(tmp_path / place.file, place.offset)
    writer.close()

    assert record.body == exchange(1).body


def test_two_writers_at_once_have_files_of_their_own(exchange, tmp_path, warc_files):
    one, other = WarcWriter(tmp_path), WarcWriter(tmp_path)
    places = {writer.write(exchange(1)).result(10).file for writer in (one, other)}
    one.close()
    other.close()

    assert len(places) == len(warc_files()) == 2


def test_nothing_written_leaves_no_file(tmp_path, warc_files):
    WarcWriter(tmp_path).close()

    assert warc_files() == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(ArchiveTrouble, match=r"^cannot make .*/file/warc: Not a directory$"):
        WarcWriter(tmp_path / "file")


def test_a_full_disk_is_named_and_leaves_whole_records(tmp_path, warc_files):
    def limited():
        # The kernel refuses to let a file grow beyond this, as a full disk does.
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    code = f"""
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from boredcrawl.archive.exchange import Exchange
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.exceptions import ArchiveTrouble
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = WarcWriter(Path({str(tmp_path)!r}))
for n in range(20):
    page = Exchange(url=f"http://cats.test/{{n}}", fetched_at=datetime.now(UTC), status=200,
                    body=os.urandom(3000))
    try:
        writer.write(page).result(10)
    except ArchiveTrouble as error:
        print(n, error)
"""
    child = subprocess.run(
        [sys.executable, "-c", code],
        preexec_fn=limited,
        capture_output=True,
        text=True,
        check=True,
    )
    failed = child.stdout.splitlines()
    whole = [r for r in records(warc_files()[0]) if r[0] == "response"]

    assert len(whole) == 20 - len(failed) > 0
    assert failed[0].endswith(f"cannot write the archive in {tmp_path}: File too large")


def test_writing_after_the_end_is_refused(exchange, tmp_path):
    writer = WarcWriter(tmp_path)
    writer.close()

    with pytest.raises(ArchiveTrouble, match="the archive is closed"):
        writer.write(exchange(1)).result(1)
