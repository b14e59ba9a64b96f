"""Images, credits and embeds in the classic theme."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from boredcrawl.replica.scene import attr, esc

if TYPE_CHECKING:
    from boredcrawl.replica.scene import Scene
    from boredcrawl.replica.things import Embed, Picture

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
NOTE = "♬ original sound"


def img(scene: Scene, picture: Picture, name: str = "image-size-full") -> str:
    """Write an image as its variant loads it."""
    src = scene.origin + picture.path
    size = f'width="{picture.width}" height="{picture.height}"'
    rest = f'alt="{attr(picture.alt)}" {size} class="{name}"'
    eager = f'<img src="{src}" {rest}>'
    if scene.variant.era == "y2014":
        return f'<img src="{attr(watermarked(scene, picture))}" {rest}>'
    if scene.variant.lazy == "src":
        return eager
    if scene.variant.lazy == "data":
        return f'<img data-src="{src}" {rest}>'
    return f'<img src="{PIXEL}" data-src="{src}" {rest}><noscript>{eager}</noscript>'


def watermarked(scene: Scene, picture: Picture) -> str:
    """Give the address under which the theme of 2014 shows an image."""
    script = f"{scene.origin}/blog/wp-content/plugins/copyrightWrapper/watermark.php"
    return f"{script}?display=true&image={quote(scene.origin + picture.path)}"


def credit_words(picture: Picture) -> str:
    """Write the words of a credit line."""
    who = esc(picture.credit or "")
    if picture.credit_url:
        who = f'<a href="{attr(picture.credit_url)}" target="_blank" rel="nofollow">{who}</a>'
    return f"Image credits: {who}{' (not the actual photo)' if picture.is_staged else ''}"


def body_image(scene: Scene, picture: Picture) -> str:
    """Write an image of the body, its caption and its credit line."""
    image = img(scene, picture)
    caption = f'<p class="wp-caption-text">{esc(picture.caption)}</p>' if picture.caption else ""
    if scene.variant.era == "y2017":
        width, href = picture.width, scene.origin + picture.path
        image = f'<a href="{href}" data-width="{width}">{image}</a>'
        block = f'<div class="attachment-link-container">{image}</div>{caption}'
        return block + _credit_line(scene, picture)
    if scene.variant.era == "y2014":
        return f"<div><p>{image}</p></div>{caption}{_credit_line(scene, picture)}"
    image = f'<span class="shareable-image-block">{image}</span>'
    share = '<span class="~share-image"><a href="#">Share on Facebook</a></span>'
    style = scene.variant.credit
    inner = ""
    if picture.credit and style == "span":
        inner = f'<span class="~credit">{credit_words(picture)}</span>'
    if style == "figcaption":
        words = "".join(
            (
                f'<span class="~caption">{esc(picture.caption)}</span> ' if picture.caption else "",
                f'<span class="~credits">{credit_words(picture)}</span>' if picture.credit else "",
            )
        )
        close = f"<figcaption>{words}</figcaption>" if words else ""
        return f'<figure class="shareable-post-image">{image}{share}{close}</figure>'
    block = f'<div class="shareable-post-image">{image}{share}{inner}</div>{caption}'
    return block if inner else block + _credit_line(scene, picture)


def _credit_line(scene: Scene, picture: Picture) -> str:
    if not picture.credit:
        return ""
    words = credit_words(picture)
    if scene.variant.credit == "small":
        return f"<p><small><em>{words}</em></small></p>"
    return f'<p class="~image-credits">{words}</p>'


def embed_html(embed: Embed) -> str:
    """Write an embed; nothing in it loads anything from its platform by itself."""
    url, user, text = attr(embed.url), esc(embed.author or ""), esc(embed.text or "")
    if embed.provider == "tiktok":
        number = embed.url.rpartition("/")[2]
        return (
            f'<blockquote class="tiktok-embed" cite="{url}" data-video-id="{number}"><section>'
            f'<a target="_blank" title="@{user}" href="https://www.tiktok.com/@{user}">@{user}</a> '
            f"<p>{text}</p> "
            f'<a target="_blank" href="https://www.tiktok.com/music/{number}">{NOTE} – {user}</a>'  # noqa: RUF001 - as TikTok writes it
            "</section></blockquote>"
        )
    if embed.provider == "instagram":
        return (
            f'<blockquote class="instagram-media" data-instgrm-permalink="{url}">'
            f'<div><p><a href="{url}" target="_blank">{text}</a></p>'
            f'<p>A post shared by <a href="https://www.instagram.com/{user}/">@{user}</a></p></div>'
            "</blockquote>"
        )
    if embed.provider == "x":
        return (
            f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{text}</p>&mdash; '
            f'{user} (@{user}) <a href="{url}">September 7, 2026</a></blockquote>'
        )
    if embed.provider == "facebook":
        return f'<div class="fb-video" data-href="{url}" data-width="700"></div>'
    return (
        '<div class="~video-container"><iframe width="700" height="394" loading="lazy" '
        f'data-src="{url}" allowfullscreen></iframe></div>'
    )
