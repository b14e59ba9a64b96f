"""What the replica answers to a request, before anything of HTTP is done with it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from boredcrawl.replica import classic, feeds, modern
from boredcrawl.replica.assets import asset
from boredcrawl.replica.branches import Place
from boredcrawl.replica.classic_comments import ClassicComments
from boredcrawl.replica.classic_frame import footer, header
from boredcrawl.replica.images import drawn
from boredcrawl.replica.listings import listing
from boredcrawl.replica.modern_comments import ModernComments
from boredcrawl.replica.naming import dressed
from boredcrawl.replica.scene import Scene, esc
from boredcrawl.replica.words import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from boredcrawl.replica.world import World

HTML = "text/html; charset=utf-8"
TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|cexp_id|cexp_var|h)$")
STATIC = {
    "/contact": "Contact Us",
    "/about-us": "About Us",
    "/jobs": "Jobs",
    "/advertise": "Advertising",
    "/sitemap-page": "Sitemap",
    "/privacy-policy": "Privacy Policy",
    "/terms-of-service": "Terms of Service",
    "/boredpanda-editorial-standards-and-ethics": "Editorial Standards & Ethics",
    "/premium": "Premium",
    "/quizzes": "Quizzes",
    "/add-new-post": "Add Post",
}
PAGED = re.compile(r"^(?P<base>/(?:[\w-]+/){0,2})page/(?P<page>\d{1,6})/$")


@dataclass(kw_only=True)
class Ask:
    """A request, as far as answers depend on it."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""

    @property
    def form(self) -> dict[str, str]:
        """The fields of the query."""
        return dict(parse_qsl(self.query, keep_blank_values=True))


@dataclass(kw_only=True)
class Answer:
    """A response before compression and conditional headers."""

    body: bytes = b""
    status: int = 200
    mime: str = HTML
    headers: dict[str, str] = field(default_factory=dict)
    modified_at: datetime | None = None
    is_cacheable: bool = True


def html(text: str, *, status: int = 200, mime: str = HTML) -> Answer:
    """Make an answer of text."""
    return Answer(body=text.encode(), status=status, mime=mime)


def moved(to: str) -> Answer:
    """Make a permanent redirect."""
    return Answer(status=301, headers={"Location": to}, body=b"<h1>Moved</h1>")


TOKENS: dict[tuple[str, str], Callable[[Ask], str]] = {
    ("GET", "/comments/load/"): lambda ask: ask.form.get("token", ""),
    ("POST", "/comments/more/"): lambda ask: dict(parse_qsl(ask.body.decode())).get("token", ""),
    ("POST", "/api/v2/comments/list"): lambda ask: json.loads(ask.body).get("cursor", ""),
    ("GET", "/api/comments/more"): lambda ask: ask.form.get("cursor", ""),
}
"""Where each of the endpoints behind the buttons finds its token."""


