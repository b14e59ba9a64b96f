"""The pages carry what makes the real ones hard."""

from base64 import urlsafe_b64decode

import pytest
from lxml import html as lxml_html


@pytest.fixture(scope="module")
def classic(truths, get):
    return [
        (truth, lxml_html.document_fromstring(get(truth["url"]).body.decode()))
        for truth in truths
        if truth["layout"] == "classic"
    ]


@pytest.fixture(scope="module")
def modern(truths, get):
    return [
        (truth, lxml_html.document_fromstring(get(truth["url"]).body.decode()))
        for truth in truths
        if truth["layout"] == "modern"
    ]


def test_the_classic_comment_block_is_printed_twice(classic):
    counts = {
        truth["path"]: len(tree.xpath('//div[contains(@class, "post-comments")]'))
        for truth, tree in classic
    }

    assert set(counts.values()) == {2}


def test_every_classic_comment_has_the_words_of_its_icon(classic):
    for truth, tree in classic:
        own = [one for one in truth["comments"] if one["list_item"] is None and one["is_printed"]]
        block = tree.xpath('(//div[contains(@class, "post-comments")])[1]')[0]

        assert block.text_content().count("Created by potrace 1.15") == len(own)


def test_new_layout_comments_have_no_ids_and_replies_stand_inside_their_parents(modern):
    for truth, tree in modern:
        thread = tree.get_element_by_id("post-comments")
        groups = thread.xpath('.//div[contains(@class, "group flex")]')
        depths = [len(one.xpath('ancestor::div[contains(@class, "group flex")]')) for one in groups]
        own = [one for one in truth["comments"] if one["list_item"] is None and one["is_printed"]]

        assert depths == [one["depth"] for one in own]
        assert not thread.xpath('.//*[@id or starts-with(name(@*), "data-comment")]')


def test_new_layout_metadata_stands_at_the_end_of_the_body(modern):
    for _, tree in modern:
        assert not tree.xpath("//head/title")
        assert tree.xpath("//body/title")


def test_list_items_beyond_the_first_are_hidden_by_a_class_only(classic):
    for truth, tree in classic:
        items = tree.xpath('//div[contains(@class, "open-list-item ")]')
        hidden = [one for one in items if "open-list-item-hidden" in one.get("class")]

        assert len(items) == len(truth["list_items"])
        assert len(hidden) == sum(item["is_hidden"] for item in truth["list_items"])


def test_sidebar_cards_lead_to_other_sites(replica, classic, modern):
    for _, tree in (*classic, *modern):
        links = tree.xpath('//article[@data-current-feed="sidebar"]/a/@href')

        assert links
        assert not any(link.startswith(replica.origin) for link in links)


def test_nothing_of_a_page_loads_from_another_host(replica, classic, modern):
    for _, tree in (*classic, *modern):
        loaded = tree.xpath("//img/@src | //script/@src | //iframe/@src | //link/@href")

        assert not [
            url
            for url in loaded
            if not url.startswith((replica.origin, "/", "data:", "https://www.boredpanda.com/"))
        ]


def test_advertisements_stand_between_paragraphs_and_between_comments(classic):
    between_comments = [
        truth["path"]
        for truth, tree in classic
        if tree.xpath('//div[contains(@class,"comment-ad")]')
    ]
    lines = sum(tree.text_content().count("ADVERTISEMENT") for _, tree in classic)

    assert between_comments
    assert lines > len(classic)


def test_class_names_nobody_has_seen_come_in_several_styles(classic):
    styles = {truth["variant"]["names"] for truth, _ in classic}
    left = [truth["path"] for truth, tree in classic if tree.xpath('//*[starts-with(@class,"~")]')]

    assert styles == {"plain", "bem", "hashed", "none"}
    assert left == []


def test_json_ld_is_there_in_some_articles_only(classic, modern):
    has = {
        truth["variant"]["jsonld"] == "yes": bool(
            tree.xpath('//script[contains(@type, "ld+json")]')
        )
        for truth, tree in (*classic, *modern)
    }

    assert has == {True: True, False: False}


def test_images_of_the_new_layout_are_wrapped_and_decode_to_the_original(modern):
    for truth, tree in modern:
        source = tree.xpath("//header[@class='mb-6']/img/@src")[0]
        packed = source.rpartition("/")[2].removesuffix(".webp")
        original = urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()

        assert original == truth["lead_image"]["original_url"]
