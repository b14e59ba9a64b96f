from __future__ import annotations

import pytest

from boredcrawl.sites.generic import Generic


@pytest.mark.parametrize(
    ("url", "name", "origin"),
    [
        ("https://www.example.com/a/b?c=d", "example.com", "https://www.example.com"),
        ("http://example.com", "example.com", "http://example.com"),
        ("http://127.0.0.1:8000/a", "127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("HTTPS://WWW.Example.COM/", "example.com", "https://www.example.com"),
    ],
)
def test_the_card_is_made_for_the_site_of_a_url(url, name, origin):
    site = Generic(url)

    assert (site.name, site.origin) == (name, origin)


def test_it_owns_its_host_with_or_without_www_and_no_other():
    site = Generic("https://www.example.com/a/")

    assert site.owns("http://example.com/b")
    assert not site.owns("https://blog.example.com/b")


def test_an_address_is_kept_as_the_site_writes_it():
    site = Generic("https://www.example.com/a/")

    assert site.canonical("http://example.com/a?h=1&utm_source=x#top") == (
        "https://www.example.com/a?h=1"
    )
