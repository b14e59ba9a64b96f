"""The Next.js front end of Bored Panda, seen since September 2026."""

from __future__ import annotations

from typing import ClassVar

from boredcrawl.pages.finding import Find
from boredcrawl.sites.boredpanda.page import BoredPandaPage

_EVIDENCE = (b" data-slug=", b" data-site=", b'id="post-comments"', b"/_next/")


class ModernPage(BoredPandaPage):
    """An article in the new layout: its class names are Tailwind's and say nothing."""

    layout = "modern"
    text_elements: ClassVar[tuple[tuple[str, Find], ...]] = (
        ("article[data-slug]", Find("//article[@data-slug]")),
        ("main article", Find("//main//article[.//h1]")),
    )

    def recognises(self) -> bool:
        """Whether the page is made by the new front end."""
        body = self.response.body
        return any(name in body for name in _EVIDENCE)
