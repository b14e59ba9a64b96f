import pytest

from boredcrawl.archive.surt import surt


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.boredpanda.com/cats/", "com,boredpanda)/cats"),
        ("https://WWW2.boredpanda.com:443/Cats/?B=1&a=2", "com,boredpanda)/cats?a=2&b=1"),
        ("http://boredpanda.com:8080", "com,boredpanda:8080)/"),
        ("http://[::1]:8000/a", "::1:8000)/a"),
        ("dns:boredpanda.com", "dns:boredpanda.com"),
        ("http://bad:port/", "http://bad:port/"),
    ],
)
def test_keys_sort_hosts_from_the_right(url, key):
    assert surt(url) == key
