"""Threads read by structure, in forms of markup that no site's rules describe."""

import pytest
from lxml.html import document_fromstring

from boredcrawl.cleaning.text import element_text
from boredcrawl.pages.comments import find_discussion, read_thread

BASE = "https://example.org/a-story/"


def read(html):
    root = document_fromstring(f"<body><h1>A story</h1><p>2 days ago</p>{html}</body>")
    return read_thread(root, BASE)


def shape(comments):
    """Write each comment as its text with the text of what it answers."""
    texts = [None if c.body is None else element_text(c.body) for c in comments]
    return [
        (text, None if c.parent is None else texts[c.parent])
        for text, c in zip(texts, comments, strict=True)
    ]


def one(text, *, inner="", after="", attributes=""):
    return (
        f'<div class="c" {attributes}><div><a href="/user/{text}/">{text} Doe</a>'
        f"<span>3 hours ago</span></div><div><p>{text}</p></div>"
        f"<div><button>Reply</button></div>{inner}</div>{after}"
    )


NESTED = [("A", None), ("B", "A"), ("C", "B"), ("D", "A"), ("E", None)]

C_BESIDE = f"<div>{one('C')}</div>"
B_BESIDE = f"<div>{one('B', after=C_BESIDE)}{one('D')}</div>"
B_LISTED = f"<li>{one('B')}<ul><li>{one('C')}</li></ul></li>"
A_LISTED = f"<li>{one('A')}<ul>{B_LISTED}<li>{one('D')}</li></ul></li>"

