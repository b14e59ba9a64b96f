"""The replica behaves as a web server does."""

import gzip
from io import BytesIO

import brotli
import pytest
from lxml import etree
from PIL import Image
from protego import Protego

from boredcrawl.replica import Replica


@pytest.fixture(scope="module")
def story(replica):
    return next(one for one in replica.truths() if one["kind"] == "story")


def test_bodies_come_compressed_as_the_client_accepts_them(get, story):
    plain = get(story["url"])
    zipped = get(story["url"], Accept_Encoding="gzip")
    packed = get(story["url"], Accept_Encoding="gzip, deflate, br")

    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert packed.headers["content-encoding"] == "br"
    assert brotli.decompress(packed.body) == plain.body


def test_a_page_that_did_not_change_answers_304(get, story):
    first = get(story["url"])
    by_tag = get(story["url"], If_None_Match=first.headers["etag"])
    by_date = get(story["url"], If_Modified_Since=first.headers["last-modified"])

    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")


def test_addresses_without_slash_with_tracking_or_of_the_bare_host_are_redirected(get, story):
    url = story["url"]
    bare = url.replace("127.0.0.1", "localhost")
    moves = {
        url[:-1]: url,
        f"{url}?utm_source=direct&utm_medium=link": url,
        f"{url}?cexp_id=4&comment_id=7": f"{url}?comment_id=7",
        bare: url,
    }

    for asked, expected in moves.items():
        reply = get(asked)

        assert (reply.status, reply.headers["location"]) == (301, expected)


def test_comment_and_item_permalinks_serve_the_page_itself(get, story):
    assert get(f"{story['url']}?comment_id=7").body == get(story["url"]).body


def test_unknown_addresses_answer_404(replica, get):
    for path in ("/no-such-article-7/", "/wp-login.php", "/page/999/", "/category/nope/", "/x-0/"):
        assert get(replica.origin + path).status == 404


def test_the_sitemap_leads_to_every_article_through_gzipped_children(replica, get):
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = etree.fromstring(get(f"{replica.origin}/sitemap.xml").body)
    children = [url for url in index.xpath("//s:loc/text()", namespaces=space) if ".gz" in url]
    rows = [
        row
        for url in children
        for row in etree.fromstring(gzip.decompress(get(url).body)).xpath(
            "//s:url", namespaces=space
        )
    ]
    found = {row.xpath("s:loc/text()", namespaces=space)[0] for row in rows}

    assert found == {truth["url"] for truth in replica.truths()}
    assert all(row.xpath("s:lastmod/text()", namespaces=space) for row in rows)


def test_the_front_page_leads_on_to_every_article(replica, get):
    found, page = set(), 1
    while (reply := get(f"{replica.origin}/page/{page}/")).status == 200:
        tree = etree.HTML(reply.body)
        found.update(tree.xpath('//section[@class="posts"]/article/h2/a[@class="title"]/@href'))
        page += 1

    assert found == {truth["url"] for truth in replica.truths()}


def test_cards_may_show_another_title_while_a_test_runs(replica, get):
    truths = {truth["url"]: truth for truth in replica.truths()}
    tree = etree.HTML(get(f"{replica.origin}/").body)
    tested = tree.xpath("//section/article[@data-content-experiment-enabled]/h2/a")

    assert tested
    assert all(link.text != truths[link.get("href")]["title"] for link in tested)


def test_the_feed_names_the_newest_articles(replica, get):
    tree = etree.fromstring(get(f"{replica.origin}/feed/").body)

    assert tree.xpath("//item/link/text()")[:3] == [
        replica.truth(number)["url"] for number in replica.numbers()[:3]
    ]


def test_robots_txt_forbids_members_and_allows_articles_and_uploads(replica, get, story):
    rules = Protego.parse(get(f"{replica.origin}/robots.txt").body.decode())

    assert rules.can_fetch(story["url"], "boredcrawl")
    assert rules.can_fetch(story["lead_image"]["original_url"], "boredcrawl")
    assert not rules.can_fetch(f"{replica.origin}/contributor/somebody/", "boredcrawl")
    assert not rules.can_fetch(f"{replica.origin}/blog/wp-admin/admin-ajax.php", "boredcrawl")
    assert not rules.can_fetch(story["url"], "HungryBot")


def test_images_are_real_files_of_the_size_the_truth_gives(get, replica):
    pictures = [image for truth in replica.truths() for image in truth["images"]][:12]
    for picture in pictures:
        image = Image.open(BytesIO(get(picture["original_url"]).body))

        assert image.size == (picture["width"], picture["height"])
    kinds = {Image.open(BytesIO(get(one["original_url"]).body)).format for one in pictures}

    assert kinds == {"JPEG", "PNG", "WEBP"}


def test_the_image_proxy_serves_webp_of_the_width_asked(get, replica):
    lead = next(one for one in replica.truths() if one["layout"] == "modern")["lead_image"]
    small = lead["url"].replace(":3840:", ":640:")

    assert Image.open(BytesIO(get(lead["url"]).body)).size == (1200, 675)
    assert Image.open(BytesIO(get(small).body)).size == (640, 360)


def test_an_image_without_its_size_suffix_is_no_file(get, replica):
    picture = next(image for truth in replica.truths() for image in truth["images"])

    assert get(picture["original_url"].replace("__700", "")).status == 404


def test_the_log_tells_who_asked_for_what(fresh, get):
    get(f"{fresh.origin}/robots.txt", User_Agent="a test")
    entry = fresh.log()[-1]

    assert (entry["path"], entry["status"], entry["user_agent"]) == ("/robots.txt", 200, "a test")
    assert entry["started"] <= entry["ended"]


def test_crawl_delay_is_told_when_asked_for(get):
    with Replica(articles=1, crawl_delay=0.5) as replica:
        rules = Protego.parse(get(f"{replica.origin}/robots.txt").body.decode())

        assert rules.crawl_delay("boredcrawl") == 0.5
