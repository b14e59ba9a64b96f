"""Files that are compressed otherwise than by record."""

import gzip
import tempfile
from collections import Counter

import pytest

from boredcrawl.archive import unpacked
from boredcrawl.archive.check import check
from boredcrawl.archive.index import build_index
from boredcrawl.archive.look_up import look_up
from boredcrawl.archive.reader import read_at, read_records
from boredcrawl.archive.records import digest
from boredcrawl.exceptions import ArchiveTrouble


def record(body, *, kind="response", url="http://cats.test/", day=1, of=None):
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Record-ID: <urn:uuid:6ce062c8-f674-42e3-b1df-f7425425b3a{day}>\r\n"
        f"WARC-Date: 2020-01-0{day}T00:00:00Z\r\nWARC-Payload-Digest: {digest(of or body)}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


CATS, DOGS = b"<title>Cats</title>" + b"cat " * 50_000, b"<title>Dogs</title>"
RECORDS = (
    record(CATS, day=2),
    record(b"", kind="revisit", url="http://cats.test/again", day=3, of=CATS),
    record(DOGS, url="http://dogs.test/", day=1),
)


def by_record():
    return b"".join(map(gzip.compress, RECORDS))


def in_one_piece():
    return gzip.compress(b"".join(RECORDS))


def in_blocks():
    data = b"".join(RECORDS)
    return b"".join(gzip.compress(data[at : at + 1000]) for at in range(0, len(data), 1000))


def by_pairs():
    return gzip.compress(b"".join(RECORDS[:2])) + gzip.compress(RECORDS[2])


@pytest.fixture
def packed(tmp_path, monkeypatch):
    """Write the records, packed somehow; copies are made in a folder of the test's own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()

    def write(how, name="x.warc.gz", *, upto=None):
        path = tmp_path / name
        path.write_bytes(how()[:upto])
        return path

    yield write
    unpacked._unpacked.cache_clear()

    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize("how", [by_record, in_one_piece, in_blocks, by_pairs])
def test_however_a_file_is_packed_all_is_read_in_order_and_revisits_with_what_they_mean(
    packed, how
):
    path = packed(how)
    counts = Counter()
    found = list(read_records(path, counts))

    assert [(one.url, one.body) for one in found] == [
        ("http://dogs.test/", DOGS),
        ("http://cats.test/", CATS),
        ("http://cats.test/again", CATS),
    ]
    assert counts == {}
    assert [read_at(path, one.offset).url for one in found] == [one.url for one in found]
    assert look_up([path], "http://cats.test/again").body == CATS
    assert (check(path).records, check(path).troubles) == ({"response": 2, "revisit": 1}, [])


@pytest.mark.parametrize(
    ("how", "is_one"), [(by_record, True), (in_one_piece, False), (in_blocks, False)]
)
def test_only_what_has_no_places_is_copied(packed, tmp_path, how, is_one):
    list(read_records(packed(how)))

    assert (list((tmp_path / "tmp").iterdir()) == []) == is_one


@pytest.mark.parametrize("upto", [-1, -9, -30])
def test_a_torn_stream_is_read_as_far_as_it_goes_and_counted(packed, upto):
    counts = Counter()
    found = list(read_records(packed(in_one_piece, upto=upto), counts))

    assert found[-1].url == "http://cats.test/again"
    assert counts == {"torn": 1}


def test_padding_behind_the_last_record_is_no_damage(packed):
    counts = Counter()
    path = packed(lambda: in_one_piece() + bytes(512))

    assert len(list(read_records(path, counts))) == len(RECORDS)
    assert counts == {}


def test_an_index_is_refused_because_nobody_else_could_use_it(packed):
    with pytest.raises(ArchiveTrouble, match=r"compressed in one piece.*warcio recompress"):
        build_index(packed(in_one_piece))


def test_no_room_for_the_copy_is_said(packed, tmp_path):
    path = packed(in_one_piece)
    (tmp_path / "tmp").rmdir()
    try:
        with pytest.raises(ArchiveTrouble, match=r"cannot unpack .*No such file.*TMPDIR says"):
            list(read_records(path))
    finally:
        (tmp_path / "tmp").mkdir()


def test_a_file_that_is_replaced_is_unpacked_anew(packed):
    path = packed(in_one_piece)
    offset = list(read_records(path))[1].offset
    path.write_bytes(gzip.compress(b"".join(reversed(RECORDS))))

    assert offset == 0
    assert read_at(path, 0).body == DOGS
    assert read_at(path, len(RECORDS[2])).kind == "revisit"
