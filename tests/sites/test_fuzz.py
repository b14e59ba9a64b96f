"""Pages in a markup nobody has written: reading may find less, but never fails."""

import copy
import random
from datetime import UTC, datetime
from pathlib import Path

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boredcrawl.exceptions import Unreadable

HERE = Path(__file__).parent / "boredpanda"
PAGES = {case.name: (case / "page.html").read_bytes() for case in sorted(HERE.iterdir())}
FETCHED_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
AD = (
    '<div class="x7q"><span>Advertisement</span><a href="https://ads.example/">Buy a boat</a></div>'
)


def drop_class(tree, dice):
    names = sorted({name for el in tree.iter() for name in (el.get("class") or "").split()})
    gone = dice.choice(names or [""])
    for el in tree.iter(lxml.html.etree.Element):
        kept = [name for name in (el.get("class") or "").split() if name != gone]
        el.set("class", " ".join(kept))


def any_element(tree, dice):
    return dice.choice(
        [el for el in tree.iter(lxml.html.etree.Element) if el.getparent() is not None]
    )


def wrap(tree, dice):
    el = any_element(tree, dice)
    around = lxml.html.Element("div")
    el.getparent().replace(el, around)
    around.append(el)


def unwrap(tree, dice):
    el = any_element(tree, dice)
    if el.tag not in ("html", "head", "body"):
        el.drop_tag()


def remove(tree, dice):
    el = any_element(tree, dice)
    if el.tag not in ("html", "head", "body"):
        el.drop_tree()


def reorder(tree, dice):
    parent = any_element(tree, dice)
    children = list(parent)
    dice.shuffle(children)
    for child in children:
        parent.append(child)


def rename(tree, dice):
    any_element(tree, dice).tag = dice.choice(["div", "span", "section", "p", "li", "x-card"])


def inject(tree, dice):
    any_element(tree, dice).addnext(lxml.html.fragment_fromstring(AD))


def double(tree, dice):
    el = any_element(tree, dice)
    if el.tag not in ("html", "head", "body"):
        el.addnext(copy.deepcopy(el))


def empty(tree, dice):
    any_element(tree, dice).clear()


MUTATIONS = (drop_class, wrap, unwrap, remove, reorder, rename, inject, double, empty)


def mutated(html, steps, seed):
    tree, dice = lxml.html.document_fromstring(html), random.Random(seed)
    for step in steps:
        step(tree, dice)
    return lxml.html.tostring(tree, encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    steps=st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=12),
    seed=st.integers(0, 2**32),
)
def test_a_page_turned_about_is_read_or_refused_by_name(read, name, steps, seed):
    html = mutated(PAGES[name], steps, seed)
    try:
        article = read("boredpanda", html, "https://www.boredpanda.com/a-page/", FETCHED_AT)
    except Unreadable:
        return

    assert article.title or article.body_text or article.images
    assert all(comment.identity for comment in article.comments)
    assert all(
        comment.parent is None or 0 <= comment.parent < len(article.comments)
        for comment in article.comments
    )
    assert "<script" not in article.body_html
