"""What on a page is not the article leaves its tree, counted by the rule that named it."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from lxml import etree

from boredcrawl.cleaning.images import image_url, is_content_image
from boredcrawl.cleaning.phrases import Phrases
from boredcrawl.cleaning.rules import GENERIC_RULES, Rule
from boredcrawl.cleaning.selectors import Selectors
from boredcrawl.cleaning.text import BLOCKS, SILENT, all_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    _TextNode = tuple[HtmlElement, bool]
    """A piece of text: an element's own (False), or what follows it (True)."""

__all__ = ["GENERIC_RULES", "Rule", "Stripper", "strip"]

_EDGES = BLOCKS | {"br", "button", "iframe", "video", "picture", "option", "caption", "legend"}
"""Where a line of text ends for whoever reads the page."""

_LINK_BLOCKS = frozenset(("ul", "ol", "div", "section", "aside", "nav", "dl", "table"))
_EVENTS = ("start", "end", "comment", "pi")


def strip(root: HtmlElement, rules: tuple[Rule, ...]) -> Counter[str]:
    """Remove boilerplate from a tree in place and count what each rule took.

    Text after a removed element always stays.

    >>> from lxml.html import fragment_fromstring
    >>> root = fragment_fromstring("<div><p>ADVERTISEMENT</p><script>x</script>A story.</div>")
    >>> dict(strip(root, GENERIC_RULES))
    {'ad label': 1, 'code': 1}
    >>> root.text_content()
    'A story.'
    """
    return Stripper.of(rules).strip(root)


class Stripper:
    """A set of rules made ready: one walk over a tree applies them all."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.selectors = Selectors()
        self.xpaths: list[tuple[Rule, etree.XPath]] = []
        phrases: dict[int, str] = {}
        for number, rule in enumerate(rules):
            if rule.select is not None:
                self.selectors.add(rule.select, number)
            if rule.xpath is not None:
                self.xpaths.append((rule, etree.XPath(rule.xpath)))
            if rule.phrase is not None:
                phrases[number] = rule.phrase
        self.phrases = Phrases(phrases)
        self.comment_phrases = Phrases({n: p for n, p in phrases.items() if rules[n].comments})

    @staticmethod
    @lru_cache(maxsize=64)
    def of(rules: tuple[Rule, ...]) -> Stripper:
        """Give the stripper of these rules, made once."""
        return Stripper(rules)

    def strip(self, root: HtmlElement, *, is_comment: bool = False) -> Counter[str]:
        """Remove what the rules name; of a comment's phrases only those meant for comments."""
        phrases = self.comment_phrases if is_comment else self.phrases
        if not len(root):  # most comments: a line, and nothing in it
            number = phrases.find([root.text]) if root.text else None
            if number is None:
                return Counter()
            root.text = None
            return Counter({self.rules[number].name: 1})
        sweep = _Sweep(root, self)
        for rule, xpath in self.xpaths:
            # A rule's XPath selects elements; whatever else it gives is an error to be seen.
            for el in cast("list[HtmlElement]", xpath(root)):
                if el is not root and not sweep.is_spared(el, rule):
                    sweep.drop(el, rule)
        sweep.walk(phrases)
        sweep.remove()
        return sweep.dropped


