from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HTMLParser, fragment_fromstring

from boredcrawl.cleaning.body import (
    Block,
    blocks_html,
    blocks_text,
    read_blocks,
    read_marked,
    sanitised,
)

BASE = "https://site.example/a-story/"


def blocks(html: str) -> list[Block]:
    return read_blocks(fragment_fromstring(html, create_parent="div"), BASE)


def said(html: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks(html)]


def only(html: str) -> Block:
    found = blocks(html)

    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    "html",
    [
        "<p>One.</p><p>Two.</p>",
        "<div>One.</div><div>Two.</div>",
        "One.<br><br>Two.",
        "One.<br> <br/>\n<br>Two.",
        "<div>One.<p>Two.</p></div>",
        "<div><p>One.</p>Two.</div>",
        "<section><span>One.</span></section>Two.",
        "<b>One.<br><br>Two.</b>",
        "<!-- x -->One.<div><!-- y -->Two.</div>",
    ],
)
def test_paragraphs_are_found_however_they_are_written(html):
    assert said(html) == [("paragraph", "One."), ("paragraph", "Two.")]


def test_a_single_break_is_a_line_break():
    block = only("<p>One<br>two <br> three</p>")

    assert block.text == "One\ntwo\nthree"
    assert block.html == "One<br>two<br>three"


def test_inline_markup_is_kept_and_made_semantic():
    block = only("<p>A <b>bold</b> <i>word</i>, a <a href='/l?a=1&b=2' onclick='x()'>link</a>.</p>")

    assert block.text == "A bold word, a link."
    assert block.html == (
        "A <strong>bold</strong> <em>word</em>, a "
        '<a href="https://site.example/l?a=1&amp;b=2">link</a>.'
    )


def test_markup_open_across_a_paragraph_break_goes_on():
    first, second = blocks("<em>One<br><br>two</em>")

    assert (first.html, second.html) == ("<em>One</em>", "<em>two</em>")


def test_links_that_lead_nowhere_are_only_words():
    assert only("<p><a href='javascript:x()'>a</a> <a href='#b'>b</a></p>").html == "a b"


def test_headings_lists_quotes_tables_and_code_are_themselves():
    assert said(
        "<h2>Cats</h2><ul><li>One</li><li>Two <b>bold</b></li></ul>"
        "<blockquote><p>Said.</p><p>Done.</p></blockquote>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
        "<pre>x = 1\n  y</pre><hr><p>End.</p>"
    ) == [
        ("heading", "Cats"),
        ("list", "One\nTwo bold"),
        ("quote", "Said.\n\nDone."),
        ("table", "A | B\n1 | 2"),
        ("code", "x = 1\n  y"),
        ("separator", ""),
        ("paragraph", "End."),
    ]


def test_a_list_that_swallows_the_article_is_read_through():
    html = "<ul><li><h3>Cats</h3><p>One.</p></li><li><img src='/c.jpg'></li><p>Two.</p></ul>"

    assert said(html) == [
        ("heading", "Cats"),
        ("paragraph", "One."),
        ("image", ""),
        ("paragraph", "Two."),
    ]


def test_a_table_of_one_column_is_a_box():
    assert said("<table><tr><td><p>One.</p></td></tr></table>") == [("paragraph", "One.")]


