"""An article in markup that nobody has named yet."""

from __future__ import annotations

from boredcrawl.sites.boredpanda.page import BoredPandaPage


class UnknownPage(BoredPandaPage):
    """An article known by its headline and its author's page, read by structure alone.

    Its layout is called generic, as what the generic page reads, so that a change of the
    site's markup is noticed however well it is still read.
    """

    def recognises(self) -> bool:
        """Whether the page has a headline and a link to somebody who writes."""
        body = self.response.body
        return b"<h1" in body and (b"/author/" in body or b"/contributor/" in body)
