"""WARC files that somebody ran through gzip whole."""

import gzip
from collections import Counter

from boredcrawl.archive.reader import read_at, read_records


def raw_record(block, kind="response", **fields):
    head = {
        "WARC-Type": kind,
        "WARC-Date": "2020-01-01T00:00:00Z",
        "WARC-Target-URI": "http://cats.test/",
        "Content-Length": str(len(block)),
    } | fields
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return f"WARC/1.0\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"


def test_of_a_file_compressed_in_one_piece_every_record_has_its_place(tmp_path):
    path = tmp_path / "whole.warc.gz"
    payload = {"WARC-Payload-Digest": "sha1:A"}
    records = (
        raw_record(b"HTTP/1.1 200 OK\r\n\r\nlate", **{"WARC-Date": "2020-01-09T00:00:00Z"}),
        raw_record(b"HTTP/1.1 200 OK\r\n\r\nhello" + b"." * 300_000, **payload),
        raw_record(b"HTTP/1.1 200 OK\r\n\r\n", "revisit", **payload),
    )
    path.write_bytes(gzip.compress(b"".join(records)))
    counts = Counter()
    found = list(read_records(path, counts))

    assert [one.body[:5] for one in found] == [b"hello", b"hello", b"late"]
    assert counts == {}
    assert read_at(path, found[0].offset).body == found[0].body
    path.write_bytes(gzip.compress(b"".join(reversed(records))))
    assert read_at(path, len(records[2])).body == found[0].body


def test_a_torn_file_compressed_in_one_piece_is_read_as_far_as_it_goes(tmp_path):
    path = tmp_path / "whole.warc.gz"
    one = raw_record(b"HTTP/1.1 200 OK\r\n\r\nhello")
    rest = raw_record(b"HTTP/1.1 200 OK\r\n\r\n" + bytes(range(256)) * 9)
    path.write_bytes(gzip.compress(one + one + rest, 0)[:-300])
    counts = Counter()

    assert [record.body for record in read_records(path, counts)] == [b"hello", b"hello"]
    assert counts == {"torn": 1}
