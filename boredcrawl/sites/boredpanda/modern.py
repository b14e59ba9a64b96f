"""The Next.js front end of Bored Panda, seen since September 2026."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from boredcrawl.sites.boredpanda.page import BoredPandaPage

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from boredcrawl.pages.survey import Survey
    from boredcrawl.sites.boredpanda.parts import TextElements

_EVIDENCE = (b" data-slug=", b" data-site=", b'id="post-comments"', b"/_next/")


def _with_slug(found: Survey) -> list[HtmlElement]:
    return [el for el in found.articles if el.get("data-slug") is not None]


def _in_main(found: Survey) -> list[HtmlElement]:
    around = {up for h1 in found.headlines for up in h1.iterancestors("article")}
    articles = (el for el in found.articles if el in around)
    return [el for el in articles if next(el.iterancestors("main"), None) is not None]


class ModernPage(BoredPandaPage):
    """An article in the new layout: its class names are Tailwind's and say nothing."""

    layout = "modern"
    text_elements: ClassVar[TextElements] = (
        ("article[data-slug]", _with_slug),
        ("main article", _in_main),
    )

    def recognises(self) -> bool:
        """Whether the page is made by the new front end."""
        body = self.response.body
        return any(name in body for name in _EVIDENCE)
