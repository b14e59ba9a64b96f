"""docs/data.md, made from the models' own words: `python -m boredcrawl.db.document`."""

from __future__ import annotations

import ast
import inspect
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from boredcrawl.db.models import (
    Base,
    articles,
    changing,
    comments,
    crawling,
    erasing,
    hosts,
    parts,
    sites,
)
from boredcrawl.db.models.views import VIEWS

if TYPE_CHECKING:
    from types import ModuleType

    from sqlalchemy import Column

SUBJECTS: tuple[ModuleType, ...] = (
    articles,
    parts,
    comments,
    changing,
    sites,
    hosts,
    crawling,
    erasing,
)

MARK = "<!-- worked questions: written by hand, kept when the rest is made anew -->"
"""What stands in docs/data.md below this line is not made from the models."""

OPENING = """\
# The data

What boredcrawl keeps, table by table. The names and meanings here are a contract: later
versions add tables and columns, and change none. SQLite and PostgreSQL have the same.

All times are UTC. On SQLite they are text such as `2026-11-22 12:44:00.000000+00:00`, whose
order is the order of time and which SQLite's date functions read. A `?` behind a type says
that the column may be null.

Texts that changed are never lost. `article_revisions` holds every text an article has had,
the first and the present one included; `comment_revisions` and `comment_scores` do the same
for every comment that ever changed, from its first text and number of votes on, and hold
nothing of those that never did.

A time a site states only in words ("4 months ago") is kept as those words, as the bounds
they leave (`…_earliest`, `…_latest`), and as the middle of the bounds (`…_at`). Every later
sighting narrows the bounds. Where the site is exact the three are equal.
"""


def document() -> str:
    """Write the generated part of docs/data.md."""
    lines = [OPENING]
    for module in SUBJECTS:
        lines += [f"## {(module.__doc__ or '').strip().rstrip('.')}", ""]
        for name in classes(module):
            lines += of_model(module, name)
    lines += ["## Views", ""]
    for name, view in VIEWS.items():
        lines += [f"### {name}", "", view.meaning, "", "| column | meaning |", "| --- | --- |"]
        lines += [f"| `{column}` | {meaning} |" for column, meaning in view.columns.items()]
        lines.append("")
    lines += ["## Worked questions", "", MARK]
    return "\n".join(lines) + "\n"


def classes(module: ModuleType) -> list[str]:
    """Give the names of the models a module defines, in its order."""
    return [
        node.name
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef)
    ]


def of_model(module: ModuleType, name: str) -> list[str]:
    """Write what there is to say of one table."""
    model = getattr(module, name)
    meanings = column_meanings(module, name)
    lines = [f"### {model.__tablename__}", "", inspect.cleandoc(model.__doc__), ""]
    lines += ["| column | type | meaning |", "| --- | --- | --- |"]
    for column in Base.metadata.tables[model.__tablename__].columns:
        lines.append(f"| `{column.name}` | {type_word(column)} | {meanings[column.name]} |")
    return [*lines, ""]


def column_meanings(module: ModuleType, name: str) -> dict[str, str]:
    """Read the docstrings that stand under a model's columns."""
    tree = ast.parse(inspect.getsource(module))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name)
    meanings: dict[str, str] = {}
    for field, below in pairwise(body):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            meanings[field.target.id] = " ".join(str(below.value.value).split())
    return meanings


def type_word(column: Column[object]) -> str:
    """Say in a word or two what a column holds, and what it points at."""
    word = {
        "BigInteger": "integer",
        "Integer": "integer",
        "Text": "text",
        "String": "text",
        "Boolean": "boolean",
        "Float": "number",
        "UtcDateTime": "time",
        "JSON": "JSON",
    }[type(column.type).__name__]
    word += "?" if column.nullable else ""
    for key in column.foreign_keys:
        word += f" → `{key.column.table.name}`"
    return word


def whole(file: Path) -> str:
    """Give the file as it should be: made anew, with the hand-written end it has."""
    written = file.read_text(encoding="utf-8") if file.exists() else ""
    return document() + written.partition(MARK + "\n")[2]


def main() -> None:
    """Write docs/data.md."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/data.md")
    file.write_text(whole(file), encoding="utf-8")


if __name__ == "__main__":
    main()
