"""The classic WordPress theme of Bored Panda, 2010 to 2026."""

from __future__ import annotations

from operator import methodcaller
from typing import TYPE_CHECKING, ClassVar

from boredcrawl.sites.boredpanda.list_items import ITEM
from boredcrawl.sites.boredpanda.page import BoredPandaPage

if TYPE_CHECKING:
    from boredcrawl.sites.boredpanda.parts import TextElements

# Looked for in the bytes, because a class that does not know the page need not parse it.
_EVIDENCE = (
    *(b"wp-content/themes/boredpanda", b"post-content", b"post-title", b"post-comments"),
    *(b"open-list-item", b"categories-list", b"comment-block"),
)


class ClassicPage(BoredPandaPage):
    """An article in the classic theme."""

    layout = "classic"
    classes: ClassVar[tuple[str, ...]] = (ITEM, "post-content", "left-content-column")
    text_elements: ClassVar[TextElements] = (
        ("post-content", methodcaller("of_class", "post-content")),
        ("left-content-column", methodcaller("of_class", "left-content-column")),
    )

    def recognises(self) -> bool:
        """Whether any of the theme's names is there."""
        body = self.response.body
        return any(name in body for name in _EVIDENCE)
