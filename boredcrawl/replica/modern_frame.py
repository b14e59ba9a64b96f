"""What stands around every page of the new layout."""

from __future__ import annotations

from boredcrawl.replica.classic_frame import external_cards
from boredcrawl.replica.naming import dressed
from boredcrawl.replica.scene import esc
from boredcrawl.replica.words import CATEGORIES

PREMIUM = "/premium/?utm_source=boredpanda&amp;utm_medium=topbar&amp;utm_campaign=premium-topbar_1"
PAGES = (
    ("contact", "Contact Us"),
    ("about-us", "About Us"),
    ("jobs", "Jobs"),
    ("advertise", "Advertising"),
    ("sitemap-page", "Sitemap"),
    ("privacy-policy", "Privacy Policy"),
    ("terms-of-service", "Terms of Service"),
    ("boredpanda-editorial-standards-and-ethics", "Editorial Standards & Ethics"),
)
_LINKS = "".join(f'<a href="/{slug}"><span>{esc(label)}</span></a>' for slug, label in PAGES)
_MENU = "".join(f'<a href="/{slug}/">{esc(label)}</a>' for slug, label in CATEGORIES)

HEADER = (
    '<div id="didomi-host" class="didomi-host" data-nosnippet="true" lang="en">'
    "<p>We value your privacy</p><button>Agree</button></div>"
    "<header><span>Resources</span> "
    '<button role="switch" aria-label="Switch to dark mode">Dark mode</button>'
    f'{_LINKS}<button type="button">Your Privacy Choices</button></header>'
    '<div class="flex flex-col "><div class="order-1 min-[981px]:hidden">'
    f'<a class="premium-nav-link" href="/premium">Premium</a>{_MENU}'
    '<a class="quizzes-link" href="/quizzes">Quizzes</a><button type="button">More</button></div>'
    f'<div class="order-2"><aside data-variation="1"><a href="{PREMIUM}"><span>'
    "Get unlimited content, completely ad-free.</span></a>"
    f'<a href="{PREMIUM}">Subscribe</a></aside></div>'
    '<div><a href="/"><span>Home</span></a><span>•</span><a href="/trending"><span>Trending</span>'
    '</a><span>•</span><a href="/latest"><span>Latest</span></a><span>•</span>'
    '<a class="premium-nav-link" href="/premium">Premium</a><span>•</span>'
    '<a href="/quizzes">Quizzes</a></div></div>'
)
GOOGLE_NEWS = (
    '<div class="post-submission-line post-footer-gnews-promotion ">'
    '<div class="google-news-follow-button"><i class="google-news-icon-svg" aria-hidden="true"></i>'
    '<a class="app-store-link" data-name="Google News" target="_blank" rel="noopener noreferrer" '
    'href="https://news.example.com/publications/panda"><i class="icon-plus-add-image"></i>'
    "<span>Follow</span></a></div></div>"
)
FOOTER = (
    '<footer id="site-footer" class="relative z-[121]"><nav aria-label="Footer links">'
    f'<button type="button">Your Privacy Choices</button>{_LINKS}</nav></footer>'
)


def sidebar() -> str:
    """Write the column beside the article, whose cards lead to other sites."""
    return (
        f"<aside><section><h3>Trending</h3><div>{dressed(external_cards(), 'none')}</div>"
        '<div id="boredpandacom_sidebar_mid_new_pw" data-sizes="__300x600" class="post-ads"></div>'
        '</section><div class="sticky top-6"><div id="boredpandacom_sidebar_slider_pw" '
        'data-sizes="__300x250" class="post-ads"></div></div></aside>'
    )
