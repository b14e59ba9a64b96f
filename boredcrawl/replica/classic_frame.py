"""What stands around every page of the classic theme: bars, banners, sidebars, footer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from boredcrawl.replica.scene import attr, esc
from boredcrawl.replica.words import CATEGORIES

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene

CONSENT = (
    '<div class="modal cookie-bar"><p>We and our trusted partners use technology such as cookies '
    "on our site to personalize content and ads, provide social media features, and analyze our "
    "traffic. You can read more about it and change your preferences "
    '<a href="/privacy-policy">here</a>.</p><button>Agree</button></div>'
)
TAILS = {
    "related": "Related on Bored Panda",
    "like": "You May Like",
    "popular": "Popular on Bored Panda",
    "trending": "Trending on Bored Panda",
}
SIDEBAR = (
    ("harbor-seal-learns-to-whistle", "A Harbor Seal Learns To Whistle, Staff Stunned"),
    ("council-bans-wind-chimes", "Council Bans Wind Chimes After Long Debate"),
    ("soup-record-broken", "Village Breaks The Soup Record Again"),
)
"""Cards of other sites: on the page, but neither ours nor related."""


LIKE_BOX = (
    '<div id="do-you-like-box"><p>Like us on FB for more awesome posts!</p>'
    '<a href="#">Don\'t show this - I already like Bored Panda</a></div>'
    '<div id="sharebar"><a>Share on Facebook</a></div>'
)
"""Stood above the articles of 2014."""


def header(origin: str, *, is_consent_due: bool) -> str:
    """Write everything above the article."""
    links = "".join(
        f'<li><a href="{origin}/category/{slug}/">{esc(label)}</a></li>'
        for slug, label in CATEGORIES
    )
    return (
        '<div class="get-app"><p>Bored Panda works better on our iPhone app</p>'
        "<p><a>Continue in app</a> <a>Continue in browser</a></p></div>"
        f"{CONSENT if is_consent_due else ''}"
        f'<header class="header"><a class="~logo" href="{origin}/">BoredPanda</a> '
        '<a href="/add-new-post/">Add post form top</a><a>Add Post</a> <a>Search</a>'
        '<span class="~tooltip">Tooltip close</span></header>'
        f"<nav><ul>{links}</ul></nav>"
        '<div class="fixed-popup"><p>The Bored Panda iOS app is live! '
        "Fight boredom with iPhones and iPads here.</p></div>"
    )


def tail(scene: Scene) -> str:
    """Write the recommendations under the comments."""
    cards = "".join(
        f'<div class="~recommendation"><a href="{scene.origin}{head.path}">'
        f'<img data-src="{scene.origin}{head.cover.path}" alt="{attr(head.title)}">'
        f"<h3>{esc(head.title)}</h3></a></div>"
        for head in scene.article.footer_related
    )
    label = TAILS[scene.variant.tail]
    return f'<div class="post-recommendations"><h2>{label}</h2>{cards}</div>'


def external_cards() -> str:
    """Write the sidebar cards, which lead to other sites."""
    return "".join(
        f'<article class="~external" data-current-feed="sidebar" data-post-id="{11_275_900 + k}" '
        f'data-track-impression="true"><a href="https://news.example.net/{slug}" '
        'rel="nofollow noreferrer" target="_blank">'
        f'<img alt="{esc(title)}" src="/api/external-image?url='
        f'{quote(f"https://news.example.net/{slug}.jpg", safe="")}"><h3>{esc(title)}</h3></a>'
        "</article>"
        for k, (slug, title) in enumerate(SIDEBAR)
    )


def sidebar(scene: Scene) -> str:
    """Write the column beside the article."""
    carousel = "".join(
        f'<article class="post swiper-slide" data-post-id="{head.post_id}"><h2>'
        f'<a class="title" href="{scene.origin}{head.path}">{esc(head.title)}</a></h2></article>'
        for head in scene.article.footer_related[:2]
    )
    return (
        '<aside class="sidebar"><h3>Trending on Bored Panda</h3>'
        f'<div class="swiper-wrapper">{carousel}</div>'
        '<div class="post-ads">ADVERTISEMENT</div>'
        f'{external_cards()}<div class="ml-subscribe-form subscription-block"><form>'
        '<input type="email"><button>Subscribe</button></form></div></aside>'
    )


def footer(origin: str) -> str:
    """Write everything under the page."""
    return (
        f'<footer class="footer site-footer"><p>Also on Bored Panda</p><ul>'
        f'<li><a href="{origin}/about-us">About Us</a></li><li><a href="{origin}/contact">Contact'
        f'</a></li><li><a href="{origin}/privacy-policy">Privacy Policy</a></li></ul>'
        "<p>Please use high-res photos without watermarks</p><p>Ooops! Your image is too large, "
        'maximum file size is 8 MB.</p></footer><div class="modal-backdrop"></div>'
        '<div class="scroll-to-top"></div>'
    )
