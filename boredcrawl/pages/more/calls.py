"""A request for more comments, and the dialect in which a site's buttons ask for them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

Encoding = Literal["query", "form", "json"]
"""Where a request carries its parameters: in the address, or in a body of one of two kinds."""

_PAGE = re.compile(r"(?:^|[_-])(?:c?page|paged|p)(?:$|[_-]|num|no)", re.IGNORECASE)
_OFFSET = re.compile(r"offset|^start|skip|^from$|shown|loaded", re.IGNORECASE)
_EXACT = 15
"""Digits to which JavaScript counts exactly."""

_MIME = {"form": "application/x-www-form-urlencoded", "json": "application/json"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialect:
    """How the buttons of a site ask: where, in which form, and what they call their token.

    A card may name one; otherwise it is guessed from the page, and kept where it worked.
    """

    endpoint: str
    """The path, or the whole address, without a query."""
    encoding: Encoding = "query"
    token: str = "cursor"  # noqa: S105 - a parameter's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """One request for more comments."""

    url: str
    parameters: tuple[tuple[str, str], ...] = ()
    encoding: Encoding = "query"
    token: str | None = None
    """The parameter that says from where on."""
    is_guess: bool = False
    """Whether names or form of the request were guessed."""

    @property
    def method(self) -> str:
        """The HTTP method."""
        return "GET" if self.encoding == "query" else "POST"

    @property
    def address(self) -> str:
        """The URL to request.

        >>> Call(url="http://a.example/more?post=7", parameters=(("page", "2"),)).address
        'http://a.example/more?post=7&page=2'
        """
        if self.encoding != "query" or not self.parameters:
            return self.url
        parts = urlsplit(self.url)
        own = dict(self.parameters)
        query = parse_qsl(parts.query, keep_blank_values=True)
        kept = [pair for pair in query if pair[0] not in own]
        return urlunsplit(parts._replace(query=urlencode([*kept, *self.parameters])))

    @property
    def headers(self) -> dict[str, str]:
        """What the site's own script would send along."""
        told = {"Accept": "application/json, text/html, */*", "X-Requested-With": "XMLHttpRequest"}
        return told if self.encoding == "query" else {**told, "Content-Type": _MIME[self.encoding]}

    @property
    def body(self) -> bytes:
        r"""The request's body.

        >>> Call(url="/", parameters=(("post_id", "7"), ("after", "x=")), encoding="json").body
        b'{"post_id": 7, "after": "x="}'
        """
        if self.encoding == "query":
            return b""
        if self.encoding == "form":
            return urlencode(self.parameters).encode()
        # Numbers are sent as numbers, as scripts hold them.
        values = {
            name: int(value) if value.isdecimal() and len(value) <= _EXACT else value
            for name, value in self.parameters
        }
        return json.dumps(values).encode()

    @property
    def dialect(self) -> Dialect:
        """The dialect the call is made in."""
        endpoint = urlunsplit(urlsplit(self.url)._replace(query="", fragment=""))
        return Dialect(endpoint=endpoint, encoding=self.encoding, token=self.token or "")

    def onward(self, token: str) -> Call:
        """Make the call that goes on from a token an answer gave.

        >>> Call(url="/", parameters=(("cursor", "a"),), token="cursor").onward("b").parameters
        (('cursor', 'b'),)
        """
        name = self.token or "cursor"
        others = tuple(pair for pair in self.parameters if pair[0] != name)
        return replace(self, parameters=(*others, (name, token)), token=name)

    def counted_on(self, count: int) -> Call | None:
        """Make the call for what follows `count` comments, by page or by offset.

        >>> call = Call(url="http://a.example/more?page=2")
        >>> call.counted_on(10).address
        'http://a.example/more?page=3'
        """
        inside = dict(parse_qsl(urlsplit(self.url).query)) if self.encoding == "query" else {}
        for name, value in {**inside, **dict(self.parameters)}.items():
            step = 1 if _PAGE.search(name) else count if _OFFSET.search(name) else 0
            if step and value.isdecimal():
                changed = {**dict(self.parameters), name: str(int(value) + step)}
                return replace(self, parameters=tuple(changed.items()))
        return None
