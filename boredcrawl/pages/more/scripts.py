"""What a page's inline scripts tell of its buttons: endpoints, and tokens in their order."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_INLINE = Find("//script[not(@src)]")
_SPEAKS = re.compile(r"comment|repl(?:y|ies)|discuss|thread|ajax", re.IGNORECASE)
_TOKENS = re.compile(r"comment|repl(?:y|ies)|more|next|cursor|token|after|load", re.IGNORECASE)
# endpoint: "/api/comments"   ajaxurl = '/wp-admin/admin-ajax.php'   fetch("/more?post=7&page=2")
_ADDRESS = re.compile(
    r"""([\w$."']{0,40})\s*[:=(]\s*["'`]((?:https?:)?(?:\\?/)[^"'`\s<>${}]{2,300})["'`]"""
)
_FILE = re.compile(r"\.(?:js|css|png|jpe?g|gif|svg|webp|woff2?|ico|map)(?:[?#]|$)", re.IGNORECASE)
_BEGINS = re.compile(r"(?:https?:/)?/[^\s/<]")
_LONGEST_ADDRESS = 300
_LONGEST = 500_000
"""Characters of a script that are looked through; a page's own state may be long."""


@dataclass(slots=True)
class Told:
    """What the scripts tell."""

    endpoints: list[str] = field(default_factory=list)
    tokens: list[list[str]] = field(default_factory=list)


def read_scripts(tree: HtmlElement) -> Told:
    """Read the inline scripts of a page; those with JSON are read as JSON.

    >>> from lxml.html import document_fromstring
    >>> told = read_scripts(document_fromstring(
    ...     '<script>var comments = {url: "/api/comments?post=7"};</script>'
    ...     '<script type="application/json">{"comments": {"more": ["eA", "eB"]}}</script>'
    ... ))
    >>> told.endpoints, told.tokens
    (['/api/comments?post=7'], [['eA', 'eB']])
    """
    told = Told()
    for script in _INLINE(tree):
        text = (script.text or "").strip()
        if not text or "ld+json" in (script.get("type") or "") or not _SPEAKS.search(text):
            continue
        state = _json(text)
        if state is not None:
            _read_state(state, told)
        else:
            told.endpoints += addresses(text[:_LONGEST])
    told.endpoints = list(dict.fromkeys(told.endpoints))
    return told


def addresses(code: str, *, any_of_them: bool = False) -> Iterator[str]:
    """Give the addresses in a piece of script that have to do with comments, or all.

    >>> list(addresses("onclick=fetch('/replies?to=7'); logo = '/assets/comment.svg'"))
    ['/replies?to=7']
    """
    for name, address in _ADDRESS.findall(code):
        plain = address.replace("\\/", "/")
        if (any_of_them or _SPEAKS.search(f"{name} {plain}")) and not _FILE.search(plain):
            yield plain


def _json(text: str) -> Any:
    if text[0] not in "{[":
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _read_state(state: Any, told: Told) -> None:
    work: list[tuple[str, Any]] = [("", state)]
    while work:
        path, value = work.pop()
        if isinstance(value, dict):
            work += ((f"{path} {key}", inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            if value and all(isinstance(one, str) for one in value) and _TOKENS.search(path):
                told.tokens.append(value)
            else:
                work += ((path, inner) for inner in reversed(value))
        elif isinstance(value, str) and _is_address(path, value):
            told.endpoints.append(value)


def _is_address(path: str, value: str) -> bool:
    return (
        len(value) < _LONGEST_ADDRESS
        and _BEGINS.match(value) is not None
        and _SPEAKS.search(f"{path} {value}") is not None
        and not _FILE.search(value)
    )
