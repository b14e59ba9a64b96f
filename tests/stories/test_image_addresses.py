"""A page of the open web leads a crawl to no private address, neither at once nor by redirect.

The open web is played by a proxy: what is asked of http://1.1.1.1 is answered out of the replica
on this machine, and nothing leaves it.
"""

import asyncio
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest

from boredcrawl.exceptions import ImageRefused
from boredcrawl.pipelines.image_fetching import SiteFetcher
from boredcrawl.replica import Replica

PUBLIC = "http://1.1.1.1"
DIRECT = build_opener(ProxyHandler({}))
"""The crawl is told of the proxy by the environment; the proxy itself is not to use one."""


class Relay(BaseHTTPRequestHandler):
    """A proxy that sends whoever asks for a picture to the replica itself, by its own address."""

    def do_GET(self):
        path = urlsplit(self.path).path
        home = self.server.home
        if "/uploads/" in path or "/unsafe/" in path:
            self.send_response(302)
            self.send_header("Location", f"{home}{path}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        try:
            with DIRECT.open(f"{home}{path}", timeout=30) as answer:
                status, mime, body = 200, answer.headers["Content-Type"], answer.read()
        except HTTPError as error:
            status, mime, body = error.code, "text/html", b""
        body = body.replace(home.encode(), PUBLIC.encode())
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Be quiet."""


@pytest.fixture
def relayed():
    """A replica, and the address of a proxy in front of it."""
    with Replica(articles=3, seed=3, partial=0) as replica:
        proxy = ThreadingHTTPServer(("127.0.0.1", 0), Relay)
        proxy.home = replica.origin
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield replica, f"http://127.0.0.1:{proxy.server_port}"
        proxy.shutdown()
        proxy.server_close()


def test_a_redirect_to_this_machine_is_not_followed(archive, relayed, monkeypatch):
    replica, proxy = relayed
    monkeypatch.setenv("http_proxy", proxy)
    pages = ",".join(replica.url(n).replace(replica.origin, PUBLIC) for n in replica.numbers())
    hasty = (
        "-s",
        "CONTACT=a@example.org",
        "-s",
        "DOWNLOAD_DELAY=0",
        "-s",
        "AUTOTHROTTLE_ENABLED=0",
    )
    ended = archive.crawl(PUBLIC, "-a", f"url={pages}", "-s", "IMAGES=all", *hasty)
    asked = [entry["path"] for entry in replica.log()]

    assert ended.code == 0, ended.output
    assert archive.rows("SELECT count(*) AS n FROM articles") == [{"n": 3}]
    assert [path for path in asked if "/uploads/" in path or "/unsafe/" in path] == []
    assert archive.rows("SELECT DISTINCT refused, sha256 FROM images") == [
        {"refused": "private_address", "sha256": None}
    ]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://127.0.0.1:9/a.jpg", "private_address"),
        ("http://localhost:9/a.jpg", "private_address"),
        ("http://[::1]:9/a.jpg", "private_address"),
        ("http://0x7f.1/a.jpg", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("ftp://a.example/a.jpg", "not_http"),
        ("file:///etc/passwd", "not_http"),
        ("http://[::1/a.jpg", "not_http"),
    ],
)
def test_an_address_of_this_machine_is_refused_before_anything_is_asked(url, name):
    # There is no crawler: who asked anything of anybody would fail for want of it.
    fetcher = SiteFetcher(None, PUBLIC, max_bytes=9)

    with pytest.raises(ImageRefused, match=rf"^{name}$"):
        asyncio.run(fetcher.fetch(url, f"{PUBLIC}/page/"))
