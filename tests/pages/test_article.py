from __future__ import annotations

import json

import pytest

PARAGRAPHS = "".join(
    f"<p>Cat number {n} slept in the sun for most of the day, and when it woke it asked for"
    f" its dinner in a voice that the whole street could hear.</p>"
    for n in range(1, 7)
)


def page(head="", before="", after="", body=PARAGRAPHS):
    return f"<html><head>{head}</head><body>{before}<div>{body}</div>{after}</body></html>"


def ld(**fields):
    return (
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", **fields})
        + "</script>"
    )


@pytest.mark.parametrize(
    ("head", "before", "title", "source"),
    [
        ("", "<h1>A story of cats</h1>", "A story of cats", "h1"),
        (
            '<meta property="og:title" content="You will not believe these cats">',
            "<h1>A plain story of five cats</h1>",
            "A plain story of five cats",
            "h1",
        ),
        (
            '<meta property="og:title" content="A story of cats">',
            "<h1>Log in</h1><h1>A story of cats</h1>",
            "A story of cats",
            "h1",
        ),
        (
            '<meta property="og:title" content="A story of cats">',
            "<h1>Example</h1>",
            "A story of cats",
            "og:title",
        ),
        (
            (
                '<meta property="og:site_name" content="Example News">'
                '<meta property="og:title" content="A story of cats | Example News">'
            ),
            "",
            "A story of cats",
            "og:title",
        ),
        ("<title>A story of cats - example.com</title>", "", "A story of cats", "title"),
        (ld(headline="A story of cats"), "<h1> </h1>", "A story of cats", "json-ld"),
        (
            ld(headline="A story of cats: the end"),
            "<h1>A st ory of cats : the end</h1>",
            "A story of cats: the end",
            "h1",
        ),
        ("", "<h1>A st ory of cats</h1>", "A st ory of cats", "h1"),
        (
            ld(headline="Five cats to watch"),
            "<h1>Animals | Five cats to watch</h1>",
            "Five cats to watch",
            "h1",
        ),
        (
            ld(headline="After the flood: cats come home")
            + '<meta property="og:title" content="After the flood: cats come home">',
            "<h1>cats come home</h1>",
            "After the flood: cats come home",
            "json-ld",
        ),
        (
            "<title>Cats</title>",
            "<svg><title>icon</title></svg>",
            "Cats",
            "title",
        ),
        (
            '<title>x</title><meta property="og:title" content="Tom &amp;amp; Jerry">',
            "<h1>Tom &amp; Jerry and their friends</h1>",
            "Tom & Jerry and their friends",
            "h1",
        ),
    ],
)
def test_the_title_is_the_page_s_own(read, head, before, title, source):
    found = read(page(head, before))

    assert found.title == title
    assert found.field_sources["title"] == source


def test_tags_at_the_end_of_the_body_are_read_too(read):
    tags = (
        '<title>Cats</title><meta property="article:published_time" content="2024-03-05T10:00Z">'
        '<meta name="author" content="Ann Lee"><link rel="canonical" href="/cats/">'
    )
    found = read(page(after=tags))

    assert found.published_raw == "2024-03-05T10:00Z"
    assert [author.name for author in found.authors] == ["Ann Lee"]
    assert found.url_canonical == "https://www.example.com/cats/"


@pytest.mark.parametrize(
    ("head", "before", "raw", "source"),
    [
        (ld(datePublished="2024-03-05T10:00:00Z"), "", "2024-03-05T10:00:00Z", "json-ld"),
        (
            ld(datePublished="{{date}}")
            + '<meta name="parsely-pub-date" content="2024-03-05T11:00:00Z">',
            "",
            "2024-03-05T11:00:00Z",
            "meta",
        ),
        (
            '<meta itemprop="datePublished" content="2024-03-05">',
            "",
            "2024-03-05",
            "meta",
        ),
        (
            "",
            '<div itemprop="datePublished">March 6, 2024</div>',
            "March 6, 2024",
            "microdata",
        ),
        (
            "",
            '<time datetime="2001-01-01">old</time><h1>Cats</h1><time>2024-03-06</time>',
            "2024-03-06",
            "time",
        ),
        (
            "",
            '<h1>Cats</h1><aside><time datetime="2001-01-01">old</time></aside>',
            "2024-03-05",
            "url",
        ),
    ],
)
def test_the_date_comes_from_the_most_trusted_source(read, head, before, raw, source):
    found = read(page(head, before))

    assert found.published_raw == raw
    assert found.field_sources["published_raw"] == source


def test_a_date_in_the_text_is_the_last_resort(read):
    html = page(before='<h1>Cats</h1><p class="post-date">Posted on 7 March 2024 by Ann</p>')
    found = read(html, url="https://www.example.com/cats/")

    assert found.published_raw == "7 March 2024"


@pytest.mark.parametrize("language", ["xx", "??", "de_DE", "en-US", "x-default", ""])
def test_a_language_nobody_knows_harms_no_date(read, language):
    html = page(
        f'<meta name="date" content="13. 25. 1"><meta property="og:locale" content="{language}">'
    )

    assert read(html).published_raw == "2024-03-05"


