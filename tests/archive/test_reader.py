import gzip
import io
import zlib
from collections import Counter
from datetime import UTC, datetime

import brotli
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from boredcrawl.archive.reader import expand, read_at, read_records
from boredcrawl.exceptions import ArchiveTrouble, Unreadable, WrongOption

PAGE = b"<html><title>Cats</title>"


@pytest.fixture
def foreign(tmp_path):
    """Write records with warcio, as (url, status line, headers, body, date)."""

    def write(*answers, name="other.warc.gz", version="1.0", info=None):
        path = tmp_path / name
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=name.endswith(".gz"), warc_version=version)
            if info:
                writer.write_record(writer.create_warcinfo_record(name, info))
            for url, line, headers, body, date in answers:
                protocol, _, status = line.partition(" ")
                http = StatusAndHeaders(status, headers, protocol=protocol)
                record = writer.create_warc_record(
                    url,
                    "response",
                    payload=io.BytesIO(body),
                    length=len(body),
                    http_headers=http,
                    warc_headers_dict={"WARC-Date": date},
                )
                writer.write_record(record)
        return path

    return write


def answer(url="http://cats.test/", line="HTTP/1.1 200 OK", headers=(), body=PAGE, day=1):
    html = [("Content-Type", "text/html; charset=utf-8"), *headers]
    return url, line, html, body, f"2020-01-{day:02}T00:00:00Z"


def raw_record(block, kind="response", url="http://cats.test/", **fields):
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": "<urn:uuid:6ce062c8-f674-42e3-b1df-f7425425b3a1>",
        "WARC-Date": "2020-01-01T00:00:00Z",
        "WARC-Target-URI": url,
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    } | fields
    lines = "".join(f"{k}: {v}\r\n" for k, v in head.items() if v is not None)
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


@pytest.mark.parametrize("name", ["other.warc", "other.warc.gz"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("line", ["HTTP/1.0 200 OK", "HTTP/1.1 200 OK", "HTTP/2 200"])
def test_files_of_others_are_read(foreign, name, version, line):
    path = foreign(answer(line=line), answer(url="http://cats.test/2"), name=name, version=version)
    first, second = read_records(path)

    assert (first.url, first.status, first.mime) == ("http://cats.test/", 200, "text/html")
    assert first.fetched_at == datetime(2020, 1, 1, tzinfo=UTC)
    assert first.body == second.body == PAGE
    assert read_at(path, second.offset).url == "http://cats.test/2"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(PAGE)),
        ("gzip", gzip.compress(PAGE[:9]) + gzip.compress(PAGE[9:])),
        ("gzip", PAGE),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)),
        ("br", brotli.compress(PAGE)),
        ("br", PAGE),
        ("zstd", bytes.fromhex("28b52ffd2019c90000") + PAGE),
        ("gzip, br", brotli.compress(gzip.compress(PAGE))),
        ("identity", PAGE),
    ],
)
def test_bodies_are_unpacked_as_their_headers_say(foreign, encoding, body):
    path = foreign(answer(headers=[("Content-Encoding", encoding)], body=body))
    (record,) = read_records(path)

    assert record.raw == body
    assert record.body == PAGE


def test_a_body_torn_while_it_was_sent_gives_what_came(foreign):
    body = gzip.compress(PAGE * 1000)[:-20]
    path = foreign(answer(headers=[("Content-Encoding", "gzip")], body=body))
    (record,) = read_records(path)

    assert record.body.startswith(PAGE)


def test_a_body_in_an_unknown_encoding_is_unreadable_by_name(foreign):
    (record,) = read_records(foreign(answer(headers=[("Content-Encoding", "pack200")])))

    with pytest.raises(Unreadable, match="unknown content encoding 'pack200'"):
        record.body  # noqa: B018 - reading it is the act


def test_a_small_body_that_unpacks_to_very_much_is_refused(foreign):
    packed = gzip.compress(bytes(300 << 20), 9)
    (record,) = read_records(foreign(answer(headers=[("Content-Encoding", "gzip")], body=packed)))

    with pytest.raises(Unreadable, match="unpacks to more than 256 MB"):
        record.body  # noqa: B018 - reading it is the act


@pytest.mark.parametrize("body", [b"19\r\n" + PAGE + b"\r\n0\r\n\r\n", PAGE])
def test_a_chunked_body_is_read_in_chunks_or_whole(foreign, body):
    (record,) = read_records(foreign(answer(headers=[("Transfer-Encoding", "chunked")], body=body)))

    assert record.body == PAGE


def test_the_name_of_a_site_comes_from_the_warcinfo(foreign):
    (record,) = read_records(foreign(answer(), info={"isPartOf": "cats@127.0.0.1:8000"}))

    assert record.part_of == "cats@127.0.0.1:8000"


def test_a_url_in_angle_brackets_and_headers_with_bare_newlines_are_read(tmp_path):
    path = tmp_path / "wget.warc"
    block = b"HTTP/1.0 200 OK\nContent-Type: text/html\n\n" + PAGE
    path.write_bytes(raw_record(block, url="<http://cats.test/>"))
    (record,) = read_records(path)

    assert (record.url, record.mime, record.body) == ("http://cats.test/", "text/html", PAGE)


def test_a_resource_record_is_an_answer_without_http(tmp_path):
    path = tmp_path / "browser.warc"
    path.write_bytes(raw_record(PAGE, "resource", **{"Content-Type": "text/html"}))
    (record,) = read_records(path)

    assert (record.kind, record.status, record.mime, record.body) == (
        "resource",
        200,
        "text/html",
        PAGE,
    )


