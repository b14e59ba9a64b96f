from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from boredcrawl.cleaning.urls import canonical_url, join, rebase

CANONICAL = [
    ("https://www.example.com/a-story/", "https://www.example.com/a-story/"),
    ("https://www.example.com/a-story", "https://www.example.com/a-story/"),
    ("https://www.example.com", "https://www.example.com/"),
    ("https://www.example.com/", "https://www.example.com/"),
    ("https://www.example.com:443/a-story/", "https://www.example.com/a-story/"),
    ("http://www.example.com:80/a-story/", "http://www.example.com/a-story/"),
    ("http://127.0.0.1:8000/a-story", "http://127.0.0.1:8000/a-story/"),
    ("http://www.example.com:443/a/", "http://www.example.com:443/a/"),
    ("HTTPS://WWW.EXAMPLE.COM/A-Story/", "https://www.example.com/A-Story/"),
    ("https://www.example.com./a/", "https://www.example.com/a/"),
    ("https://user:secret@www.example.com/a/", "https://www.example.com/a/"),
    ("  https://www.example.com/a/\n", "https://www.example.com/a/"),
    ("https://www.example.com/a\n-story/", "https://www.example.com/a-story/"),
    ("\ufeffhttps://www.example.com/a/", "https://www.example.com/a/"),
    ("https://www.example.com/a/#comments", "https://www.example.com/a/"),
    ("https://www.example.com/a/#", "https://www.example.com/a/"),
    ("https://www.example.com/a/?", "https://www.example.com/a/"),
    ("https://www.example.com/a?utm_source=x&utm_medium=y", "https://www.example.com/a/"),
    ("https://www.example.com/a/?UTM_Source=x", "https://www.example.com/a/"),
    ("https://www.example.com/a/?fbclid=IwAR0", "https://www.example.com/a/"),
    ("https://www.example.com/a/?gclid=1&dclid=2&msclkid=3", "https://www.example.com/a/"),
    ("https://www.example.com/a/?cexp_id=11&cexp_var=2", "https://www.example.com/a/"),
    ("https://www.example.com/a/?h=1", "https://www.example.com/a/"),
    ("https://www.example.com/a/?comment_id=2861155", "https://www.example.com/a/"),
    ("https://www.example.com/a/?media_id=5454262", "https://www.example.com/a/"),
    (
        "https://www.example.com/a/?all_submissions=true&comment_id=&media_id=",
        "https://www.example.com/a/",
    ),
    ("https://www.example.com/a/?replytocom=9#respond", "https://www.example.com/a/"),
    ("https://www.example.com/a/?b=2&a=1", "https://www.example.com/a/?a=1&b=2"),
    ("https://www.example.com/a/?b=2&&a=1&", "https://www.example.com/a/?a=1&b=2"),
    ("https://www.example.com/?p=12", "https://www.example.com/?p=12"),
    ("https://www.example.com/a/?page=2&utm_id=1", "https://www.example.com/a/?page=2"),
    ("https://www.example.com/a/?flag", "https://www.example.com/a/?flag"),
    ("https://www.example.com/a/?q=a+b", "https://www.example.com/a/?q=a+b"),
    ("https://www.example.com/a/?q=a b", "https://www.example.com/a/?q=a%20b"),
    ("https://www.example.com/story.html", "https://www.example.com/story.html"),
    ("https://www.example.com/feed.xml", "https://www.example.com/feed.xml"),
    ("https://www.example.com/sitemap.xml.gz", "https://www.example.com/sitemap.xml.gz"),
    ("https://www.example.com/cats-vs.-dogs", "https://www.example.com/cats-vs.-dogs/"),
    ("https://www.example.com/version-2.0", "https://www.example.com/version-2.0/"),
    ("https://www.example.com/caf\u00e9", "https://www.example.com/caf%C3%A9/"),
    ("https://www.example.com/caf%c3%a9/", "https://www.example.com/caf%C3%A9/"),
    ("https://www.example.com/%61%2Dstory/", "https://www.example.com/a-story/"),
    ("https://www.example.com/a%2Fb/", "https://www.example.com/a%2Fb/"),
    ("https://www.example.com/100%/", "https://www.example.com/100%25/"),
    ("https://www.example.com/a story/", "https://www.example.com/a%20story/"),
    ("https://www.example.com/a/./b/../c", "https://www.example.com/a/c/"),
    ("https://www.example.com/../../a/", "https://www.example.com/a/"),
    ("https://b\u00fccher.example/a/", "https://xn--bcher-kva.example/a/"),
    ("http://[::1]:8000/a", "http://[::1]:8000/a/"),
    ("not a url", "not a url"),
    ("mailto:a@example.com", "mailto:a@example.com"),
    ("http://[broken/a", "http://[broken/a"),
    ("https://www.example.com:port/a", "https://www.example.com:port/a"),
]


@pytest.mark.parametrize(("url", "canonical"), CANONICAL)
def test_a_url_has_one_form(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize("canonical", sorted({canonical for _, canonical in CANONICAL}))
def test_the_one_form_is_its_own(canonical):
    assert canonical_url(canonical) == canonical


@given(st.text())
@example("http://\u0130.example/")
@example("http://e//..//.")
def test_any_text_is_written_and_stays_as_written(text):
    once = canonical_url(text)

    assert canonical_url(once) == once


@given(
    st.text(),
    st.text(),
    st.sampled_from(("http://www.example.com/", "https://example.com:8443/")),
)
def test_any_path_and_query_is_written_and_stays_as_written(path, query, origin):
    once = canonical_url(f"{origin}{path}?{query}")

    assert canonical_url(once) == once


def test_without_a_card_nothing_is_taken_for_a_permalink():
    url = "https://www.example.com/a?h=2&utm_source=x"

    assert canonical_url(url, permalinks=frozenset(), trailing_slash=False) == (
        "https://www.example.com/a?h=2"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://www.example.com/a/?b=1",
        "http://example.com/a/?b=1",
        "https://example.com:443/a/?b=1",
        "HTTPS://EXAMPLE.com/a/?b=1",
    ],
)
def test_a_url_of_the_site_moves_to_the_mirror(url):
    moved = rebase(url, ("www.example.com",), "http://127.0.0.1:8000")

    assert moved == "http://127.0.0.1:8000/a/?b=1"


@pytest.mark.parametrize(
    "url", ["https://other.example/a/", "https://static.example.com/a.jpg", "/a/", "http://[x"]
)
def test_a_url_elsewhere_stays(url):
    assert rebase(url, ("www.example.com",), "http://127.0.0.1:8000") == url


@pytest.mark.parametrize(
    ("link", "absolute"),
    [
        ("/b/", "https://www.example.com/b/"),
        ("b", "https://www.example.com/a/b"),
        ("?page=2", "https://www.example.com/a/?page=2"),
        ("//cdn.example.com/x.jpg", "https://cdn.example.com/x.jpg"),
        ("https://other.example/x y.jpg", "https://other.example/x%20y.jpg"),
        ("\n /b\t/ ", "https://www.example.com/b/"),
        ("", None),
        ("   ", None),
        ("javascript:void(0)", None),
        ("mailto:a@example.com", None),
        ("data:image/gif;base64,R0lGOD", None),
        ("tel:123", None),
        ("http://", None),
        ("http://[broken", None),
    ],
)
def test_a_link_is_absolute_or_none(link, absolute):
    assert join("https://www.example.com/a/", link) == absolute


@given(st.text(), st.text())
def test_joining_never_fails(base, link):
    joined = join(base, link)

    assert joined is None or joined.lower().startswith("http")
