from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boredcrawl.items import Image, ListItem

from .discussions import STORY, WORDS, Said, identities, threaded, threads


def test_the_sites_own_id_is_the_identity():
    made = threaded([Said("Ann", "Hi", id="7"), Said("Ann", "Hi", id="8")])

    assert [comment.identity for comment in made.comments] == ["site:7", "site:8"]


def test_an_id_on_comments_of_different_people_is_no_comments_id():
    made = threaded([Said("Ann", "Hi", id="7"), Said("Bo", "Ho", id="7")])

    assert len(made.comments) == 2
    assert all(comment.site_comment_id is None for comment in made.comments)


def test_an_id_on_different_words_of_one_person_is_that_persons():
    made = threaded([Said("Ann", "Hi", id="7"), Said("Ann", "Ho", id="7")])

    assert len(made.comments) == 2


def test_one_comment_shown_in_two_threads_is_one():
    made = threaded([Said("Ann", "Hi", id="7")], items={2: [Said("Ann", "Hi", id="7")]})

    assert [(comment.identity, comment.list_item) for comment in made.comments] == [("site:7", 2)]


def test_identities_are_the_same_on_a_second_visit():
    assert identities(threaded(STORY)) == identities(threaded(STORY, STORY))


def test_identity_survives_an_edit_and_a_changed_score_and_time():
    before = threaded([Said("Ann", "Hi", [Said("Bo", "Ho")], score=1)])
    after = threaded(
        [Said("Ann", "Hi, all", [Said("Bo", "Ho ho", ago="1 year ago (edited)")], score=9)]
    )

    assert [c.identity for c in before.comments] == [c.identity for c in after.comments]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_identity_survives_other_peoples_new_comments(place):
    before = identities(threaded(STORY))
    new = Said("New", "Me too!", [Said("Newer", "Hm.")], ago="an hour ago")
    after = identities(threaded([*STORY[:place], new, *STORY[place:]]))

    assert {key: after[key] for key in before} == before


def test_identity_survives_a_renamed_neighbour():
    def story(name: str) -> list[Said]:
        return [Said(name, "Hi", [Said("Bo", "Ho", slug="bo")], slug="ann-1"), Said("Cy", "Hm")]

    before, after = threaded(story("Ann")), threaded(story("Ann the Great"))

    assert [c.identity for c in before.comments] == [c.identity for c in after.comments]


def test_identity_survives_another_order_of_the_thread():
    before = {comment.identity for comment in threaded(STORY).comments}
    after = {comment.identity for comment in threaded(STORY[::-1]).comments}

    assert after == before


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_later_comment_of_the_same_person_leaves_the_first_its_identity(newest_first):
    def story(*more: Said) -> list[Said]:
        said = [Said("Cy", "Hm", ago="1 year ago"), Said("Ann", "Hi", ago="5 days ago"), *more]
        return said[::-1] if newest_first else said

    before = identities(threaded(story()))
    after = identities(threaded(story(Said("Ann", "And", ago="2 hours ago"))))

    assert after["Ann", "Hi"] == before["Ann", "Hi"]
    assert len(set(after.values())) == 3


def test_identity_survives_a_changed_rank_of_the_item():
    image = Image(url="https://site.example/a.jpg")
    said = {0: [Said("Ann", "Hi")]}
    before = threaded(items=said, list_items=(ListItem(position=0, rank=1, image=image),))
    after = threaded(
        items={1: said[0]},
        list_items=(ListItem(position=0, rank=1), ListItem(position=1, rank=2, image=image)),
    )

    assert before.comments[0].identity == after.comments[0].identity


def test_comments_of_nobody_are_known_by_their_words():
    story = [Said("", "Hi"), Said("", "Ho")]
    before = identities(threaded(story))
    after = identities(threaded([Said("", "New"), *story]))

    assert {key: after[key] for key in before} == before


@given(story=threads())
def test_identities_are_unique_and_parents_stand_before_replies(story):
    made = threaded(story)
    found = [comment.identity for comment in made.comments]

    assert len(set(found)) == len(found)
    for comment in made.comments:
        if comment.parent is None:
            assert comment.depth == 0
        else:
            assert comment.parent < comment.position
            assert comment.depth == made.comments[comment.parent].depth + 1


@given(story=threads(), place=st.integers(0, 5), data=st.data())
def test_any_new_sibling_leaves_all_identities(story, place, data):
    before = threaded(story)
    newcomer = Said("Newcomer", data.draw(WORDS), data.draw(threads(2)), ago="5 minutes ago")
    after = threaded([*story[:place], newcomer, *story[place:]])

    kept = [c.identity for c in after.comments]
    assert [one.identity for one in before.comments if one.identity not in kept] == []
