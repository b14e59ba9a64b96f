"""The world changes between crawls, and the replica remembers how."""

from datetime import timedelta

import pytest

from boredcrawl.replica import Replica, ReplicaTrouble


def discussed(replica):
    """Give an article whose own thread has replies."""
    return next(
        truth
        for truth in replica.truths()
        if any(one["parent_id"] for one in truth["comments"] if one["list_item"] is None)
        and not truth["is_partial"]
    )


def test_an_edited_title_and_paragraph_show_in_the_page(fresh, get, letters):
    before = fresh.truth(3)
    fresh.change("title", article=3, title="A Whole New Title")
    fresh.change("paragraph", article=3, paragraph=0, text="One changed paragraph, no more.")
    after = fresh.truth(3)

    assert after["title"] == "A Whole New Title"
    assert after["url"] == before["url"]
    assert after["paragraphs"][0] == "One changed paragraph, no more."
    assert after["paragraphs"][1:] == before["paragraphs"][1:]
    assert "Onechangedparagraph,nomore." in letters(get(after["url"]).body)


def test_an_edit_changes_the_etag_and_the_sitemap(fresh, get):
    url = fresh.url(3)
    before = get(url).headers["etag"]
    fresh.advance(timedelta(hours=1))
    fresh.change("title", article=3)

    assert get(url, If_None_Match=before).status == 200
    assert fresh.truth(3)["modified_at"] == "2026-11-22T13:00:00+00:00"


def test_a_deleted_article_is_gone_from_everywhere_until_restored(fresh, get):
    url = fresh.url(12)
    fresh.change("delete", article=12, status=410)

    assert get(url).status == 410
    assert 12 not in fresh.numbers()
    assert url not in get(f"{fresh.origin}/").body.decode()

    fresh.change("restore", article=12)

    assert get(url).status == 200


def test_a_new_article_leads_the_front_page(fresh, get):
    fresh.change("add")

    assert fresh.numbers()[0] == 13
    assert get(fresh.url(13)).status == 200
    assert fresh.truth(13)["published_at"] == "2026-11-22T12:00:00+00:00"


def test_another_article_may_take_over_an_address(fresh):
    before = fresh.truth(5)
    fresh.change("replace", article=5)
    after = fresh.truth(5)

    assert after["url"] == before["url"]
    assert after["title"] != before["title"]
    assert not set(after["paragraphs"]) & set(before["paragraphs"])
    assert not {one["id"] for one in after["comments"]} & {one["id"] for one in before["comments"]}


def test_an_article_moves_to_the_other_layout_as_it_is(fresh, get):
    before = fresh.truth(4)
    other = {"classic": "modern", "modern": "classic"}[before["layout"]]
    fresh.change("layout", article=4, layout=other)
    after = fresh.truth(4)

    assert after["layout"] == other
    assert after["paragraphs"] == before["paragraphs"]
    assert (b"__NEXT_DATA__" in get(after["url"]).body) <= (other == "modern")


def test_an_added_reply_stands_under_its_parent(fresh, get, letters):
    truth = discussed(fresh)
    parent = truth["comments"][0]
    [event] = fresh.change(
        "add_comment", article=truth["number"], parent=parent["id"], text="I was added.", name="Zoe"
    )
    after = fresh.truth(truth["number"])
    added = next(one for one in after["comments"] if one["id"] == event["comment"])

    assert (added["name"], added["text"], added["parent"]) == ("Zoe", "I was added.", 0)
    assert after["comments_declared"] == truth["comments_declared"] + 1
    assert "Iwasadded." in letters(get(after["url"]).body)


def test_an_edited_comment_says_so(fresh, get, letters):
    truth = discussed(fresh)
    comment = truth["comments"][0]
    fresh.change(
        "edit_comment", article=truth["number"], comment=comment["id"], text="On reflection, no."
    )
    after = fresh.truth(truth["number"])["comments"][0]

    assert (after["text"], after["is_edited"]) == ("On reflection, no.", True)
    assert "Onreflection,no." in letters(get(truth["url"]).body)


def test_a_deleted_comment_takes_its_replies_along_and_brings_them_back(fresh):
    truth = discussed(fresh)
    parent = next(
        one["parent_id"]
        for one in truth["comments"]
        if one["parent_id"] and one["list_item"] is None
    )
    events = fresh.change("delete_comment", article=truth["number"], comment=parent)
    without = fresh.truth(truth["number"])["comments"]

    assert len(events) >= 2
    assert len(without) == len(truth["comments"]) - len(events)

    fresh.change("restore_comment", article=truth["number"], comment=parent)

    assert fresh.truth(truth["number"])["comments"] == truth["comments"]


def test_votes_change_scores_only(fresh):
    truth = discussed(fresh)
    comment = truth["comments"][0]
    fresh.change("vote", article=truth["number"], comment=comment["id"], by=5)
    fresh.change("vote", article=truth["number"], by=-2)
    after = fresh.truth(truth["number"])

    assert after["comments"][0]["votes"] == comment["votes"] + 5
    assert after["score"] == truth["score"] - 2
    assert after["paragraphs"] == truth["paragraphs"]


def test_rotated_ads_and_reordered_recommendations_leave_the_truth_as_it_was(fresh, get):
    truth = discussed(fresh)
    page = get(truth["url"]).body
    fresh.change("ads")
    fresh.change("related", article=truth["number"])
    after = fresh.truth(truth["number"])
    related = [sorted(one["url"] for one in told.pop("related")) for told in (truth, after)]

    assert get(truth["url"]).body != page
    assert related[0] == related[1]
    assert after == truth


def test_time_passes_when_told_to(fresh, get):
    url = fresh.url(12)
    before = get(url).body
    fresh.advance(timedelta(days=40))

    assert get(url).body != before
    assert fresh.about()["now"] == "2027-01-01T12:00:00+00:00"


def test_random_changes_are_the_same_for_the_same_seed_and_all_in_the_log(fresh):
    made = fresh.change("random", count=60, seed=4)
    with Replica(articles=12, seed=2, now="2026-11-22T12:00:00+00:00") as other:
        again = other.change("random", count=60, seed=4)

    assert made == again
    assert fresh.events() == made
    assert len({event["kind"] for event in made}) >= 8
    assert fresh.events(since=len(made) - 2) == made[-2:]


def test_a_change_that_cannot_be_is_refused_in_one_line(fresh):
    with pytest.raises(ReplicaTrouble, match="no change paint"):
        fresh.change("paint", article=1)
    with pytest.raises(ReplicaTrouble, match="no article 99"):
        fresh.change("title", article=99)
    with pytest.raises(ReplicaTrouble, match="has no comment 5"):
        fresh.change("delete_comment", article=1, comment=5)
