from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HTMLParser, fragment_fromstring

from boredcrawl.cleaning.boilerplate import GENERIC_RULES, Rule, Stripper, strip
from boredcrawl.cleaning.text import element_text

RULES = (
    *GENERIC_RULES,
    Rule(name="ad", select="div.ad, #banner, [data-slot]"),
    Rule(name="ad label", phrase="ADVERTISEMENT|Advertisement"),
    Rule(name="labels", phrase="Highlights|Poll Question|POST|Report|Share on Facebook"),
    Rule(name="related", phrase="RELATED:|You May Also Like:", links=0.8),
    Rule(name="button text", phrase=r"Load More Replies\.\.\.", comments=True),
    Rule(name="aside", select="aside, form", spare=0.5),
    Rule(name="marked", xpath=".//*[@data-role='promo']"),
)


def kept(html: str) -> str:
    root = fragment_fromstring(html, create_parent="div")
    strip(root, RULES)
    return element_text(root)


@pytest.mark.parametrize(
    "html",
    [
        "<p>ADVERTISEMENT</p>",
        "<div><span>Adver</span><b>tisement</b></div>",
        "<div>\n  ADVERTISEMENT\u00a0\n</div>",
        "<div class='big ad x'>Buy <p>now</p></div>",
        "<section id='banner'>Buy</section>",
        "<p data-slot=''>Buy</p>",
        "<p data-role='promo'>Buy</p>",
        "<button>Share</button>",
        "<script>var x</script>",
        "<svg><metadata>Created by a tool</metadata></svg>",
        "<ul><li>Poll Question</li></ul>",
        "<div><a href='#'>Share on Facebook</a></div>",
    ],
)
def test_what_a_rule_names_goes_and_the_text_around_it_stays(html):
    before = "What stood before it, of some length."

    assert kept(f"<p>{before}</p>{html}After.") == f"{before}\nAfter."


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Highlights of the trip</h2>",
        "<p>It was a poll question like any other.</p>",
        "<p>The advertisement was painted on a wall.</p>",
        "<p>An <b>ADVERTISEMENT</b> is a promise.</p>",
        "<h3>RELATED: siblings who look alike</h3>",
        "<p>Please POST <i>it</i>.</p>",
        "<p>The Report, <a href='/r'>Report</a></p>",
        "<div class='adventure'>Up the hill.</div>",
    ],
)
def test_text_that_merely_contains_a_phrase_stays(html):
    assert kept(html) == element_text(fragment_fromstring(html, create_parent="div"))


def test_a_line_between_breaks_goes_alone():
    assert kept("<p>One<br>ADVERTISEMENT<br>Two</p>") in {"One\n\nTwo", "One\nTwo"}


def test_text_after_a_removed_element_is_never_lost():
    html = "<p>A<span class='x'> long </span><script>x</script>story<svg></svg> of cats</p>"

    assert kept(html) == "A long story of cats"


def test_comments_and_instructions_in_the_markup_do_not_split_a_line():
    assert kept("<div>ADVERTISE<!-- -->MENT</div><p>Text.</p>") == "Text."


def test_the_list_a_label_announces_goes_with_it():
    links = "<ul><li><a href='/a'>One</a></li></ul>"
    html = f"<p>Text.</p><div><span>RELATED:</span></div>{links}<p>More.</p>"

    assert kept(html) == "Text.\nMore."


@pytest.mark.parametrize(
    "after",
    [
        "<ul></ul><div class='picture'><a href='/p'>Open</a></div>",
        "<ul><p>The article goes on in the list, which never closes.</p></ul>",
        "<div><img src='/cat.jpg'><a href='/p'>Open</a></div>",
        "<p><a href='/p'>A paragraph that is a link</a></p>",
        "And text.<ul><li><a href='/a'>One</a></li></ul>",
    ],
)
def test_what_follows_a_label_but_is_no_list_of_links_stays(after):
    html = f"<div><div><span>RELATED:</span></div>{after}</div>"
    root = fragment_fromstring(html)
    before = element_text(fragment_fromstring(f"<div>{after}</div>"))
    strip(root, RULES)

    assert element_text(root) == before
    assert len(list(root.iter("img"))) == html.count("<img")


def test_a_form_around_the_whole_article_is_not_dropped():
    story = "A story long enough to be the article itself. " * 3

    assert (
        kept(f"<form><p>{story}</p><input value='x'></form><aside>Beside.</aside>") == story.strip()
    )


def test_a_button_that_holds_a_picture_of_the_article_stays():
    root = fragment_fromstring("<div>Some text<button><img src='/uploads/cat.jpg'></button></div>")
    strip(root, RULES)

    assert len(list(root.iter("img"))) == 1


def test_each_rule_counts_what_it_took():
    root = fragment_fromstring(
        "<div><p>ADVERTISEMENT</p><p>Advertisement</p><div class='ad'></div><p>Text.</p></div>"
    )

    assert strip(root, RULES) == {"ad label": 2, "ad": 1}


def test_a_phrase_leaves_comments_alone_unless_it_is_meant_for_them():
    root = fragment_fromstring("<div><p>Report</p><p>Load More Replies...</p><svg></svg></div>")
    Stripper.of(RULES).strip(root, is_comment=True)

    assert element_text(root) == "Report"


def test_the_root_itself_is_never_dropped():
    root = fragment_fromstring("<aside><p>Text.</p></aside>")
    strip(root, RULES)

    assert element_text(root) == "Text."


def test_css_beyond_simple_selectors_is_refused():
    with pytest.raises(ValueError, match="not a simple selector"):
        Stripper((Rule(name="x", select="div > p"),))


WORDS = st.text("abcdefg ", min_size=1, max_size=12).filter(str.strip)
INLINE = st.recursive(
    WORDS,
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(["b", "i", "span", "a", "p", "div"]), inner
    ),
    max_leaves=4,
)


@given(
    parts=st.lists(
        st.one_of(INLINE, st.sampled_from(["<p>POST</p>", "<script>x</script>", "<br>"]))
    )
)
def test_no_word_of_the_text_is_lost_whatever_stands_beside_it(parts):
    html = "".join(parts)
    root = fragment_fromstring(html, create_parent="div")
    strip(root, RULES)
    wanted = "".join(p for p in parts if p not in {"<p>POST</p>", "<script>x</script>", "<br>"})
    expected = fragment_fromstring(wanted, create_parent="div").text_content()

    assert "".join(root.text_content().split()) == "".join(expected.split())


@given(st.integers(200, 2000))
def test_pages_nested_thousands_deep_are_read(depth):
    html = "<div>" * depth + "ADVERTISEMENT<p>Deep.</p>" + "</div>" * depth
    root = fragment_fromstring(html, parser=HTMLParser(huge_tree=True))
    strip(root, RULES)

    assert root.text_content() == "Deep."
