from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml.html import fragment_fromstring

from boredcrawl.cleaning.boilerplate import GENERIC_RULES, Rule
from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.items import (
    Article,
    Author,
    Comment,
    Image,
    ListItem,
    Poll,
    PollOption,
    RelatedLink,
    Tag,
)

SEEN = datetime(2026, 9, 30, 12, tzinfo=UTC)
LAZY = "This lazy panda forgot to write something about itself."
RULES = (*GENERIC_RULES, Rule(name="ad label", phrase="ADVERTISEMENT"))


def article(body: str = "<p>Text.</p>", **fields) -> Article:
    return Article(
        url="https://site.example/a-story/",
        site="site",
        fetched_at=SEEN,
        body=fragment_fromstring(body, create_parent="div"),
        **fields,
    )


def normalised(body: str = "<p>Text.</p>", **fields) -> Article:
    made = article(body, **fields)
    strip_boilerplate(made, RULES)
    normalise(made)
    return made


def test_the_body_becomes_text_and_html():
    made = normalised("<h2>Cats</h2><p>They <b>purr</b>.</p><p>ADVERTISEMENT</p>")

    assert made.body_text == "Cats\n\nThey purr."
    assert made.body_html == "<h2>Cats</h2>\n<p>They <strong>purr</strong>.</p>"
    assert made.word_count == 3
    assert made.dropped == {"ad label": 1}
    assert made.body is None


def test_an_article_without_a_body_has_no_text():
    made = article(title="A story")
    made.body = None
    normalise(made)

    assert (made.body_text, made.body_html, made.word_count, made.images) == ("", "", 0, ())


def test_the_title_printed_again_above_the_text_is_no_text():
    made = normalised("<h1>A  Story</h1><p>A Story</p><p>Text.</p>", title=" A\nStory ")

    assert (made.title, made.body_text) == ("A Story", "Text.")


def test_text_fields_are_squashed_and_empty_ones_are_unknown():
    made = normalised(title="\u00a0A  story ", description=" \n", section="", language=" en ")

    assert (made.title, made.description, made.section, made.language) == (
        "A story",
        None,
        None,
        "en",
    )


def test_the_lead_picture_is_first_and_each_is_once():
    lead = Image(url="https://img.example/lead.jpg", is_lead=True)
    made = normalised(
        "<img src='https://img.example/a.jpg'><p>Text.</p><img src='https://img.example/lead.jpg'"
        " alt='Lead'><img src='https://site.example/_next/image?url=https://img.example/a.jpg'>",
        images=(lead,),
    )

    assert [image.original_url for image in made.images] == [
        "https://img.example/lead.jpg",
        "https://img.example/a.jpg",
    ]
    assert [image.is_lead for image in made.images] == [True, False]
    assert made.images[0].alt == "Lead"


def test_embeds_are_collected_and_leave_the_text():
    made = normalised("<p>Look:</p><iframe src='https://www.youtube.com/embed/x'></iframe>")

    assert [embed.provider for embed in made.embeds] == ["youtube"]
    assert made.body_text == "Look:"


def list_article() -> Article:
    made = article(
        "<p>Intro.</p>"
        "<div class='item'><h2>#1 A Cat</h2><img src='/a.jpg'><div class='t'>It purrs.</div>"
        "<p>Image credits: <a href='https://x.example/ann'>Ann</a></p></div>"
        "<p>Between.</p>"
        "<div class='item'><h2>#2</h2><img src='/b.jpg'></div>"
    )
    assert made.body is not None
    first, second = made.body.find_class("item")
    made.list_items = (
        ListItem(position=0, rank=1, title=" A  Cat", body=first),
        ListItem(position=1, rank=2, body=second),
    )
    return made


def test_list_items_have_their_text_picture_and_credit():
    made = list_article()
    strip_boilerplate(made, RULES)
    normalise(made)
    first, second = made.list_items

    assert (first.title, first.text, first.credit) == ("A Cat", "It purrs.", "Ann")
    assert first.credit_url == "https://x.example/ann"
    assert second.text is None
    assert [item.image is image for item, image in zip(made.list_items, made.images, strict=True)]