@pytest.mark.parametrize(
    ("html", "credit", "url", "caption"),
    [
        ("<p>Image credits: Ann Lee</p>", "Ann Lee", None, None),
        (
            "<p>Image credits: <a href='/ann'>Ann Lee</a></p>",
            "Ann Lee",
            "https://site.example/ann",
            None,
        ),
        (
            "<p><small><em>Image credits: Ann/Envato (not the actual photo)</em></small></p>",
            "Ann/Envato",
            None,
            None,
        ),
        ("<span class='credit'>Ann Lee</span>", "Ann Lee", None, None),
        ("<p>Photo: Ann Lee</p>", "Ann Lee", None, None),
        ("<p>© Ann Lee</p>", "Ann Lee", None, None),
        ("<p class='wp-caption-text'>A cat.</p>", None, None, "A cat."),
        ("<p class='wp-caption-text'>A cat.</p><p>Image credits: Ann</p>", "Ann", None, "A cat."),
        ("<p>Image credits: Ann</p><p class='wp-caption-text'>A cat.</p>", "Ann", None, "A cat."),
        (
            "<p><a href='https://x.example/ann'>ann</a> <a href='#'>Report</a></p>",
            "ann",
            "https://x.example/ann",
            None,
        ),
        ("<p>ann , x.example <a>Report</a></p>", "ann , x.example", None, None),
    ],
)
def test_what_stands_below_a_picture_is_its_credit_or_caption(html, credit, url, caption):
    image = only(f"<p><img src='/c.jpg'></p>{html}").image

    assert image is not None
    assert (image.credit, image.credit_url, image.caption) == (credit, url, caption)


def test_a_figure_has_its_caption_and_its_credit():
    image = only(
        "<figure><img src='/c.jpg' alt=' A  cat '><figcaption><span class='caption'>Purring.</span>"
        " <span class='credits'>Image credits: <a href='/ann'>Ann</a></span></figcaption></figure>"
    ).image

    assert image is not None
    assert (image.alt, image.caption, image.credit) == ("A cat", "Purring.", "Ann")
    assert image.credit_url == "https://site.example/ann"


def test_a_caption_may_stand_above_its_picture():
    image = only("<figure><figcaption>Purring.</figcaption><img src='/c.jpg'></figure>").image

    assert image is not None
    assert image.caption == "Purring."


def test_a_credit_reaches_over_text_but_not_over_a_heading():
    found = blocks(
        "<img src='/a.jpg'><p>Text.</p><p>Image credits: Ann</p>"
        "<h2>B</h2><p>Image credits: Bo</p><h2>C</h2><img src='/c.jpg'>"
    )
    named = [block.image.credit for block in found if block.image is not None]

    assert named == ["Ann", None]


def test_a_sentence_about_credits_is_text():
    html = "<img src='/c.jpg'><p>She asked for photo credit: he laughed at her for a week.</p>"

    assert said("<p>x</p>" + html.replace("<img src='/c.jpg'>", ""))[1][0] == "paragraph"


def test_a_picture_shown_twice_in_a_row_is_one():
    html = (
        "<img src='data:image/gif;base64,R0' data-src='/c__700.jpg'>"
        "<noscript><img src='/c.jpg' alt='A cat'></noscript><img src='/c__700.jpg'>"
    )
    image = only(html).image

    assert image is not None
    assert (image.url, image.alt) == ("https://site.example/c__700.jpg", "A cat")


def test_a_picture_only_in_noscript_is_read():
    image = only("<img src='/blank.gif'><noscript><img src='/c.jpg'></noscript>").image

    assert image is not None
    assert image.url == "https://site.example/c.jpg"


def test_a_linked_picture_file_is_the_full_size():
    image = only("<a href='/up/cat.jpg'><img src='/up/cat-300x200.jpg'></a>").image

    assert image is not None
    assert image.url == "https://site.example/up/cat-300x200.jpg"
    assert image.original_url == "https://site.example/up/cat.jpg"


def test_an_emoji_picture_is_its_character():
    html = "<p>Good <img class='emoji' alt='😀' src='https://s.example/emoji/1.svg'>!</p>"

    assert said(html) == [("paragraph", "Good 😀!")]


def test_scripts_styles_and_icons_are_not_read():
    assert said("<p>One<script>x</script><svg><title>t</title></svg> two</p><style>y</style>") == [
        ("paragraph", "One two")
    ]


