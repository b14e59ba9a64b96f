"""What a page says of itself beside its text: gathered once, wherever it stands."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl.cleaning.text import element_text, squash
from boredcrawl.cleaning.urls import join
from boredcrawl.pages import jsonld
from boredcrawl.pages.finding import Find

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml.html import HtmlElement

# One pass over the whole document: the new Bored Panda streams its tags at the end of the
# body, so that looking into <head> alone finds nothing.
_GATHERED = ("meta", "link", "title", "script")
_ITEMPROP = Find("descendant-or-self::*/@itemprop/parent::*")
_OTHERS_WORDS = frozenset(("comment", "review", "publisher", "image", "logo", "video"))
"""Itemprops whose insides speak of something else than the article."""


class Metadata:
    """The tags, links and structured data of one document."""

    def __init__(
        self, tree: HtmlElement, url: str, described: list[HtmlElement] | None = None
    ) -> None:
        """Gather them; `described` are the elements with an `itemprop`, if they are known."""
        self.url = url
        self.tree = tree
        self._described = described
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, list[HtmlElement]] = {}
        self.titles: list[str] = []
        blocks: list[str] = []
        for el in tree.iter(*_GATHERED):
            if el.tag == "meta":
                self._meta(el)
            elif el.tag == "link":
                if el.get("href") is None:
                    continue
                for rel in (el.get("rel") or "").lower().split():
                    self.links.setdefault(rel, []).append(el)
            elif el.tag == "script":
                if "ld+json" in (el.get("type") or "").lower() and el.text:
                    blocks.append(el.text)
            elif el.text and next(el.iterancestors("svg"), None) is None:  # not an icon's name
                self.titles.append(squash(el.text))
        self._blocks = blocks

    def _meta(self, el: HtmlElement) -> None:
        content = squash(el.get("content") or "")
        if not content:
            return
        for attribute in ("property", "name", "http-equiv", "itemprop"):
            names = el.get(attribute)
            for name in names.lower().split() if names else ():
                self.metas.setdefault(name, []).append(content)

    @cached_property
    def nodes(self) -> tuple[jsonld.Node, ...]:
        """The objects of all JSON-LD blocks."""
        return jsonld.read_blocks(self._blocks)

    @cached_property
    def article(self) -> jsonld.Node:
        """The JSON-LD object that speaks for this page's article; empty where none does.

        Pages also describe the stories they link to: an object that names this page's
        address or headline comes before the first one.
        """
        candidates = [node for node in self.nodes if jsonld.article_rank(node)]
        return max(candidates, key=self._claim, default={})

    def _claim(self, node: jsonld.Node) -> tuple[int, int, int]:
        """Rank an article object: its address, its type, how much it says."""
        path = urlsplit(self.url).path.strip("/")
        ours = False
        for key in ("mainEntityOfPage", "url", "@id"):
            for value in jsonld.objects(node.get(key)):
                address = value if isinstance(value, str) else value.get("@id") or value.get("url")
                if isinstance(address, str) and path:
                    ours |= urlsplit(address).path.strip("/") == path
        facts = ("headline", "datePublished", "author", "articleBody")
        return jsonld.article_rank(node), int(ours), sum(1 for key in facts if node.get(key))

    @cached_property
    def site_names(self) -> tuple[str, ...]:
        """What the site calls itself: no title ends so, and nobody is called so."""
        host = (urlsplit(self.url).hostname or "").removeprefix("www.")
        publishers = (
            name
            for value in jsonld.objects(self.article.get("publisher"))
            if isinstance(value, str) or "Person" not in jsonld.types(value)
            for name in jsonld.strings(value)
        )
        tags = self.all("og:site_name", "application-name", "apple-mobile-web-app-title")
        names = (*tags, *publishers, host, host.split(".")[0])
        return tuple(dict.fromkeys(name for name in names if name))

    def canonical_links(self) -> Iterator[str]:
        """Give the addresses of `<link rel="canonical">`."""
        for el in self.links.get("canonical", ()):
            yield el.get("href") or ""

    def own_address(self, hrefs: Iterable[str], owns: Callable[[str], bool]) -> str | None:
        """Take the first address that is this site's; a home page stands for no article."""
        for href in hrefs:
            url = join(self.url, href)
            if url and owns(url) and (_says_page(url) or not _says_page(self.url)):
                return url
        return None

    def first(self, *names: str) -> str | None:
        """Give the content of the first of these meta tags that has one."""
        for name in names:
            for content in self.metas.get(name, ()):
                return content
        return None

    def all(self, *names: str) -> Iterator[str]:
        """Give the contents of all these meta tags, in the order of the names."""
        for name in names:
            yield from self.metas.get(name, ())

    @cached_property
    def props(self) -> dict[str, list[HtmlElement]]:
        """Microdata of the article: elements by `itemprop`, other things' ones left out."""
        found: dict[str, list[HtmlElement]] = {}
        for el in _ITEMPROP(self.tree) if self._described is None else self._described:
            if el.tag != "meta" or not el.get("name"):
                for name in (el.get("itemprop") or "").split():
                    found.setdefault(name, []).append(el)
        return found

    def prop_values(self, name: str) -> Iterator[str]:
        """Give the values of a microdata property of the article."""
        for el in self.props.get(name, ()):
            if not any(
                set((up.get("itemprop") or "").split()) & _OTHERS_WORDS for up in el.iterancestors()
            ):
                value = el.get("content") or el.get("datetime") or element_text(el)
                if squash(value):
                    yield squash(value)


def _says_page(url: str) -> bool:
    """Whether an address names a page and not only a site."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)
