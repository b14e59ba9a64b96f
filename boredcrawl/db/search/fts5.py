"""A query as SQLite's FTS5 takes it: one string, made of folded words and nothing typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boredcrawl.db.search.query import Query, Term


def match_string(query: Query, column: str | None = None) -> str:
    """Write a query, confined to one column if that is wanted.

    >>> from boredcrawl.db.search.query import parse
    >>> match_string(parse('cats OR dog* "at home" -vet'), "title")
    '{title} : ((("cats" OR "dog"*) AND ("at home")) NOT ("vet"))'
    """
    said = " AND ".join(f"({any_of(clause)})" for clause in query.clauses)
    if query.unwanted:
        said = f"({said}) NOT ({any_of(query.unwanted)})"
    return f"{{{column}}} : ({said})" if column else said


def any_of(terms: tuple[Term, ...]) -> str:
    """Write alternatives. Words hold letters and digits only, so that nothing is quoted."""
    return " OR ".join(f'"{" ".join(t.words)}"{"*" if t.is_prefix else ""}' for t in terms)
