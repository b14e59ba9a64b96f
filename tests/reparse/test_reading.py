import gzip
import shutil
from pathlib import Path

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from boredcrawl.archive.cdxj import index_path
from boredcrawl.exceptions import ArchiveTrouble
from boredcrawl.reparse.order import Order
from boredcrawl.reparse.places import expand_places, put
from boredcrawl.reparse.run import plan
from boredcrawl.reparse.sinks import Preview
from boredcrawl.reparse.spool import load, read_file
from boredcrawl.reparse.tasks import Naming, Wanted

MOVED = ((b"Location", b"/2"), (b"Content-Type", b"text/html"))


def read(run):
    """Do all tasks in this process; give the visits in the order they would be stored."""
    order, visits = Order(run.tasks), []
    for task in run.tasks:
        for item in order.take(read_file(task)):
            if not order.is_claimed(item, run.tasks[item.key[1]]):
                visits += load(run.tasks[item.key[1]], [item.entry])
    return visits


def facts(visits):
    return [(v.url, v.warc_file, v.warc_offset, v.article and v.article.title) for v in visits]


@pytest.fixture
def memory():
    MemoryFileSystem.store.clear()
    yield "memory://bucket/warc"
    MemoryFileSystem.store.clear()


def upload(places, url):
    for place in places:
        for path in (Path(place), index_path(Path(place))):
            if path.exists():
                MemoryFileSystem().pipe_file(f"{url}/{path.name}", path.read_bytes())


def test_visits_come_by_date_whichever_file_is_read_first(exchange, write, planned):
    run = planned(write([exchange(1), exchange(5, "/5")], [exchange(3, "/3"), exchange(9)]))
    order = Order(run.tasks)
    early = list(order.take(read_file(run.tasks[1])))
    late = list(order.take(read_file(run.tasks[0])))

    assert early == []
    assert [item.entry.fetched_at.second for item in late] == [1, 3, 5, 9]


def test_files_in_an_object_store_are_read_as_those_on_disk(exchange, write, planned, memory):
    places = write([exchange(1), exchange(2, "/2")], [exchange(3)])
    upload(places, memory)
    there = read(planned(expand_places(memory), target="there"))
    here = read(planned(places))

    assert [v.article for v in there] == [v.article for v in here]
    assert all(v.warc_file.startswith("memory://") for v in there)
    assert [Path(v.warc_file).name for v in there] == [Path(v.warc_file).name for v in here]
    assert [v.warc_offset for v in there] == [v.warc_offset for v in here]


@pytest.mark.parametrize("has_index", [True, False])
def test_of_a_large_file_only_the_records_of_a_host_are_read(
    exchange, write, planned, memory, has_index
):
    others = [exchange(n, f"/{n}", "dogs.test") for n in range(8)]
    places = write([*others[:4], exchange(20), *others[4:], exchange(21, "/2", "www.cats.test")])
    if not has_index:
        index_path(Path(places[0])).unlink()
    upload(places, memory)
    wanted = Wanted(site="cats.test", hosts=frozenset({"cats.test", "www.cats.test"}))
    run = planned(expand_places(memory), wanted=wanted)
    done = read_file(run.tasks[0])
    everything = planned(places, target="all")

    assert done.counts["records/read"] == (2 if has_index else 10)
    assert [(one.fetched_at, one.place[1]) for one in done.entries] == [
        (one.fetched_at, one.place[1])
        for one in read_file(everything.tasks[0]).entries
        if one.fetched_at.second >= 20
    ]


def test_a_file_whose_index_knows_no_record_of_the_host_is_not_read(
    exchange, write, planned, memory
):
    upload(write([exchange(1, host="dogs.test")]), memory)
    wanted = Wanted(site="cats.test", hosts=frozenset({"cats.test"}))
    done = read_file(planned(expand_places(memory), wanted=wanted).tasks[0])

    assert (done.entries, done.counts) == ([], {})


def test_a_page_whose_redirect_is_in_the_file_before_is_one_visit(exchange, write, planned):
    moved = exchange(1, status=301, headers=MOVED, body=b"")
    whole = facts(read(planned(write([moved, exchange(2, "/2")]))))
    url, _, _, title = whole[0]

    assert len(whole) == 1
    assert url == "http://cats.test/1"
    assert title == "Cats /2"


@pytest.mark.parametrize("has_index", [True, False])
def test_the_same_where_a_file_ends_between_the_two(exchange, write, planned, has_index):
    moved = exchange(1, status=301, headers=MOVED, body=b"")
    places = write([moved], [exchange(2, "/2"), exchange(3, "/3")])
    if not has_index:
        index_path(Path(places[1])).unlink()
    found = facts(read(planned(places)))

    assert [(url, title) for url, _, _, title in found] == [
        ("http://cats.test/1", "Cats /2"),
        ("http://cats.test/3", "Cats /3"),
    ]
    assert found[0][1] == f"warc/{Path(places[1]).name}"