@pytest.mark.parametrize(
    ("head", "before", "names", "source"),
    [
        (ld(author={"@type": "Person", "name": "Ann Lee"}), "", ["Ann Lee"], "json-ld"),
        (ld(author=["Ann Lee", {"name": "Bo Ek"}]), "", ["Ann Lee", "Bo Ek"], "json-ld"),
        (ld(author={"name": "Ann Lee and Bo Ek"}), "", ["Ann Lee", "Bo Ek"], "json-ld"),
        (ld(author={"name": ["Ann Lee", "Bo Ek"]}), "", ["Ann Lee", "Bo Ek"], "json-ld"),
        (
            ld(author={"@type": "NewsMediaOrganization", "name": "The Wire"}),
            "",
            ["The Wire"],
            "json-ld-organisation",
        ),
        (
            ld(author={"@type": "Organization", "name": "Example"}),
            "<h1>Cats</h1><div><p>By Ann Lee</p></div>",
            ["Ann Lee"],
            "text",
        ),
        (
            ld(author={"@type": "Person", "name": "Example"})
            + '<meta property="og:site_name" content="Example">',
            "",
            [],
            None,
        ),
        (
            (
                '<meta property="article:author" content="https://facebook.com/example">'
                '<meta name="sailthru.author" content="Ann Lee, Bo Ek">'
            ),
            "",
            ["Ann Lee", "Bo Ek"],
            "meta",
        ),
        ('<meta name="news_authors" content="Ann Lee">', "", ["Ann Lee"], "meta"),
        (
            "",
            '<div itemprop="author"><span itemprop="name">Ann Lee</span> writes</div>',
            ["Ann Lee"],
            "microdata",
        ),
        (
            "",
            '<h1>Five cats of the street</h1><a rel="author" href="/author/ann/">Ann Lee</a>',
            ["Ann Lee"],
            "byline",
        ),
        (
            "",
            (
                '<h1>Cats</h1><div class="article__byline">By <a href="/a/">Ann Lee</a> and'
                ' <a href="/b/">Bo Ek</a> on March 5, 2024</div>'
            ),
            ["Ann Lee", "Bo Ek"],
            "byline",
        ),
        (
            "",
            (
                '<h1>Cats</h1><p><span class="author">Ann Lee</span> and'
                ' <span class="author">Bo Ek</span></p>'
            ),
            ["Ann Lee", "Bo Ek"],
            "byline",
        ),
        (
            "",
            '<div id="comments"><span class="comment-author">Cat Fan</span></div><h1>Cats</h1>',
            [],
            None,
        ),
        ("", '<h1>Cats</h1><aside><b class="author">Cat Fan</b></aside>', [], None),
        ("", "<h1>Cats</h1><div><p>By Ann Lee</p></div>", ["Ann Lee"], "text"),
        ("", "<h1>Cats</h1><div><p>By the end of the day all were fed.</p></div>", [], None),
    ],
)
def test_authors_are_people_and_a_newsroom_only_where_it_signs(read, head, before, names, source):
    found = read(page(head, before))

    assert [author.name for author in found.authors] == names
    assert found.field_sources.get("authors") == source


def test_an_author_keeps_the_address_of_the_profile(read):
    html = page(before='<h1>Cats</h1><a rel="author" href="/author/ann/">Ann Lee</a>')

    assert read(html).authors[0].url == "https://www.example.com/author/ann/"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href="https://www.example.com/cats/">', "/cats/"),
        ('<link rel="shortlink canonical" href="/cats/?utm_source=x">', "/cats/"),
        ('<meta property="og:url" content="https://example.com/cats/">', "/cats/"),
        ('<link rel="canonical" href="https://other.example/cats/">', "/2024/03/05/x/"),
        ('<link rel="canonical" href="https://www.example.com/">', "/2024/03/05/x/"),
        ('<link rel="canonical" href="javascript:void(0)">', "/2024/03/05/x/"),
        ("", "/2024/03/05/x/"),
    ],
)
def test_the_url_is_the_one_the_site_keeps(read, head, url):
    found = read(page(head), url="https://www.example.com/2024/03/05/x/")

    assert found.url_canonical == f"https://www.example.com{url}"


def test_the_other_fields_are_gathered(read):
    head = ld(
        headline="Cats",
        description="About  cats",
        articleSection=["Animals", "Home"],
        keywords=["cats", "sun"],
        commentCount=12,
        dateModified="2024-03-06",
        inLanguage="en",
        image=[{"url": "/cat.jpg"}],
    )
    item = read(page(head, "<h1>Cats</h1>")).to_item()

    assert item.description == "About cats"
    assert item.section == "Animals"
    assert [tag.name for tag in item.tags] == ["cats", "sun"]
    assert item.comments_declared == 12
    assert item.modified_raw == "2024-03-06"
    assert item.language == "en"
    assert [image.url for image in item.images] == ["https://www.example.com/cat.jpg"]
    assert item.images[0].is_lead
    assert item.field_sources["lead_image"] == "json-ld"
    assert item.site == "example.com"
    assert item.layout == "generic"
    assert item.body is not None


def test_related_links_are_those_of_a_box_of_that_name(read):
    box = (
        '<div class="related-posts"><a href="/dogs/">A story of many dogs</a>'
        '<a href="https://ads.example/x/">Buy this thing right now</a><a href="/x/">More</a></div>'
    )

    assert [(link.url, link.title) for link in read(page(after=box)).related] == [
        ("https://www.example.com/dogs/", "A story of many dogs")
    ]
