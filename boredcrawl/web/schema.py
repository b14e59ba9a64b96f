"""Types of answers, as data and as JSON Schema. Pure."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

from boredcrawl.cleaning.differences import Piece
from boredcrawl.db.search.snippets import Snippet

if TYPE_CHECKING:
    from collections.abc import Hashable

NAMES = {"date": date, "datetime": datetime, "Piece": Piece, "Snippet": Snippet}
"""What modules import for their types only."""

PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
}


SCALARS = frozenset((str, int, float, bool, NoneType))


def as_data(value: Any) -> Any:
    """Give an answer as JSON has it.

    >>> as_data((Piece("same", "a"), date(2026, 11, 22)))
    [{'kind': 'same', 'text': 'a'}, '2026-11-22']
    """
    kind: Any = type(value)
    if kind in SCALARS:
        return value
    if kind is datetime or kind is date:
        return value.isoformat()
    names = names_of(kind)
    if names is not None:
        parts = value if isinstance(value, tuple) else (getattr(value, name) for name in names)
        return dict(zip(names, map(as_data, parts), strict=True))
    if kind is dict:
        return {name: as_data(part) for name, part in value.items()}
    return [as_data(part) for part in value]


@cache
def names_of(kind: Hashable) -> tuple[str, ...] | None:
    """Give the names of the fields of what has any."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return getattr(kind, "_fields", None)


def schema_of(kind: Any, named: dict[str, Any]) -> dict[str, Any]:
    """Describe a type; what has fields is described once, in `named`.

    >>> schema_of(tuple[int, ...], {}), schema_of(str | None, {})
    ({'type': 'array', 'items': {'type': 'integer'}}, {'anyOf': [{'type': 'string'}, \
{'type': 'null'}]})
    """
    if kind in PLAIN:
        return PLAIN[kind]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in {Union, UnionType}:
        return {"anyOf": [schema_of(part, named) for part in arguments]}
    if origin is list or (origin is tuple and arguments[-1] is Ellipsis):
        return {"type": "array", "items": schema_of(arguments[0], named)}
    if origin is tuple:
        parts = [schema_of(part, named) for part in arguments]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "items": False}
    if origin is dict:
        return {"type": "object"}
    name = kind.__name__
    if name not in named:
        named[name] = {}
        hints = get_type_hints(kind, localns=NAMES | {name: kind})
        fields = list(names_of(kind) or ())
        named[name] = {
            "type": "object",
            "properties": {field: schema_of(hints[field], named) for field in fields},
            "required": fields,
            "additionalProperties": False,
        }
        if kind.__doc__:
            named[name]["description"] = kind.__doc__.strip()
    return {"$ref": f"#/components/schemas/{name}"}
