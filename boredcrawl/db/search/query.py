"""The language of searches, read into a tree. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from boredcrawl.db.rows import storable
from boredcrawl.db.search.letters import words
from boredcrawl.exceptions import WrongQuery

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS = 50
SHORTEST_PREFIX = 3
"""Letters before a *; of other scripts than the Latin one does."""
LONGEST_WORD = 200
"""Letters of a word; PostgreSQL indexes no more than the first 500."""

KINDS = ("story", "list", "community", "article")
PLACES = ("title", "body", "item", "comment")
NAMES = ("site", "author", "commenter", "kind", "tag", "after", "before", "in")

# “a phrase”, as pasted from a text
TYPOGRAPHIC = str.maketrans("“”„", '"""')

# -"two words"*   -site:"two words"   -word*   each with its sign
PIECE = re.compile(
    r'(?P<sign>-?)(?:(?P<name>[A-Za-z]+):(?!//)(?=[^\s])(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))'
    r'|"(?P<phrase>[^"]*)"(?P<star>\*?)'
    r'|(?P<word>[^\s"]+))'
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several that follow each other; the last may be only the start of one."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Values of a filter: one of these, and none of those."""

    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What narrows a search besides words."""

    site: Choice = field(default_factory=Choice)
    author: Choice = field(default_factory=Choice)
    commenter: Choice = field(default_factory=Choice)
    kind: Choice = field(default_factory=Choice)
    tag: Choice = field(default_factory=Choice)
    after: datetime | None = None
    before: datetime | None = None
    places: frozenset[str] = frozenset(PLACES)


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A search: of every clause one of its terms, none of the unwanted, within the filters."""

    clauses: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()
    filters: Filters = field(default_factory=Filters)

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Every term that is looked for."""
        return tuple(term for clause in self.clauses for term in clause)

    @property
    def has_phrase(self) -> bool:
        """Whether the order of words matters."""
        return any(len(term.words) > 1 for term in (*self.wanted, *self.unwanted))


def parse(typed: str) -> Query:
    """Read what a person typed; raises `WrongQuery` with a sentence where it cannot be read.

    >>> parse('cats OR dog* "at home" -vet').clauses  # doctest: +NORMALIZE_WHITESPACE
    ((Term(words=('cats',), is_prefix=False), Term(words=('dog',), is_prefix=True)),
     (Term(words=('at', 'home'), is_prefix=False),))
    >>> parse("kind:list site:boredpanda").filters.kind
    Choice(wanted=('list',), unwanted=())
    >>> parse('"at home')
    Traceback (most recent call last):
    ...
    boredcrawl.exceptions.WrongQuery: a quotation mark is opened and not closed: "at home
    """
    text = (storable(typed) or "").translate(TYPOGRAPHIC)
    reader = Reader()
    for piece in pieces(text):
        reader.take(piece)
    return reader.query()


def pieces(text: str) -> Iterator[re.Match[str]]:
    """Divide what was typed where white space does."""
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        piece = PIECE.match(text, place)
        if piece is None:
            raise WrongQuery(f"a quotation mark is opened and not closed: {text[place:]}")
        yield piece
        place = piece.end()


class Reader:
    """Puts a query together, piece by piece."""

    def __init__(self) -> None:
        self.clauses: list[tuple[Term, ...]] = []
        self.unwanted: list[Term] = []
        self.filters: dict[str, tuple[list[str], list[str]]] = {}
        self.joins = False
        """Whether the last piece was an OR."""
        self.can_join = False
        """Whether the last piece was something looked for."""

    def take(self, piece: re.Match[str]) -> None:
        """Read one piece."""
        sign, word = bool(piece["sign"]), piece["word"]
        if piece["name"]:
            self._filter(piece["name"], piece["quoted"] or piece["bare"] or "", sign)
        elif word and word.endswith(":") and word[:-1] in NAMES:
            raise WrongQuery(f'{word} needs a value right behind it: {word}"{example(word[:-1])}"')
        elif word == "OR" and not sign:
            if not self.can_join:
                raise WrongQuery("OR stands between two words: write cats OR dogs")
            self.joins, self.can_join = True, False
        else:
            term = read_term(piece)
            if term is not None:
                self._term(term, sign)

    def _term(self, term: Term, sign: bool) -> None:
        if self.joins and sign:
            raise WrongQuery("OR joins words that are looked for: write cats OR dogs, then -vet")
        if sign:
            self.unwanted.append(term)
        elif self.joins:
            self.clauses[-1] += (term,)
        else:
            self.clauses.append((term,))
        self.joins, self.can_join = False, not sign

    def _filter(self, typed: str, value: str, sign: bool) -> None:
        name = typed.lower()
        if name not in NAMES:
            raise WrongQuery(
                f"there is no filter {typed}: write one of {', '.join(NAMES)}, "
                f'or "{typed}: {value}" in quotation marks'
            )
        if self.joins:
            raise WrongQuery("OR stands between two words; filters of one name are joined anyway")
        if not value.strip():
            raise WrongQuery(f'{name}: needs a value, such as {name}:"{example(name)}"')
        if sign and name in {"after", "before", "in"}:
            raise WrongQuery(f"{name}: cannot be turned around by a - before it")
        self.filters.setdefault(name, ([], []))[sign].append(value.strip())
        self.can_join = False

    def query(self) -> Query:
        """Give what was read."""
        if self.joins:
            raise WrongQuery("OR stands between two words: write cats OR dogs")
        if not self.clauses and self.unwanted:
            raise WrongQuery("say what to look for, not only what to leave out: write cats -dogs")
        if not self.clauses and not self.filters:
            raise WrongQuery("there is nothing to look for: write a word or a filter")
        query = Query(
            clauses=tuple(self.clauses),
            unwanted=tuple(self.unwanted),
            filters=read_filters(self.filters),
        )
        if sum(len(term.words) for term in (*query.wanted, *query.unwanted)) > MOST_WORDS:
            raise WrongQuery(f"that is too long: at most {MOST_WORDS} words make a search")
        return query


def read_term(piece: re.Match[str]) -> Term | None:
    """Read a word or phrase; None where there is no letter in it, as texts have no such words."""
    text = piece["phrase"]
    is_prefix = piece["star"] == "*"
    if text is None:
        text = piece["word"]
        is_prefix = text.endswith("*")
        text = text.removesuffix("*")
        if "*" in text:
            raise WrongQuery(f"a * stands at the end of a word, not within: {piece['word']}")
    said = tuple(word.folded for word in words(text))
    if any(len(word) > LONGEST_WORD for word in said):
        raise WrongQuery(f"that word is too long: at most {LONGEST_WORD} letters; end it with a *")
    last = said[-1] if said else ""
    if is_prefix and len(last) < SHORTEST_PREFIX and last.isascii():
        raise WrongQuery(f"a * needs at least {SHORTEST_PREFIX} letters before it: write cat*")
    return Term(said, is_prefix) if said else None


def read_filters(given: dict[str, tuple[list[str], list[str]]]) -> Filters:
    """Check the values of filters."""
    choices = {name: Choice(*map(tuple, values)) for name, values in given.items()}
    kinds = choices.get("kind", Choice())
    for kind in (*kinds.wanted, *kinds.unwanted):
        one_of("kind", kind, KINDS)
    places = choices.pop("in", Choice()).wanted
    for place in places:
        one_of("in", place, PLACES)
    after = [read_day("after", day) for day in choices.pop("after", Choice()).wanted]
    before = [read_day("before", day) for day in choices.pop("before", Choice()).wanted]
    if "commenter" in choices and places and "comment" not in places:
        raise WrongQuery("commenter: looks among comments, which in: leaves out")
    return Filters(
        **choices,
        after=max(after, default=None),
        before=min(before, default=None),
        places=frozenset(places or PLACES),
    )


def one_of(name: str, value: str, known: tuple[str, ...]) -> None:
    """Refuse a value a filter does not know."""
    if value not in known:
        raise WrongQuery(
            f"{name}:{value} is not known: write {name}: and one of {', '.join(known)}"
        )


def read_day(name: str, value: str) -> datetime:
    """Read a day, as the moment it begins (UTC)."""
    try:
        # `fromisoformat` reads more than days: weeks, days without dashes.
        return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError as error:
        raise WrongQuery(f"{name}:{value} is no day: write {name}:2026-01-31") from error


def example(name: str) -> str:
    """Give a value a filter could have."""
    return {
        "after": "2026-01-31",
        "before": "2026-01-31",
        "in": "title",
        "kind": "list",
        "site": "boredpanda",
        "tag": "animals",
    }.get(name, "Ann Lee")
