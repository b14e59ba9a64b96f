"""An article as a page one reads: XHTML that is sound in a browser and in a book."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Literal

import nh3
from lxml import etree, html

from boredcrawl.exports.rss import NOT_XML

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from boredcrawl.db.whole import Whole
    from boredcrawl.exports.pictures import Picture

Elsewhere = Literal["link", "show"]
"""What becomes of a picture whose file we do not have: a link to it, or the picture there."""

TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "li", "pre", "code", "hr"),
    *("a", "em", "strong", "b", "i", "u", "s", "sub", "sup", "small", "br", "span", "img"),
    *("figure", "figcaption", "table", "thead", "tbody", "tr", "td", "th"),
}
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt"}, "ol": {"start"}}

STYLE = """\
body { font: 1.05rem/1.6 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
img { max-width: 100%; height: auto; }
.facts, figcaption, time { color: #666; font-size: .9em; }
ul.thread, ul.thread ul { list-style: none; padding-left: 1rem; border-left: 2px solid #ddd; }
ul.thread p { margin: .2rem 0; white-space: pre-wrap; }
.score { color: #666; }
"""


def page_body(
    article: Whole, files: Mapping[str, Picture], folder: str, elsewhere: Elsewhere
) -> str:
    """Write an article with its thread as the inside of a `<body>`, sound as XML.

    `files` are the pictures that go along, and `folder` where they lie as seen from the page.
    """
    parts = [f"<h1>{said(article['title'] or article['url'])}</h1>", facts(article)]
    if article["description"]:
        parts.append(f"<p><em>{said(article['description'])}</em></p>")
    if article["highlights"]:
        points = "".join(f"<li>{said(point)}</li>" for point in article["highlights"])
        parts.append(f"<ul>{points}</ul>")
    parts.append(sound(article["body_html"], files, folder, elsewhere))
    comments = [one for one in article["comments"] if one["gone_at"] is None]
    if comments:
        parts.append(f"<h2>Comments ({len(comments)})</h2>")
        parts.append(thread(comments))
    return "\n".join(parts)


def facts(article: Whole) -> str:
    """Say who wrote an article, when, and where it stands."""
    names = ", ".join(author["name"] for author in article["authors"])
    at = article["published_at"]
    told = [f"by {said(names)}"] if names else []
    if at:
        told.append(day(at))
    told.append(f'<a href="{said(article["url"])}">{said(article["site"])}</a>')
    return f'<p class="facts">{" · ".join(told)}</p>'


def sound(body_html: str, files: Mapping[str, Picture], folder: str, elsewhere: Elsewhere) -> str:
    """Give archived HTML as XML, sanitised once more, its pictures those that go along."""
    clean = nh3.clean(
        body_html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"}, link_rel=None
    )
    root = html.fragment_fromstring(clean, create_parent="div")
    for image in list(root.iter("img")):
        place_picture(image, files, folder, elsewhere)
    # A blockquote, a list, a table with nothing in it is no sound XHTML, and says nothing.
    for name in ("blockquote", "ul", "ol", "figure", "figcaption", "tr", "tbody", "thead", "table"):
        for element in list(root.iter(name)):
            if len(element) == 0 and not (element.text or "").strip():
                element.drop_tree()
    return "".join(
        [
            escape(root.text or ""),
            *(etree.tostring(child, encoding="unicode", method="xml") for child in root),
        ]
    )


def place_picture(
    image: html.HtmlElement, files: Mapping[str, Picture], folder: str, elsewhere: Elsewhere
) -> None:
    """Point a picture at its file; where there is none, link to it or leave it there."""
    url = image.get("src") or ""
    image.set("alt", image.get("alt") or "")
    if url in files:
        image.set("src", f"{folder}{files[url].name}")
    elif elsewhere == "link":
        link = html.Element("a", href=url) if url else html.Element("span")
        link.text = image.get("alt") or "picture"
        link.tail = image.tail
        parent = image.getparent()
        assert parent is not None
        # A link in a link is no HTML.
        if any(True for _ in image.iterancestors("a")):
            link.tag = "span"
            link.attrib.pop("href", None)
        parent.replace(image, link)


def thread(comments: Iterable[Mapping[str, Any]]) -> str:
    """Write comments, which come in the order of the thread, as lists within lists."""
    return '<ul class="thread">' + "".join(_nested(comments)) + "</ul>"


def _nested(comments: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    level = -1
    for comment in comments:
        # What answers a comment that is gone moves up to where there is one.
        depth = min(comment["depth"], level + 1)
        if depth > level:
            yield "<ul>" if level >= 0 else ""
        else:
            yield "</li>" + "</ul></li>" * (level - depth)
        level = depth
        yield f"<li>{one_comment(comment)}"
    yield "</li>" + "</ul></li>" * level


def one_comment(comment: Mapping[str, Any]) -> str:
    """Write a comment without its replies."""
    name = said(comment["commenter_name"] or "somebody")
    at = comment["posted_at"]
    when = f" {day(at)}" if at else ""
    score = f' <span class="score">{comment["score"]:+}</span>' if comment["score"] else ""
    return f"<p><strong>{name}</strong>{when}{score}</p><p>{said(comment['text'])}</p>"


def day(at: datetime) -> str:
    """Write a moment as its day; HTML knows no microseconds."""
    return f'<time datetime="{at.isoformat(timespec="seconds")}">{at:%Y-%m-%d}</time>'


def said(text: str) -> str:
    r"""Give a text as XML has it.

    >>> said('<b> & "c"\x0b')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return escape(NOT_XML.sub("", text))
