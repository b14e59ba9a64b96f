import pytest
from lxml.html import document_fromstring
from scrapy.http import HtmlResponse

from boredcrawl.sites.boredpanda import BoredPanda
from boredcrawl.sites.boredpanda.listing import next_page, read_cards

HOME = "https://www.boredpanda.com/"

CLASSIC = """
<nav><a href="/category/funny/">Funny</a></nav>
<section class="posts">
 <article class="post" data-post-id="71"><div class="post-cover-container">
  <a href="https://www.boredpanda.com/tall-hats/"><img class="image-size-full" src="/t.jpg"></a>
  </div>
  <a href="/category/style/">Style</a>
  <h2><a class="title" href="https://www.boredpanda.com/tall-hats/">Hats That Are Too Tall</a></h2>
  <p class="description">They do not fit.</p><p class="description visible-downto-xs">They...</p>
  <p class="votes-text">12</p><p class="comment-text">4 comments</p></article>
 <article class="post" data-post-id="72"><a href="/wide-hats/"><img src="/w.jpg"></a>
  <h2><a class="title" href="/wide-hats/">Hats That Are Too Wide</a></h2></article>
 <article class="post" data-post-id="71"><h2><a href="https://www.boredpanda.com/tall-hats/">
  Another Title For The Tall Ones</a></h2></article>
 <article class="post swiper-slide"><h2><a href="/carousel/">In A Carousel</a></h2></article>
</section>
<aside><article><h2><a href="/beside/">Beside</a></h2></article></aside>
"""

MODERN = """
<main><article><a href="/tall-hats/"><img alt="Hats"></a><div><a href="/style-notes/">Style</a>
  <a href="/tall-hats/"><h2>Hats That Are Too Tall <span>(7)</span></h2></a></div></article>
<article><a href="/thirty-hats/"><img alt="x"></a><a href="/thirty-hats/">
  <h2>30 Hats (New Pics) <span>(<!-- -->0<!-- -->)</span></h2></a></article></main>
<aside><article data-current-feed="sidebar"><a href="https://news.example.org/hat/">
  <h3>Elsewhere</h3></a></article></aside>
<article><a href="https://news.example.org/other/"><h2>External, unmarked</h2></a></article>
"""


def cards(html):
    links = read_cards(document_fromstring(html), HOME)
    return [(link.url.removeprefix(HOME), link.title, link.comment_count) for link in links]


def test_classic_cards_give_each_article_once_with_its_comment_count():
    assert cards(CLASSIC) == [
        ("tall-hats/", "Hats That Are Too Tall", 4),
        ("wide-hats/", "Hats That Are Too Wide", None),
    ]


def test_modern_cards_lose_the_count_from_the_title_and_the_sidebar_altogether():
    assert cards(MODERN) == [
        ("tall-hats/", "Hats That Are Too Tall", 7),
        ("thirty-hats/", "30 Hats (New Pics)", 0),
    ]


def test_cards_without_any_article_element_are_linked_headings():
    html = (
        "<div><h3><a href='/tall-hats/'>Tall</a></h3><a href='/wide-hats/'><h3>Wide</h3></a></div>"
    )

    assert cards(html) == [("tall-hats/", "Tall", None), ("wide-hats/", "Wide", None)]


@pytest.mark.parametrize(
    ("at", "pager", "expected"),
    [
        ("latest/", "", "latest/page/2/"),
        ("latest/page/2/", "", "latest/page/3/"),
        ("tag/hats/", '<a class="next" href="/tag/hats/page/2/">Next</a>', "tag/hats/page/2/"),
        ("tag/hats/", '<a rel="next" href="/tag/hats/page/9/">Next</a>', "tag/hats/page/9/"),
        ("", '<a rel="next" href="https://news.example.org/2/">Next</a>', "page/2/"),
    ],
)
def test_the_next_page_is_what_the_pager_says_or_the_next_number(at, pager, expected):
    assert next_page(document_fromstring(f"<p>{pager}</p>"), HOME + at) == HOME + expected


@pytest.mark.parametrize(
    "path", ["tall-hats/", "tall-hats", "a-1974-spoon/?media_id=7", "50-hats/?comment_id=9#x"]
)
def test_a_slug_at_the_root_is_an_article(path):
    assert BoredPanda().is_article(HOME + path)


@pytest.mark.parametrize(
    "url",
    [
        *("", "category/funny/", "tag/hats/", "topics/hats/", "author/rasa/", "contributor/otter/"),
        *("page/2/", "funny/", "home-design/", "latest", "trending", "premium/", "sitemap.xml"),
        *("feed/", "blog/wp-content/uploads/2025/01/hat.jpg", "--/", "?show=trending"),
    ],
)
def test_other_paths_are_no_articles(url):
    assert not BoredPanda().is_article(HOME + url)


def test_another_host_has_no_articles_of_this_site():
    assert not BoredPanda().is_article("https://news.example.org/tall-hats/")


@pytest.mark.parametrize(
    "url",
    [
        *("https://boredpanda.com/tall-hats", "http://www.boredpanda.com:80/tall-hats/"),
        *("https://www.boredpanda.com:443/tall-hats/?cexp_id=1&cexp_var=2&h=3", "tall-hats/#c"),
        *("https://2.boredpanda.com/tall-hats/?comment_id=9", "tall-hats/?all_submissions=true"),
    ],
)
def test_an_article_has_one_url(url):
    url = url if url.startswith("http") else HOME + url

    assert BoredPanda().canonical(url) == "https://www.boredpanda.com/tall-hats/"


def test_a_mirror_keeps_its_own_addresses():
    site = BoredPanda(origin="http://127.0.0.1:8000")

    assert (
        site.canonical("https://www.boredpanda.com/tall-hats") == "http://127.0.0.1:8000/tall-hats/"
    )
    assert site.name == "boredpanda@127.0.0.1:8000"


@pytest.mark.parametrize(
    ("html", "layout"),
    [
        ('<article data-slug="x"><h1>A</h1></article>', "modern"),
        ('<div class="post-content"><p>A</p></div>', "classic"),
        ('<h1>A</h1><a href="/author/rasa/">Rasa</a>', "generic"),
        ("<p>nothing known</p>", "generic"),
    ],
)
def test_the_layout_says_which_page_class_read_it(html, layout, now):
    response = HtmlResponse(HOME + "x/", body=html.encode(), encoding="utf-8")

    assert BoredPanda().page_for(response, now).layout == layout
