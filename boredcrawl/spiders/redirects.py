"""The redirects of an archive: which URLs led to the one that answered."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN = 1_000
"""Redirects whose target has not come yet; it comes within a few records, or never."""


class Redirects:
    """Follows chains of redirects as their records come by.

    >>> redirects = Redirects()
    >>> redirects.note("http://a.com/x?utm=1", "/x")
    >>> redirects.note("http://a.com/x", "/x/")
    >>> redirects.led_to("http://a.com/x/")
    ('http://a.com/x?utm=1', 'http://a.com/x')
    >>> redirects.led_to("http://a.com/x/")
    ()
    """

    def __init__(self) -> None:
        self._open: OrderedDict[str, tuple[str, ...]] = OrderedDict()

    def __iter__(self) -> Iterator[str]:
        """Give the targets that have not come yet."""
        return iter(self._open)

    def __contains__(self, url: object) -> bool:
        """Tell whether a redirect to this URL waits for its answer."""
        return url in self._open

    def note(self, url: str, location: str) -> None:
        """Note that a URL answered with another to go to."""
        try:
            target = urljoin(url, location)
        except ValueError:
            # A location that is no URL leads nowhere.
            return
        self._open[target] = (*self.led_to(url), url)
        if len(self._open) > OPEN:
            self._open.popitem(last=False)

    def led_to(self, url: str) -> tuple[str, ...]:
        """Give the URLs that led here, the first one asked for first, and forget them."""
        return self._open.pop(url, ())
