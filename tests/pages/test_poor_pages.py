from __future__ import annotations

import pytest

from boredcrawl.exceptions import MissingField, Unreadable


def test_a_page_of_nothing_is_no_article(read):
    with pytest.raises(MissingField):
        read("<html><body><p>ok</p></body></html>").to_item()


@pytest.mark.parametrize("html", ["", "  \n", "\x00"])
def test_an_empty_page_is_unreadable(read, html):
    with pytest.raises(Unreadable):
        read(html).to_item()


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Only a title</h1>",
        "no markup at all, but a line of text that is long enough to be a paragraph here",
        "<html><head><title>T</title></head></html>",
        "<frameset><frame src=x></frameset><title>Frames of a page</title>",
        "<div>" * 300 + "a deep text that goes on for long enough" + "</div>" * 300,
    ],
)
def test_any_other_page_is_read_as_far_as_it_goes(read, html):
    item = read(html).to_item()

    assert item.title or item.body is not None
