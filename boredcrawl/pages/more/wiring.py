"""What a button would request if it were pressed, as far as the page tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.cleaning.urls import join
from boredcrawl.pages.more.calls import Call, Dialect, Encoding
from boredcrawl.pages.more.numbered import is_beside, is_further_page, is_next_link
from boredcrawl.pages.more.scripts import Told, addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.html import HtmlElement

_ADDRESS = re.compile(r"(?:https?:/)?/[^\s<>]+$")
_HINT = re.compile(r"kind|method|type|format|encod|verb|mode", re.IGNORECASE)
_IDLE = re.compile(
    r"toggle|target|text|label|loading|class|style|track|event|analytics|test|boredcrawl|busy|icon",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"cursor|token|after|continu|more|next|page|offset|start|since|key|from", re.IGNORECASE
)
_VAGUE = re.compile(r"more|next|value|data|load|key", re.IGNORECASE)
"""Names of attributes that say what the button does rather than what it sends."""

_OF_COMMENTS = re.compile(r"comment|repl(?:y|ies)|cpage|offset|thread|discuss", re.IGNORECASE)
_USUAL = ("cursor", "token", "after", "next", "page_token", "id", "more")
"""What endpoints call their token, where the page does not say."""

MOST_GUESSES = 12
"""Calls tried for one button, at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known beside a button: what the page's scripts tell, the card, other pages."""

    base: str
    told: Told = field(default_factory=Told)
    card: Dialect | None = None
    """How the card says that the site's buttons ask, whatever they carry."""
    learned: Sequence[Dialect] = ()
    """How endpoints were found to be asked that pages name."""


def calls_of(button: HtmlElement, known: Known, token: str | None = None) -> tuple[Call, ...]:
    """Give the calls a button may stand for, likeliest first; none where nothing is told.

    `token` is what a script keeps for this button.

    >>> from lxml.html import fragment_fromstring
    >>> button = fragment_fromstring('<a data-url="/more?post=7" data-page="2">More comments</a>')
    >>> calls_of(button, Known(base="http://a.example/x/"))[0].address
    'http://a.example/more?post=7&page=2'
    """
    base = known.base
    if is_next_link(button):
        return tuple(_by_link(button, base))
    found = [*_by_form(button, base), *_by_link(button, base)]
    data = _data(button)
    asked = {name: value for name, value in data.items() if not _is_hint(name)}
    endpoints = [value for value in asked.values() if _ADDRESS.match(value)]
    endpoints += (value for name, value in data.items() if name in {"hx-get", "hx-post"})
    sent = {n: v for n, v in asked.items() if v not in endpoints and not n.startswith("hx-")}
    if token is not None:
        sent = {"token": token}
    literal = addresses(button.get("onclick") or "", any_of_them=True)
    named = list(dict.fromkeys((*endpoints, *literal))) or (known.told.endpoints if sent else [])
    if known.card is not None:
        found += _in_dialect(known.card, sent, base)
    for endpoint in named if not found else ():
        learned = next((d for d in known.learned if _is_of(d, endpoint, base)), None)
        if learned is not None:
            found += _in_dialect(learned, sent, base)
        else:
            found += _guesses(endpoint, sent, data, base, is_vague=token is not None)
    return tuple(dict.fromkeys(found))[:MOST_GUESSES]


def _by_form(button: HtmlElement, base: str) -> Iterator[Call]:
    form = next(button.iterancestors("form"), None)
    if form is None or button.tag == "a" or button.get("type") == "button":
        return
    url = join(base, button.get("formaction") or form.get("action") or base)
    if url:
        fields = tuple((name, str(value)) for name, value in form.form_values())
        is_post = (form.get("method") or "get").lower() == "post"
        yield Call(url=url, parameters=fields, encoding="form" if is_post else "query")


def _by_link(button: HtmlElement, base: str) -> Iterator[Call]:
    href = (button.get("href") or "").strip()
    url = join(base, href) if href and not href.startswith("#") else None
    if url is None or urlsplit(url).netloc != urlsplit(base).netloc:
        return
    target = urlsplit(url)
    if is_next_link(button):
        if is_further_page(base, url):
            yield Call(url=url.partition("#")[0])
        return
    if target.path == urlsplit(base).path and not target.query:
        return
    if is_beside(base, url):
        return  # "3 replies" under the title of another thread
    if _OF_COMMENTS.search(f"{target.path}?{target.query}"):
        yield Call(url=url.partition("#")[0])


def _data(button: HtmlElement) -> dict[str, str]:
    """Gather what the button carries, and what the elements carry that hold it alone."""
    data: dict[str, str] = {}
    element: HtmlElement | None = button
    for _ in range(3):
        if element is None or element.tag in {"body", "li", "ul", "ol"}:
            break
        for name, value in element.items():
            if name.startswith(("data-", "hx-")) and value:
                data.setdefault(name.removeprefix("data-"), value.strip())
        parent = element.getparent()
        if parent is None or len(parent) > 1 or (parent.text or "").strip():
            break
        element = parent
    return data


def _is_hint(name: str) -> bool:
    return bool(_HINT.search(name) or _IDLE.search(name))


def _is_of(dialect: Dialect, endpoint: str, base: str) -> bool:
    one, other = urlsplit(join(base, endpoint) or ""), urlsplit(join(base, dialect.endpoint) or "")
    return (one.netloc, one.path) == (other.netloc, other.path)


def _in_dialect(dialect: Dialect, sent: dict[str, str], base: str) -> Iterator[Call]:
    url = join(base, dialect.endpoint)
    name = _token_of(sent)
    if url is None or name is None:
        return
    others = tuple((_snake(n), v) for n, v in sent.items() if n != name)
    called = dialect.token or _snake(name)
    yield Call(
        url=url,
        parameters=(*others, (called, sent[name])),
        encoding=dialect.encoding,
        token=called,
    )


def _guesses(
    endpoint: str, sent: dict[str, str], data: dict[str, str], base: str, *, is_vague: bool
) -> Iterator[Call]:
    url = join(base, endpoint)
    if url is None:
        return
    name = _token_of(sent)
    encodings = _encodings(data)
    if name is None and urlsplit(url).query:
        # Whole as it is.
        encodings = encodings[:1]
    if name is None:
        yield from (Call(url=url, encoding=e, is_guess=len(encodings) > 1) for e in encodings)
        return
    others = tuple((_snake(n), v) for n, v in sent.items() if n != name)
    own = _snake(name)
    names = [own]
    if is_vague or (not others and _VAGUE.search(name)):
        names = list(dict.fromkeys((*_USUAL, own) if is_vague else (own, *_USUAL)))
    for encoding in encodings:
        for called in names:
            yield Call(
                url=url,
                parameters=(*others, (called, sent[name])),
                encoding=encoding,
                token=called,
                is_guess=len(encodings) * len(names) > 1,
            )


def _token_of(sent: dict[str, str]) -> str | None:
    """Choose the parameter that says from where on."""
    return next((name for name in sent if _TOKEN.search(name)), next(iter(sent), None))


def _encodings(data: dict[str, str]) -> tuple[Encoding, ...]:
    if "hx-post" in data:
        return ("form",)
    hints = " ".join(f"{n} {v}" for n, v in data.items() if _HINT.search(n)).lower()
    if "hx-get" in data or "get" in hints:
        return ("query",)
    if "post" in hints:
        return ("json",) if "json" in hints else ("form", "json")
    return ("query", "form", "json")


def _snake(name: str) -> str:
    return name.replace("-", "_")
