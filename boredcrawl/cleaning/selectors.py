"""Simple CSS selectors, many at once: one look at an element tells which of them it matches.

A card names a hundred selectors of boilerplate. As XPath each would cost a walk over the
tree; here all of them are indexed by id, class and tag, and cost one look-up an element.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PART = re.compile(
    r"(?P<tag>^[a-zA-Z][\w-]*)|\#(?P<id>[\w-]+)|\.(?P<cls>[\w-]+)"
    r"|\[(?P<name>[\w:-]+)(?:(?P<op>[~^$*]?=)[\"']?(?P<value>[^\"'\]]*)[\"']?)?\]"
)


_REMEMBERED = 50_000
"""Pairs of tag and class whose verdict is kept; a bound on memory, not on sites."""


class _Condition(NamedTuple):
    name: str
    op: str
    value: str


class _Selector(NamedTuple):
    """One compound selector: `div.ad[id^=slot]`."""

    tag: str | None
    classes: frozenset[str]
    conditions: tuple[_Condition, ...]
    rule: int


class Selectors:
    """Compound selectors (tag, `#id`, `.class`, `[attribute=value]`), each of a numbered rule."""

    def __init__(self) -> None:
        self._by_tag: dict[str, list[_Selector]] = {}
        self._by_class: dict[str, list[_Selector]] = {}
        self._by_id: dict[str, list[_Selector]] = {}
        self._by_attribute: dict[str, list[_Selector]] = {}
        self._bare: dict[str, int] = {}
        self._asked: set[str] = set()
        """The attributes beside the class that any selector asks for."""
        self._verdicts: dict[tuple[str, str], int | None] = {}

    def add(self, text: str, rule: int) -> None:
        """Add a list of selectors separated by commas; raises ValueError on any other CSS."""
        for one in text.split(","):
            self._add_one(one.strip(), rule)

    def _add_one(self, text: str, rule: int) -> None:
        tag, classes, conditions, end = None, [], [], 0
        for match in _PART.finditer(text):
            if match.start() != end:
                break
            end = match.end()
            if match["tag"]:
                tag = match["tag"].lower()
            elif match["cls"]:
                classes.append(match["cls"])
            elif match["id"]:
                conditions.append(_Condition("id", "=", match["id"]))
            else:
                conditions.append(
                    _Condition(match["name"], match["op"] or "", match["value"] or "")
                )
        if end != len(text) or not text:
            raise ValueError(f"not a simple selector: {text!r}")
        selector = _Selector(tag, frozenset(classes), tuple(conditions), rule)
        self._asked.update(condition.name for condition in conditions)
        exact_id = next((c.value for c in conditions if c.name == "id" and c.op == "="), None)
        if exact_id is not None:
            self._by_id.setdefault(exact_id, []).append(selector)
        elif classes:
            self._by_class.setdefault(classes[0], []).append(selector)
        elif tag is not None and not conditions:
            self._bare.setdefault(tag, rule)
        elif tag is not None:
            self._by_tag.setdefault(tag, []).append(selector)
        else:
            self._by_attribute.setdefault(conditions[0].name, []).append(selector)

    def match(self, el: HtmlElement, tag: str) -> int | None:
        """Give the rule of the first selector the element matches, None if there is none.

        >>> from lxml.html import fragment_fromstring
        >>> selectors = Selectors()
        >>> selectors.add("nav, div.ad[id^=slot]", 7)
        >>> selectors.match(fragment_fromstring('<div class="big ad" id="slot_3"></div>'), "div")
        7
        """
        attributes = el.items()
        if not attributes:
            return self._bare.get(tag)
        classes = ""
        for name, value in attributes:
            if name == "class":
                classes = value
            elif name in self._asked:
                return self._match(el, tag, attributes)
        # Most elements; sites repeat few classes, so whole verdicts are remembered.
        key = (tag, classes)
        if key not in self._verdicts:
            if len(self._verdicts) >= _REMEMBERED:
                self._verdicts.clear()
            self._verdicts[key] = self._match(el, tag, attributes)
        return self._verdicts[key]

    def _match(self, el: HtmlElement, tag: str, attributes: list[tuple[str, str]]) -> int | None:
        bare = self._bare.get(tag)
        if bare is not None:
            return bare
        classes: frozenset[str] = frozenset()
        candidates: list[_Selector] = list(self._by_tag.get(tag, ()))
        for name, value in attributes:
            if name == "class":
                classes = frozenset(value.split())
                for one in classes:
                    candidates += self._by_class.get(one, ())
            elif name == "id":
                candidates += self._by_id.get(value, ())
            candidates += self._by_attribute.get(name, ())
        return next((s.rule for s in candidates if _holds(s, el, tag, classes)), None)


def _holds(selector: _Selector, el: HtmlElement, tag: str, classes: frozenset[str]) -> bool:
    if selector.tag is not None and selector.tag != tag:
        return False
    if not selector.classes <= classes:
        return False
    return all(_meets(el.get(c.name), c) for c in selector.conditions)


def _meets(actual: str | None, condition: _Condition) -> bool:
    if actual is None:
        return False
    match condition.op:
        case "":
            return True
        case "=":
            return actual == condition.value
        case "^=":
            return actual.startswith(condition.value)
        case "$=":
            return actual.endswith(condition.value)
        case "~=":
            return condition.value in actual.split()
        case _:
            return condition.value in actual