def test_the_html_is_sanitised_and_whole():
    html = blocks_html(
        blocks(
            "<h2>A &lt;b&gt;</h2><p>One <b>two</b><br>three</p><img src='/c.jpg' alt='\"x\"'>"
            "<p>Image credits: <a href='/ann'>Ann</a></p><ol><li>a</li></ol>"
            "<iframe src='https://www.youtube.com/embed/x'></iframe>"
        )
    )

    assert html == (
        "<h2>A &lt;b&gt;</h2>\n<p>One <strong>two</strong><br>three</p>\n"
        '<figure><img src="https://site.example/c.jpg" alt="&quot;x&quot;"><figcaption><cite>'
        '<a href="https://site.example/ann" rel="noopener noreferrer nofollow">Ann</a></cite>'
        "</figcaption></figure>\n<ol><li>a</li></ol>\n"
        '<figure data-embed="youtube"><a href="https://www.youtube.com/embed/x"'
        ' rel="noopener noreferrer nofollow">youtube</a></figure>'
    )


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<ul>First <li>one</li><li></li> then<!-- c --> last</ul>", ["First", "one", "then last"]),
        ("<ul>x<li></li></ul>", ["x"]),
        (
            "<table><caption>Cats</caption><tr><td>a</td><td>b</td></tr></table>",
            ["Cats", "a | b"],
        ),
        ("<table><tr>x<td>a</td><td>b</td></tr></table>", ["x", "a", "b"]),
    ],
)
def test_words_between_the_items_of_a_list_or_table_are_kept(html, texts):
    body = fragment_fromstring(html, create_parent="div")

    assert [block.text for block in read_blocks(body, BASE)] == texts


def test_marked_elements_are_told_apart():
    body = fragment_fromstring(
        "<div><p>Intro.</p><ul><li id='a'><p>One.</p></li><li id='b'>Two.</li></ul>End.</div>"
    )
    a, b = body.iter("li")
    found, spans = read_marked(body, BASE, [a, b])

    assert [block.text for block in found] == ["Intro.", "One.", "Two.", "End."]
    assert [found[spans[el]][0].text for el in (a, b)] == ["One.", "Two."]


TAGS = ("p", "div", "b", "a", "span", "ul", "li", "blockquote", "table", "td", "figure", "h2")
LEAVES = st.one_of(
    st.text("ab <>&\"'é\u00a0😀", max_size=8).map(lambda t: t.replace("<", "&lt;")),
    st.sampled_from(["<br>", "<img src='/c.jpg'>", "<hr>", "<!-- c -->", "<iframe></iframe>"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} href='/x\"y'>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=3),
    ),
    max_leaves=20,
)


@given(TREES)
def test_every_word_is_read_once_and_the_html_says_the_same(html):
    root = fragment_fromstring(html, create_parent="div")
    wanted = "".join(root.text_content().split())
    found = read_blocks(root, BASE)
    text = "".join(blocks_text(found).replace(" | ", "").split())

    assert text == wanted
    written = fragment_fromstring(blocks_html(found), create_parent="div")
    assert "".join(written.text_content().split()) == wanted


@given(TREES)
def test_a_sanitiser_finds_nothing_to_remove_from_what_is_written(html):
    found = read_blocks(fragment_fromstring(html, create_parent="div"), BASE)
    written = blocks_html(found)

    assert sanitised([written], are_ours=False) == [written]


@given(st.lists(TREES, max_size=4))
def test_pieces_sanitised_together_are_as_if_sanitised_alone(pieces):
    alone = [sanitised([piece], are_ours=False)[0] for piece in pieces]

    assert sanitised(pieces, are_ours=False) == alone


@given(st.integers(100, 2000))
def test_quotes_nested_thousands_deep_are_read(depth):
    html = "<blockquote>" * depth + "Deep." + "</blockquote>" * depth
    root = fragment_fromstring(html, parser=HTMLParser(huge_tree=True))

    assert blocks_text(read_blocks(root, BASE)) == "Deep."
