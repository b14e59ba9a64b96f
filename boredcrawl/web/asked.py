"""What a request asks for: its parameters, judged before anything is looked up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from boredcrawl.db.rows import storable
from boredcrawl.exceptions import WrongQuery

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 1000
"""Characters of a parameter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A parameter of a page."""

    name: str
    meaning: str
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    """For a whole number: the least and the greatest."""
    default: str | int | None = None
    pattern: str | None = None
    is_date: bool = False

    def read(self, given: str | None) -> Any:
        """Read a value; raises `WrongQuery` where it cannot be one.

        >>> Parameter(name="days", meaning="", bounds=(1, 9), default=3).read("10")
        Traceback (most recent call last):
        ...
        boredcrawl.exceptions.WrongQuery: days='10': write a number from 1 to 9
        >>> Parameter(name="tag", meaning="").read("ca" + chr(0) + "ts")
        'cats'
        """
        given = storable(given)  # PostgreSQL refuses to look for a NUL
        if given is None or (given == "" and self.bounds is None):
            return self.default
        shown = repr(given[:80])
        if len(given) > LONGEST:
            raise WrongQuery(f"{self.name}: write no more than {LONGEST} characters")
        if self.choices and given not in self.choices:
            raise WrongQuery(f"{self.name}={shown}: write {' or '.join(self.choices)}")
        if self.bounds is not None:
            least, greatest = self.bounds
            digits = given.isascii() and given.isdigit() and len(given) < 20  # noqa: PLR2004
            if not digits or not least <= int(given) <= greatest:
                raise WrongQuery(f"{self.name}={shown}: write a number from {least} to {greatest}")
            return int(given)
        if self.is_date:
            try:
                if date.fromisoformat(given).isoformat() != given:
                    raise ValueError(given)
            except ValueError as error:
                raise WrongQuery(f"{self.name}={shown}: write a day as 2026-11-22") from error
        return given

    def described(self) -> dict[str, Any]:
        """Describe it as OpenAPI does."""
        kind: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
        if self.bounds is not None:
            kind = {"type": "integer", "minimum": self.bounds[0], "maximum": self.bounds[1]}
        elif self.choices:
            kind = {"type": "string", "enum": ["", *self.choices]}
        elif self.is_date:
            kind = {"type": "string", "format": "date"}
        elif self.pattern:
            kind["pattern"] = self.pattern
        if self.default is not None:
            kind["default"] = self.default
        return {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.meaning,
            "schema": kind,
        }


def read_all(parameters: tuple[Parameter, ...], given: Mapping[str, str]) -> dict[str, Any]:
    """Read the parameters a page has; others are none of its business."""
    return {one.name: one.read(given.get(one.name)) for one in parameters}


def composed(words: str, filters: Mapping[str, str | None]) -> str:
    """Write what a form asks for as one types it.

    >>> composed("red cat", {"kind": "list", "author": 'Ann "A" Lee', "after": None})
    'red cat kind:list author:"Ann A Lee"'
    """
    parts = [words.strip()]
    for name, value in filters.items():
        if value and (clean := value.replace('"', "").strip()):
            parts.append(f'{name}:"{clean}"' if " " in clean else f"{name}:{clean}")
    return " ".join(filter(None, parts))