def test_a_revisit_has_the_payload_it_means_and_its_own_time(archive, exchange, warc_files):
    archive(exchange(1), exchange(2, body=exchange(1).body), max_bytes=1)
    first, again = read_records(warc_files())

    assert again.kind == "revisit"
    assert again.file != first.file
    assert (again.url, again.body) == ("http://cats.test/2", first.body)
    assert (again.fetched_at - first.fetched_at).total_seconds() == 1


def test_a_revisit_without_its_original_is_counted(archive, exchange, warc_files):
    archive(exchange(1), exchange(2, body=exchange(1).body), max_bytes=1)
    counts = Counter()
    records = list(read_records(warc_files()[1], counts))

    assert records == []
    assert counts == {"unresolved": 1}


def test_an_answer_that_says_not_modified_comes_without_a_body(archive, exchange, warc_files):
    archive(exchange(1, status=304, body=b""))
    (record,) = read_records(warc_files())

    assert (record.status, record.body) == (304, b"")


def test_the_newest_answer_comes_last(foreign):
    late = foreign(answer(day=9), answer(day=7), answer(day=8), name="a.warc.gz", info={"a": "b"})
    early = foreign(answer(day=3), answer(day=4), name="b.warc.gz")
    days = [record.fetched_at.day for record in read_records((late, early))]

    assert days == [3, 4, 7, 8, 9]


def test_what_is_broken_counts_once_also_where_dates_are_out_of_order(foreign):
    days = (9, 7, 3, 8, 5)
    path = foreign(*(answer(day=day, body=b"%d" % day * 500) for day in days))
    data = path.read_bytes()
    begins = [record.offset for record in sorted(read_records(path), key=lambda one: one.offset)]
    middle = begins[2] + 60
    path.write_bytes(data[:middle] + b"broken" * 9 + data[middle + 54 : -5])
    counts = Counter()
    read = [record.fetched_at.day for record in read_records(path, counts)]

    assert read == [7, 8, 9]
    assert counts == {"damaged": 1, "torn": 1}


def test_a_torn_file_is_read_to_its_last_whole_record(foreign):
    path = foreign(answer(), answer(url="http://cats.test/2"))
    path.write_bytes(path.read_bytes()[:-5])
    counts = Counter()
    urls = [record.url for record in read_records(path, counts)]

    assert urls == ["http://cats.test/"]
    assert counts == {"torn": 1}


@pytest.mark.parametrize("name", ["other.warc", "other.warc.gz"])
def test_what_is_broken_is_counted_and_the_rest_is_read(foreign, name):
    path = foreign(answer(), answer(url="http://cats.test/2"), answer(), name=name)
    second = [record.offset for record in read_records(path)][1]
    data = bytearray(path.read_bytes())
    data[second : second + 40] = b"?" * 40
    path.write_bytes(data)
    counts = Counter()
    urls = [record.url for record in read_records(path, counts)]

    assert urls == ["http://cats.test/"] * 2
    assert counts == {"damaged": 1}


@pytest.mark.parametrize(
    ("reason", "record"),
    [
        ("not_http", raw_record(b"cats.test. 60 IN A 127.0.0.1", url="dns:cats.test")),
        ("not_an_answer", raw_record(b"nothing of the kind")),
        ("undated", raw_record(b"HTTP/1.1 200 OK\r\n\r\n", **{"WARC-Date": "yesterday"})),
    ],
)
def test_a_record_that_is_no_answer_is_counted_under_its_reason(tmp_path, reason, record):
    path = tmp_path / "odd.warc"
    path.write_bytes(record + raw_record(b"HTTP/1.1 200 OK\r\n\r\nhello"))
    counts = Counter()
    bodies = [one.body for one in read_records(path, counts)]

    assert bodies == [b"hello"]
    assert counts == {reason: 1}


def test_an_empty_file_has_no_records(tmp_path):
    path = tmp_path / "empty.warc.gz"
    path.write_bytes(b"")

    assert list(read_records(path)) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"filedesc://x.arc 0.0.0.0 20200101000000 text/plain 76\n1 0 I\n", "is an ARC file"),
        (gzip.compress(b"filedesc://x.arc 0.0.0.0 20200101"), "is an ARC file"),
        (b"<html>", "is not a WARC file"),
        (b"PK\x03\x04 a WACZ", "unzip -j"),
        (b"\x1f\x8b\x08 and then nothing of gzip", "is damaged from its first byte on"),
    ],
)
def test_what_is_no_warc_is_refused_with_a_sentence(tmp_path, content, sentence):
    path = tmp_path / "x.warc.gz"
    path.write_bytes(content)

    with pytest.raises(ArchiveTrouble, match=sentence):
        list(read_records(path))


def test_reading_where_nothing_begins_is_one_sentence(foreign):
    with pytest.raises(ArchiveTrouble, match=r"(no answer begins at byte|cannot read .* at) 3"):
        read_at(foreign(answer()), 3)


def test_files_and_folders_are_named_with_commas_between(foreign, tmp_path):
    one = foreign(answer(), name="a.warc")
    (tmp_path / "deep").mkdir()
    other = one.rename(tmp_path / "deep" / "b.warc")
    one = foreign(answer(), name="a.warc.gz")

    assert expand(f"{one}, {tmp_path / 'deep'}") == (one, other)
    assert set(expand(str(tmp_path))) == {one, other}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [("nope.warc", "there is no file nope.warc"), (" , ", "name a WARC file")],
)
def test_files_that_are_not_there_are_a_wrong_option(given, sentence):
    with pytest.raises(WrongOption, match=sentence):
        expand(given)


def test_a_folder_without_warc_files_is_a_wrong_option(tmp_path):
    with pytest.raises(WrongOption, match="there is no WARC file in"):
        expand(str(tmp_path))