def test_list_items_stand_in_the_text_in_reading_order():
    made = list_article()
    normalise(made)

    assert made.body_text == "Intro.\n\n#1 A Cat\n\nIt purrs.\n\nBetween.\n\n#2"


def test_what_the_page_says_of_an_items_picture_goes_before_the_line_below_it():
    made = list_article()
    made.list_items[0].image = Image(url="https://site.example/a.jpg", credit="Ann Lee")
    normalise(made)

    assert made.images[0].credit == "Ann Lee"
    assert "Ann Lee" in made.body_html


def test_an_item_outside_of_the_body_is_read_as_well():
    made = article("<p>Intro.</p>")
    outside = fragment_fromstring("<div><p>It purrs.</p><p>ADVERTISEMENT</p></div>")
    made.list_items = (ListItem(position=0, rank=1, title="A Cat", body=outside),)
    strip_boilerplate(made, RULES)
    normalise(made)

    assert made.list_items[0].text == "It purrs."
    assert made.body_text == "Intro.\n\nIt purrs."


def test_an_author_named_twice_is_one_and_the_default_biography_is_none():
    made = normalised(
        authors=(
            Author(name=" Ann\nLee ", bio=LAZY),
            Author(name="Ann Lee", url="https://site.example/ann", role=" Writer "),
            Author(name="", bio="x"),
            Author(name="Bo Ek", url="https://site.example/bo", bio=" Likes  cats. "),
            Author(name="Bo", url="https://site.example/bo"),
        )
    )

    assert made.authors == (
        Author(name="Ann Lee", url="https://site.example/ann", role="Writer"),
        Author(name="Bo Ek", url="https://site.example/bo", bio="Likes cats."),
    )


def test_two_people_of_one_name_stay_two():
    made = normalised(
        authors=(
            Author(name="Ann Lee", url="https://site.example/ann"),
            Author(name="Ann Lee", url="https://site.example/ann-2"),
        )
    )

    assert len(made.authors) == 2


def test_tags_related_links_highlights_and_polls_are_clean():
    made = normalised(
        tags=(
            Tag(name=" Cats, "),
            Tag(name="cats"),
            Tag(name="Cats", kind="category"),
            Tag(name=" "),
        ),
        related=(
            RelatedLink(url="https://site.example/b/", title=" B "),
            RelatedLink(url="https://site.example/b/", title=""),
        ),
        highlights=(" One  point ", ""),
        polls=(Poll(question=" Cats? ", options=(PollOption(text=" Yes\n"),)),),
    )

    assert [(tag.name, tag.kind) for tag in made.tags] == [("Cats", "tag"), ("Cats", "category")]
    assert made.related == (RelatedLink(url="https://site.example/b/", title="B"),)
    assert made.highlights == ("One point",)
    assert made.polls == (Poll(question="Cats?", options=(PollOption(text="Yes"),)),)


def test_times_are_read_with_their_bounds():
    made = normalised(published_raw="Other3 hours ago", modified_raw="2026-09-30T10:00:00Z")

    assert made.published_raw == "Other3 hours ago"
    assert made.published_earliest is not None
    assert made.published_latest is not None
    assert made.published_earliest.hour == 7
    assert made.published_latest.hour == 9
    assert made.modified_at == datetime(2026, 9, 30, 10, tzinfo=UTC)


@pytest.mark.parametrize("words", [None, "", "Relationships"])
def test_words_that_are_no_time_give_none(words):
    made = normalised(published_raw=words)

    assert made.published_at is None


def test_comments_lose_what_no_reader_sees_but_keep_what_they_say():
    body = fragment_fromstring("<div>ADVERTISEMENT<svg><metadata>x</metadata></svg></div>")
    made = article(comments=(Comment(body=body),))
    strip_boilerplate(made, RULES)

    assert body.text_content() == "ADVERTISEMENT"
    assert made.dropped == {"icon": 1}