WAYS = {
    "inside": one("A", inner=one("B", inner=one("C")) + one("D")) + one("E"),
    "inside a list": f"<ul>{A_LISTED}<li>{one('E')}</li></ul>",
    "beside": one("A", after=B_BESIDE) + one("E"),
    "by depth": "".join(
        one(text, attributes=f'class="comment depth-{depth}"')
        for text, depth in zip("ABCDE", (1, 2, 3, 2, 1), strict=True)
    ).replace('class="c" ', ""),
    "by a number": "".join(
        one(text, attributes=f'data-level="{level}"')
        for text, level in zip("ABCDE", (0, 1, 2, 1, 0), strict=True)
    ),
    "by margin": "".join(
        one(text, attributes=f'style="margin-left: {px}px"')
        for text, px in zip("ABCDE", (0, 20, 40, 20, 0), strict=True)
    ),
    "by parent": "".join(
        one(text, attributes=f'id="comment-{number}" data-parent-id="{parent}"')
        for text, number, parent in zip("ABCDE", range(71, 76), (0, 71, 72, 71, 0), strict=True)
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_who_answers_whom_is_told_in_many_ways(way):
    assert shape(read(f'<div id="comments">{WAYS[way]}</div>')) == NESTED


def test_each_part_of_a_comment_is_told_from_the_others():
    (comment,) = read(
        '<div id="comments"><div><img alt="otter avatar"><div><b class="author">Otter</b> '
        "<i>Moderator</i> <small>• about 2 hours ago (edited)</small></div>"
        '<div><p>First.</p><p>Second <a href="/x">link</a>.</p></div>'
        "<div><span>12 points</span> <a>Reply</a> <a>Report</a></div></div></div>"
    )

    assert (comment.commenter.name, comment.commenter.role) == ("Otter", "Moderator")
    assert comment.posted_raw == "about 2 hours ago (edited)"
    assert comment.is_edited
    assert comment.score == 12
    assert element_text(comment.body) == "First.\nSecond link."


def test_the_articles_own_time_and_text_are_no_comment():
    byline = "<div><a href='/author/ann/'>Ann</a><span>Nov 20, 2026</span></div>"
    article = f"<article><h1>A story</h1>{byline}<div><p>Once.</p><p>Twice.</p></div></article>"
    root = document_fromstring(f"<body><main>{article}{WAYS['inside']}</main></body>")

    assert shape(read_thread(root, BASE)) == NESTED


def test_a_first_comment_without_words_is_one_though_the_headline_stands_beside_it():
    silent = one("A").replace("<p>A</p>", "")
    root = document_fromstring(f"<body><main><h1>A story</h1>{silent}{one('B')}</main></body>")

    assert [c.commenter.name for c in read_thread(root, BASE)] == ["A Doe", "B Doe"]


def test_a_definition_list_is_a_thread_too():
    html = "".join(
        f'<dt><a href="/user/{n}/">{n}</a> <span>Jan {n}, 2014 at 10:2{n} am</span></dt>'
        f"<dd>Text {n}</dd>"
        for n in (1, 2, 3)
    )

    assert shape(read(f'<dl class="comments">{html}</dl>')) == [
        ("Text 1", None),
        ("Text 2", None),
        ("Text 3", None),
    ]


def test_hidden_comments_of_a_thread_are_no_answers_to_the_last_visible_one():
    hidden = f'<div class="more-comments" style="display:none">{one("B")}{one("C")}</div>'

    assert shape(read(f'<div id="comments">{one("A")}{hidden}</div>')) == [
        ("A", None),
        ("B", None),
        ("C", None),
    ]


def test_a_second_copy_in_other_markup_is_given_as_printed():
    copy = f'<section><div class="phone"><div>{one("A")}{one("B")}</div></div></section>'
    comments = read(f'<div id="comments">{one("A")}{one("B")}</div>{copy}')

    assert [text for text, _ in shape(comments)] == ["A", "B", "A", "B"]
    assert all(comment.parent is None for comment in comments)


def test_comments_of_list_items_know_their_item():
    root = document_fromstring(
        f'<div><div id="i1"><h2>#1</h2>{one("A", inner=one("B"))}</div>'
        f'<div id="i2"><h2>#2</h2>{one("C")}</div><div id="comments">{one("D")}</div></div>'
    )
    items = {root.get_element_by_id("i1"): 0, root.get_element_by_id("i2"): 1}

    assert [c.list_item for c in read_thread(root, BASE, items)] == [0, 0, 1, None]


@pytest.mark.parametrize(
    "attributes", ['id="comment-{}"', 'data-comment-id="{}"', 'data-id="{}"', 'id="div-c{}"']
)
def test_the_sites_numbers_are_found_in_attributes(attributes):
    html = one("A", attributes=attributes.format(501)) + one("B", attributes=attributes.format(502))

    assert [c.site_comment_id for c in read(f'<div id="comments">{html}</div>')] == ["501", "502"]


def test_the_sites_numbers_are_found_in_permalinks():
    html = "".join(
        one(t).replace("3 hours ago", f'<a href="?comment_id={n}">3 hours ago</a>')
        for t, n in (("A", 7), ("B", 8))
    )

    assert [c.site_comment_id for c in read(f'<div id="comments">{html}</div>')] == ["7", "8"]


def test_a_number_that_all_comments_share_is_the_articles():
    html = one("A", attributes='data-id="9"') + one("B", attributes='data-id="9"')

    assert [c.site_comment_id for c in read(f'<div id="comments">{html}</div>')] == [None, None]


@pytest.mark.parametrize(
    "html",
    [
        # the article's own byline and date
        '<div><a href="/author/x/">Xe</a> <time>5 hours ago</time></div><p>Once.</p>',
        # a post of another platform
        "<blockquote><p>So true</p>— Ann (@ann) <a href='#'>March 4, 2021</a></blockquote>",
        # teasers of other articles
        (
            '<div class="related"><h3><a href="/b/">B</a></h3><a href="/author/x/">Xe</a>'
            "<span>2 days ago</span><p>Something else happened.</p></div>"
        ),
    ],
)
def test_what_has_a_name_a_time_and_a_text_need_not_be_a_comment(html):
    assert read(html) == ()


def test_the_elements_of_a_discussion_hold_nothing_else():
    root = document_fromstring(
        f'<article><p id="text">Words.</p>{one("A", inner=one("B"))}{one("C")}</article>'
    )
    elements = find_discussion(root, BASE).elements

    assert [sum(1 for _ in el.iter("p")) for el in elements] == [2, 1]


def test_a_long_and_deep_thread_is_read_whole():
    html = "".join(one(str(n)) for n in range(1000)) + "".join(
        f'<div class="c"><div><a href="/user/{n}/">N{n}</a><span>1 day ago</span></div>'
        f"<p>deep {n}</p>"
        for n in range(200)
    )
    comments = read(f'<div id="comments">{html}</div>')

    assert len(comments) == 1200
    assert comments[-1].parent == 1198
