"""A first look at a site: its engine, its sources, its lists."""

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring
from scrapy.http import HtmlResponse, TextResponse

from boredcrawl.exceptions import Unreadable
from boredcrawl.pages.base import Page
from boredcrawl.pages.cards import is_listing, next_page, read_cards
from boredcrawl.pages.first_look import FirstLook, FirstPage, SitemapOfPosts
from boredcrawl.pages.rest import RestComments, RestPosts

SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
HOME = "https://www.goats.example/"


def look(head="", body="", robots="", url=HOME, **told):
    html = f"<html><head>{head}</head><body>{body}</body></html>".encode()
    page = Page(HtmlResponse(url, body=html, encoding="utf-8"), SEEN)
    return FirstLook(page=page, robots=robots, **told)


def paths(judged):
    return [source.path for source in judged.sources]


FEED = '<link rel="alternate" type="application/rss+xml" href="/rss">'
REST = '<link rel="https://api.w.org/" href="https://www.goats.example/blog/wp-json/">'


def test_a_page_alone_is_a_list():
    assert paths(look()) == ["/"]


def test_the_sitemaps_are_those_that_robots_txt_names_on_this_host():
    robots = (
        "Sitemap: https://www.goats.example/a.xml.gz\n"
        "Sitemap: https://elsewhere.example/b.xml\nSitemap: /c.xml\n"
    )

    assert paths(look(robots=robots)) == ["/a.xml.gz", "/c.xml", "/"]
    assert paths(look(has_sitemap=True)) == ["/sitemap.xml", "/"]


def test_what_robots_txt_forbids_is_no_source():
    robots = "User-agent: boredcrawl\nDisallow: /rss\n\nUser-agent: *\nDisallow:\n"

    assert paths(look(FEED)) == ["/rss", "/"]
    assert paths(look(FEED, robots=robots)) == ["/"]


def test_a_wordpress_below_a_path_has_its_sources_there():
    judged = look(REST)

    assert judged.engine == ("REST at https://www.goats.example/blog/wp-json/",)
    assert paths(judged)[0] == "/blog/wp-sitemap.xml"
    assert [type(s) for s in judged.sources[1:3]] == [RestPosts, RestComments]
    assert all(path.startswith("/blog/wp-json/wp/v2/") for path in paths(judged)[1:3])


def test_children_of_a_sitemap_that_list_no_posts_are_left_out():
    names = ("posts-post-1", "posts-page-1", "taxonomies-category-1", "users-1", "posts-recipe-1")
    children = "".join(f"<sitemap><loc>{HOME}wp-sitemap-{n}.xml</loc></sitemap>" for n in names)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = f"<sitemapindex xmlns='{space}'>{children}</sitemapindex>".encode()
    links = SitemapOfPosts("/wp-sitemap.xml").read(TextResponse(HOME, body=body), SEEN)

    assert [link.url.partition("sitemap-")[2] for link in links] == [
        "posts-post-1.xml",
        "posts-recipe-1.xml",
    ]


def test_posts_are_told_with_their_last_change_and_the_way_on():
    body = b"""[{"link": "https://www.goats.example/a/", "modified_gmt": "2026-10-01T10:00:00",
    "title": {"rendered": "A &#8220;goat&#8221;"}}]"""
    headers = {"Link": f'<{HOME}wp-json/wp/v2/posts?page=2>; rel="next"'}
    first, after = RestPosts("/").read(TextResponse(HOME, body=body, headers=headers), SEEN)

    assert (first.title, first.lastmod) == ("A “goat”", datetime(2026, 10, 1, 10, tzinfo=UTC))
    assert (after.kind, after.url) == ("listing", f"{HOME}wp-json/wp/v2/posts?page=2")


def test_newest_comments_tell_which_articles_have_news():
    body = b"""[{"link": "https://www.goats.example/a/comment-page-2/#comment-9",
    "date_gmt": "2026-10-02T10:00:00"},
    {"link": "https://www.goats.example/a/#comment-1", "date_gmt": "2026-10-01T10:00:00"}]"""
    links = RestComments("/").read(TextResponse(HOME, body=body), SEEN)

    assert [(link.url, link.lastmod) for link in links] == [
        ("https://www.goats.example/a/", datetime(2026, 10, 2, 10, tzinfo=UTC))
    ]


@pytest.mark.parametrize("body", [b"<html>", b'{"code": "rest_forbidden"}', b""])
def test_an_answer_that_is_no_list_is_unreadable(body):
    with pytest.raises(Unreadable):
        RestPosts("/").read(TextResponse(HOME, body=body), SEEN)


def teasers(wrap, numbers=range(1, 6)):
    return "".join(
        wrap.format(link=f"<a href='/story-{n}'>Story number {n}, of goats and fences</a>")
        for n in numbers
    )


@pytest.mark.parametrize(
    "wrap",
    [
        "<article>{link}<p>More</p></article>",
        "<div><h3>{link}</h3></div>",
        "<li class='item'>{link}</li>",
        "<tr><td class='title'>{link}</td></tr>",
    ],
)
def test_a_list_is_found_by_its_structure(wrap):
    menu = "<nav><h2><a href='/menu-1'>A thing in the menu of this page</a></h2></nav>"
    beside = "<aside><h3><a href='/beside'>Something beside that is not listed</a></h3></aside>"
    table = f"<table>{teasers(wrap)}</table>" if wrap.startswith("<tr") else teasers(wrap)
    away = "<h3><a href='https://elsewhere.example/story-9'>A story elsewhere than here</a></h3>"
    links = read_cards(document_fromstring(menu + table + beside + away), HOME)

    assert [link.url for link in links] == [f"{HOME}story-{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    ("pager", "after"),
    [
        ("<a rel='next' href='/page/2/'>2</a>", f"{HOME}page/2/"),
        ("<a href='?page=2'>Older posts »</a>", f"{HOME}?page=2"),
        ("<a href='/about/'>Next steps for us</a>", None),
        ("<a rel='next' href='https://elsewhere.example/2'>2</a>", None),
    ],
)
def test_the_next_page_is_what_the_page_calls_so(pager, after):
    assert next_page(document_fromstring(f"<div>{pager}</div>"), HOME) == after


def test_only_the_first_page_leads_to_the_sections_of_its_menu():
    body = f"<nav><a href='/news/'>News</a></nav>{teasers('<h2>{link}</h2>')}"
    first = FirstPage("/").read(look(body=body).page.response, SEEN)
    other = FirstPage("/").read(look(body=body, url=f"{HOME}news/").page.response, SEEN)

    assert [link.url for link in first if link.kind == "listing"] == [f"{HOME}news/"]
    assert [link.url for link in other if link.kind == "listing"] == []


def test_a_text_with_other_stories_below_it_is_no_list():
    text = "<p>" + "The goat stood on the fence and looked at the harbour. " * 4 + "</p>"
    below = teasers("<h3>{link}</h3>")

    assert is_listing(document_fromstring(below), HOME)
    assert not is_listing(document_fromstring(text * 4 + below), HOME)