@pytest.mark.parametrize("has_index", [True, False])
def test_the_same_where_the_redirect_goes_on_over_files(exchange, write, planned, has_index):
    moved = exchange(1, status=301, headers=MOVED, body=b"")
    on = exchange(2, "/2", status=301, headers=((b"Location", b"/3"), MOVED[1]), body=b"")
    places = write([moved], [on], [exchange(3, "/4"), exchange(4, "/3")])
    if not has_index:
        for place in places:
            index_path(Path(place)).unlink()
    found = facts(read(planned(places)))

    assert [(url, title) for url, _, _, title in found] == [
        ("http://cats.test/4", "Cats /4"),
        ("http://cats.test/1", "Cats /3"),
    ]


def test_of_the_next_file_only_what_is_waited_for_is_fetched(exchange, write, planned, memory):
    moved = exchange(1, status=301, headers=MOVED, body=b"")
    pages = [exchange(n, f"/{n}") for n in range(3, 40)]
    upload(write([moved], [*pages, exchange(50, "/2")]), memory)
    run = planned(expand_places(memory))
    asked = []
    filesystem = MemoryFileSystem()
    original = MemoryFileSystem.cat_file

    def cat_file(self, path, start=None, end=None, **options):
        data = original(self, path, start, end, **options)
        asked.append((path, len(data)))
        return data

    MemoryFileSystem.cat_file = cat_file
    try:
        read_file(run.tasks[0])
    finally:
        MemoryFileSystem.cat_file = original
    second = run.tasks[1].place.rpartition("/")[2]
    fetched = sum(size for path, size in asked if path.endswith(second))

    assert 0 < fetched < filesystem.size(run.tasks[1].place) / 4


def test_a_payload_told_only_in_the_file_before_is_found_there(exchange, write, planned):
    places = write([exchange(1)], [exchange(2)])
    visits = read(planned(places))

    assert b"WARC-Type: revisit" in gzip.decompress(Path(places[1]).read_bytes())
    assert [visit.article.title for visit in visits] == ["Cats /1", "Cats /1"]


def test_a_task_done_twice_leaves_the_same(exchange, write, planned):
    run = planned(write([exchange(1), exchange(2, "/2")]))
    once = read(run)
    shutil.rmtree(run.spool)

    assert read(run) == once


def test_what_was_fetched_before_a_moment_is_left(exchange, write, planned):
    wanted = Wanted(since=exchange(2).fetched_at)
    visits = read(planned(write([exchange(n) for n in range(4)]), wanted=wanted))

    assert [visit.fetched_at.second for visit in visits] == [2, 3]


@pytest.mark.parametrize("kind", ["of another file", "of what stood here before", "cut to nothing"])
def test_an_index_that_is_not_of_its_file_is_not_believed(exchange, write, planned, kind, tmp_path):
    others = [exchange(n, f"/{n}", "dogs.test") for n in range(8)]
    (place,) = write([*others, exchange(20)])
    (other,) = write([exchange(0), *others], folder=tmp_path / "other")
    index = index_path(Path(other)).read_text()
    if kind == "of what stood here before":
        index = index.replace(Path(other).name, Path(place).name).replace('": "4', '": "5')
    index_path(Path(place)).write_text("" if kind == "cut to nothing" else index)
    wanted = Wanted(site="cats.test", hosts=frozenset({"cats.test"}))
    done = read_file(planned([place], wanted=wanted).tasks[0])

    assert [one.fetched_at.second for one in done.entries if one.fetched_at.second >= 20] == [20]


@pytest.mark.parametrize("protocol", ["file", "local"])
def test_a_url_of_this_machine_is_the_path_it_means(exchange, write, planned, tmp_path, protocol):
    (place,) = write([exchange(1)])
    run = plan(
        expand_places(f"{protocol}://{tmp_path}/warc"),
        root=tmp_path,
        wanted=Wanted(),
        naming=Naming(),
        spools=f"{protocol}://{tmp_path}/not/there/yet",
        target="here",
        parquet=f"{protocol}://{tmp_path}/set/of/tables",
    )
    read_file(run.tasks[0])

    assert [task.name for task in run.tasks] == [task.name for task in planned([place]).tasks]
    assert {path.parent.name for path in (tmp_path / "set/of/tables").rglob("*.parquet")} >= {
        "articles",
        "visits",
    }


def test_a_spool_that_cannot_be_written_is_one_sentence(exchange, write, planned, tmp_path):
    (tmp_path / "spool").touch()

    with pytest.raises(ArchiveTrouble, match="--spool says where instead"):
        planned(write([exchange(1)]))


def test_what_cannot_be_put_in_its_place_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "there" / "file").mkdir(parents=True)
    (tmp_path / "new").write_text("new")

    with pytest.raises(ArchiveTrouble):
        put(tmp_path / "new", str(tmp_path / "there" / "file"))
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["file"]


def test_a_visit_that_stands_in_two_files_is_shown_once(exchange, write, planned, tmp_path):
    (place,) = write([exchange(1), exchange(2, "/2")])
    shutil.copy(place, tmp_path / "again.warc.gz")
    preview = Preview(None)
    preview.take(read(planned([place, str(tmp_path / "again.warc.gz")])))

    assert preview.counts == {"visits/new": 2}