class _Sweep:
    """One walk over a tree: finds what the rules name, then removes it."""

    def __init__(self, root: HtmlElement, stripper: Stripper) -> None:
        self.root = root
        self.rules = stripper.rules
        self.match = stripper.selectors.match
        self.dropped: Counter[str] = Counter()
        self._size: int | None = None
        self._doomed: list[tuple[HtmlElement, Rule]] = []
        self._lines: list[tuple[list[_TextNode], Rule]] = []

    def walk(self, phrases: Phrases) -> None:
        """Find the elements of selectors and the lines of phrases."""
        root, rules, match = self.root, self.rules, self.match
        nodes: list[_TextNode] = []
        texts: list[str] = []
        walker = etree.iterwalk(root, events=_EVENTS)
        for event, el in walker:
            tag = el.tag
            if texts and tag in _EDGES:
                number = phrases.find(texts)
                if number is not None:
                    self._lines.append((nodes, rules[number]))
                nodes, texts = [], []
            if event == "start":
                if el is not root:
                    number = match(el, tag)
                    if number is not None and not self.is_spared(el, rules[number]):
                        self._doomed.append((el, rules[number]))
                        walker.skip_subtree()
                        continue
                    if tag in SILENT:
                        walker.skip_subtree()
                        continue
                text = el.text
                if text and (texts or not text.isspace()):
                    nodes.append((el, False))
                    texts.append(text)
            elif el is root:
                break
            else:
                text = el.tail
                if text and (texts or not text.isspace()):
                    nodes.append((el, True))
                    texts.append(text)
        number = phrases.find(texts) if texts else None
        if number is not None:
            self._lines.append((nodes, rules[number]))

    def is_spared(self, el: HtmlElement, rule: Rule) -> bool:
        """Tell whether an element a rule names is too much of the article to go."""
        if rule.spare is not None:
            if self._size is None:
                self._size = _letters(self.root)
            size = _letters(el)
            if size > rule.spare * self._size:
                return True
        return rule.pictures and any(map(_is_picture, el.iter("img")))

    def remove(self) -> None:
        """Remove what was found: first the lines, for what follows them, then the elements."""
        for nodes, rule in self._lines:
            if rule.links is not None:
                block = _following_links(nodes[-1], self.root, rule.links)
                if block is not None:
                    self._doomed.append((block, rule))
            for el, is_tail in nodes:
                if is_tail:
                    el.tail = None
                else:
                    el.text = None
            self.dropped[rule.name] += 1
        for el, rule in self._doomed:
            self.drop(el, rule)

    def drop(self, el: HtmlElement, rule: Rule) -> None:
        """Remove an element, not the text after it."""
        if el.getparent() is not None:
            el.drop_tree()
            self.dropped[rule.name] += 1


def _letters(el: HtmlElement) -> int:
    """Measure how much text an element holds."""
    return len(all_text(el))


def _is_picture(img: HtmlElement) -> bool:
    url = image_url(img, "https://relative.invalid/")
    return url is not None and is_content_image(url, img)


def _following_links(node: _TextNode, root: HtmlElement, share: float) -> HtmlElement | None:
    """Find the block of links that a line announces; None if something else follows it."""
    el, is_tail = node
    following = None if is_tail else next(iter(el), None)
    if following is None:
        following = el.getnext() if is_tail else _next_outside(el, root)
    while following is not None and _is_empty(following):
        following = _next_outside(following, root)
    if following is None or following.tag not in _LINK_BLOCKS:
        return None
    links = [link for link in following.iter("a") if not (link.get("href") or "#").startswith("#")]
    if sum(map(_letters, links)) < share * max(_letters(following), 1) or not links:
        return None
    # Cards have their pictures in links; a picture beside a link is the article's own.
    shown = [img for img in following.iter("img") if _is_picture(img)]
    linked = {img for link in links for img in link.iter("img")}
    return following if linked.issuperset(shown) else None


def _is_empty(el: HtmlElement) -> bool:
    """Tell whether an element shows nothing; an empty list is the list that was announced."""
    if not isinstance(el.tag, str):
        return True
    if el.tag in {"ul", "ol"} or el.text_content().strip():
        return False
    return not any(map(_is_picture, el.iter("img")))


def _next_outside(el: HtmlElement, root: HtmlElement) -> HtmlElement | None:
    """Give the element after this one and what is in it; None if text comes first."""
    while el is not root and not (el.tail or "").strip():
        following = el.getnext()
        if following is not None:
            return following
        parent = el.getparent()
        if parent is None:
            return None
        el = parent
    return None
