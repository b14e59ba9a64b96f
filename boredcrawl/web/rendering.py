"""Answers as HTML: the templates, and the words they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from boredcrawl.web import charts
from boredcrawl.web.bodies import article_html, outward
from boredcrawl.web.discussion import body, day, discussion, heading, ways

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from boredcrawl.cleaning.differences import Piece
    from boredcrawl.db.asking.article import Whole
    from boredcrawl.db.asking.thread import Thread
    from boredcrawl.db.search.snippets import Snippet

KINDS = {"story": "Story", "list": "List", "community": "Community", "article": "Article"}


def environment() -> Environment:
    """Make what renders the templates; everything they show is escaped."""
    made = Environment(
        loader=PackageLoader("boredcrawl.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": day_of,
        "moment": moment_of,
        "number": lambda value: f"{value:,}",
        "marked": marked,
        "outward": outward,
        "one_side": one_side,
        "body": body_of,
        "person": person_of,
    }
    made.globals |= {
        "charts": charts,
        "kinds": KINDS,
        "thread_of": thread_of,
        "heading": lambda said: Markup(heading(said, frozenset())),  # noqa: S704 - escaped there
        "ways": lambda said: Markup(ways(said)),  # noqa: S704 - escaped there
        "said": lambda said: Markup(body(said)),  # noqa: S704 - cleaned there
    }
    return made


def day_of(at: datetime | None, missing: str = "no date") -> Markup:
    """Write a day.

    >>> day_of(None)
    Markup('no date')
    """
    if at is None:
        return escape(missing)
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), day(at))


def moment_of(at: datetime | None, missing: str = "not yet") -> Markup:
    """Write a moment, to the minute, in UTC."""
    if at is None:
        return escape(missing)
    return Markup('<time datetime="{}">{} {:%H:%M}</time>').format(at.isoformat(), day(at), at)


def marked(snippet: Snippet) -> Markup:
    """Write a piece of a text with what was found in it highlighted.

    >>> from boredcrawl.db.search.snippets import Snippet
    >>> marked(Snippet("a <b> c", ((2, 5),)))
    Markup('a <mark>&lt;b&gt;</mark> c')
    """
    written, place = escape("…" if snippet.is_cut_before else ""), 0
    for start, end in snippet.ranges:
        written += escape(snippet.text[place:start])
        written += Markup("<mark>{}</mark>").format(snippet.text[start:end])
        place = end
    return written + escape(snippet.text[place:]) + ("…" if snippet.is_cut_after else "")


def one_side(pieces: Sequence[Piece], side: str) -> Markup:
    """Write one side of a comparison: what was `removed` marked, or what was `added`.

    >>> from boredcrawl.cleaning.differences import by_words
    >>> one_side(by_words("a cat", "a dog"), "added")
    Markup('a <ins>dog</ins>')
    """
    tag = Markup("del" if side == "removed" else "ins")  # noqa: S704 - one of two words
    written = Markup()
    for piece in pieces:
        if piece.kind == "same":
            written += escape(piece.text)
        elif piece.kind == side:
            written += Markup("<{0}>{1}</{0}>").format(tag, piece.text)
    return written


def person_of(name: str | None) -> str:
    """Write a name; pseudonyms in short.

    >>> person_of(None), person_of("anon-0123456789abcdef0123")
    ('somebody', 'anon-012345…')
    """
    return "somebody" if not name else f"{name[:11]}…" if name.startswith("anon-") else name


def body_of(article: Whole) -> Markup:
    """Write an article's body, with the pictures the archive has."""
    files: dict[str, str] = {}
    for image in article.images:
        if image.sha256:
            files[image.url] = image.sha256
            if image.original_url:
                files.setdefault(image.original_url, image.sha256)
    return article_html(article.body_html, files)


def thread_of(article: Whole, thread: Thread) -> Iterator[Markup]:
    """Write a thread, piece by piece."""
    entries = {
        entry.id: " ".join(filter(None, (f"#{entry.rank}" if entry.rank else "", entry.title)))
        or "a list entry"
        for entry in article.entries
    }
    names = frozenset(author.name for author in article.authors)
    return discussion(thread.comments, authors=names, entries=entries)


def gathered(pieces: Iterator[str], least: int) -> Iterator[str]:
    """Gather what a template writes word by word into parts worth sending.

    >>> list(gathered(iter("abcde"), 2))
    ['ab', 'cd', 'e']
    """
    part: list[str] = []
    length = 0
    for piece in pieces:
        part.append(piece)
        length += len(piece)
        if length >= least:
            yield "".join(part)
            part, length = [], 0
    if part:
        yield "".join(part)


def without(given: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Give the parameters of a request that are set, but for some."""
    return {name: value for name, value in given.items() if value and name not in names}
