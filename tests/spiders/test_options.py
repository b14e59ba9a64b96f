import pytest

from boredcrawl.exceptions import UnknownSite, WrongOption
from boredcrawl.spiders.options import read_options


def test_without_options_bored_panda_itself_is_crawled():
    options = read_options({})

    assert options.site.name == "boredpanda"
    assert options.site.origin == "https://www.boredpanda.com"
    assert not options.is_local


def test_a_mirror_is_a_site_of_its_own():
    options = read_options({"origin": "http://127.0.0.1:8000/"})

    assert options.site.name == "boredpanda@127.0.0.1:8000"
    assert options.is_local


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        ({"site": "nope"}, "write one of: boredpanda"),
        ({"since": "yesterday-ish"}, "write -a since=2026-01-31"),
        ({"limit": "0"}, "write -a limit=100"),
        ({"limit": "-3"}, "write -a limit=100"),
        ({"origin": "127.0.0.1:8000"}, "write -a origin=http://127.0.0.1:8000"),
        ({"origin": "http://127.0.0.1:8000/funny/"}, "write -a origin="),
        ({"url": "https://example.com/a/"}, "name its card with -a site="),
        ({"url": "boredpanda.com/a/"}, "write -a url=https://www.boredpanda.com/"),
        ({"url": ","}, "write -a url="),
        ({"sitee": "boredpanda"}, "write one of site, url, origin, start, limit, since"),
    ],
)
def test_a_wrong_option_says_what_to_write_instead(arguments, advice):
    with pytest.raises(WrongOption) as raised:
        read_options(arguments)

    assert advice in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_unknown_site_has_a_name_of_its_own():
    with pytest.raises(UnknownSite):
        read_options({"site": "nope"})
