from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boredcrawl.cleaning.threads import TIME_CONTRADICTION, thread
from boredcrawl.items import Article, Comment, Commenter, ListItem

from .discussions import SEEN, SHAPE, STORY, Said, raw, shape, threaded, threads


def test_a_thread_is_nested_and_in_order():
    made = threaded(STORY)

    assert shape(made) == SHAPE
    assert [comment.position for comment in made.comments] == list(range(6))


@pytest.mark.parametrize("times", [2, 3])
def test_a_block_printed_more_than_once_counts_once(times):
    assert shape(threaded(*[STORY] * times)) == SHAPE


def test_copies_in_one_container_count_once():
    assert shape(threaded(STORY + STORY)) == SHAPE


@pytest.mark.parametrize("first", [True, False])
def test_a_copy_that_shows_only_part_adds_nothing(first):
    part = [replace(STORY[0], replies=STORY[0].replies[:1]), STORY[1]]

    assert shape(threaded(*((part, STORY) if first else (STORY, part)))) == SHAPE


def test_what_only_the_second_copy_holds_stands_in_its_place():
    longer = [STORY[0], Said("Eve", "In between."), *STORY[1:], Said("Flo", "Last.")]
    made = threaded(STORY, longer)

    assert [c.commenter.name for c in made.comments if c.parent is None] == [
        *("Ann", "Eve", "Bo", "Dee", "Flo"),
    ]


def test_a_copy_without_nesting_adds_nothing():
    flat = [Said(name or "", text) for name, text, _, _ in SHAPE]

    assert shape(threaded(STORY, flat)) == SHAPE
    assert shape(threaded(flat, STORY)) == SHAPE


def test_one_comment_printed_twice_is_one():
    assert len(threaded([Said("Ann", "First!")], [Said("Ann", "First!")]).comments) == 1
    assert len(threaded([Said("Ann", "First!"), Said("Ann", "First!")]).comments) == 1


def test_two_people_who_say_the_same_are_two():
    made = threaded([Said("Ann", "Hi", [Said("Bo", "Same!"), Said("Cy", "Same!")])] * 1)

    assert len(made.comments) == 3


def test_two_people_of_one_name_are_two():
    twins = [Said("Guest", "Same!", slug="guest-1"), Said("Guest", "Same!", slug="guest-2")]

    assert len(threaded(twins, twins).comments) == 2


def test_the_same_words_under_two_parents_are_two():
    story = [Said("Ann", "Hi", [Said("Bo", "Same!")]), Said("Cy", "Ho", [Said("Bo", "Same!")])]

    assert len(threaded(story, story).comments) == 4


def test_a_comment_sent_twice_by_its_author_is_two():
    story = [Said("Ann", "Hi"), Said("Bo", "Same!"), Said("Bo", "Same!"), Said("Cy", "Ho")]

    assert len(threaded(story, story).comments) == 4


def test_equal_pictures_without_words_tell_comments_apart():
    story = [
        Said("Ann", "", html="<img src='/a.jpg'>"),
        Said("Ann", "", html="<img src='/b.jpg'>"),
    ]

    assert len(threaded(story, story).comments) == 2


def test_each_item_has_a_thread_of_its_own():
    made = threaded(
        STORY,
        items={0: [Said("Ann", "First!")], 1: [Said("Ann", "First!")]},
        list_items=(ListItem(position=0, title="A"), ListItem(position=1, title="B")),
    )

    assert len(made.comments) == 8
    assert len({comment.identity for comment in made.comments}) == 8
    assert [c.list_item for c in made.comments] == [None] * 6 + [0, 1]


def test_a_reply_is_in_the_thread_of_its_parent():
    comments = raw([Said("Ann", "Hi", [Said("Bo", "Ho")])])
    comments[0].list_item = 3
    made = Article(url="https://x.example/", site="x", fetched_at=SEEN, comments=comments)
    thread(made)

    assert [comment.list_item for comment in made.comments] == [3, 3]


def test_a_parent_that_cannot_be_is_none():
    comments = raw([Said("Ann", "Hi"), Said("Bo", "Ho")])
    comments[0].parent, comments[1].parent = 1, 7
    made = Article(url="https://x.example/", site="x", fetched_at=SEEN, comments=comments)
    thread(made)

    assert [comment.parent for comment in made.comments] == [None, None]


