"""Pages that stand before a site and are for robots."""

from __future__ import annotations

import re

BLOCKED = (403, 429)

BLOCK_PAGE = re.compile(
    rb"<(?:title|h1)[^>]*>[^<]{0,80}\b(?:are you (?:a )?(?:robot|human)|just a moment|access denied"
    rb"|attention required|verify (?:that )?you are|unusual traffic|request blocked|captcha)",
    re.IGNORECASE,
)
"""Titles of the pages that content delivery networks put before a site (Cloudflare, Akamai,
AWS WAF, DataDome wording)."""

BLOCK_PAGE_BYTES = 65_536
"""Such a page is small; an article that merely has such a title is not."""


def is_block_page(body: bytes) -> bool:
    """Tell whether a page asks who is there instead of showing what was asked for.

    >>> is_block_page(b"<title>Just a moment...</title>"), is_block_page(b"<title>Cats</title>")
    (True, False)
    """
    return len(body) <= BLOCK_PAGE_BYTES and BLOCK_PAGE.search(body) is not None
