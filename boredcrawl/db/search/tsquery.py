"""A query as PostgreSQL's text search takes it, and what is to be done about its limits.

A `tsvector` keeps 255 places of a word, and none beyond the 16,383rd word. Where a text has
more, its vector carries `MARKER` as one word more (migration 0008); such a text is found by
its words without regard to their order, and then read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, literal, not_, or_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from boredcrawl.db.search.query import Query, Term

MARKER = "'?'"

HEADING, TEXT = "!", "B"
"""What confines a query: words of headings are there again behind a mark, words of texts
have a label."""


def exact(query: Query, only: str = "") -> str:
    """Write a query, confined to `HEADING` or `TEXT` if that is given.

    >>> from boredcrawl.db.search.query import parse
    >>> exact(parse('cats OR dog* "at home" -vet'), TEXT)
    "('cats':B | 'dog':*B) & ('at':B <-> 'home':B) & !('vet':B) & !'?'"
    >>> exact(parse("cats -dog*"), HEADING)
    "('!cats') & !('!dog':*)"
    """
    said = written(query, only, " <-> ", query.unwanted)
    # Of what has lost places not even what is found can be believed.
    return f"{said} & !{MARKER}" if query.has_phrase else said


def loose(query: Query, only: str = "") -> str:
    """Write a query that finds what has lost the places of its words, and more than that.

    >>> from boredcrawl.db.search.query import parse
    >>> loose(parse('cats "at home" -vet -"no cats"'))
    "'?' & ('cats') & ('at' & 'home') & !('vet')"
    """
    certain = tuple(term for term in query.unwanted if len(term.words) == 1)
    return f"{MARKER} & {written(query, only, ' & ', certain)}"


def written(query: Query, only: str, joint: str, unwanted: tuple[Term, ...]) -> str:
    """Write a query; words hold letters and digits only, so that nothing can be quoted."""
    parts = [f"({any_of(clause, only, joint)})" for clause in query.clauses]
    if unwanted:
        parts.append(f"!({any_of(unwanted, only, joint)})")
    return " & ".join(parts)


def any_of(terms: Iterable[Term], only: str, joint: str) -> str:
    """Write alternatives."""
    several = [joint.join(lexemes(term, only)) for term in terms]
    if len(several) == 1:
        return several[0]
    return " | ".join(f"({one})" if joint in one else one for one in several)


def lexemes(term: Term, only: str) -> list[str]:
    """Write the words of a term, the last as the start of one if it is."""
    mark, label = (HEADING, "") if only == HEADING else ("", only)
    endings = [label] * len(term.words)
    if term.is_prefix:
        endings[-1] = f"*{label}"
    return [
        f"'{mark}{word}'" + (f":{ending}" if ending else "")
        for word, ending in zip(term.words, endings, strict=True)
    ]


def reread(query: Query, texts: Iterable[ColumnElement[str]]) -> ColumnElement[bool]:
    """Ask for the same of the texts themselves."""
    folded: ColumnElement[str] = literal(" ")
    for text in texts:
        said = func.array_to_string(func.search_words(func.coalesce(text, "")), " ")
        folded = folded.concat(said).concat(" ? ")

    def has(term: Term) -> ColumnElement[bool]:
        sought = f" {' '.join(term.words)}" + ("" if term.is_prefix else " ")
        return func.strpos(folded, sought) > 0

    return and_(
        *(or_(*map(has, clause)) for clause in query.clauses),
        *(not_(has(term)) for term in query.unwanted),
    )
