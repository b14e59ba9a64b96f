import os
import random
import signal
import subprocess
import sys

import pytest

from boredcrawl.archive.cdxj import index_path
from boredcrawl.archive.check import check
from boredcrawl.archive.reader import read_records
from boredcrawl.archive.repair import repair
from boredcrawl.archive.writer import WarcWriter

WRITE_FOR_EVER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from boredcrawl.archive.exchange import Exchange
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.archive.repair import repair
repair(Path(sys.argv[1]))
writer = WarcWriter(Path(sys.argv[1]), max_bytes=int(sys.argv[2]))
n = int(sys.argv[3])
while True:
    n += 1
    page = Exchange(url=f"http://cats.test/{n}", fetched_at=datetime.now(UTC), status=200,
                    body=os.urandom(30_000))
    writer.write(page).result()
    print(n, flush=True)
"""


def kill_while_writing(directory, after, max_bytes=10**9, first=0):
    """Start a process that writes without end, kill it; give the last exchange it was sure of."""
    words = [sys.executable, "-c", WRITE_FOR_EVER, directory, str(max_bytes), str(first)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            if int(line) - first >= after:
                break
        child.send_signal(signal.SIGKILL)
        sure = [int(line), *(int(more) for more in child.stdout.read().split() if more)]
    return sure[-1]


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_process_killed_while_writing_loses_no_whole_exchange(tmp_path, warc_files, after):
    sure = kill_while_writing(tmp_path, after)
    repaired = repair(tmp_path)
    urls = [record.url for record in read_records(warc_files())]

    assert [done.path for done in repaired] == warc_files()
    assert urls[:sure] == [f"http://cats.test/{n}" for n in range(1, sure + 1)]
    assert len(urls) - sure in (0, 1)
    assert index_path(warc_files()[0]).read_text().count("\n") == len(urls)


KILLS = int(os.environ.get("BOREDCRAWL_KILLS", "4"))


def test_one_process_after_another_is_killed_and_the_next_goes_on(tmp_path, warc_files):
    chance = random.Random(KILLS)
    sure = set()
    for run in range(KILLS):
        # Files of a few pages each, so that some die while a file is being closed and indexed.
        first = run * 10_000
        last = kill_while_writing(tmp_path, chance.randint(1, 60), 150_000, first)
        sure |= {f"http://cats.test/{n}" for n in range(first + 1, last + 1)}
    repair(tmp_path)
    found = [record.url for record in read_records(warc_files())]

    assert sure <= set(found)
    assert len(found) == len(set(found)) <= len(sure) + KILLS
    assert [c.troubles for c in map(check, warc_files()) if c.troubles] == []
    assert all(index_path(path).exists() for path in warc_files())


def test_every_cut_of_a_file_keeps_the_whole_records_before_it(
    archive, exchange, warc_files, tmp_path
):
    places = archive(*(exchange(n, body=os.urandom(300)) for n in range(3)))
    (path,) = warc_files()
    whole = path.read_bytes()
    for size in range(1, len(whole), 37):
        path.write_bytes(whole[:size])
        index_path(path).unlink(missing_ok=True)
        repair(tmp_path)
        urls = [record.url for record in read_records(warc_files())]

        expected = sum(size > place.offset for place in places)
        assert expected - 1 <= len(urls) <= expected
        # Cut between records, nothing is torn.
        assert repair(tmp_path) == []


def test_damage_in_the_middle_is_not_taken_for_the_end(archive, exchange, warc_files, tmp_path):
    places = archive(*(exchange(n) for n in range(3)))
    (path,) = warc_files()
    data = bytearray(path.read_bytes())
    data[places[1].offset + 60] ^= 0xFF
    path.write_bytes(data + b"\x1f\x8b\x08torn")
    index_path(path).unlink()
    (done,) = repair(tmp_path)

    assert done.cut == len(b"\x1f\x8b\x08torn")
    assert [r.url for r in read_records(path)] == ["http://cats.test/0", "http://cats.test/2"]


def test_a_file_somebody_still_writes_is_left_alone(exchange, tmp_path):
    writer = WarcWriter(tmp_path)
    writer.write(exchange(1)).result(10)
    repaired = repair(tmp_path)
    writer.close()

    assert repaired == []


def test_files_of_other_programs_are_left_alone(tmp_path):
    other = tmp_path / "warc" / "wget.warc.gz"
    other.parent.mkdir()
    other.write_bytes(b"half a file")

    assert repair(tmp_path) == []
    assert other.read_bytes() == b"half a file"


def test_the_index_of_a_repaired_file_is_the_one_it_would_have_had(
    archive, exchange, warc_files, tmp_path
):
    archive(*(exchange(n % 3) for n in range(5)), exchange(7, status=304, body=b""))
    index = index_path(warc_files()[0])
    written = index.read_text()
    index.unlink()
    repair(tmp_path)

    assert index.read_text() == written