class Routes:
    """Finds the answer to a request in the world."""

    def __init__(self, world: World, origin: str) -> None:
        self.world = world
        self.origin = origin

    def answer(self, ask: Ask) -> Answer:
        """Answer a request."""
        kept = [(k, v) for k, v in parse_qsl(ask.query, True) if not TRACKING.match(k)]
        if len(kept) < len(parse_qsl(ask.query, True)):
            query = f"?{urlencode(kept)}" if kept else ""
            return moved(f"{self.origin}{ask.path}{query}")
        for find in (self._machine, self._file, self._comments, self._listing, self._page):
            found = find(ask)
            if found is not None:
                return found
        return self.missing()

    def missing(self, status: int = 404) -> Answer:
        """Say that there is no such page."""
        return self._plain("Page not found", "<h1>Oops! That page cannot be found.</h1>", status)

    def _plain(self, title: str, inside: str, status: int = 200) -> Answer:
        text = (
            f'<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"><title>{esc(title)} '
            f"| Bored Panda</title></head><body>{header(self.origin, is_consent_due=False)}"
            f"<main>{inside}</main>{footer(self.origin)}</body></html>"
        )
        return html(dressed(text, "plain"), status=status)

    def _machine(self, ask: Ask) -> Answer | None:
        world, origin, path = self.world, self.origin, ask.path
        if path == "/robots.txt":
            return html(feeds.robots(world, origin), mime="text/plain; charset=utf-8")
        if path == "/sitemap.xml":
            return html(feeds.sitemap_index(world, origin), mime="text/xml; charset=utf-8")
        if path == "/category-sitemap.xml":
            return html(feeds.category_sitemap(origin), mime="text/xml; charset=utf-8")
        if match := re.fullmatch(r"/post-sitemap(\d{1,6})\.xml\.gz", path):
            body = feeds.sitemap_child(world, int(match[1]), origin)
            return Answer(body=body, mime="application/x-gzip") if body else self.missing()
        numbers: Iterator[int] | None = None
        if path == "/feed/":
            numbers = world.newest_first()
        elif match := re.fullmatch(r"/category/([\w-]+)/feed/", path):
            numbers = world.in_category(match[1])
        if numbers is None:
            return None
        text = feeds.feed(world, numbers, origin, "Bored Panda")
        return html(text, mime="application/rss+xml; charset=utf-8")

    def _file(self, ask: Ask) -> Answer | None:
        path = ask.path
        if path.endswith("/copyrightWrapper/watermark.php"):
            path = ask.form.get("image", "").removeprefix(self.origin)
        if path == "/api/external-image" or path.endswith("/default-user-profile-image.png"):
            path = "/blog/wp-content/uploads/2020/01/panda-0000000000000__300.png"
        if found := asset(path):
            return html(found[0], mime=found[1])
        picture = drawn(path)
        return Answer(body=picture[0], mime=picture[1]) if picture else None

    def _comments(self, ask: Ask) -> Answer | None:
        read = TOKENS.get((ask.method, ask.path))
        if read is None:
            return None
        try:
            place = Place.read(read(ask))
        except (ValueError, AttributeError):  # a body that is no form and no JSON object
            place = None
        if place is None or not self.world.exists(place.article):
            return html('{"error":"bad cursor"}', status=400, mime="application/json")
        scene = self.scene(place.article)
        if ask.path == "/api/comments/more":
            data = ModernComments(scene, fetched=True).fetched(place)
            return html(json.dumps(data), mime="application/json")
        fragment, following = ClassicComments(scene, fetched=True).fragment(place)
        if ask.path == "/api/v2/comments/list":
            data = {"success": True, "html": fragment, "cursor": following}
            return html(json.dumps(data), mime="application/json")
        return html(fragment)

    def _listing(self, ask: Ask) -> Answer | None:
        base, page = ask.path, 1
        if base in {"/latest", "/trending"}:
            base = f"{base}/"
        if match := PAGED.match(ask.path):
            base, page = match["base"], int(match["page"])
        found = self._numbers(base)
        if found is None:
            return None
        numbers, label = found
        text = listing(self.world, numbers, page, base=base, label=label, origin=self.origin)
        if text is None and page == 1:
            return self._plain(label, "<p>Nothing here yet.</p>")
        return html(text) if text is not None else self.missing()

    def _numbers(self, base: str) -> tuple[Iterator[int], str] | None:
        world = self.world
        parts = base.strip("/").split("/")
        labels = dict(CATEGORIES)
        found: Iterator[int] | None = None
        label = parts[-1].replace("-", " ").title()
        if base in {"/", "/latest/", "/trending/"}:
            return world.newest_first(), label or "Bored Panda"
        if len(parts) == 1 and parts[0] in labels and world.options.layout != "classic":
            found = world.in_category(parts[0])
        elif len(parts) == 2:  # noqa: PLR2004 - a kind of listing and its slug
            kind, slug = parts
            if kind == "category":
                found = world.in_category(slug)
            elif kind in {"tag", "topics"}:
                found = world.with_tag(slug)
            elif kind == "author":
                found = world.by_writer(slug)
        return (found, label) if found is not None else None

    def _page(self, ask: Ask) -> Answer | None:
        path = ask.path
        if path in STATIC:
            return self._plain(STATIC[path], f"<h1>{esc(STATIC[path])}</h1><p>A page of words.</p>")
        if match := re.fullmatch(r"/contributor/([\w-]+)/", path):
            return self._plain(match[1], f"<h1>{match[1]}</h1><p>Community Member</p>")
        if not path.endswith("/"):
            slashed = Ask(method=ask.method, path=f"{path}/", query=ask.query)
            if self._listing(slashed) or self.world.number_of(path[1:]):
                query = f"?{ask.query}" if ask.query else ""
                return moved(f"{self.origin}{path}/{query}")
            return None
        number = self.world.number_of(path.strip("/"))
        return self.article(number) if number else None

    def article(self, number: int) -> Answer:
        """Answer with the page of an article."""
        status = self.world.history.status(number)
        if status != 200:  # noqa: PLR2004 - deleted
            return self.missing(status)
        scene = self.scene(number)
        render = classic.render if scene.article.head.layout == "classic" else modern.render
        answer = html(render(scene))
        answer.modified_at = self.world.touched_at(number)
        return answer

    def scene(self, number: int) -> Scene:
        """Set the scene for rendering an article."""
        article = self.world.article(number)
        return Scene(
            article=article,
            variant=self.world.variant(number),
            origin=self.origin,
            now=self.world.clock.now(),
            declared=len(article.comments),
            is_partial=self.world.is_partial(number),
            ad_turn=self.world.history.ad_turn,
        )
