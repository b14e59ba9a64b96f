"""Ten rounds of edits, and the database made again from the WARC alone."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from conftest import ROOT, Archive
from repeated import Crawler
from rows import unlike, whole

from boredcrawl.replica import Replica

ROUNDS = int(os.environ.get("BOREDCRAWL_REPARSE_ROUNDS", "3"))
"""How many rounds; the promise is made for 10."""

SEED = int(os.environ.get("BOREDCRAWL_SEED", "11"))
CHANGES_A_ROUND = 6


def reparse(archive, *words, check=True):
    done = subprocess.run(
        [Path(sys.executable).with_name("boredcrawl"), "reparse", *words],
        cwd=ROOT,
        env=archive.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert not check or done.returncode == 0, done.stderr
    return done


def rows(archive):
    engine = archive.engine()
    try:
        return whole(engine)
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """Both layouts of a replica, crawled after each of several rounds of random edits."""
    folder = tmp_path_factory.mktemp("rounds")
    archive = Archive(folder, f"sqlite:///{folder / 'live.db'}")
    with Replica(articles=8, seed=SEED, partial=0.2) as replica:
        crawler = Crawler(archive, replica, ROOT)
        crawler.crawl()
        crawler.cursor = 1
        for _ in range(ROUNDS):
            for _ in range(CHANGES_A_ROUND):
                replica.change("random")
            replica.change("title", article=replica.numbers()[0])
            crawler.crawl()
        crawler.stop()
    return archive


@pytest.fixture
def again(crawled, tmp_path):
    """The same archive, with an empty database."""
    return Archive(crawled.folder, f"sqlite:///{tmp_path / 'again.db'}")


@pytest.fixture
def elsewhere(crawled, tmp_path, make_either):
    """The same archive, with an empty database of either kind."""
    return Archive(crawled.folder, make_either(tmp_path).url)


@pytest.fixture
def dask(tmp_path):
    """A Dask scheduler with two workers, each a process of its own; they are not restarted."""
    file = tmp_path / "scheduler.json"
    place = ["--scheduler-file", str(file)]
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    program = Path(sys.executable).with_name("dask")
    scheduler = subprocess.Popen([program, "scheduler", *place, *here, "--port", "0"])
    wait_for(file.exists)
    workers = [
        subprocess.Popen([program, "worker", *place, *here, "--nthreads", "1", "--no-nanny"])
        for _ in range(2)
    ]
    yield json.loads(file.read_text())["address"], workers
    for process in (*workers, scheduler):
        process.terminate()
        process.wait(30)


def wait_for(condition):
    """Look until something is so."""
    ticking, end = threading.Event(), time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        ticking.wait(0.01)


def files_done(archive):
    return len(list((archive.folder / "reparse").glob("*/*.done")))


@contextmanager
def reparsing(archive, *words):
    """A reparse that goes on meanwhile; it must end well."""
    command = [Path(sys.executable).with_name("boredcrawl"), "reparse", *words]
    with subprocess.Popen(
        command, cwd=ROOT, env=archive.environment, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        _, said = process.communicate(timeout=300)

        assert process.returncode == 0, said


def test_the_rounds_made_a_history_in_both_layouts(crawled):
    counts = crawled.counts()

    assert len({row["layout"] for row in crawled.rows("SELECT layout FROM articles")}) > 1
    assert counts["article_revisions"] > counts["articles"]
    assert len(list((crawled.folder / "warc").glob("*.warc.gz"))) > ROUNDS


def test_a_replay_of_the_archive_makes_the_same_database(crawled, elsewhere):
    ended = elsewhere.scrapy("crawl", "replay", "-a", f"warc={elsewhere.folder}")

    assert ended.code == 0, ended.output
    assert unlike(rows(crawled), rows(elsewhere)) == {}


def test_two_processes_make_the_same_database(crawled, elsewhere):
    reparse(elsewhere, "--workers", "2")

    assert unlike(rows(crawled), rows(elsewhere)) == {}
    assert not list((elsewhere.folder / "reparse").iterdir())


def test_dask_makes_the_same_database_though_a_worker_dies(crawled, elsewhere, dask):
    address, workers = dask
    with reparsing(elsewhere, "--scheduler", address):
        wait_for(lambda: files_done(elsewhere) > ROUNDS // 2)
        workers[0].kill()

    assert unlike(rows(crawled), rows(elsewhere)) == {}


@pytest.mark.skipif(ROUNDS < 10, reason="the same as with a scheduler elsewhere, but longer")
def test_dask_on_this_machine_outlives_a_worker_too(crawled, again):
    with reparsing(again, "--scheduler", "local", "--workers", "2") as process:
        wait_for(lambda: files_done(again) > ROUNDS // 2)
        worker = next(
            child
            for child in psutil.Process(process.pid).children(recursive=True)
            if "spawn_main" in " ".join(child.cmdline())
        )
        worker.kill()

    assert unlike(rows(crawled), rows(again)) == {}


def test_a_reparse_that_was_killed_goes_on_where_it_was(crawled, again):
    words = ("--workers", "2")
    command = [Path(sys.executable).with_name("boredcrawl"), "reparse", *words]
    with subprocess.Popen(command, cwd=ROOT, env=again.environment) as process:
        wait_for(lambda: files_done(again) > ROUNDS // 2)
        workers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
    psutil.wait_procs(workers, timeout=30)
    done = files_done(again)
    reparse(again, *words)

    assert done
    assert [worker for worker in workers if worker.is_running()] == []
    assert unlike(rows(crawled), rows(again)) == {}
    assert not list((again.folder / "reparse").iterdir())


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("boredcrawl", ("reparse", "--workers", "2")),
        ("scrapy", ("crawl", "replay", "-a", "warc={folder}")),
    ],
)
def test_a_database_whose_own_archive_is_read_again_stays_as_it_is(
    crawled, tmp_path, program, words
):
    copy = Archive(crawled.folder, f"sqlite:///{tmp_path / 'copy.db'}")
    shutil.copy(crawled.folder / "live.db", tmp_path / "copy.db")
    ended = copy.run(program, *(word.format(folder=copy.folder) for word in words))

    assert ended.code == 0, ended.output

    assert unlike(rows(crawled), rows(copy)) == {}


def test_pages_whose_records_are_spread_over_files_are_joined(tmp_path):
    live = Archive(tmp_path, f"sqlite:///{tmp_path / 'live.db'}")
    with Replica(articles=3, seed=SEED, partial=1) as replica:
        ended = live.crawl(replica.origin, "-s", "WARC_MAX_BYTES=1")
    again = Archive(tmp_path, f"sqlite:///{tmp_path / 'again.db'}")
    reparse(again, "--workers", "2")

    assert ended.code == 0, ended.output
    assert live.rows("SELECT 1 FROM article_field_sources WHERE source LIKE '%+%'")
    assert unlike(rows(live), rows(again)) == {}
