from __future__ import annotations

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boredcrawl.cleaning.text import element_text
from boredcrawl.pages.prose import read_body

HOST = "www.example.com"
STORY = [
    f"On day {n} the keeper of the lamp walked down to the harbour, counted the boats that had"
    f" come home, and wrote the number into the book that lay beside the door."
    for n in range(1, 8)
]
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
TEASER = "<p>A short word about another story that waits elsewhere on this site for you.</p>"


def body_of(html, known=""):
    return read_body(lxml.html.document_fromstring(html), known, HOST)


def lines_of(html, known=""):
    body = body_of(html, known)
    for caption in list(body.iter("figcaption")):
        caption.drop_tree()
    return [line for line in element_text(body).split("\n") if line]


FRAMES = {
    "paragraphs in a div": "<div>{text}</div>",
    "an article element": "<article>{text}</article>",
    "microdata": '<div itemprop="articleBody">{text}</div><div>{teasers}</div>',
    "a named body among teasers": '<div><div class="entry-content">{text}</div>{teasers}</div>',
    "a layout of tables": "<table><tr><td><a href='/'>Home</a></td><td>{text}</td></tr></table>",
    "a wrapper named after its sidebar": '<div class="has-sidebar content-sidebar">{text}</div>',
    "classes of WordPress": '<article class="post tag-donations category-related">{text}</article>',
    "paragraphs behind a wall": '<div class="paywall">{text}</div>',
    "a main beside a menu": "<nav><ul><li>Home and some more words to read</li></ul></nav>"
    "<main>{text}</main><footer><p>About this site, and how it came to be here.</p></footer>",
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_the_text_is_found_in_any_frame(frame):
    html = f"<html><body><h1>The lamp</h1>{frame}</body></html>"

    assert lines_of(html.format(text=TEXT, teasers=TEASER * 5)) == STORY


def test_paragraphs_may_be_divs_and_line_breaks():
    divs = "".join(f"<div class='x{n}'>{p}</div>" for n, p in enumerate(STORY))
    broken = "<div>" + "<br><br>".join(STORY) + "</div>"

    assert lines_of(f"<body><section>{divs}</section></body>") == STORY
    assert lines_of(f"<body><section>{broken}</section></body>") == STORY


BESIDE = {
    "comments": '<div id="comments"><p>{x}</p><p>{x}</p></div>',
    "a comment list": '<ol class="comment-list"><li><p>{x}</p></li></ol>',
    "related stories": '<div class="related-posts"><p>{x}</p></div>',
    "a newsletter": '<section class="newsletterSignup"><p>{x}</p></section>',
    "an author box": '<div class="author-bio"><p>{x}</p></div>',
    "an aside": "<aside><p>{x}</p></aside>",
    "a form": "<form><p>{x}</p></form>",
    "a footer": "<footer><p>{x}</p></footer>",
    "a hidden notice": '<div style="display: none"><p>{x}</p></div>',
    "a dialog": '<div role="dialog"><p>{x}</p></div>',
    "share buttons": '<ul class="share-buttons"><li>{x}</li></ul>',
    "a list of links": '<ul><li><a href="/a/">{x}</a></li><li><a href="/b/">{x}</a></li></ul>',
    "a line that is a link": '<p><a href="/a/">{x}</a></p>',
    "a card": '<div><h3><a href="/a/">Another story of lamps</a></h3><p>{x}</p></div>',
    "a caption": '<p class="wp-caption-text">{x}</p>',
    "a script": "<script>{x}</script>",
}
OTHER = "Words that are not part of the story but stand beside it on the page."


@pytest.mark.parametrize("box", BESIDE.values(), ids=BESIDE)
@pytest.mark.parametrize("place", [0, 3, len(STORY)])
def test_what_stands_beside_the_story_stays_out(box, place):
    paragraphs = [f"<p>{p}</p>" for p in STORY]
    paragraphs.insert(place, box.format(x=OTHER))

    assert lines_of(f"<body><div>{''.join(paragraphs)}</div></body>") == STORY


KEPT = {
    "a paragraph on related things": "<p>Related lamps stand in three harbours of the bay.</p>",
    "a heading": "<h2>Share of the harvest</h2>",
    "a paragraph with a link": '<p>They say <a href="/lamp/">this lamp</a> is older than it.</p>',
    "a list": "<ul><li>One lamp of brass</li><li>Two of clay</li></ul>",
    "a product with a link": '<h3><a href="https://shop.example/lamp">A lamp of brass</a></h3>',
    "a table": "<table><tr class='player-1'><td>Ann</td><td>12</td></tr></table>",
    "a quote": "<blockquote>Nothing burns like a lamp at sea.</blockquote>",
}


@pytest.mark.parametrize("part", KEPT.values(), ids=KEPT)
def test_what_belongs_to_the_story_stays(part):
    paragraphs = [f"<p>{p}</p>" for p in STORY]
    paragraphs.insert(3, part)
    inner = lxml.html.fragment_fromstring(part, create_parent="div")
    wanted = [line for line in element_text(inner).split("\n") if line]

    assert lines_of(f"<body><div>{''.join(paragraphs)}</div></body>") == [
        *STORY[:3],
        *wanted,
        *STORY[3:],
    ]


def test_the_headline_and_the_byline_are_no_text():
    html = (
        "<body><article><h1>The lamp</h1><div><span>By Ann Lee</span><time>March 5, 2024</time>"
        f"</div><p>5 min read</p>{TEXT}</article></body>"
    )

    assert lines_of(html) == STORY


def test_the_line_between_headline_and_text_is_part_of_the_story():
    stand = "A keeper, a book and seven days that nobody in the harbour will forget."
    html = f"<body><header><h1>The lamp</h1><p>{stand}</p></header><div>{TEXT}</div></body>"

    assert lines_of(html) == [stand, *STORY]


def test_a_story_told_in_parts_is_read_whole():
    parts = "".join(
        f'<div class="article-body"><p>{a}</p><p>{b}</p></div><div class="ad-slot">Buy</div>'
        for a, b in zip(STORY[::2], STORY[1::2], strict=False)
    )

    assert lines_of(f"<body><h1>The lamp</h1><div>{parts}</div></body>") == STORY[:6]


def test_of_two_stories_the_one_the_structured_data_tells_is_read():
    other = "".join(f"<p>{p.replace('lamp', 'mill')}</p>" for p in STORY)
    html = f"<body><div>{other}</div><div>{TEXT}</div></body>"

    assert lines_of(html, known=" ".join(STORY)) == STORY


def test_a_long_thread_does_not_outvote_a_short_story():
    thread = "".join(f'<li class="comment"><p>{OTHER * 4}</p></li>' for _ in range(50))
    html = f'<body><div><p>{STORY[0]}</p></div><div id="comments"><ul>{thread}</ul></div></body>'

    assert lines_of(html) == [STORY[0]]


def test_pictures_stay_where_they_are_with_their_captions():
    figure = "<figure><img src='/lamp.jpg'><figcaption>The lamp</figcaption></figure>"
    body = body_of(f"<body><div><p>{STORY[0]}</p>{figure}<p>{STORY[1]}</p></div></body>")

    assert [el.tag for el in body.iter("p", "img", "figcaption")] == [
        "p",
        "img",
        "figcaption",
        "p",
    ]


def test_the_document_itself_is_left_alone():
    tree = lxml.html.document_fromstring(f"<body><div><h1>The lamp</h1>{TEXT}</div></body>")
    before = lxml.html.tostring(tree)
    read_body(tree, "", HOST)

    assert lxml.html.tostring(tree) == before


def test_a_page_without_text_has_no_body():
    assert body_of("<body><p>ok</p><img src='x.jpg'></body>") is None


MARKUP = st.sampled_from(
    (
        *("<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "<article>", "</article>", "<ul><li>"),
        *("</ul>", "<table><tr><td>", "</table>", "<span>", "</span>", "<a href='/x/'>", "</a>"),
        *('<div class="comments">', '<div class="article-body">', '<div hidden class="caption">'),
        *("<h3><a href='/y/'>Story</a></h3>", "<figure>", "</figure>", "<!-- x -->", "<br>"),
        *("<svg><title>x</title></svg>", "<aside>", "</aside>", "<img src=x>", "</body>"),
        *STORY[:3],
        *("By Ann Lee", "March 5, 2024", "Related:"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(MARKUP, max_size=40))
def test_no_markup_makes_reading_fail(parts):
    body = body_of("<html><body>" + "".join(parts) + "</body></html>")

    assert body is None or element_text(body) is not None
