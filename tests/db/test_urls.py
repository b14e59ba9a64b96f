"""However an article was met, it is one: URLs as sites and their readers write them."""

from __future__ import annotations

from copy import copy

import pytest

from boredcrawl.sites import card_named

CATS = "https://www.boredpanda.com/cats-in-boxes/"
DOGS = "https://www.boredpanda.com/dogs-in-boxes/"
OF_CATS = [
    "https://www.boredpanda.com/cats-in-boxes/",
    "https://www.boredpanda.com/cats-in-boxes",
    "http://www.boredpanda.com/cats-in-boxes/",
    "http://www.boredpanda.com/cats-in-boxes",
    "https://boredpanda.com/cats-in-boxes/",
    "https://boredpanda.com/cats-in-boxes",
    "http://boredpanda.com/cats-in-boxes/",
    "http://boredpanda.com/cats-in-boxes",
    "HTTPS://WWW.BOREDPANDA.COM/cats-in-boxes/",
    "https://www.BoredPanda.com/cats-in-boxes/",
    "https://www.boredpanda.com:443/cats-in-boxes/",
    "http://www.boredpanda.com:80/cats-in-boxes/",
    "https://www.boredpanda.com/cats%2Din%2Dboxes/",
    "https://www.boredpanda.com/cats-in-boxes/#comments",
    "https://www.boredpanda.com/cats-in-boxes#comment-17",
    "https://www.boredpanda.com/cats-in-boxes/?",
    "https://www.boredpanda.com/cats-in-boxes/?comment_id=1234567",
    "https://www.boredpanda.com/cats-in-boxes/?media_id=765432",
    "https://www.boredpanda.com/cats-in-boxes?media_id=765432&comment_id=1#here",
    "https://www.boredpanda.com/cats-in-boxes/?utm_source=google&utm_medium=organic",
    "https://www.boredpanda.com/cats-in-boxes/?utm_campaign=organic#list",
    "https://www.boredpanda.com/cats-in-boxes/?UTM_SOURCE=x",
    "https://www.boredpanda.com/cats-in-boxes/?fbclid=IwAR0abc",
    "https://www.boredpanda.com/cats-in-boxes/?gclid=abc",
    "https://www.boredpanda.com/cats-in-boxes/?cexp_id=1&cexp_var=2",
    "https://www.boredpanda.com/cats-in-boxes/?h=a1b2c3",
    "https://www.boredpanda.com/cats-in-boxes/?utm_source=twitter&utm_content=a%20b",
    "https://www.boredpanda.com/cats-in-boxes/?all_submissions=true&comment_id=&media_id=",
    "https://www.boredpanda.com/cats-in-boxes/?all_submissions=true",
    "https://www.boredpanda.com/cats-in-boxes/?all_submissions=true&media_id=3",
    "http://boredpanda.com:80/cats-in-boxes?utm_source=a&fbclid=b&comment_id=c#d",
    "  https://www.boredpanda.com/cats-in-boxes/  ",
]
OF_DOGS = [DOGS.replace("https", "http"), f"{DOGS}?fbclid=1", DOGS.rstrip("/"), f"{DOGS}#x"]
OTHERS = [
    "https://www.boredpanda.com/cats-in-boxes-2/",
    "https://www.boredpanda.com/Cats-In-Boxes/",
    "https://www.boredpanda.com/cats-in-boxes/2/",
    "https://www.boredpanda.com/cats-in-boxes/?page=2",
    "https://www.boredpanda.com/author/cats-in-boxes/",
]


@pytest.fixture
def visit_at(store, page):
    """Visit a URL as a crawl does: the page is filed under what the card makes of its address."""
    site = card_named("boredpanda")()
    hours = iter(range(1000))

    def visit(url, title="Cats", canonical=None):
        read = page(hours=next(hours), visited=url, title=title, body_text=f"About {title}.")
        article = copy(read.article)
        article.url, article.urls = site.canonical(canonical or url), (url,)
        read.article = article
        return store.save([read])

    return visit


def test_there_are_forty_variants():
    assert len(OF_CATS + OF_DOGS + OTHERS) >= 40


def test_every_variant_leads_to_its_article_and_no_other(visit_at, rows):
    for url in OF_CATS:
        visit_at(url)
    for url in OF_DOGS:
        visit_at(url, title="Dogs")
    for number, url in enumerate(OTHERS):
        visit_at(url, title=f"Other {number}")
    met = dict(
        rows(
            "SELECT article_urls.url, articles.title FROM article_urls"
            " JOIN articles ON articles.id = article_urls.article_id"
        )
    )

    assert {met[url] for url in OF_CATS} == {"Cats"}
    assert {met[url] for url in OF_DOGS} == {"Dogs"}
    assert [met[url] for url in OTHERS] == [f"Other {number}" for number in range(len(OTHERS))]
    assert rows("SELECT count(*) FROM articles") == [(2 + len(OTHERS),)]


@pytest.mark.parametrize("alias", ["https://bit.ly/cats", "https://www.boredpanda.com/?p=17"])
def test_what_only_the_page_knows_to_be_the_article_leads_there_too(visit_at, rows, alias):
    visit_at(CATS)
    visit_at(alias, canonical=CATS)

    assert rows("SELECT count(*) FROM articles") == [(1,)]
    assert (alias,) in rows("SELECT url FROM article_urls")
