from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from boredcrawl.archive.exchange import Exchange
from boredcrawl.archive.writer import WarcWriter
from boredcrawl.reparse.run import plan
from boredcrawl.reparse.tasks import Naming, Wanted

MOMENT = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
STORY = (
    "The cat sat on the mat until the mat was warm, and then it went to look for another one. "
    "Nobody in the house had seen it leave, and nobody in the house saw it come back. "
)
HTML = ((b"Content-Type", b"text/html; charset=utf-8"),)


@pytest.fixture
def page():
    """Make an article's page, with comments by the people named."""

    def make(title, *people):
        text = "".join(f"<p>{STORY} This is line {n} of {title}.</p>" for n in range(4))
        thread = "".join(
            f'<li class="comment" id="comment-{n}"><article>'
            f'<cite class="fn"><a href="/user/{who.lower()}/">{who}</a></cite>'
            f'<time datetime="2026-11-20T10:0{n}:00Z">2 days ago</time>'
            f'<div class="comment-content"><p>{who} says: this is comment number {n}.</p></div>'
            f"</article></li>"
            for n, who in enumerate(people)
        )
        listed = f'<section id="comments"><ol class="comment-list">{thread}</ol></section>'
        return (
            f"<html lang=en><title>{title}</title><article><h1>{title}</h1>{text}</article>"
            f"{listed if people else ''}</html>"
        ).encode()

    return make


@pytest.fixture
def exchange(page):
    """Make the exchange of a page of a host at a second."""

    def make(second, path="/1", host="cats.test", **fields):
        base = {
            "url": f"http://{host}{path}",
            "fetched_at": MOMENT + timedelta(seconds=second),
            "status": 200,
            "headers": HTML,
            "body": page(f"Cats {path}"),
        }
        return Exchange(**(base | fields))

    return make


@pytest.fixture
def write(tmp_path):
    """Write exchanges into WARC files as one crawl does, each tuple one file."""

    def write(*files, folder=tmp_path):
        writer = WarcWriter(folder, max_bytes=1 << 40)
        for number, exchanges in enumerate(files, start=1):
            for place, one in enumerate(exchanges, start=1):
                is_last = place == len(exchanges) and number < len(files)
                writer.max_bytes = 1 if is_last else 1 << 40
                writer.write(one).result(10)
        writer.close()
        return sorted(map(str, (Path(folder) / "warc").glob("*.warc.gz")))

    return write


@pytest.fixture
def planned(tmp_path):
    """Plan a reparse of files."""

    def make(places, *, wanted=None, naming=None, parquet=None, target="here"):
        return plan(
            places,
            root=tmp_path,
            wanted=wanted or Wanted(),
            naming=naming or Naming(),
            spools=str(tmp_path / "spool"),
            target=target,
            parquet=parquet,
        )

    return make


class Kept:
    """A sink that keeps what it is given."""

    def __init__(self):
        self.visits = []

    def take(self, visits):
        self.visits += visits

    def has(self, url, fetched_at):
        return any((v.url, v.fetched_at) == (url, fetched_at) for v in self.visits)


@pytest.fixture
def kept():
    return Kept()
