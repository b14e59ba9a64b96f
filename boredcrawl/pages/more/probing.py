"""What buttons were seen to request, told so that a card can be taught to ask the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from boredcrawl.pages.more.calls import Dialect, Encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_TOKEN = re.compile(
    r"cursor|token|after|continu|more|next|page|offset|start|since|from", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Probed:
    """One endpoint that buttons called."""

    method: str
    dialect: Dialect
    parameters: tuple[tuple[str, str], ...]
    """Those of the first call."""
    calls: int
    status: int | None
    type: str | None
    sample: str | None

    def lines(self) -> Iterator[str]:
        """Say it for a person to read."""
        yield f"{self.method} {self.dialect.endpoint}"
        yield f"  called {self.calls} times; answered {self.status} {self.type or ''}".rstrip()
        for name, value in self.parameters:
            mark = "  <- differs from call to call" if name == self.dialect.token else ""
            yield f"  {name} = {value}{mark}"
        yield f"  sample: {' '.join((self.sample or '').split())}"
        told = f'endpoint="{self.dialect.endpoint}", encoding="{self.dialect.encoding}"'
        yield f'  for the card: comments_dialect = Dialect({told}, token="{self.dialect.token}")'


def endpoints_of(requests: Iterable[Mapping[str, Any]], page_url: str) -> list[Probed]:
    """Sort recorded requests by endpoint, and find the parameter that says from where on.

    >>> seen = [{"method": "GET", "url": f"http://a.example/more?post=7&after={n}", "body": None,
    ...          "status": 200, "type": "text/html", "sample": "<p>"} for n in "xy"]
    >>> endpoints_of(seen, "http://a.example/panda/")[0].dialect
    Dialect(endpoint='/more', encoding='query', token='after')
    """
    groups: dict[tuple[str, str, Encoding], list[tuple[dict[str, str], Mapping[str, Any]]]] = {}
    for seen in requests:
        parts = urlsplit(seen["url"])
        sent = dict(parse_qsl(parts.query, keep_blank_values=True))
        encoding, inside = _body(seen.get("body"), seen["method"])
        # A path alone serves the site's mirrors too.
        at = parts._replace(scheme="", netloc="") if _host(page_url) == parts.netloc else parts
        endpoint = urlunsplit(at._replace(query="", fragment=""))
        groups.setdefault((seen["method"], endpoint, encoding), []).append(
            ({**sent, **inside}, seen)
        )
    return [
        _probed(method, endpoint, encoding, calls)
        for (method, endpoint, encoding), calls in groups.items()
    ]


def _probed(
    method: str,
    endpoint: str,
    encoding: Encoding,
    calls: list[tuple[dict[str, str], Mapping[str, Any]]],
) -> Probed:
    sent, first = calls[0]
    values = {name: Counter(one.get(name) for one, _ in calls) for name in sent}
    told = sorted(sent, key=lambda name: (-len(values[name]), not _TOKEN.search(name)))
    return Probed(
        method=method,
        dialect=Dialect(endpoint=endpoint, encoding=encoding, token=told[0] if told else ""),
        parameters=tuple(sent.items()),
        calls=len(calls),
        status=first.get("status"),
        type=first.get("type"),
        sample=first.get("sample"),
    )


def _body(body: str | None, method: str) -> tuple[Encoding, dict[str, str]]:
    if method == "GET" or not body:
        return ("query" if method == "GET" else "form"), {}
    try:
        data = json.loads(body)
    except ValueError:
        return "form", dict(parse_qsl(body, keep_blank_values=True))
    told = data.items() if isinstance(data, dict) else ()
    return "json", {str(name): str(value) for name, value in told}


def _host(url: str) -> str:
    return urlsplit(url).netloc
