"""Threads of pages no card describes: blogs and forums, read by what is built alike."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.threads import thread
from boredcrawl.pages.more import WholeThread
from boredcrawl.sites.generic import Generic

PAGES = Path(__file__).parent / "threads"
EXPECTED = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))
SEEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


def article_of(html, url="https://farm.example.org/a-page"):
    response = HtmlResponse(url, body=html.encode(), headers={"Content-Type": "text/html"})
    site = Generic(url)
    article = site.page_for(response, SEEN).to_item()
    strip_boilerplate(article, site.boilerplate)
    normalise(article)
    thread(article)
    return article


def written(name):
    return (PAGES / f"{name}.html").read_text(encoding="utf-8")


def told(article):
    every = article.comments
    return [
        [
            one.site_comment_id,
            None if one.parent is None else every[one.parent].site_comment_id,
            one.commenter.name,
            one.commenter.url,
            one.posted_raw,
            one.score,
            squash(one.text),
        ]
        for one in every
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_thread_is_read_whoever_printed_it(name):
    assert told(article_of(written(name))) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_no_comment_stands_in_the_body(name):
    article = article_of(written(name))

    assert not [c.text for c in article.comments if c.text and c.text in article.body_text]


def test_the_text_above_a_thread_is_the_body():
    article = article_of(written("wordpress-classic"))

    assert article.body_text.startswith("The old roof let in the rain, and the hens")
    assert article.body_text.endswith("since the autumn.")


def test_what_is_said_to_programs_dates_a_comment():
    article = article_of(written("wordpress-block"))

    assert article.comments[0].posted_at == datetime(2025, 1, 10, 6, 30, tzinfo=UTC)


def post(number, name, text, *, attributes="", when="vor {} Stunden", tag="div"):
    return (
        f'<{tag} {attributes.format(number)}><p><b class="poster">{name}</b>'
        f" <i>{when.format(number)}</i></p><div><p>{text}</p></div></{tag}>"
    )


TALK = (("Mia", "The first of us all."), ("Jo", "And the second one."), ("Ada", "Me too, third."))


@pytest.mark.parametrize(
    "attributes",
    ['id="comment-{}"', 'id="c_{}" class="reply"', 'class="comment" data-x="{}"', 'id="reply{}"'],
)
def test_blocks_need_only_be_called_alike(attributes):
    posts = "".join(
        post(n, name, text, attributes=attributes) for n, (name, text) in enumerate(TALK, 1)
    )
    article = article_of(f"<body><h1>A page</h1><main>{posts}</main></body>")

    assert [(c.commenter.name, c.text) for c in article.comments] == list(TALK)


@pytest.mark.parametrize(
    "words",
    [
        "vor {} Stunden",
        "il y a {} jours",
        "hace {} horas",
        "{} hours ago",
        "Heute, 1{}:30",
        "{}. Januar 2021 um 10:20",
        "Thu 2{}-Nov-19 11:07:27",
        "2019-10-0{} 16:59:52",
        "{} Juil 2018 03:22",
        "1{}:07, 2 May 2020",
    ],
)
def test_times_are_found_in_many_languages(words):
    posts = "".join(
        post(n, name, text, attributes='id="post{}"', when=words)
        for n, (name, text) in enumerate(TALK, 1)
    )
    article = article_of(f"<body><h1>A page</h1>{posts}</body>", "https://a.example/forum/3")

    assert [c.posted_raw for c in article.comments] == [words.format(n) for n in (1, 2, 3)]


def test_a_header_beside_its_post_belongs_to_it():
    rows = "".join(
        f'<tr id="m{n}"><td><a href="/u/{name}">{name}</a> <p>1{n}.11.2019, 13:47</p></td>'
        f"<td><b>About fences</b></td></tr><tr><td>{text}</td></tr><tr><td>"
        f'<a href="?answer={n}">Antworten</a></td></tr>'
        for n, (name, text) in enumerate(TALK, 1)
    )
    article = article_of(
        f"<body><h1>Fences</h1><table>{rows}</table></body>", "https://a.example/forum"
    )

    assert [(c.commenter.name, c.text) for c in article.comments] == list(TALK)


def test_levels_tell_who_answers_whom_in_a_flat_list():
    posts = "".join(
        post(n, name, text, attributes=f'id="comment-{{}}" class="comment depth-{depth}"')
        for n, ((name, text), depth) in enumerate(zip(TALK, (1, 2, 1), strict=True), 1)
    )
    article = article_of(f"<body><h1>A page</h1>{posts}</body>")

    assert [c.parent for c in article.comments] == [None, 0, None]


def test_one_comment_is_a_thread_where_its_number_says_so():
    one = post(7, "Mia", "Nobody else is here.", attributes='id="comment-{}"')

    assert [c.text for c in article_of(f"<body><h1>A page</h1>{one}</body>").comments] == [
        "Nobody else is here."
    ]


def teaser(number, *, attributes):
    return (
        f'<article {attributes.format(number)}><h3><a href="/other-{number}">Another story {number}'
        f'</a></h3><span class="author">Ann Lee</span> <time datetime="2024-03-0{number}">March '
        f"{number}, 2024</time><p>What happened next was a surprise to everybody.</p></article>"
    )


@pytest.mark.parametrize(
    "attributes", ['id="post-{}"', 'class="post comment-count-{}"', 'class="thread-{} discussion"']
)
def test_teasers_of_other_articles_are_no_thread(attributes):
    teasers = "".join(teaser(number, attributes=attributes) for number in range(1, 6))
    article = article_of(f"<body><h1>A page</h1><p>Text.</p>{teasers}</body>")

    assert article.comments == ()


def test_the_entries_of_a_live_report_are_no_thread():
    entries = "".join(
        f'<div id="entry-{n}" class="live-post"><time>1{n}:30</time><b class="author">Ann Lee</b>'
        f"<p>The {n}. train of the day has left the station, and nobody waved.</p></div>"
        for n in range(1, 6)
    )
    article = article_of(f"<body><h1>A live report</h1><main>{entries}</main></body>")

    assert article.comments == ()
    assert "nobody waved" in article.body_text


def test_advertisements_between_posts_are_none():
    posts = [
        post(n, name, text, attributes='id="post{}" class="post"')
        for n, (name, text) in enumerate(TALK * 2, 1)
    ]
    posts.insert(2, '<div id="post90" class="post"><b>Advertisement</b> <i>Heute, 10:00</i></div>')
    page = f"<body><h1>A page</h1>{''.join(posts)}</body>"
    article = article_of(page, "https://a.example/forum/3")

    assert [c.text for c in article.comments] == [text for _, text in TALK * 2]


def test_an_unclosed_element_does_not_make_a_reply_of_all_that_follows():
    posts = "".join(
        f'<div id="comment-{n}" class="comment depth-1"><p><b class="fn">{name}</b> <i>vor {n}'
        f" Stunden</i></p><div><p>{text}</p></div>"
        for n, (name, text) in enumerate(TALK, 1)
    )
    article = article_of(f"<body><h1>A page</h1>{posts}</body>")

    assert [c.depth for c in article.comments] == [0, 0, 0]


@pytest.mark.parametrize(
    ("first", "further"),
    [
        ("https://a.example/forum/goats.7/", "https://a.example/forum/goats.7/page-{}"),
        ("https://a.example/viewtopic.php?t=7", "https://a.example/viewtopic.php?t=7&start={}"),
        ("https://a.example/t/goats/7", "https://a.example/t/goats/7?page={}"),
        ("https://a.example/forum/showthread.php?7-Goats", "/forum/showthread.php?7-Goats/page{}"),
    ],
)
def test_the_pages_of_a_topic_are_one_thread(first, further):
    names = ("Mia", "Jo", "Ada", "Bo", "Cy", "Di")

    def page(number):
        posts = "".join(
            post(n, names[n], f"The goat ate fence {n}.", attributes='id="post-{}" class="post"')
            for n in (number * 2 - 2, number * 2 - 1)
        )
        onward = f'<a rel="next" href="{further.format(number + 1)}">Next</a>' if number < 3 else ""
        return (
            f"<html><body><h1>Goats</h1>{onward}<div>{posts}</div><nav>{onward}</nav></body></html>"
        )

    response = HtmlResponse(first, body=page(1).encode())
    read = Generic(first).page_for(response, SEEN)
    whole = WholeThread(read.tree, first)
    while call := whole.next_call():
        whole.take(call, page(int(call.address[-1])))
    fuller = Generic(first).page_for(response, SEEN)
    fuller.tree = read.tree

    assert [c.commenter.name for c in fuller.comments] == list(names)
    assert not whole.is_open


@pytest.mark.parametrize("onward", ["/story/hens/", "/story/goats/2/"])
def test_the_next_article_and_the_next_page_of_one_are_no_part_of_a_thread(onward):
    html = f'<html><body><h1>Goats</h1><p>A story.</p><a rel="next" href="{onward}">Next</a></body>'
    url = "https://a.example/story/goats/"
    whole = WholeThread(
        Generic(url).page_for(HtmlResponse(url, body=html.encode()), SEEN).tree, url
    )

    assert not whole.is_open


def test_the_first_words_of_numbered_comments_are_their_author_where_no_class_says_so():
    comments = "".join(
        f'<article id="comment-{n}"><div><ul><li>{name}</li><li><time>{n}/26 at 7:34 pm</time></li>'
        f"</ul></div><div><p>{text}</p></div></article>"
        for n, (name, text) in enumerate(TALK, 1)
    )
    article = article_of(f"<body><h1>A page</h1><main>{comments}</main></body>")

    assert [(c.commenter.name, c.text) for c in article.comments] == list(TALK)


def test_a_short_text_is_told_from_what_stands_around_it_by_its_place():
    words = (*TALK, ("Sue", "I was there, and it was grand."), ("Al", "Yes."))
    comments = "".join(
        f'<div class="comment"><div><a href="/users/{name}">{name}</a></div><div>{n} hours ago'
        f" (edited)</div><div>{text}</div><div>{n}4points</div></div>"
        for n, (name, text) in enumerate(words, 1)
    )
    article = article_of(f"<body><h1>A page</h1><main>{comments}</main></body>")

    assert [(c.commenter.name, c.text) for c in article.comments] == list(words)
