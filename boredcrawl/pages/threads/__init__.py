"""The thread of any page, found by its structure and read without a site's rules.

`groups` finds the runs of elements that may be the comments of a page, numbered or named
alike; `columns` and `bodies` tell which of their parts are the author, the time and the
text, because these stand in the same place in each; `nesting` who answers whom. Where
there are no such blocks, `pages.comments` reads outward from the times, and `evidence`
says whether what it found is a discussion. No engine's class names are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.pages.comments import Discussion, find_discussion
from boredcrawl.pages.threads.evidence import is_discussion, may_have_comments
from boredcrawl.pages.threads.reading import read_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["read_blocks", "read_thread"]

_NOTHING = Discussion((), ())


def read_thread(root: HtmlElement, base: str) -> Discussion:
    """Read the discussion of a page as printed; an empty one where there is none.

    Parents are indices into its own tuple of comments, URLs are absolute.
    """
    found = read_blocks(root, base)
    if found is not None:
        return found
    if not may_have_comments(root):
        return _NOTHING
    found = find_discussion(root, base)
    return found if is_discussion(found, root) else _NOTHING
