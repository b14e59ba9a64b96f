from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from boredcrawl.cleaning.text import element_text, squash


def text_of(html):
    return element_text(lxml.html.fragment_fromstring(html, create_parent="div"))


def test_spaces_of_every_kind_become_one():
    assert squash("\u00a0A\u2009story \t of\r\n\u3000cats\u200b ") == "A story of cats"


def test_joiners_inside_emoji_and_words_stay():
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"

    assert squash(f" {family} ") == family


def test_accents_are_composed():
    assert squash("cafe\u0301") == "caf\u00e9"


@given(st.text())
def test_squashing_twice_is_squashing_once(text):
    assert squash(squash(text)) == squash(text)


def test_blocks_and_breaks_are_lines():
    assert text_of("<p>One</p><p>Two<br>three</p>four") == "One\nTwo\nthree\nfour"


def test_line_breaks_of_the_source_are_spaces():
    assert text_of("<p>One\n  two</p>\n\n<p>three</p>") == "One two\nthree"


def test_an_empty_line_between_two_breaks_stays():
    assert text_of("<p>One<br><br>two<br><br><br><br>three</p>") == "One\n\ntwo\n\nthree"


@pytest.mark.parametrize(
    "silent",
    [
        "<script>x</script>",
        "<style>x</style>",
        "<noscript>x</noscript>",
        "<svg><metadata>Created by potrace</metadata><title>dots</title></svg>",
        "<!-- x -->",
        "<template>x</template>",
        "<textarea>x</textarea>",
    ],
)
def test_what_nobody_reads_is_no_text_but_what_follows_is(silent):
    assert text_of(f"<p>One {silent}two</p>") == "One two"


def test_an_element_nested_beyond_any_stack_is_read():
    deep = lxml.html.fragment_fromstring("<div>bottom</div>")
    for _ in range(3000):
        up = lxml.html.Element("div")
        up.append(deep)
        deep = up

    assert element_text(deep) == "bottom"


def test_of_all_spaces_only_the_usual_one_is_printable():
    spaces = [char for char in map(chr, range(0x110000)) if char.isspace()]

    assert [char for char in spaces if char.isprintable()] == [" "]


@given(st.text(alphabet=" a\u00e9\n\t\u00a0\u2009\u200b"))
def test_what_is_squashed_has_single_spaces_between_words(text):
    assert squash(text) == " ".join(text.replace("\u200b", "").split())
