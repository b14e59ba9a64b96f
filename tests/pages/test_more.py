"""What pages hold back, and how it is asked for: every wiring seen on sites, answered by a site."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from lxml import html as lxml_html

from boredcrawl.cleaning.threads import thread
from boredcrawl.items import Article
from boredcrawl.pages.comments import read_thread
from boredcrawl.pages.more import Dialect, WholeThread

URL = "http://panda.example/goat/"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = ("Ann", "Ben", "Cem", "Dora", "Ede", "Flo", "Gus")


def said(number, tag="li"):
    return (
        f'<{tag} class="comment"><div class="comment-block"><a class="comment-author" '
        f'href="/user/{NAMES[number]}/">{NAMES[number]}</a> <span class="date">{number + 1} days '
        f"ago</span><p>The goat ate fence number {number}.</p><button>Reply</button></div></{tag}>"
    )


def page(button, *, shown=2, script="", tag="li"):
    comments = "".join(said(number, tag) for number in range(shown))
    listed = f"<ul class='comments'>{comments}</ul>" if tag == "li" else comments
    return (
        "<html><body><h1>Goat</h1><p>It is a story of a goat and a fence.</p>"
        f'<div class="post-comments">{listed}{button}</div>{script}</body></html>'
    )


def read(tree):
    article = Article(url=URL, site="x", fetched_at=NOW)
    article.comments = read_thread(tree, URL)
    thread(article)
    return article.comments


def whole(markup, site, **known):
    """Ask a site until nothing is left; `site` answers a call or gives None."""
    tree = lxml_html.document_fromstring(markup)
    many = WholeThread(tree, URL, **known)
    calls = []
    while (call := many.next_call()) and len(calls) < 50:
        calls.append(call)
        many.take(call, site(call))
    return many, tree, calls


def fragments(name="offset", size=2, method="GET", path="/more"):
    """A site that gives comments from an offset on, as a piece of HTML."""

    def answer(call):
        parts = urlsplit(call.address)
        sent = dict(parse_qsl(parts.query)) | sent_in(call)
        if (call.method, parts.path) != (method, path) or not sent.get(name, "").isdecimal():
            return None
        start = int(sent[name])
        return "".join(said(n) for n in range(start, min(start + size, len(NAMES))))

    return answer


def sent_in(call):
    if call.encoding == "json":
        return {name: str(value) for name, value in json.loads(call.body).items()}
    return dict(parse_qsl(call.body.decode()))


WIRINGS = {
    "an address in an attribute": '<button data-url="/more?offset=2">Load more comments</button>',
    "a path and an offset": (
        '<a href="#" role="button" data-endpoint="/more" data-offset="2">View more comments</a>'
    ),
    "a link": '<a href="/more?offset=2&thread=7">Older comments</a>',
    "htmx": '<button hx-get="/more?offset=2">Show 5 more replies</button>',
    "a form": (
        '<form action="/more"><input type="hidden" name="offset" value="2">'
        "<button>Load More Comments</button></form>"
    ),
    "a script on the button": (
        "<button onclick=\"fetch('/more?offset=2')\">Show more comments</button>"
    ),
    "attributes around the button": (
        '<div data-src="/more" data-offset="2"><button>Load More Comments</button></div>'
    ),
}


@pytest.mark.parametrize("name", WIRINGS)
def test_what_a_button_asks_for_is_told_from_the_page(name):
    many, tree, calls = whole(page(WIRINGS[name]), fragments(size=9))

    assert [c.commenter.name for c in read(tree)] == list(NAMES)
    assert len(calls) == 1
    assert not many.is_open


@pytest.mark.parametrize(
    ("kind", "method", "encoding"),
    [("html-get", "GET", "query"), ("form-post", "POST", "form"), ("json-post", "POST", "json")],
)
def test_a_token_is_sent_in_the_form_the_button_names(kind, method, encoding):
    button = f'<a data-endpoint="/more" data-kind="{kind}" data-more="2" href="#">More comments</a>'
    learned = []
    _, tree, calls = whole(page(button), fragments("token", 9, method), learned=learned)

    assert [c.commenter.name for c in read(tree)] == list(NAMES)
    assert calls[-1].encoding == encoding
    assert [d.token for d in learned] == ["token"]


def test_what_one_page_taught_is_asked_first_on_the_next():
    button = '<a data-endpoint="/more" data-more="2" href="#">More comments</a>'
    learned = []
    _, _, first = whole(page(button), fragments("after", 9, "POST"), learned=learned)
    _, tree, second = whole(page(button), fragments("after", 9, "POST"), learned=learned)

    assert len(first) > 1
    assert len(second) == 1
    assert len(read(tree)) == len(NAMES)


def test_a_card_knows_what_no_page_tells():
    card = Dialect(endpoint="/secret", encoding="json", token="from")  # noqa: S106
    button = '<button type="button" data-more="2">Load More Comments</button>'
    site = fragments("from", 9, "POST", "/secret")
    many, tree, calls = whole(page(button), site, card=card)

    assert len(read(tree)) == len(NAMES)
    assert len(calls) == 1
    assert not many.is_open


def test_buttons_without_a_word_take_their_tokens_from_the_script_in_their_order():
    state = json.dumps({"comments": {"more": ["2", "5"], "api": "/comments/more"}})
    script = f'<script type="application/json">{state}</script>'
    buttons = "<button>Load More Replies...</button><hr><button>Load More Comments</button>"
    _, _, calls = whole(page(buttons, script=script), lambda _: None)
    tokens = [dict(call.parameters)[call.token] for call in calls]

    assert {urlsplit(call.address).path for call in calls} == {"/comments/more"}
    assert set(tokens) == {"2", "5"}


def test_a_button_sent_along_is_pressed_in_its_turn():
    def site(call):
        start = int(parse_qs(urlsplit(call.address).query)["offset"][0])
        if start >= len(NAMES):
            return ""
        return f'{said(start)}<li><a data-url="/more?offset={start + 1}">More comments</a></li>'

    many, tree, calls = whole(page('<a data-url="/more?offset=2">More comments</a>'), site)

    assert [c.commenter.name for c in read(tree)] == list(NAMES)
    assert len(calls) == len(NAMES) - 2 + 1
    assert not many.is_open


def test_pages_of_comments_are_followed_to_the_last():
    """WordPress: `/comment-page-2/#comments`, a whole page each."""

    def site(call):
        number = int(call.url.rstrip("/").rpartition("-")[2])
        link = f'<a href="/goat/comment-page-{number + 1}/#comments">Older Comments</a>'
        comments = "".join(said(n) for n in range(number * 2 - 2, min(number * 2, len(NAMES))))
        listed = f'<div class="post-comments"><ul class="comments">{comments}</ul>'
        return f"<html><body><h1>Goat</h1>{listed}{link if number < 4 else ''}</div></body></html>"

    link = '<a href="/goat/comment-page-2/#comments">« Older Comments</a>'
    many, tree, calls = whole(page(link), site)

    assert [c.commenter.name for c in read(tree)] == list(NAMES)
    assert len(calls) == 3
    assert not many.is_open


def wire(number):
    return {
        "plain": {"author": NAMES[number], "text": f"Fence {number}", "date": f"{number} days ago"},
        "nested": {
            "id": number,
            "user": {"displayName": NAMES[number], "url": f"/user/{NAMES[number]}/"},
            "content": {"rendered": f"<p>Fence {number}</p>"},
            "created_at": f"2026-11-{20 - number}T10:00:00Z",
            "votes": number,
        },
        "epoch": {
            "comment_id": number,
            "author_name": NAMES[number],
            "message": f"Fence {number}",
            "timestamp": 1763800000 - number * 86400,
        },
    }


ENVELOPES = {
    "a list": lambda comments, _: comments,
    "a cursor": lambda comments, after: {"comments": comments, "next": after},
    "an address": lambda comments, after: {
        "data": {"items": comments},
        "links": {"next": after and f"/api/comments?cursor={after}"},
    },
    "more or not": lambda comments, after: {"results": comments, "has_more": bool(after)},
    "a page's end": lambda comments, after: {
        "data": {"comments": {"nodes": comments}},
        "pageInfo": {"hasNextPage": bool(after), "endCursor": after},
    },
}


@pytest.mark.parametrize("envelope", ENVELOPES)
@pytest.mark.parametrize("shape", ["plain", "nested", "epoch"])
def test_objects_are_read_whatever_their_keys_are_called(envelope, shape):
    size = 9 if envelope == "a list" else 2

    def site(call):
        sent = parse_qs(urlsplit(call.address).query)
        start = int(next(iter(sent.get("cursor") or sent["offset"])))
        comments = [wire(n)[shape] for n in range(start, min(start + size, len(NAMES)))]
        after = str(start + size) if start + size < len(NAMES) else None
        return json.dumps(ENVELOPES[envelope](comments, after))

    name = "offset" if envelope == "more or not" else "cursor"
    button = (
        f'<button data-url="/api/comments" data-{name}="2" data-method="get">More comments</button>'
    )
    many, tree, _ = whole(page(button), site)
    comments = read(tree)

    assert [c.commenter.name for c in comments] == list(NAMES)
    assert [c.text for c in comments[2:]] == [f"Fence {n}" for n in range(2, len(NAMES))]
    assert all(c.posted_at and c.depth == 0 for c in comments)
    assert not many.is_open


def test_replies_in_objects_hang_where_they_belong():
    ann, ben, cem, dora = (wire(number)["nested"] for number in range(2, 6))
    ann["replies"] = [ben]
    flat = {**dora, "parent_id": cem["id"]}
    _, tree, _ = whole(
        page('<button data-url="/api?offset=2">More comments</button>'),
        lambda _: json.dumps({"comments": [ann, cem, flat]}),
    )
    comments = read(tree)
    parents = [c.parent if c.parent is None else comments[c.parent].text for c in comments]

    assert [c.text for c in comments[2:]] == ["Fence 2", "Fence 3", "Fence 4", "Fence 5"]
    assert parents[2:] == [None, "Fence 2", None, "Fence 4"]


def test_html_in_json_is_read_as_html():
    inner = "".join(said(n) for n in range(2, 7))
    _, tree, _ = whole(
        page('<button data-url="/ajax?offset=2">Load more comments</button>'),
        lambda _: json.dumps({"success": True, "data": {"html": inner}}),
    )

    assert [c.commenter.name for c in read(tree)] == list(NAMES)


def test_a_second_printing_of_the_button_is_not_asked_again():
    block = page('<a data-url="/more?offset=2">Load More Comments</a>')
    doubled = block.replace("</body>", block[block.index('<div class="post-comments">') :])
    many, tree, calls = whole(doubled, fragments(size=9))

    assert [c.commenter.name for c in read(tree)] == list(NAMES)
    assert len(calls) == 1
    assert not many.is_open


@pytest.mark.parametrize("answer", [None, "", "<p>Log in to see more</p>", "{}", "not json {"])
def test_an_answer_without_comments_leaves_the_page_as_it_was(answer):
    many, tree, calls = whole(
        page('<a data-endpoint="/more" data-more="x">Load More Comments</a>'), lambda _: answer
    )

    assert len(read(tree)) == 2
    assert 0 < len(calls) <= 12
    assert not many.has_calls
    assert many.failed == 1


def test_an_endpoint_that_says_the_same_again_is_not_asked_for_ever():
    same = "".join(said(n) for n in range(2))
    many, tree, calls = whole(
        page('<a data-endpoint="/more" data-page="2">Load More Comments</a>'),
        lambda _: json.dumps({"html": same, "has_more": True}),
    )

    assert len(read(tree)) == 2
    assert len(calls) <= 3
    assert not many.has_calls


@pytest.mark.parametrize(
    "label", ["Reply", "Read more »", "What do you think ?", "More stories", "Add photo comments"]
)
def test_other_things_to_press_are_no_such_buttons(label):
    many, _, _ = whole(page(f'<a data-url="/more?offset=2">{label}</a>'), lambda _: None)

    assert not many.is_open


def test_a_button_that_tells_nothing_is_left_and_said_so():
    many, _, calls = whole(page("<button>Load More Comments</button>"), lambda _: None)

    assert calls == []
    assert many.left == 1
