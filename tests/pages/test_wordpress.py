"""A WordPress page without a WordPress: what its markup says, and what REST adds to it."""

from datetime import UTC, datetime

import pytest
from scrapy.http import HtmlResponse

from boredcrawl.exceptions import NoArticle
from boredcrawl.pages.wordpress import has_told, keep_told
from boredcrawl.sites.generic import Generic

SEEN = datetime(2026, 11, 1, 12, tzinfo=UTC)
URL = "https://goats.example/2026/10/fence/"
HEAD = """
<link rel="https://api.w.org/" href="https://goats.example/wp-json/">
<link rel="stylesheet" href="/wp-content/themes/plain/style.css">
"""


def comment(number, name, text, children=""):
    return f"""<li id="comment-{number}" class="comment"><article class="comment-body">
    <footer><b class="fn">{name}</b>
    <time datetime="2026-10-0{number}T10:00:00+00:00">October {number}</time></footer>
    <div class="comment-content"><p>{text}</p></div></article>{children}</li>"""


THREAD = (
    comment(1, "Ann", "The goat was here before the fence was.")
    + comment(2, "Bo", "The fence was here before the harbour was.")
    + comment(3, "Celia", "Nobody was here before the ferry came in.")
)


def page(comments=THREAD, classes="single single-post postid-7", above=""):
    body = f"""<html lang="en"><head><title>A fence</title>{HEAD}</head><body class="{classes}">
    <main><article id="post-7"><h1>A fence</h1><p class="cats">
    <a rel="category tag" href="/c/goats/">Goats</a></p>
    <img class="wp-post-image" src="/wp-content/uploads/goat.jpg" alt="A goat">
    <div class="entry-content"><p>{"The goat stood on the fence. " * 20}</p></div>
    <p><a rel="tag" href="/t/fences/">fences</a></p></article>
    <div id="comments">{above}<ol class="comment-list">{comments}</ol></div></main></body></html>"""
    response = HtmlResponse(URL, body=body.encode(), encoding="utf-8")
    return Generic(URL).page_for(response, SEEN)


def told(number, parent=0, name="Ann", text="<p>Told.</p>"):
    return {
        "id": number,
        "parent": parent,
        "author_name": name,
        "author_url": "http://ann.example/",
        "date_gmt": f"2026-10-0{number}T10:00:07",
        "content": {"rendered": text},
    }


def test_it_is_known_by_its_files_and_the_number_of_its_post():
    read = page()

    assert read.layout == "wordpress"
    assert read.post_id == 7
    assert read.rest_comments == (
        "https://goats.example/wp-json/wp/v2/comments?post=7&per_page=100&order=asc"
    )


def test_its_categories_its_tags_and_its_featured_picture_are_read():
    article = page().to_item()

    assert [(tag.name, tag.kind) for tag in article.tags] == [
        ("Goats", "category"),
        ("fences", "tag"),
    ]
    assert article.section == "Goats"
    assert [image.original_url for image in article.images] == [
        "https://goats.example/wp-content/uploads/goat.jpg"
    ]


@pytest.mark.parametrize("classes", ["home blog", "archive category", "search", "error404"])
def test_a_list_of_posts_is_no_article(classes):
    with pytest.raises(NoArticle):
        page(classes=classes).to_item()


@pytest.mark.parametrize(
    ("heading", "count"),
    [("<h2>1,204 thoughts on “A fence”</h2>", 1204), ("<h3>One Response</h3>", 1)],
)
def test_the_heading_tells_how_many_comments_there_are(heading, count):
    assert page(above=heading).comments_declared == count


def test_a_form_and_no_comment_means_that_nobody_has():
    form = '<form id="commentform" action="/wp-comments-post.php"></form>'

    assert page(comments="", above=form).comments_declared == 0


def test_what_is_told_and_what_is_printed_become_one_thread():
    read = page()
    before = [(c.site_comment_id, c.parent) for c in read.comments]
    again = page()
    keep_told(again.tree, [told(1), told(2, parent=1), told(3, parent=2), told(4, parent=1)])

    assert before == [("1", None), ("2", None), ("3", None)]
    assert [(c.site_comment_id, c.parent) for c in again.comments] == [
        ("1", None),
        ("2", 0),
        ("3", 1),
        ("4", 0),
    ]
    assert again.comments_declared == 4
    assert again.comments[0].commenter.name == "Ann"
    assert again.comments[0].posted_machine == "2026-10-01T10:00:07Z"


def test_a_page_that_was_told_already_needs_no_telling():
    read = page()
    article = read.to_item()
    first = has_told(read, article)
    keep_told(read.tree, [told(1)])

    assert first
    assert not has_told(read, article)


def test_words_that_would_end_a_script_are_kept():
    read = page()
    words = "<p>It ends </script><script>alert(1)</script> here.</p>"
    keep_told(read.tree, [told(4, text=words)])

    assert read._told_comments[0]["content"]["rendered"] == words
