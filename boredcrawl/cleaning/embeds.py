"""Foreign posts and videos inside an article: whose they are and where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit, urlunsplit

from boredcrawl.cleaning.text import element_text, squash
from boredcrawl.cleaning.urls import join
from boredcrawl.items import Embed

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PROVIDERS = {
    "youtube.com": "youtube",
    "youtube-nocookie.com": "youtube",
    "youtu.be": "youtube",
    "vimeo.com": "vimeo",
    "dailymotion.com": "dailymotion",
    "tiktok.com": "tiktok",
    "instagram.com": "instagram",
    "threads.net": "threads",
    "threads.com": "threads",
    "twitter.com": "x",
    "x.com": "x",
    "facebook.com": "facebook",
    "fb.watch": "facebook",
    "reddit.com": "reddit",
    "redditmedia.com": "reddit",
    "imgur.com": "imgur",
    "giphy.com": "giphy",
    "gfycat.com": "gfycat",
    "tumblr.com": "tumblr",
    "pinterest.com": "pinterest",
    "bsky.app": "bluesky",
    "spotify.com": "spotify",
    "soundcloud.com": "soundcloud",
    "streamable.com": "streamable",
}
_HINTS = (
    # what the platforms' own embed codes are called
    ("twitter-tweet", "x"),
    ("twitter-video", "x"),
    ("instagram-media", "instagram"),
    ("tiktok-embed", "tiktok"),
    ("fb-post", "facebook"),
    ("fb-video", "facebook"),
    ("reddit-embed", "reddit"),
    ("reddit-card", "reddit"),
    ("imgur-embed", "imgur"),
    ("text-post-media", "threads"),
    ("bluesky-embed", "bluesky"),
    ("tumblr-post", "tumblr"),
)
_ADDRESSES = (
    *("cite", "data-instgrm-permalink", "data-text-post-permalink", "data-href", "data-url"),
    *("data-src", "data-lazy-src", "data-litespeed-src", "src", "data", "movie", "href"),
)
_POST = re.compile(
    r"/status(?:es)?/\d|/p/[\w-]+|/reels?/[\w-]+|/video/\d|/videos/|/posts/|/comments/\w|/post/\w"
    r"|/watch|/embed/|/shorts/"
)
_NO_EMBED = re.compile(
    r"(?:^|\.)(?:googlesyndication\.com|doubleclick\.net|amazon-adsystem\.com|adnxs\.com"
    r"|googletagmanager\.com|google\.com|taboola\.com|outbrain\.com|recaptcha\.net|disqus\.com)$"
)
_HANDLE = re.compile(r"\(@([\w.]+)\)")
_PROFILE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:instagram\.com|threads\.(?:net|com)|tiktok\.com)/@?([\w.]+)/?(?:\?.*)?"
)
_CHROME = re.compile(
    r"(?i)view (?:this (?:post|thread|profile)|on|more) on .*|view on \w+"
    r"|a post shared by .*|posted by .*|♬.*|@[\w.]+|— .*|post by .*|.* on \w+ \d+, \d{4}"
)


def read_embed(el: HtmlElement, base: str) -> Embed | None:
    """Read an element as an embed; None if it is the article's own.

    >>> from lxml.html import fragment_fromstring
    >>> el = fragment_fromstring('<iframe data-src="//www.youtube-nocookie.com/embed/x7?rel=0">')
    >>> read_embed(el, "https://a.example/")
    Embed(provider='youtube', url='https://www.youtube.com/embed/x7', author=None, text=None)
    """
    tag = el.tag
    if tag == "blockquote":
        return _quoted(el, base)
    if tag in {"iframe", "embed", "object", "lite-youtube", "amp-youtube", "amp-iframe"}:
        return _framed(el, base)
    if tag in {"video", "audio"}:
        return _played(el, base)
    class_name = el.get("class") or ""
    if "fb-" in class_name or "embed" in class_name:
        provider = _hinted(class_name)
        if provider is not None and len(el.text_content()) < 2_000:  # noqa: PLR2004 - a wrapper around the article is no post
            return _quoted(el, base)
    return None


def _quoted(el: HtmlElement, base: str) -> Embed | None:
    """Read a post that stands in the page as a quotation, for its script to replace."""
    provider = _hinted(el.get("class") or "")
    url = next((u for name in _ADDRESSES if (u := _address(el.get(name), base))), None)
    if url is None or provider_of(url) is None:
        links = [u for a in el.iter("a") if (u := _address(a.get("href"), base))]
        posts = [u for u in links if provider_of(u) and _POST.search(urlsplit(u).path)]
        if posts:
            url = posts[-1]
        elif provider is None:
            return None
    provider = provider or (provider_of(url) if url else None)
    if provider is None or (url is not None and not _is_post(el, url)):
        return None
    whole = element_text(el)
    lines = [squash(element_text(p)) for p in el.iter("p")] or whole.split("\n")
    own = [line for line in lines if line and not _CHROME.fullmatch(line)]
    handle = re.search(r"/@([\w.]+)/|(?:twitter|x)\.com/(\w+)/status", url or "")
    author = (handle[1] or handle[2]) if handle else _author_of(el, whole)
    return Embed(
        provider=provider,
        url=_plain(url) if url else None,
        author=author,
        text="\n".join(own) or None,
    )


def _author_of(el: HtmlElement, whole: str) -> str | None:
    """Read whose post it is: "(@handle)", else the profile it links to."""
    named = _HANDLE.search(whole)
    if named is not None:
        return named[1]
    for link in el.iter("a"):
        profile = _PROFILE.fullmatch(link.get("href") or "")
        if profile is not None:
            return profile[1]
    return None


def _is_post(el: HtmlElement, url: str) -> bool:
    """Tell a post from a person's words that merely link to a platform."""
    if _hinted(el.get("class") or "") or el.get("data-instgrm-permalink"):
        return True
    return provider_of(url) is not None and _POST.search(urlsplit(url).path) is not None