def test_copies_complete_one_another():
    first = [Said("Ann", "Hi", ago=None), Said("Bo", "Ho")]
    second = [Said("Ann", "Hi", score=7), Said("Bo", "Ho")]
    made = threaded(first, second)

    assert (made.comments[0].score, made.comments[0].posted_raw) == (7, "4 months ago")


def test_text_keeps_breaks_links_emoji_and_pictures():
    html = (
        "<p>One 😀<br>two</p><p>See <a href='/x' onclick='y()'>this</a> "
        "<img class='emoji' alt='🐼' src='/p.png'></p><img src='/cat.jpg' alt='A cat'>"
    )
    comment = threaded([Said("Ann", "", html=html)]).comments[0]

    assert comment.text == "One 😀\ntwo\n\nSee this 🐼"
    assert comment.html == (
        "<p>One 😀<br>two</p>\n"
        '<p>See <a href="https://site.example/x" rel="noopener noreferrer nofollow">this</a>'
        " 🐼</p>\n"
        '<figure><img src="https://site.example/cat.jpg" alt="A cat"></figure>'
    )
    assert comment.body is None


def test_words_from_an_endpoint_are_sanitised():
    comment = Comment(text="a <b>", html="<b onclick='x()'>a</b><script>x</script>")
    plain = Comment(text="a <b>", commenter=Commenter(name="Bo"))
    made = Article(url="https://x.example/", site="x", fetched_at=SEEN, comments=(comment, plain))
    thread(made)

    assert [comment.html for comment in made.comments] == ["a", "<p>a &lt;b&gt;</p>"]


def test_times_have_bounds_and_edits_are_told():
    comment = threaded([Said("Ann", "Hi", ago=" 4 months ago (edited) ")]).comments[0]

    assert comment.is_edited
    assert comment.posted_raw == "4 months ago (edited)"
    assert comment.posted_earliest is not None
    assert comment.posted_latest is not None
    assert comment.posted_earliest < datetime(2026, 5, 20, tzinfo=UTC) < comment.posted_latest


def test_a_reply_is_not_older_than_its_parent_nor_a_comment_than_its_article():
    published = SEEN - timedelta(days=140)
    made = threaded(
        [Said("Ann", "Hi", [Said("Bo", "Ho", ago="1 year ago")])], published_earliest=published
    )

    assert made.comments[0].posted_earliest == published
    # "1 year ago" cannot be: it is kept as it was said, and counted.
    assert made.dropped == {TIME_CONTRADICTION: 1}


def test_replies_bound_their_parent_from_above():
    made = threaded([Said("Ann", "Hi", [Said("Bo", "Ho", ago="4 months ago")], ago="3 months ago")])
    parent, reply = made.comments

    assert parent.posted_latest == reply.posted_latest
    assert reply.posted_earliest == parent.posted_earliest


@pytest.mark.parametrize(
    ("declared", "complete"), [(None, False), (6, True), (5, True), (7, False), (0, True)]
)
def test_a_thread_is_complete_where_the_site_declares_no_more(declared, complete):
    made = threaded(STORY, STORY, comments_declared=declared)

    assert (made.comments_captured, made.comments_complete) == (6, complete)


def test_an_article_without_comments_has_none():
    made = threaded(comments_declared=0)

    assert (made.comments, made.comments_captured, made.comments_complete) == ((), 0, True)


def test_roles_and_names_are_squashed():
    made = threaded([Said(" Ann\n Lee ", "Hi")])

    assert made.comments[0].commenter == Commenter(name="Ann Lee", role="Community Member")


@given(story=threads(), copies=st.integers(2, 3), in_one=st.booleans())
def test_any_thread_printed_again_is_the_same_thread(story, copies, in_one):
    once = threaded(story)
    again = threaded(story * copies) if in_one else threaded(*[story] * copies)

    assert shape(again) == shape(once)
    assert [c.identity for c in again.comments] == [c.identity for c in once.comments]


def test_a_thousand_comments_in_one_chain_are_threaded():
    comments = [
        Comment(commenter=Commenter(name=f"P{n}"), text=f"t{n}", parent=n - 1 if n else None)
        for n in range(3000)
    ]
    made = Article(url="https://x.example/", site="x", fetched_at=SEEN, comments=tuple(comments))
    thread(made)

    assert made.comments[-1].depth == 2999
