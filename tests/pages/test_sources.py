import gzip
from datetime import UTC, datetime

import pytest
from scrapy.http import Response, XmlResponse

from boredcrawl.exceptions import Unreadable
from boredcrawl.items import Link
from boredcrawl.pages.sources import MAX_UNPACKED, Feed, Sitemap

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
        xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc> http://a.example/one/ </loc><lastmod>2026-11-01T10:00:00+00:00</lastmod>
<image:image><image:loc>http://a.example/one.jpg</image:loc></image:image></url>
<url><loc>http://a.example/two/</loc></url>
</urlset>"""

INDEX = b"""<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://a.example/posts-1.xml.gz</loc><lastmod>2026-11-02</lastmod></sitemap>
</sitemapindex>"""

RSS = b"""<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel>
<link>http://a.example/</link>
<item><title>Cats &amp; dogs</title><link>http://a.example/cats/</link>
<pubDate>Sun, 01 Nov 2026 10:00:00 +0000</pubDate><comments>http://a.example/cats/#c</comments>
<slash:comments>12</slash:comments></item></channel></rss>"""

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a.example/"/>
<entry><title>Cats</title><link rel="edit" href="/edit"/><link rel="alternate" href="/cats/"/>
<updated>2026-11-01T10:00:00Z</updated></entry></feed>"""


def answer(body: bytes) -> Response:
    return XmlResponse("http://a.example/document", body=body)


def test_a_sitemap_gives_articles_with_their_last_change():
    links = Sitemap("/sitemap.xml").read(answer(SITEMAP), NOW)

    assert links == (
        Link(url="http://a.example/one/", lastmod=datetime(2026, 11, 1, 10, tzinfo=UTC)),
        Link(url="http://a.example/two/"),
    )


def test_an_index_gives_its_children_as_sitemaps():
    (link,) = Sitemap("/sitemap.xml").read(answer(INDEX), NOW)

    assert link.kind == "sitemap"
    assert link.url == "http://a.example/posts-1.xml.gz"


def test_a_gzipped_sitemap_reads_like_a_plain_one():
    packed = Response("http://a.example/posts.xml.gz", body=gzip.compress(SITEMAP))

    assert Sitemap("/x").read(packed, NOW) == Sitemap("/x").read(answer(SITEMAP), NOW)


def test_a_sitemap_of_any_size_is_read_in_pieces_and_in_order():
    entries = b"".join(b"<url><loc>http://a.example/%d/</loc></url>\n" % n for n in range(20_000))
    whole = SITEMAP.replace(b"</urlset>", entries + b"</urlset>")
    packed = Response("http://a.example/posts.xml.gz", body=gzip.compress(b"\n " + whole))
    links = Sitemap("/x").read(packed, NOW)

    assert [link.url for link in links[2:]] == [f"http://a.example/{n}/" for n in range(20_000)]


def test_an_rss_feed_gives_title_date_and_comment_count():
    (link,) = Feed("/feed/").read(answer(RSS), NOW)

    assert link == Link(
        url="http://a.example/cats/",
        lastmod=datetime(2026, 11, 1, 10, tzinfo=UTC),
        title="Cats & dogs",
        comment_count=12,
    )


def test_an_atom_feed_gives_the_alternate_link():
    (link,) = Feed("/feed/").read(answer(ATOM), NOW)

    assert link.url == "http://a.example/cats/"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html><body>Sorry</body></html>", "is no sitemap"),
        (b"", "not an XML document"),
        (b"no markup at all", "not an XML document"),
        (gzip.compress(SITEMAP)[:-20], "ends too early"),
        (b"\x1f\x8b\x08nonsense-after-the-header", "broken gzip"),
        (gzip.compress(b" " * (MAX_UNPACKED + 1)), "unpacks to more than"),
    ],
)
def test_what_is_no_sitemap_says_so(body, why):
    with pytest.raises(Unreadable, match=why):
        Sitemap("/sitemap.xml").read(answer(body), NOW)