def _framed(el: HtmlElement, base: str) -> Embed | None:
    """Read a frame or a plug-in object."""
    if el.get("width") in {"0", "1"} or el.get("height") in {"0", "1"}:
        return None  # a counter
    video = el.get("videoid") or el.get("data-videoid")
    if video and "youtube" in str(el.tag):
        return Embed(provider="youtube", url=f"https://www.youtube.com/embed/{video}")
    holders = [el, *el.iter("embed", "param")]
    url = None
    for holder in holders:
        if holder.tag == "param" and (holder.get("name") or "").lower() not in {"movie", "src"}:
            continue
        names = ("value",) if holder.tag == "param" else _ADDRESSES
        url = url or next((u for name in names if (u := _address(holder.get(name), base))), None)
    if url is None:
        return None
    host = urlsplit(url).hostname or ""
    provider = provider_of(url)
    if provider is None and (_NO_EMBED.search(host) or "ads" in host.split(".")):
        return None
    inner = parse_qs(urlsplit(url).query).get("href")
    if provider == "facebook" and inner:
        url = _address(inner[0], base) or url
    return Embed(provider=provider or host.removeprefix("www."), url=_plain(url))


def _played(el: HtmlElement, base: str) -> Embed | None:
    """Read a video or sound that the site serves itself."""
    for holder in (el, *el.iter("source")):
        for name in ("data-src", "src"):
            url = _address(holder.get(name), base)
            if url is not None:
                return Embed(provider=str(el.tag), url=url)
    return None


def provider_of(url: str) -> str | None:
    """Name the platform a URL is on, None if it is not one of those known.

    >>> provider_of("https://m.youtube.com/watch?v=x7")
    'youtube'
    """
    host = urlsplit(url).hostname or ""
    while host:
        if host in _PROVIDERS:
            return _PROVIDERS[host]
        host = host.partition(".")[2]
    return None


def _hinted(class_name: str) -> str | None:
    return next((provider for hint, provider in _HINTS if hint in class_name), None)


def _address(value: str | None, base: str) -> str | None:
    if not value or value.startswith("about:"):
        return None
    return join(base, value)


def _plain(url: str) -> str:
    """Write an embed's address without the parameters of its player.

    >>> _plain("https://www.instagram.com/p/x7/?utm_source=ig_embed")
    'https://www.instagram.com/p/x7/'
    """
    parts = urlsplit(url)
    if provider_of(url) is None or "/watch" in parts.path or parts.path.endswith(".php"):
        return url
    host = parts.netloc.replace("youtube-nocookie.com", "youtube.com")
    path = parts.path
    if host.endswith("youtube.com") and path.startswith("/v/"):
        path = "/embed/" + path[3:].partition("&")[0]
    return urlunsplit((parts.scheme, host, path, "", ""))
