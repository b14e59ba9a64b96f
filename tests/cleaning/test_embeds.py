from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from boredcrawl.cleaning.body import Block, read_blocks


def blocks(html: str) -> list[Block]:
    body = fragment_fromstring(html, create_parent="div")
    return read_blocks(body, "https://site.example/a-story/")


EMBEDS = {
    "<iframe data-src='https://www.youtube-nocookie.com/embed/x7?rel=0'></iframe>": (
        *("youtube", "https://www.youtube.com/embed/x7", None, None),
    ),
    """<object><param name='movie' value='http://www.youtube.com/v/x7&amp;fs=1'>
    <embed src='http://www.youtube.com/v/x7'></object>""": (
        *("youtube", "http://www.youtube.com/embed/x7", None, None),
    ),
    "<iframe src='https://player.vimeo.com/video/7?h=1'></iframe>": (
        *("vimeo", "https://player.vimeo.com/video/7", None, None),
    ),
    """<blockquote class='tiktok-embed' cite='https://www.tiktok.com/@ann/video/7'><section>
    <a href='https://www.tiktok.com/@ann?refer=embed'>@ann</a> <p>My cat</p>
    <a href='https://www.tiktok.com/music/7'>♬ original sound</a></section></blockquote>""": (
        *("tiktok", "https://www.tiktok.com/@ann/video/7", "ann", "My cat"),
    ),
    """<blockquote class='instagram-media'
    data-instgrm-permalink='https://www.instagram.com/p/x7/?utm_source=ig_embed'><div>
    <a href='#'>View this post on Instagram</a>
    <p><a>A post shared by Ann (@ann.lee)</a></p></div></blockquote>""": (
        *("instagram", "https://www.instagram.com/p/x7/", "ann.lee", None),
    ),
    """<blockquote><p>My cat</p>— Ann (@ann)
    <a href='https://twitter.com/ann/status/77'>May 1, 2026</a></blockquote>""": (
        *("x", "https://twitter.com/ann/status/77", "ann", "My cat"),
    ),
    "<div class='fb-video' data-href='https://www.facebook.com/ann/videos/7/'></div>": (
        *("facebook", "https://www.facebook.com/ann/videos/7/", None, None),
    ),
    """<iframe src='https://www.facebook.com/plugins/video.php?href=https%3A%2F%2F"""
    """www.facebook.com%2Fann%2Fvideos%2F7%2F'></iframe>""": (
        *("facebook", "https://www.facebook.com/ann/videos/7/", None, None),
    ),
    """<blockquote class='reddit-embed-bq'>
    <a href='https://www.reddit.com/r/cats/comments/7/x/'>My cat</a></blockquote>""": (
        *("reddit", "https://www.reddit.com/r/cats/comments/7/x/", None, "My cat"),
    ),
    "<video><source src='/v.mp4'></video>": (*("video", "https://site.example/v.mp4", None, None),),
}


@pytest.mark.parametrize(("html", "embed"), EMBEDS.items())
def test_posts_and_videos_of_others_are_embeds_and_no_text(html, embed):
    (block,) = blocks(html)
    found = block.embed

    assert found is not None
    assert (found.provider, found.url, found.author, found.text) == embed


def test_frames_of_advertisers_and_counters_are_nothing():
    assert (
        blocks(
            "<iframe src='https://ad.doubleclick.net/x'></iframe><iframe src='about:blank'>"
            "</iframe>"
            "<iframe width='1' src='https://x.example/count'></iframe><iframe title='ad'></iframe>"
        )
        == []
    )


def test_a_quotation_that_links_to_a_platform_is_a_quotation():
    html = "<blockquote><p>See <a href='https://www.instagram.com/ann/'>her</a>.</p></blockquote>"

    assert [(block.kind, block.text) for block in blocks(html)] == [("quote", "See her.")]
