"""A window of what a query finds, from PostgreSQL.

Its planner may choose how to join what the GIN index gives with what filters let through. It
may not choose to walk from the newest row back, as `ORDER BY id DESC LIMIT 300` tempts it to:
it would look into a hundred thousand vectors for a word it takes for more common than it is.
Instead a search looks among so many of the newest ids as should do, and then among all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ClauseElement, Executable

from boredcrawl.db.among import among
from boredcrawl.db.search.spans import span
from boredcrawl.db.search.tsquery import HEADING, MARKER, TEXT, exact, loose, reread
from boredcrawl.db.search.windows import WINDOW, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection, Select, TableClause
    from sqlalchemy.sql.compiler import SQLCompiler

    from boredcrawl.db.search.documents import Document, Links, Passing
    from boredcrawl.db.search.query import Query

BY_LENGTH = 1
"""`ts_rank` divides by one and the logarithm of the text's length."""


MOST = 0.5
"""The share of the ids up to which it pays to look among the newest first."""

NEAR = 0.02
"""The share of articles up to which it pays to look into each: of 50,000, ten milliseconds."""

WIDER = 3
"""So many times farther where that was too near."""

MARGIN = 1.3
"""So much farther than the newest ids should reach, because they do not stand evenly."""

RARER = 20
"""So many times rarer a phrase is taken to be than its words together."""

MANY = 5_000
"""Articles of authors and tags up to which their ids are looked up."""

SETTINGS = {
    # A plan made for any word is wrong for nearly every one, and compiling takes longer
    # than searching; so does starting other processes.
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    # To look into a vector costs far more than to compare two numbers, which is what the
    # planner thinks; and what is searched often is in memory.
    "cpu_operator_cost": "0.05",
    "random_page_cost": "1.1",
}


def prepare(connection: Connection) -> None:
    """Tell the planner what it cannot know, for this transaction."""
    locally = (func.set_config(name, value, literal(True)) for name, value in SETTINGS.items())
    connection.execute(select(*locally))


class Explain(Executable, ClauseElement):
    """Asks how many rows the planner expects of a query."""

    inherit_cache = False

    def __init__(self, query: Select[Any]) -> None:
        self.query = query


@compiles(Explain)
def write_explain(explain: Explain, compiler: SQLCompiler, **options: Any) -> str:
    """Write the statement."""
    return f"EXPLAIN (FORMAT JSON) {compiler.process(explain.query, **options)}"


def find(
    connection: Connection, document: Document, query: Query, passing: Passing, window: int
) -> Sequence[Any]:
    """Give the ids and scores of one window."""
    if not query.clauses:
        statement = cut(passing.ids, document.table.c.id, window).add_columns(literal(0.0))
        return connection.execute(statement).all()
    index = document.tsvector
    found = matches(index, document, query, passing)
    if passing.articles is not None:
        found = found.where(among(connection, index.c.article_id, passing.articles))
    key = found.selected_columns.id
    bounds = span(connection, passing)
    if bounds is not None:
        found = found.where(*(place.between(*bounds) for place in places(passing, key)))
        return connection.execute(ranked(found, document, query, window)).all()
    # All of what is found, where the newest of it mostly pass: the planner, which does not know
    # that, would look farther back than need be.
    counted = matches(index, document, query) if passing.is_since else found
    expected = connection.execute(Explain(counted)).scalar_one()[0]["Plan"]["Plan Rows"]
    if query.has_phrase:
        # It counts the rows with all of the words, in whatever order.
        expected /= RARER
    share = MARGIN * WINDOW * (window + 1) / max(expected, 1)
    newest = connection.execute(select(func.max(key))).scalar() or 0 if share < MOST else 0
    while share < MOST:
        oldest = int(newest * (1 - share))
        near = found.where(*(place > oldest for place in places(passing, key, share)))
        rows = connection.execute(ranked(near, document, query, window)).all()
        if len(rows) == WINDOW:
            return rows
        share *= WIDER
    return connection.execute(ranked(found, document, query, window)).all()


def settle(connection: Connection, linked: Links) -> tuple[Links, frozenset[int] | None]:
    """Look up which articles an author or a tag leads to; None where they are many.

    By their ids PostgreSQL reads the index on the articles beside that of the words, and rows
    only where the two meet; of a subquery it does not know how few they are.
    """
    leading = [ids for ids, is_in in linked if is_in]
    if not leading:
        return linked, None
    wanted = leading[0].intersect(*leading[1:]) if len(leading) > 1 else leading[0]
    found = connection.execute(wanted.limit(MANY + 1)).scalars().all()
    if len(found) > MANY:
        return linked, None
    return tuple(one for one in linked if not one[1]), frozenset(found)


def places(
    passing: Passing, key: ColumnElement[int], share: float = 1.0
) -> list[ColumnElement[int]]:
    """Give the id as it is compared, in every table that has it.

    With filters or rare words the newest ids that do reach far. The + 0 then keeps the planner
    from reading all vectors there: those of articles are long and stand elsewhere, which it
    does not reckon with. It does not conclude either that what is joined by the id is as new.
    """
    is_far = passing.narrows or share > NEAR
    found = [key + 0 if passing.is_articles and is_far else key]
    # With dates it would take what is new for rare, and read all rows of the time first.
    narrows = passing.of_rows or (passing.is_articles and passing.of_articles)
    if narrows and not passing.is_dated:
        found.append(passing.row.c.id)
    return found


def matches(
    index: TableClause, document: Document, query: Query, passing: Passing | None = None
) -> Select[Any]:
    """Select the rows a query finds."""
    only = document.only(query.filters.places)
    found: Select[Any] = select(index.c.id, index.c.vector)
    if query.has_phrase:
        found = found.where(*said_or_lost(index, document, query, only))
    else:
        found = found.where(index.c.vector.op("@@")(sought(document, query)))
    if passing and passing.narrows:
        found = passing.join(found, index)
    return found


def ranked(found: Select[Any], document: Document, query: Query, window: int) -> Select[Any]:
    """Select the ids and scores of one window of what is found."""
    # The + 0 keeps the planner from walking.
    window_of = cut(found, found.selected_columns.id + 0, window).subquery()
    rank = func.ts_rank(window_of.c.vector, sought(document, query), BY_LENGTH)
    return select(window_of.c.id, -rank)


def sought(document: Document, query: Query) -> ColumnElement[Any]:
    """Give the query as the index takes it."""
    only = document.only(query.filters.places)
    return cast(exact(query, part_of(document, only)), TSQUERY)


def said_or_lost(
    index: TableClause, document: Document, query: Query, only: str | None
) -> list[ColumnElement[bool]]:
    """Find texts that say a phrase; read those whose vectors have lost places of words.

    Both are asked of a vector at once: to look into it means to put it together, and as two
    questions of thousands that have the words in some order that took twice as long.
    """
    row = document.table
    names = [only] if only else [document.heading, document.text]
    reading = reread(query, [row.c[name] for name in names if name])
    part = part_of(document, only)
    either = f"({exact(query, part)}) | ({loose(query, part)})"
    return [
        index.c.vector.op("@@")(cast(either, TSQUERY)),
        or_(
            index.c.vector.op("@@")(cast(f"!{MARKER}", TSQUERY)),
            # Not EXISTS, for which the planner may read all texts there are.
            select(reading).where(row.c.id == index.c.id).correlate(index).scalar_subquery(),
        ),
    ]


def part_of(document: Document, only: str | None) -> str:
    """Say what confines a query to one column."""
    return "" if only is None else (HEADING if only == document.heading else TEXT)
