from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from boredcrawl.cleaning.images import image_url, is_content_image, original_url

BASE = "https://site.example/a-story/"
PICTURE = "https://static.site.example/uploads/2026/01/cat-5f2a__700.jpg"


def proxied(url: str) -> str:
    return urlsafe_b64encode(url.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "wrapped",
    [
        f"https://img.site.example/unsafe/rs:fit:3840:0/q:80/{proxied(PICTURE)}.webp",
        f"https://img.site.example/unsafe/{proxied(PICTURE)[:16]}/{proxied(PICTURE)[16:]}",
        f"https://site.example/plugins/watermark.php?display=true&image={PICTURE}",
        f"https://site.example/_next/image?url={PICTURE.replace(':', '%3A')}&w=640&q=75",
        "https://i2.wp.com/static.site.example/uploads/2026/01/cat-5f2a__700.jpg?ssl=1&w=5",
        f"https://cdn.other.example/image/fetch/w_600,f_auto/{PICTURE}",
        f"https://cdn.other.example/cdn-cgi/image/width=80/{PICTURE}",
        f"https://web.archive.example/web/20200101000000im_/{PICTURE}",
        f"https://cdn.other.example/fetch/{PICTURE.replace(':', '%3A').replace('/', '%2F')}",
        PICTURE,
    ],
)
def test_a_proxied_picture_is_known_by_its_own_address(wrapped):
    assert original_url(wrapped) == PICTURE


def test_a_proxy_behind_a_proxy_is_unwrapped_too():
    inner = f"https://img.site.example/unsafe/q:80/{proxied(PICTURE)}.webp"

    assert original_url(f"https://site.example/_next/image?url={inner}&w=640") == PICTURE


def test_sizes_in_names_stay():
    url = "https://static.site.example/uploads/cat-png__700.jpg"

    assert original_url(url) == url


@given(st.text(max_size=60))
def test_no_address_breaks_the_unwrapping(url):
    assert isinstance(original_url(f"https://x.example/{url}"), str)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="a.jpg">', "https://site.example/a-story/a.jpg"),
        ('<img data-src="/a.jpg">', "https://site.example/a.jpg"),
        (
            '<img src="data:image/gif;base64,R0" data-lazy-src="/a.jpg">',
            "https://site.example/a.jpg",
        ),
        ('<img src="/img/blank.gif" data-src="/a.jpg">', "https://site.example/a.jpg"),
        ('<img src="/a-wool-blanket.jpg">', "https://site.example/a-wool-blanket.jpg"),
        ('<img src="/s.jpg" srcset="/s.jpg 300w, /l.jpg 900w">', "https://site.example/l.jpg"),
        ('<img src="/full.jpg" srcset="/s.jpg 300w">', "https://site.example/full.jpg"),
        ('<img data-srcset="/s.jpg 1x, /l.jpg 2x">', "https://site.example/l.jpg"),
        ('<img srcset="data:image/gif;base64,R0 1w">', None),
        ('<img src="/placeholder-600x400.png">', None),
        ('<img alt="nothing">', None),
    ],
)
def test_the_best_candidate_of_a_picture_is_chosen(html, expected):
    assert image_url(fragment_fromstring(html), BASE) == expected


def test_the_sources_of_a_picture_element_count_where_the_image_has_none():
    picture = fragment_fromstring(
        '<picture><source srcset="/s.webp 300w, /l.webp 900w"><img alt=""></picture>'
    )

    assert image_url(next(picture.iter("img")), BASE) == "https://site.example/l.webp"


@pytest.mark.parametrize(
    "html",
    [
        '<img src="/assets/Icons/button-share.svg">',
        '<img src="/assets/comments/post-comment.png">',
        '<img src="/blog/wp-content/themes/site/images/default-user-profile-image.png">',
        '<img src="/uploads/ann.jpg" alt="ann-lee avatar">',
        '<img src="/uploads/ann.jpg" class="author-avatar photo">',
        '<img src="/counter.png" width="1" height="1">',
        '<img src="https://www.facebook.com/tr?id=1">',
        '<img src="https://secure.gravatar.com/avatar/5f2a">',
    ],
)
def test_icons_avatars_and_counters_are_not_content(html):
    img = fragment_fromstring(html)

    assert not is_content_image(image_url(img, BASE) or "", img)


@pytest.mark.parametrize(
    "html",
    [
        f'<img src="{PICTURE}" width="700" height="525">',
        '<img src="https://cdn.other.example/assets/2026/a-cat.jpg">',
        '<img src="/uploads/avatar-the-movie-poster.jpg">',
        f'<img src="https://site.example/wp-content/plugins/w/watermark.php?image={PICTURE}">',
    ],
)
def test_pictures_of_the_article_are_content(html):
    img = fragment_fromstring(html)

    assert is_content_image(image_url(img, BASE) or "", img)
