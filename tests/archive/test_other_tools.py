"""What pywb, py-wacz, cdxj-indexer and the surt package make of an archive of ours."""

import hashlib
import json
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boredcrawl import settings as ours
from boredcrawl.archive.cdxj import REVISIT, index_path
from boredcrawl.archive.exchange import Resource
from boredcrawl.archive.index import build_index, entries
from boredcrawl.archive.look_up import look_up
from boredcrawl.archive.surt import surt
from boredcrawl.replica import Replica

TOOLS = Path(__file__).parents[2] / ".venv-archive" / "bin"

pytestmark = pytest.mark.skipif(
    not (TOOLS / "wayback").exists(), reason="no pywb, wacz, cdxj-indexer: make .venv-archive/.made"
)


def tool(name, *arguments, **options):
    child = subprocess.run(
        [TOOLS / name, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        **options,
    )

    assert child.returncode == 0, child.stdout + child.stderr
    return child.stdout


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, run):
    """Crawl a replica and pack the archive; give the folder."""
    folder = tmp_path_factory.mktemp("archive")
    with Replica(articles=6, seed=5) as replica:
        run(
            "scrapy crawl articles -s DOWNLOAD_DELAY=0 -s AUTOTHROTTLE_ENABLED=0 -s IMAGES=all"
            f" -a origin={replica.origin}"
            f" -s DATABASE_URL=sqlite:///{folder}/a.db -s ARCHIVE_DIR={folder}"
        )
    run(f"boredcrawl warc pack {folder} --out {folder}/pandas.wacz --title Pandas")
    return folder


def test_the_index_that_is_kept_is_that_of_cdxj_indexer(crawled):
    for path in (crawled / "warc").glob("*.warc.gz"):
        assert index_path(path).read_text() == tool("cdxj-indexer", "-s", path)


def test_odd_records_are_indexed_as_cdxj_indexer_does(archive, exchange, warc_files, moment):
    page = Resource(
        url="http://a.test/", fetched_at=moment, mime="text/html; charset=utf-8", body=b"r"
    )
    html, odd = b"Content-Type", b"HTTP/1.1 299 \r\ncontent-type:  a/b\r\n\r\n"
    archive(
        exchange(body=b"same"),
        exchange(1, body=b"same"),
        exchange(2, status=304, body=b""),
        exchange(3, status=301, body=b"", headers=((b"Location", b"/"),)),
        exchange(4, body=b"4", headers=((html, b""),)),
        exchange(5, body=b"5", headers=((html, b"a/b c"), (html, b"d/e"))),
        exchange(6, url="http://a.test/a b/é?b&a", method="POST", request_body=b"x"),
        exchange(7, status=299, body=b"7", headers=((html, b"a/b"),), head=odd),
        page,
    )
    (path,) = warc_files()
    kept = index_path(path).read_text()
    build_index(path)

    assert tool("cdxj-indexer", "-s", path) == kept == index_path(path).read_text()


HOSTS = """
www.Example.com 127.0.0.1 www2.x.org münchen.de x..y.com user:pw@h.com [::1] h.com:443 h.com:80
h.com:8080 h.com: www.www.a.com a%2eb.com
"""
QUERIES = """
a=1 b b= B=2 = a=b=c é=ü %C3%A9 %26 %2523 ? + sid=0123456789abcdef0123456789ABCDEF
jsessionid=0123456789abcdef0123456789ABCDEF cfid=1&cftoken=2
"""
PATHS = st.text("/.aB%20é ()x;=&'\"[|+~#:_-", max_size=20)

THEIRS = """
import json, sys, surt
for line in sys.stdin:
    print(json.dumps(surt.surt(json.loads(line))), flush=True)
"""


@pytest.fixture(scope="module")
def their_surt():
    python = [TOOLS / "python", "-W", "ignore", "-c", THEIRS]
    with subprocess.Popen(
        python, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:

        def ask(url):
            child.stdin.write(json.dumps(url) + "\n")
            child.stdin.flush()
            return json.loads(child.stdout.readline())

        yield ask
        child.stdin.close()


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["http://", "https://", "HTTP://", "ftp://"]),
    st.sampled_from(HOSTS.split()),
    PATHS,
    st.lists(st.sampled_from(QUERIES.split()), max_size=4),
)
def test_keys_are_those_of_the_surt_package(their_surt, scheme, host, path, query):
    url = f"{scheme}{host}/{path}?{'&'.join(query)}"

    assert surt(url) == their_surt(url)


def test_py_wacz_finds_the_packed_archive_valid(crawled):
    assert "Validation succeeded" in tool("wacz", "validate", "-f", crawled / "pandas.wacz")


@pytest.fixture(scope="module")
def pywb(crawled, tmp_path_factory):
    """Have pywb serve the packed archive; give a function that asks it for a URL as archived."""
    folder = tmp_path_factory.mktemp("pywb")
    tool("wb-manager", "init", "cats", cwd=folder)
    tool("wb-manager", "add", "--unpack-wacz", "cats", crawled / "pandas.wacz", cwd=folder)
    with serving(folder) as origin:

        def ask(moment, url, how="id_"):
            asked = f"{origin}/cats/{moment:%Y%m%d%H%M%S}{how}/{url}"
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310 - loopback
                return answer.read()

        yield ask


SERVE = """
from gevent.monkey import patch_all; patch_all()
from gevent.pywsgi import WSGIServer
from pywb.apps.frontendapp import FrontEndApp
server = WSGIServer(("127.0.0.1", 0), FrontEndApp(), log=None)
server.start()
print(server.server_port, flush=True)
server.serve_forever()
"""
"""What its command `wayback` does, with the port told once it is open."""


@contextmanager
def serving(folder):
    with subprocess.Popen(
        [TOOLS / "python", "-W", "ignore", "-c", SERVE],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            # It says first that there is no config.yaml.
            port = next(line.strip() for line in server.stdout if line.strip().isdecimal())
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def captures(folder, kind):
    for path in (folder / "warc").glob("*.warc.gz"):
        found = entries(path)
        urls = [entry.url for entry in found]
        for entry in found:
            # One of two captures within a second is pywb's own choice.
            if (entry.mime or "").startswith(kind) and urls.count(entry.url) == 1:
                yield entry


def test_pywb_serves_what_was_archived(crawled, pywb):
    pages = [entry for entry in captures(crawled, "text/html") if entry.status == 200]
    files = list((crawled / "warc").glob("*.warc.gz"))

    assert len(pages) > 5
    for page in pages:
        body = look_up(files, page.url).body
        title = body.partition(b"<title>")[2].partition(b"</title>")[0]

        assert pywb(page.fetched_at, page.url) == body
        assert title in pywb(page.fetched_at, page.url, "mp_")


def test_pywb_serves_the_images(crawled, pywb):
    if not hasattr(ours, "IMAGES"):
        pytest.skip("this version fetches no images")
    images = list(captures(crawled, "image/"))
    files = list((crawled / "warc").glob("*.warc.gz"))

    assert images
    for image in images:
        sent = hashlib.sha256(look_up(files, image.url).body)
        got = hashlib.sha256(pywb(image.fetched_at, image.url))

        assert got.hexdigest() == sent.hexdigest()


def test_pywb_serves_a_payload_that_was_written_once(crawled, pywb):
    revisits = [e for e in captures(crawled, REVISIT) if e.status == 404]

    assert revisits
    with pytest.raises(urllib.error.HTTPError) as missing:
        pywb(revisits[0].fetched_at, revisits[0].url)
    files = list((crawled / "warc").glob("*.warc.gz"))
    assert missing.value.read() == look_up(files, revisits[0].url).body
