"""Comments become a thread: each once, under its parent, with an identity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.cleaning.threads import thread

if TYPE_CHECKING:
    from boredcrawl.items import Visit


class CommentsPipeline:
    """Threads an article's comments in place."""

    def process_item(self, item: Visit) -> Visit:
        """Drop repeats, nest, identify and date the comments."""
        if item.article is not None:
            thread(item.article)
        return item
