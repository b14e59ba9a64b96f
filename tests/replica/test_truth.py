"""What the replica says it published stands in its pages."""

from collections import Counter

import pytest


def squeezed(text):
    return "".join(text.split())


@pytest.fixture(scope="module")
def pages(truths, get, letters):
    return [(truth, letters(get(truth["url"]).body)) for truth in truths]


def test_every_paragraph_of_every_article_stands_in_its_page(pages):
    lost = [
        (truth["path"], text)
        for truth, page in pages
        for text in truth["paragraphs"]
        if squeezed(text) not in page
    ]

    assert lost == []


def test_every_printed_comment_stands_in_its_page_and_no_other_does(pages):
    wrong = [
        (truth["path"], comment["id"])
        for truth, page in pages
        for said in ("|".join(one["text"] for one in truth["comments"]),)
        for comment in truth["comments"]
        if (len(comment["text"]) > 30 and said.count(comment["text"]) == 1)
        and comment["is_printed"] != (squeezed(comment["text"]) in page)
    ]

    assert wrong == []


def test_every_list_item_stands_in_its_page_with_title_text_and_credit(pages):
    lost = [
        (truth["path"], item["rank"], text)
        for truth, page in pages
        for item in truth["list_items"]
        for text in (item["title"], *item["paragraphs"], item["credit"], f"#{item['rank']}")
        if text and squeezed(text) not in page
    ]

    assert lost == []


def test_authors_highlights_credits_and_polls_stand_in_their_pages(pages):
    lost = [
        (truth["path"], text)
        for truth, page in pages
        for text in (
            *(author["name"] for author in truth["authors"]),
            *(author["bio"] for author in truth["authors"]),
            *truth["highlights"],
            *(image["credit"] for image in truth["images"]),
            *(image["caption"] for image in truth["images"]),
            *(poll["question"] for poll in truth["polls"]),
        )
        if text and squeezed(text) not in page
    ]

    assert lost == []


def test_the_title_is_printed_twice_on_classic_pages(pages):
    rare = [
        truth["path"]
        for truth, page in pages
        if truth["layout"] == "classic"
        and truth["variant"]["era"] != "y2014"
        and page.count(squeezed(truth["title"])) < 2
    ]

    assert rare == []


def test_both_layouts_and_all_kinds_are_served(truths):
    made = Counter((truth["layout"], truth["kind"]) for truth in truths)

    assert set(made) == {
        (layout, kind)
        for layout in ("classic", "modern")
        for kind in ("story", "list", "community")
    }


def test_sixty_articles_hold_over_five_hundred_comments_nested_three_deep(truths):
    depths = Counter(comment["depth"] for truth in truths for comment in truth["comments"])

    assert depths.total() >= 500
    assert depths[3] >= 5


def test_parents_stand_before_their_replies_and_are_not_younger(truths):
    wrong = [
        comment["id"]
        for truth in truths
        for comment in truth["comments"]
        if comment["parent"] is not None
        and not (
            comment["parent"] < comment["position"]
            and truth["comments"][comment["parent"]]["id"] == comment["parent_id"]
            and truth["comments"][comment["parent"]]["posted_at"] <= comment["posted_at"]
        )
    ]

    assert wrong == []


def test_some_articles_leave_comments_to_their_buttons_and_declare_them_all(truths):
    partial = [one for one in truths if one["comments_printed"] < one["comments_declared"]]

    assert 3 <= len(partial) <= 20
    assert all(len(one["comments"]) == one["comments_declared"] for one in truths)


def test_the_open_questions_of_markup_are_answered_in_several_ways(truths):
    answers = {name: {truth["variant"][name] for truth in truths} for name in truths[0]["variant"]}

    assert {name for name, seen in answers.items() if len(seen) < 2} == set()
