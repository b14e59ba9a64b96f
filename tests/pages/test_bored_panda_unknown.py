"""Both layouts of Bored Panda read as pages of a site that no card describes."""

from datetime import UTC, datetime
from urllib.request import urlopen

import pytest
from scrapy.http import HtmlResponse

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.threads import thread
from boredcrawl.replica import Replica
from boredcrawl.sites.generic import Generic

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ARTICLES = 24


@pytest.fixture(scope="module", params=["classic", "modern"])
def threads(request):
    """Every article's thread: the truth about it, and what the generic page reads."""
    found = []
    made = Replica(articles=ARTICLES, seed=8, now=NOW, layout=request.param, partial=0)
    with made as replica:
        for truth in replica.truths():
            with urlopen(truth["url"]) as answer:  # noqa: S310 - the replica's own
                body = answer.read()
            found.append((truth["comments"], read(truth["url"], body)))
    return found


def read(url, body):
    response = HtmlResponse(url, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
    site = Generic(url)
    article = site.page_for(response, NOW).to_item()
    strip_boilerplate(article, site.boilerplate)
    normalise(article)
    thread(article)
    return article.comments


def test_every_comment_is_read_once_with_its_author_and_text(threads):
    for wanted, comments in threads:
        told = sorted((c["name"], "".join(c["text"].split())) for c in wanted)

        assert sorted((c.commenter.name, "".join(c.text.split())) for c in comments) == told


def test_every_comment_hangs_under_the_one_it_answers(threads):
    for wanted, comments in threads:
        parents = [None if c["parent"] is None else wanted[c["parent"]]["text"] for c in wanted]
        told = sorted(
            ("".join(c["text"].split()), "".join((above or "").split()))
            for c, above in zip(wanted, parents, strict=True)
        )
        read_parents = [None if c.parent is None else comments[c.parent].text for c in comments]

        assert told == sorted(
            ("".join(c.text.split()), "".join((above or "").split()))
            for c, above in zip(comments, read_parents, strict=True)
        )


def test_every_number_that_a_page_prints_is_its_comments(threads):
    for wanted, comments in threads:
        told = sorted(c["site_comment_id"] for c in wanted if c["site_comment_id"])

        assert not told or sorted(c.site_comment_id for c in comments) == told


def test_every_comment_was_posted_when_its_words_allow(threads):
    for wanted, comments in threads:
        times = {}
        for c in wanted:
            times.setdefault("".join(c["text"].split()), []).append(c["posted_at"])
        for comment in comments:
            moments = map(datetime.fromisoformat, times["".join(comment.text.split())])

            assert any(comment.posted_earliest <= at <= comment.posted_latest for at in moments)
