"""What a page asks of its site."""

from __future__ import annotations

from typing import Protocol


class Card(Protocol):
    """A site as its pages see it; `sites.base.Site` is one."""

    @property
    def name(self) -> str:
        """The name of the site's row."""

    def owns(self, url: str) -> bool:
        """Whether the URL is a page of this site."""

    def canonical(self, url: str) -> str:
        """The one URL under which an article of this site is kept."""
