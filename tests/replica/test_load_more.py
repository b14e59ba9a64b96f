"""What the buttons fetch, together with what the page prints, is the whole thread."""

import json
from urllib.parse import quote

import pytest
from lxml import html as lxml_html

from boredcrawl.replica import Replica

NOW = "2026-11-22T12:00:00+00:00"
BUTTONS = "//*[@data-more]"


def texts(tree):
    return ["".join(one.text_content().split()) for one in tree.xpath('//*[@itemprop="text"]')]


def fetch(replica, get, kind, token):
    if kind == "html-get":
        return get(f"{replica.origin}/comments/load/?token={quote(token)}").body.decode()
    if kind == "html-post":
        body = f"token={quote(token)}"
        return get(f"{replica.origin}/comments/more/", method="POST", body=body).body.decode()
    body = json.dumps({"cursor": token})
    reply = get(f"{replica.origin}/api/v2/comments/list", method="POST", body=body)
    return json.loads(reply.body)["html"]


@pytest.mark.parametrize("kind", ["html-get", "html-post", "json-post"])
def test_a_classic_thread_of_a_thousand_comments_can_be_fetched_whole(get, kind):
    fixed = {"endpoint": kind, "era": "now"}
    with Replica(articles=4, layout="classic", thread=1000, now=NOW, variant=fixed) as replica:
        truth = replica.truth(replica.about()["long_thread"])
        tree = lxml_html.document_fromstring(get(truth["url"]).body.decode())
        block = tree.xpath('(//div[contains(@class, "post-comments")])[1]')[0]
        tree = lxml_html.document_fromstring(lxml_html.tostring(block, encoding="unicode"))
        found = texts(tree)
        tokens = [one.get("data-more") for one in tree.xpath(BUTTONS)]
        while tokens:
            fragment = fetch(replica, get, kind, tokens.pop())
            part = lxml_html.document_fromstring(f"<body>{fragment}</body>")
            found += texts(part)
            tokens += [one.get("data-more") for one in part.xpath(BUTTONS)]
    own = [one for one in truth["comments"] if one["list_item"] is None]

    assert len(own) == 1000
    assert max(one["depth"] for one in own) == 2
    assert sorted(found) == sorted("".join(one["text"].split()) for one in own)


def test_a_new_layout_thread_can_be_fetched_whole_as_json(get):
    with Replica(articles=4, layout="modern", thread=300, now=NOW) as replica:
        truth = replica.truth(replica.about()["long_thread"])
        tree = lxml_html.document_fromstring(get(truth["url"]).body.decode())
        state = json.loads(tree.get_element_by_id("__NEXT_DATA__").text)
        tokens = state["props"]["comments"]["more"]
        buttons = [
            one
            for one in tree.xpath("//button")
            if one.text_content().startswith(("Load More", "View more comments"))
        ]
        fetched = []

        def take(group):
            for one in group["comments"]:
                fetched.append((one["author"]["name"], one["points"]))
                take(one["replies"])
            tokens.extend([group["next"]] if group["next"] else [])

        assert len(buttons) == len(tokens)
        while tokens:
            token = tokens.pop()
            take(json.loads(get(f"{replica.origin}/api/comments/more?cursor={token}").body))
    hidden = [one for one in truth["comments"] if not one["is_printed"]]

    assert sorted(fetched) == sorted((one["name"], one["votes"]) for one in hidden)


def test_a_wrong_token_is_refused(replica, get):
    for path in ("/comments/load/?token=x", "/api/comments/more?cursor=", "/comments/load/"):
        assert get(replica.origin + path).status == 400
    reply = get(f"{replica.origin}/api/v2/comments/list", method="POST", body="no json")

    assert reply.status == 400
