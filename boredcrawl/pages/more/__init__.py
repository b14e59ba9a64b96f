"""A thread made whole: what a page offers behind its buttons, asked for and put in place.

Pure: `WholeThread` says what to request next and takes the answers; whoever holds it does
the requesting. The answers are put into the page's tree, which is then read as any page.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from boredcrawl.cleaning.urls import join
from boredcrawl.pages.more.answers import Answer, read_answer
from boredcrawl.pages.more.buttons import find_buttons, is_shown
from boredcrawl.pages.more.calls import Call, Dialect
from boredcrawl.pages.more.grafting import graft
from boredcrawl.pages.more.numbered import is_beside, is_next_link
from boredcrawl.pages.more.scripts import Told, read_scripts
from boredcrawl.pages.more.wiring import Known, calls_of
from boredcrawl.pages.threads import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

__all__ = ["Call", "Dialect", "WholeThread"]


@dataclass(slots=True, eq=False)
class _Open:
    """A button that was not answered yet, and the calls it may stand for."""

    button: HtmlElement
    calls: deque[Call]
    copies: list[HtmlElement] = field(default_factory=list)


class WholeThread:
    """The buttons of one page: asks, takes answers, and knows what is left.

    `card` is how the site's card says that buttons ask. `learned` is how earlier pages'
    endpoints were found to be asked; what is found out here is added.
    """

    def __init__(
        self,
        tree: HtmlElement,
        url: str,
        *,
        card: Dialect | None = None,
        learned: list[Dialect] | None = None,
    ) -> None:
        self.tree = tree
        self.url = url
        self.learned = [] if learned is None else learned
        self.left = 0
        """Buttons that are shown and lead nowhere we know."""
        self.failed = 0
        """Buttons that were asked for, in vain."""
        self.answered = 0
        """Answers with comments so far."""
        self._asked: set[tuple[str, bytes]] = set()
        self._open: deque[_Open] = deque()
        buttons = find_buttons(tree)
        self._known = Known(
            base=url,
            told=read_scripts(tree) if buttons else Told(),
            card=card,
            learned=self.learned,
        )
        self._wire(buttons, self._tokens(buttons))

    def _leads_away(self, button: HtmlElement) -> bool:
        """Whether what looks like a button is a link to another article."""
        url = join(self.url, button.get("href") or "#")
        return is_next_link(button) or (url is not None and is_beside(self.url, url))

    @cached_property
    def _is_thread(self) -> bool:
        """Whether the page is one of a thread's pages, and not of an article's or a list's."""
        return read_blocks(self.tree, self.url) is not None

    @property
    def has_calls(self) -> bool:
        """Whether there is anything to ask for."""
        return bool(self._open)

    @property
    def is_open(self) -> bool:
        """Whether the page offers more than was taken from it."""
        return bool(self._open or self.left or self.failed)

    def next_call(self) -> Call | None:
        """Give the next request to make; None where there is none."""
        while self._open:
            first = self._open[0]
            while first.calls:
                call = first.calls[0]
                key = (call.address, call.body)
                if key not in self._asked:
                    self._asked.add(key)
                    return call
                first.calls.popleft()
            self._open.popleft()
        return None

    def take(self, call: Call, text: str | None) -> bool:
        """Take the answer to the last call given out; None for a failure. True if it helped."""
        opened = self._open[0]
        answer = read_answer(text, self.url) if text is not None else Answer()
        nodes = self._fresh(answer, call)
        if text is None or not nodes:
            opened.calls.popleft()
            is_end = text is not None and not call.is_guess and not opened.calls
            if not opened.calls:
                self._open.popleft()
                self.failed += not is_end
            return is_end
        self._learn(call)
        self._open.popleft()
        self.answered += 1
        for copy in opened.copies:
            # In a second printing of the thread; the first one is whole now.
            copy.drop_tree()
        self._go_on(opened.button, call, answer, nodes)
        return True

    def _fresh(self, answer: Answer, call: Call) -> list[HtmlElement]:
        """Leave out an answer that only repeats what the page has: nothing was understood."""
        nodes = answer.nodes
        if nodes and (call.is_guess or (answer.onward and not answer.onward.token)):
            known = _letters(self.tree)
            if all(_letters(node) in known for node in nodes):
                return []
        return nodes

    def _learn(self, call: Call) -> None:
        if not call.is_guess or not call.token or call.dialect in self.learned:
            return
        self.learned.append(call.dialect)
        for opened in self._open:
            # The other buttons were wired before it was known which guess is right.
            right = [replace(c, is_guess=False) for c in opened.calls if c.dialect == call.dialect]
            opened.calls = deque(right) if right else opened.calls

    def _go_on(
        self, button: HtmlElement, call: Call, answer: Answer, nodes: list[HtmlElement]
    ) -> None:
        onward = answer.onward
        follow: Call | None = None
        if onward is not None:
            if onward.url and (url := join(self.url, onward.url)):
                follow = Call(url=url)
            elif onward.token:
                follow = call.onward(onward.token)
            else:
                follow = call.counted_on(len(nodes))
        inside = [found for node in nodes for found in find_buttons(node)]
        own = [one for one in inside if one not in answer.tokens]
        # A button sent along is the site's own word on going on.
        bare = next((one for one in own if one in nodes), None)
        if follow is not None and bare is None:
            keep = _copy_of(button)
            graft(button, [*nodes, keep])
            self._open.append(_Open(keep, deque((follow,))))
        else:
            graft(button, nodes)
        for one, token in answer.tokens.items():
            self._open.append(_Open(one, deque((call.onward(token),))))
        self._wire(own, {})

    def _tokens(self, buttons: Iterable[HtmlElement]) -> dict[HtmlElement, str]:
        """Pair the buttons that carry nothing with the tokens a script keeps, by their order."""
        bare = [one for one in buttons if not any(n.startswith("data-") for n in one.keys())]  # noqa: SIM118 - of an element
        for tokens in self._known.told.tokens:
            if len(tokens) == len(bare):
                return dict(zip(bare, tokens, strict=True))
        return {}

    def _wire(self, buttons: Iterable[HtmlElement], tokens: dict[HtmlElement, str]) -> None:
        known: dict[Call, _Open] = {}
        for button in buttons:
            calls = calls_of(button, self._known, tokens.get(button))
            if not calls or (is_next_link(button) and not self._is_thread):
                self.left += is_shown(button) and not self._leads_away(button)
                continue
            twin = known.get(calls[0])
            if twin is None:
                known[calls[0]] = opened = _Open(button, deque(calls))
                self._open.append(opened)
            else:
                twin.copies.append(button)


def _letters(element: HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())


def _copy_of(button: HtmlElement) -> HtmlElement:
    copy: HtmlElement = button.makeelement(button.tag, dict(button.attrib))
    copy.text = "Load More Comments"
    return copy
