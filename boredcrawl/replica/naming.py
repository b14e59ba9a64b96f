"""Class names nobody has seen: invented, and written in several styles.

Renderers mark an invented name with a tilde, `class="~comment-date"`; the names the dossier
knows stand plain. The style of the article's variant decides what the mark becomes.
"""

from __future__ import annotations

import re
from functools import cache
from zlib import crc32

MARKED = re.compile(r' class="~([\w-]+)([^"]*)"')


def dressed(html: str, style: str) -> str:
    """Write the invented class names of a page in one style.

    >>> page = '<p class="~image-credits">x</p><p class="~comment is-hidden">y</p>'
    >>> dressed(page, "plain")
    '<p class="image-credits">x</p><p class="comment is-hidden">y</p>'
    >>> dressed(page, "bem")
    '<p class="c-image__credits">x</p><p class="c-comment is-hidden">y</p>'
    >>> dressed(page, "none")
    '<p>x</p><p class="is-hidden">y</p>'
    """
    if style == "plain":
        return html.replace('class="~', 'class="')
    return MARKED.sub(lambda match: _attribute(match[1], match[2], style), html)


@cache
def _attribute(name: str, others: str, style: str) -> str:
    if style == "none":
        return f' class="{others.strip()}"' if others else ""
    if style == "bem":
        first, _, rest = name.partition("-")
        return f' class="c-{first}__{rest}{others}"' if rest else f' class="c-{first}{others}"'
    return f' class="css-{crc32(name.encode()):x}{others}"'
