"""What a page said becomes what is stored: text, URLs, authors, images, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.cleaning.normalise import normalise
from boredcrawl.exceptions import Unreadable

if TYPE_CHECKING:
    from boredcrawl.items import Visit


class NormalisePipeline:
    """Normalises an article in place."""

    def process_item(self, item: Visit) -> Visit:
        """Turn the raw fields and the body's tree into their stored forms."""
        if item.article is not None:
            try:
                normalise(item.article)
            except Unreadable as error:
                item.article, item.outcome, item.error = None, "unreadable", str(error)
        return item
