"""Classic pages with each of their class names removed in turn: what must still come out."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "boredpanda"
CLASS = re.compile(rb'class="([^"]*)"')
TELLING = {b"depth-1", b"depth-2", b"depth-3"}
"""Names that say who answers whom, where nothing else on the page does."""

UNTOLD = {("classic_2017", "all"), ("odd_comments", "all")}
"""Without any name these do not say their nesting, or that a comment's text is empty."""

PAGES = ("classic_story", "classic_list", "classic_2017", "odd_comments")


def names_of(page):
    html = (HERE / page / "page.html").read_bytes()
    return sorted({name for match in CLASS.finditer(html) for name in match[1].split()})


def without(html, name):
    def keep(match):
        return b'class="%s"' % b" ".join(n for n in match[1].split() if n != name)

    return CLASS.sub(keep, html)


def words(text):
    return Counter(re.findall(r"\w+", text.lower()))


def threads(article):
    def said(comment):
        return comment.commenter.name, comment.text

    return Counter(
        (*said(c), None if c.parent is None else said(article.comments[c.parent]))
        for c in article.comments
    )


@pytest.fixture(scope="module")
def read_without(read):
    known = {}

    def read_page(page, name=None):
        if (page, name) not in known:
            case = json.loads((HERE / page / "item.json").read_text("utf-8"))
            html = (HERE / page / "page.html").read_bytes()
            html = CLASS.sub(b"", html) if name == "all" else without(html, name)
            fetched_at = datetime.fromisoformat(case["fetched_at"])
            known[page, name] = read("boredpanda", html, case["url"], fetched_at)
        return known[page, name]

    return read_page


EACH = [
    (page, name)
    for page in PAGES
    for name in (*names_of(page), "all")
    if name not in TELLING and (page, name) not in UNTOLD
]


@pytest.mark.parametrize(("page", "name"), EACH, ids=[f"{p}-{n}" for p, n in EACH])
def test_a_page_without_one_of_its_class_names_is_still_read(read_without, page, name):
    whole, read = read_without(page), read_without(page, name)
    kept = words(whole.body_text) & words(read.body_text)
    foreign = words(read.body_text) - words(whole.body_text)

    assert read.title == whole.title
    assert read.authors == whole.authors
    assert kept.total() >= 0.98 * words(whole.body_text).total()
    assert foreign.total() <= 0.01 * words(read.body_text).total()
    assert (threads(whole) & threads(read)).total() >= 0.95 * len(whole.comments)
    assert len(read.comments) <= 1.05 * len(whole.comments)
